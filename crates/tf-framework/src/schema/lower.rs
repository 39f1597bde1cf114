//! From the framework's schemas to the wire's.

use super::{Attribute, Block, Kind, Mode};
use tf_protocol::{Type, schema as wire};

impl Block {
    /// The schema that Terraform sees.
    #[must_use]
    pub fn lower(&self, version: i64) -> wire::Schema {
        wire::Schema {
            version,
            block: wire::Block {
                attributes: self.attributes.iter().map(Attribute::lower).collect(),
                blocks: Vec::new(),
                description: self.description.to_owned(),
                deprecation: None,
            },
        }
    }

    /// The type of a value of this block.
    #[must_use]
    pub fn ty(&self) -> Type {
        Type::object(self.attributes.iter().map(|attribute| (attribute.name, attribute.ty())))
    }
}

impl Attribute {
    /// The type of a value of this attribute.
    #[must_use]
    pub fn ty(&self) -> Type {
        match &self.kind {
            Kind::Type(ty) => ty.clone(),
            Kind::Nested(nesting, block) => nesting.around(block.ty()),
        }
    }

    fn lower(&self) -> wire::Attribute {
        wire::Attribute {
            name: self.name.to_owned(),
            kind: match &self.kind {
                Kind::Type(ty) => wire::AttributeKind::Type(ty.clone()),
                Kind::Nested(nesting, block) => wire::AttributeKind::Nested(
                    *nesting,
                    block.attributes.iter().map(Self::lower).collect(),
                ),
            },
            description: self.description.to_owned(),
            required: self.mode == Mode::Required,
            optional: matches!(self.mode, Mode::Optional | Mode::OptionalComputed),
            computed: self.mode.is_computed(),
            sensitive: self.sensitive,
            write_only: false,
            deprecation: self.deprecation.map(str::to_owned),
        }
    }
}
