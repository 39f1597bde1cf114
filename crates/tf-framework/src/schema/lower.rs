//! From the framework's schemas to the wire's.

use super::{Attribute, Block, Kind, Mode};
use tf_protocol::{Type, schema as wire};

impl Block {
    /// The schema that Terraform sees.
    #[must_use]
    pub fn lower(&self, version: i64) -> wire::Schema {
        wire::Schema { version, block: self.lower_block() }
    }

    fn lower_block(&self) -> wire::Block {
        wire::Block {
            attributes: self.attributes.iter().filter_map(Attribute::lower).collect(),
            blocks: self.attributes.iter().filter_map(Attribute::lower_block).collect(),
            description: self.description.to_owned(),
            deprecation: self.deprecation.map(str::to_owned),
        }
    }

    /// The type of a value of this block.
    #[must_use]
    pub fn ty(&self) -> Type {
        Type::object(self.attributes.iter().map(|attribute| (attribute.name, attribute.ty())))
    }

    /// The identity of a resource with this schema: its keys, which an import must give, and what else
    /// is declared to be part of it. None without a key.
    #[must_use]
    pub fn identity(&self, version: i64) -> Option<wire::Identity> {
        self.keys().next()?;
        let attributes = self.attributes.iter().filter(|a| a.key || a.identity);
        let attributes = attributes.map(|attribute| wire::IdentityAttribute {
            name: attribute.name.to_owned(),
            ty: attribute.ty(),
            required: attribute.key,
            description: attribute.description.to_owned(),
        });
        Some(wire::Identity { version, attributes: attributes.collect() })
    }
}

impl Attribute {
    fn lower(&self) -> Option<wire::Attribute> {
        let kind = match &self.kind {
            Kind::Type(ty) => wire::AttributeKind::Type(ty.clone()),
            Kind::Nested(nesting, block) => wire::AttributeKind::Nested(
                *nesting,
                block.attributes.iter().filter_map(Self::lower).collect(),
            ),
            Kind::Block(..) => return None,
        };
        Some(wire::Attribute {
            name: self.name.to_owned(),
            kind,
            description: self.description.to_owned(),
            required: self.mode == Mode::Required,
            optional: matches!(self.mode, Mode::Optional | Mode::OptionalComputed),
            computed: self.mode.is_computed(),
            sensitive: self.sensitive,
            write_only: self.write_only,
            deprecation: self.deprecation.map(str::to_owned),
        })
    }

    /// The number of blocks is a rule of ours, with a better message, rather than the schema's.
    fn lower_block(&self) -> Option<wire::NestedBlock> {
        let Kind::Block(nesting, block) = &self.kind else { return None };
        let mut inner = block.lower_block();
        self.description.clone_into(&mut inner.description);
        inner.deprecation = self.deprecation.map(str::to_owned);
        Some(wire::NestedBlock {
            name: self.name.to_owned(),
            nesting: *nesting,
            min_items: 0,
            max_items: 0,
            block: inner,
        })
    }
}
