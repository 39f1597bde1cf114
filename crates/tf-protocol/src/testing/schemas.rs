//! Schemas, back in plain Rust.

use super::answers::diagnostics;
use crate::{
    Type,
    proto::tfplugin6 as proto,
    rpc::ProviderSchema,
    schema::{
        Attribute, AttributeKind, Block, Function, Identity, IdentityAttribute, NestedBlock,
        Nesting, Parameter, Schema,
    },
};
use std::collections::BTreeMap;

pub(super) fn schema(from: proto::get_provider_schema::Response) -> ProviderSchema {
    ProviderSchema {
        provider: from.provider.map(one).unwrap_or_default(),
        provider_meta: from.provider_meta.map(one),
        resources: all(from.resource_schemas),
        data_sources: all(from.data_source_schemas),
        ephemeral_resources: all(from.ephemeral_resource_schemas),
        functions: functions(from.functions),
        // They have a call of their own.
        identities: BTreeMap::new(),
        list_resources: all(from.list_resource_schemas),
        actions: actions(from.action_schemas),
        diagnostics: diagnostics(from.diagnostics),
    }
}

pub(super) fn functions(from: BTreeMap<String, proto::Function>) -> BTreeMap<String, Function> {
    from.into_iter().map(|(name, from)| (name, function(from))).collect()
}

pub(super) fn identities(
    from: BTreeMap<String, proto::ResourceIdentitySchema>,
) -> BTreeMap<String, Identity> {
    from.into_iter().map(|(name, from)| (name, identity(from))).collect()
}

fn identity(from: proto::ResourceIdentitySchema) -> Identity {
    let attributes = from.identity_attributes.into_iter().map(|from| {
        assert_ne!(from.required_for_import, from.optional_for_import, "one of the two");
        IdentityAttribute {
            name: from.name,
            ty: ty(&from.r#type),
            required: from.required_for_import,
            description: from.description,
        }
    });
    Identity { version: from.version, attributes: attributes.collect() }
}

fn actions(from: BTreeMap<String, proto::ActionSchema>) -> BTreeMap<String, Schema> {
    let action = |from: proto::ActionSchema| from.schema.map(one).unwrap_or_default();
    from.into_iter().map(|(name, from)| (name, action(from))).collect()
}

fn all(from: BTreeMap<String, proto::Schema>) -> BTreeMap<String, Schema> {
    from.into_iter().map(|(name, from)| (name, one(from))).collect()
}

fn one(from: proto::Schema) -> Schema {
    Schema { version: from.version, block: from.block.map(block).unwrap_or_default() }
}

fn block(from: proto::schema::Block) -> Block {
    Block {
        attributes: from.attributes.into_iter().map(attribute).collect(),
        blocks: from.block_types.into_iter().map(nested_block).collect(),
        description: from.description,
        deprecation: from.deprecated.then_some(from.deprecation_message),
    }
}

fn ty(notation: &[u8]) -> Type {
    serde_json::from_slice(notation)
        .ok()
        .and_then(|json| Type::from_json(&json).ok())
        .unwrap_or(Type::Dynamic)
}

fn attribute(from: proto::schema::Attribute) -> Attribute {
    let kind = match from.nested_type {
        None => AttributeKind::Type(ty(&from.r#type)),
        Some(nested) => AttributeKind::Nested(
            nesting(nested.nesting),
            nested.attributes.into_iter().map(attribute).collect(),
        ),
    };
    Attribute {
        name: from.name,
        kind,
        description: from.description,
        required: from.required,
        optional: from.optional,
        computed: from.computed,
        sensitive: from.sensitive,
        write_only: from.write_only,
        deprecation: from.deprecated.then_some(from.deprecation_message),
    }
}

/// Attributes and blocks number their nestings alike, but a group is of blocks alone.
fn nesting(number: i32) -> Nesting {
    match number {
        2 => Nesting::List,
        3 => Nesting::Set,
        4 => Nesting::Map,
        5 => Nesting::Group,
        _ => Nesting::Single,
    }
}

fn nested_block(from: proto::schema::NestedBlock) -> NestedBlock {
    NestedBlock {
        name: from.type_name,
        nesting: nesting(from.nesting),
        min_items: from.min_items,
        max_items: from.max_items,
        block: from.block.map(block).unwrap_or_default(),
    }
}

fn function(from: proto::Function) -> Function {
    Function {
        parameters: from.parameters.into_iter().map(parameter).collect(),
        variadic: from.variadic_parameter.map(parameter),
        returns: from.r#return.map_or(Type::Dynamic, |returned| ty(&returned.r#type)),
        summary: from.summary,
        description: from.description,
        deprecation: Some(from.deprecation_message).filter(|text| !text.is_empty()),
    }
}

fn parameter(from: proto::function::Parameter) -> Parameter {
    Parameter {
        name: from.name,
        ty: ty(&from.r#type),
        description: from.description,
        allow_null: from.allow_null_value,
        allow_unknown: from.allow_unknown_values,
    }
}
