//! One attribute, and everything that its declaration can say.

use super::{Block, Rule};
use crate::{AttributeType, Diagnostics};
use tf_protocol::{AttributePath, Type, Value, schema::Nesting};

/// Who sets an attribute: the practitioner, the provider, or either.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mode {
    /// The practitioner must.
    Required,
    /// The practitioner may.
    Optional,
    /// Only the provider does.
    Computed,
    /// The practitioner may, else the provider does.
    OptionalComputed,
}

impl Mode {
    /// Whether the provider may set it.
    #[must_use]
    pub fn is_computed(self) -> bool {
        matches!(self, Self::Computed | Self::OptionalComputed)
    }
}

/// What an attribute holds.
#[derive(Debug, Clone)]
pub enum Kind {
    /// A value of a type.
    Type(Type),
    /// Nested attributes.
    Nested(Nesting, Block),
    /// Nested blocks, which HCL writes without `=`. A list, set or map of them is never null.
    Block(Nesting, Block),
}

impl Kind {
    /// What is nested inside, and how.
    #[must_use]
    pub fn nested(&self) -> Option<(Nesting, &Block)> {
        match self {
            Self::Type(_) => None,
            Self::Nested(nesting, block) | Self::Block(nesting, block) => Some((*nesting, block)),
        }
    }

    /// The type of a value of this kind.
    #[must_use]
    pub fn ty(&self) -> Type {
        match self {
            Self::Type(ty) => ty.clone(),
            Self::Nested(nesting, block) | Self::Block(nesting, block) => {
                nesting.around(block.ty())
            }
        }
    }

    /// The same content as nested blocks instead of nested attributes.
    #[must_use]
    pub fn into_block(self) -> Self {
        match self {
            Self::Nested(nesting, block) => Self::Block(nesting, block),
            other => other,
        }
    }
}

/// Whether a computed attribute that nobody configured keeps its prior value where the resource
/// changes, instead of becoming unknown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Keep {
    /// It becomes unknown.
    #[default]
    No,
    /// It keeps a value; where state has none, it becomes unknown.
    Value,
    /// It keeps what state has, also nothing.
    AlsoNull,
}

/// Whether a change means destroy and create.
#[derive(Debug, Clone, Copy, Default)]
pub enum Replace {
    /// It changes in place.
    #[default]
    Never,
    /// Every change.
    Always,
    /// Every change to a value that is configured; the provider may change it in place.
    IfConfigured,
    /// The changes, from prior to planned, for which this says so. A planned value may be unknown.
    If(fn(&Value, &Value) -> bool),
}

/// How an update tells the API that an optional attribute was removed from the configuration.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Clear {
    /// With a JSON `null`.
    #[default]
    Null,
    /// With `""`, `[]` or `{}`.
    Empty,
    /// It cannot: a plan that removes it is refused.
    Refuse,
}

/// Reports what is wrong with a configured, known value.
pub type Validate = fn(&Value, &AttributePath, &mut Diagnostics);

/// Whether two known values mean the same to the API.
pub type Equivalent = fn(&Value, &Value) -> bool;

/// One attribute of a block.
#[derive(Debug, Clone)]
#[expect(clippy::struct_excessive_bools, reason = "each is one word in a declaration")]
pub struct Attribute {
    /// Its name in HCL.
    pub name: &'static str,
    /// The member of the API's JSON that it maps to; none where the API knows nothing of it.
    pub api: Option<&'static str>,
    /// What it holds.
    pub kind: Kind,
    /// The struct of an object type, for the page.
    pub members: Option<Block>,
    /// Who sets it.
    pub mode: Mode,
    /// Markdown, from the doc comment.
    pub description: &'static str,
    /// The value planned when the configuration has none.
    pub default: Option<Value>,
    /// Addresses the remote object: in the path of a request, what import takes, the identity.
    pub key: bool,
    /// Part of the identity beside the keys; an import by identity may give it.
    pub identity: bool,
    /// When a change means destroy and create.
    pub replace: Replace,
    /// Whether it keeps its prior value.
    pub keep: Keep,
    /// How it is cleared.
    pub clear: Clear,
    /// Never shown.
    pub sensitive: bool,
    /// Never stored: only in the configuration, and null in plan and state.
    pub write_only: bool,
    /// For a write-only attribute: the attribute beside it whose change sends the value again.
    pub version: Option<&'static str>,
    /// For a parameter of a function: takes all further arguments.
    pub variadic: bool,
    /// What to use instead.
    pub deprecation: Option<&'static str>,
    /// What a configured value must be, beyond its type.
    pub rules: Vec<Rule>,
    /// The same, in code: asked as the rule of its type is.
    pub checks: Vec<Validate>,
    /// The rule of its type.
    pub validate: Validate,
    /// When two spellings mean the same.
    pub equivalent: Equivalent,
}

impl Attribute {
    /// What the type `T` alone says of an attribute.
    #[must_use]
    pub fn of<T: AttributeType>(name: &'static str, description: &'static str) -> Self {
        Self {
            name,
            api: None,
            kind: T::kind(),
            members: T::members(),
            mode: T::MODE,
            description,
            default: None,
            key: false,
            identity: false,
            replace: Replace::default(),
            keep: Keep::default(),
            clear: Clear::default(),
            sensitive: T::SENSITIVE,
            write_only: T::WRITE_ONLY,
            version: None,
            variadic: false,
            deprecation: None,
            rules: Vec::new(),
            checks: Vec::new(),
            validate: T::validate,
            equivalent: T::equivalent,
        }
    }

    /// The type of a value of this attribute.
    #[must_use]
    pub fn ty(&self) -> Type {
        self.kind.ty()
    }
}
