//! Schemas as the wire carries them: what `terraform providers schema` prints.

use crate::Type;

/// A resource's, data source's or provider's schema.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Schema {
    /// The version that state is stored with.
    pub version: i64,
    /// The attributes and blocks.
    pub block: Block,
}

/// Attributes and nested blocks.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Block {
    /// In source order.
    pub attributes: Vec<Attribute>,
    /// In source order.
    pub blocks: Vec<NestedBlock>,
    /// Markdown.
    pub description: String,
    /// What to use instead, when the whole is deprecated.
    pub deprecation: Option<String>,
}

/// One attribute.
#[derive(Debug, Clone, PartialEq, Eq)]
#[expect(clippy::struct_excessive_bools, reason = "the wire's own flags")]
pub struct Attribute {
    /// Its name in HCL.
    pub name: String,
    /// What it holds.
    pub kind: AttributeKind,
    /// Markdown.
    pub description: String,
    /// The practitioner must set it.
    pub required: bool,
    /// The practitioner may set it.
    pub optional: bool,
    /// The provider may set it.
    pub computed: bool,
    /// Never shown.
    pub sensitive: bool,
    /// Never stored.
    pub write_only: bool,
    /// What to use instead, when it is deprecated.
    pub deprecation: Option<String>,
}

/// What an attribute holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum AttributeKind {
    /// A value of a type.
    Type(Type),
    /// Nested attributes.
    Nested(Nesting, Vec<Attribute>),
}

/// How nested attributes or blocks are counted and addressed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Nesting {
    /// One or none.
    Single,
    /// Any number, in order.
    List,
    /// Any number, without order.
    Set,
    /// By key.
    Map,
    /// Always one, of blocks alone: without a block in the configuration, all its attributes are null.
    Group,
}

/// A nested block.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NestedBlock {
    /// Its name in HCL.
    pub name: String,
    /// How it is counted.
    pub nesting: Nesting,
    /// The fewest, for lists and sets.
    pub min_items: i64,
    /// The most, for lists and sets; 0 is no limit.
    pub max_items: i64,
    /// What is inside.
    pub block: Block,
}

impl Block {
    /// The type of a value of this block.
    #[must_use]
    pub fn ty(&self) -> Type {
        let attributes = self.attributes.iter().map(|a| (a.name.clone(), a.ty()));
        let blocks = self.blocks.iter().map(|b| (b.name.clone(), b.nesting.around(b.block.ty())));
        Type::object(attributes.chain(blocks))
    }
}

impl Attribute {
    /// The type of a value of this attribute.
    #[must_use]
    pub fn ty(&self) -> Type {
        match &self.kind {
            AttributeKind::Type(ty) => ty.clone(),
            AttributeKind::Nested(nesting, attributes) => {
                nesting.around(Type::object(attributes.iter().map(|a| (a.name.clone(), a.ty()))))
            }
        }
    }
}

impl Nesting {
    /// The type of nested elements of type `element`.
    #[must_use]
    pub fn around(self, element: Type) -> Type {
        match self {
            Self::Single | Self::Group => element,
            Self::List => Type::list(element),
            Self::Set => Type::set(element),
            Self::Map => Type::map(element),
        }
    }
}

/// What tells one object of a resource from all others, for ever.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Identity {
    /// The version that identities are stored with.
    pub version: i64,
    /// In source order.
    pub attributes: Vec<IdentityAttribute>,
}

/// One attribute of an identity: a primitive, or a list of primitives.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct IdentityAttribute {
    /// Its name in HCL.
    pub name: String,
    /// What it holds.
    pub ty: Type,
    /// An import must give it; otherwise it may.
    pub required: bool,
    /// Markdown.
    pub description: String,
}

impl Identity {
    /// The type of an identity.
    #[must_use]
    pub fn ty(&self) -> Type {
        Type::object(self.attributes.iter().map(|a| (a.name.clone(), a.ty.clone())))
    }
}

/// The signature of a provider function.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Function {
    /// Positional parameters.
    pub parameters: Vec<Parameter>,
    /// The parameter that takes all further arguments.
    pub variadic: Option<Parameter>,
    /// What it returns.
    pub returns: Type,
    /// One line.
    pub summary: String,
    /// Markdown.
    pub description: String,
    /// What to use instead, when it is deprecated.
    pub deprecation: Option<String>,
}

/// One parameter of a function.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Parameter {
    /// Its name.
    pub name: String,
    /// Its type.
    pub ty: Type,
    /// Markdown.
    pub description: String,
    /// Null is passed on instead of refused.
    pub allow_null: bool,
    /// Unknown is passed on instead of postponing the call.
    pub allow_unknown: bool,
}
