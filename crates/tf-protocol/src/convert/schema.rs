//! Schemas.

use super::{diagnostics, function, metadata};
use crate::{
    proto::tfplugin6::{self, StringKind, get_provider_schema::Response, schema as to},
    rpc::ProviderSchema,
    schema::{Attribute, AttributeKind, Block, NestedBlock, Nesting, Schema},
};
use std::collections::BTreeMap;

pub(crate) fn response(from: ProviderSchema) -> Response {
    Response {
        provider: Some(schema(from.provider)),
        provider_meta: from.provider_meta.map(schema),
        resource_schemas: schemas(from.resources),
        data_source_schemas: schemas(from.data_sources),
        ephemeral_resource_schemas: schemas(from.ephemeral_resources),
        functions: function::functions(from.functions),
        list_resource_schemas: schemas(from.list_resources),
        action_schemas: actions(from.actions),
        diagnostics: diagnostics(from.diagnostics),
        server_capabilities: Some(metadata::CAPABILITIES),
    }
}

fn schemas(from: BTreeMap<String, Schema>) -> BTreeMap<String, tfplugin6::Schema> {
    from.into_iter().map(|(name, from)| (name, schema(from))).collect()
}

fn actions(from: BTreeMap<String, Schema>) -> BTreeMap<String, tfplugin6::ActionSchema> {
    let action = |from| tfplugin6::ActionSchema { schema: Some(schema(from)) };
    from.into_iter().map(|(name, from)| (name, action(from))).collect()
}

fn schema(from: Schema) -> tfplugin6::Schema {
    tfplugin6::Schema { version: from.version, block: Some(block(from.block)) }
}

fn block(from: Block) -> to::Block {
    to::Block {
        version: 0,
        attributes: from.attributes.into_iter().map(attribute).collect(),
        block_types: from.blocks.into_iter().map(nested_block).collect(),
        description: from.description,
        description_kind: StringKind::Markdown.into(),
        deprecated: from.deprecation.is_some(),
        deprecation_message: from.deprecation.unwrap_or_default(),
    }
}

fn attribute(from: Attribute) -> to::Attribute {
    let (r#type, nested_type) = match from.kind {
        AttributeKind::Type(ty) => (super::ty(&ty), None),
        AttributeKind::Nested(nesting, attributes) => {
            use to::object::NestingMode;
            let nesting = match nesting {
                // Nested attributes know no group, and its type is the same.
                Nesting::Single | Nesting::Group => NestingMode::Single,
                Nesting::List => NestingMode::List,
                Nesting::Set => NestingMode::Set,
                Nesting::Map => NestingMode::Map,
            };
            let attributes = attributes.into_iter().map(attribute).collect();
            (Vec::new(), Some(to::Object { attributes, nesting: nesting.into() }))
        }
    };
    to::Attribute {
        name: from.name,
        r#type,
        nested_type,
        description: from.description,
        description_kind: StringKind::Markdown.into(),
        required: from.required,
        optional: from.optional,
        computed: from.computed,
        sensitive: from.sensitive,
        write_only: from.write_only,
        deprecated: from.deprecation.is_some(),
        deprecation_message: from.deprecation.unwrap_or_default(),
    }
}

fn nested_block(from: NestedBlock) -> to::NestedBlock {
    use to::nested_block::NestingMode;
    let nesting = match from.nesting {
        Nesting::Single => NestingMode::Single,
        Nesting::List => NestingMode::List,
        Nesting::Set => NestingMode::Set,
        Nesting::Map => NestingMode::Map,
        Nesting::Group => NestingMode::Group,
    };
    to::NestedBlock {
        type_name: from.name,
        block: Some(block(from.block)),
        nesting: nesting.into(),
        min_items: from.min_items,
        max_items: from.max_items,
    }
}
