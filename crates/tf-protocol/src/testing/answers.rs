//! Answers, back in plain Rust. Field names of the wire that [`crate::rpc`] has no place for are
//! asserted to be empty where that matters.

use crate::{
    AttributePath, Diagnostic, Severity, Step, Type,
    proto::tfplugin6::{self as proto, attribute_path::step::Selector},
    rpc::{DynamicValue, ProviderSchema},
    schema::{Attribute, AttributeKind, Block, Function, NestedBlock, Nesting, Parameter, Schema},
};
use std::collections::BTreeMap;

pub(super) fn value(from: Option<proto::DynamicValue>) -> DynamicValue {
    crate::convert::received(from)
}

pub(super) fn ask(from: DynamicValue) -> Option<proto::DynamicValue> {
    (!from.is_absent()).then_some(proto::DynamicValue { msgpack: from.msgpack, json: from.json })
}

pub(super) fn path(from: proto::AttributePath) -> AttributePath {
    from.steps
        .into_iter()
        .filter_map(|step| step.selector)
        .map(|selector| match selector {
            Selector::AttributeName(name) => Step::Attribute(name),
            Selector::ElementKeyString(key) => Step::Key(key),
            Selector::ElementKeyInt(index) => Step::Index(index),
        })
        .collect()
}

pub(super) fn diagnostics(from: Vec<proto::Diagnostic>) -> Vec<Diagnostic> {
    from.into_iter()
        .map(|from| Diagnostic {
            severity: match from.severity() {
                proto::diagnostic::Severity::Warning => Severity::Warning,
                _ => Severity::Error,
            },
            summary: from.summary,
            detail: from.detail,
            path: from.attribute.map(path),
        })
        .collect()
}

pub(super) fn schema(from: proto::get_provider_schema::Response) -> ProviderSchema {
    ProviderSchema {
        provider: from.provider.map(one).unwrap_or_default(),
        provider_meta: from.provider_meta.map(one),
        resources: all(from.resource_schemas),
        data_sources: all(from.data_source_schemas),
        ephemeral_resources: all(from.ephemeral_resource_schemas),
        functions: functions(from.functions),
        diagnostics: diagnostics(from.diagnostics),
    }
}

pub(super) fn functions(from: BTreeMap<String, proto::Function>) -> BTreeMap<String, Function> {
    from.into_iter().map(|(name, from)| (name, function(from))).collect()
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

/// Attributes and blocks number their nestings alike.
fn nesting(number: i32) -> Nesting {
    match number {
        2 => Nesting::List,
        3 => Nesting::Set,
        4 => Nesting::Map,
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
