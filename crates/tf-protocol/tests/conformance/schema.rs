//! What the provider under test offers.

use crate::provider::{echo, ty};
use std::collections::BTreeMap;
use tf_protocol::{
    Type,
    rpc::ProviderSchema,
    schema::{
        Attribute, AttributeKind, Block, Function, Identity, IdentityAttribute, NestedBlock,
        Nesting, Parameter, Schema,
    },
};

fn attribute(name: &str, kind: AttributeKind) -> Attribute {
    Attribute {
        name: name.to_owned(),
        kind,
        description: format!("The *{name}*."),
        required: false,
        optional: true,
        computed: true,
        sensitive: name == "secret",
        write_only: false,
        deprecation: (name == "old").then(|| "Use another.".to_owned()),
    }
}

/// The schema of `corner_thing`.
pub(crate) fn thing() -> Schema {
    let nested = |nesting| {
        AttributeKind::Nested(nesting, vec![attribute("leaf", AttributeKind::Type(Type::Bool))])
    };
    let block = |name: &str, nesting, max_items| NestedBlock {
        name: name.to_owned(),
        nesting,
        min_items: 0,
        max_items,
        block: Block {
            attributes: vec![attribute("inner", AttributeKind::Type(Type::String))],
            ..Block::default()
        },
    };
    Schema {
        version: 7,
        block: Block {
            attributes: vec![
                attribute("old", AttributeKind::Type(Type::list(ty()))),
                attribute("secret", AttributeKind::Type(Type::Dynamic)),
                attribute("one", nested(Nesting::Single)),
                attribute("list", nested(Nesting::List)),
                attribute("set", nested(Nesting::Set)),
                attribute("map", nested(Nesting::Map)),
            ],
            blocks: vec![
                block("single", Nesting::Single, 0),
                block("many", Nesting::List, 3),
                block("any", Nesting::Set, 0),
                block("named", Nesting::Map, 0),
                block("together", Nesting::Group, 0),
            ],
            description: "A thing.".to_owned(),
            deprecation: Some("No more things.".to_owned()),
        },
    }
}

/// The identity of a `corner_thing`.
pub(crate) fn identity() -> Identity {
    let attribute = |name: &str, ty, required| IdentityAttribute {
        name: name.to_owned(),
        ty,
        required,
        description: format!("Its *{name}*."),
    };
    let tags = attribute("tags", Type::list(Type::String), false);
    Identity { version: 3, attributes: vec![attribute("name", Type::String, true), tags] }
}

/// The whole of what it offers.
pub(crate) fn schema() -> ProviderSchema {
    let parameter = |name: &str, ty| Parameter {
        name: name.to_owned(),
        ty,
        description: "What.".to_owned(),
        allow_null: true,
        allow_unknown: false,
    };
    let function = Function {
        parameters: vec![parameter("one", Type::Number)],
        variadic: Some(parameter("more", Type::Dynamic)),
        returns: Type::set(Type::String),
        summary: "S".to_owned(),
        description: "D".to_owned(),
        deprecation: Some("Gone soon.".to_owned()),
    };
    let things = |name: &str| BTreeMap::from([(name.to_owned(), thing())]);
    ProviderSchema {
        provider: thing(),
        provider_meta: Some(Schema::default()),
        resources: things("corner_thing"),
        data_sources: things("corner_data"),
        ephemeral_resources: things("corner_brief"),
        functions: BTreeMap::from([("fold".to_owned(), function)]),
        identities: BTreeMap::from([("corner_thing".to_owned(), identity())]),
        list_resources: things("corner_thing"),
        actions: things("corner_act"),
        diagnostics: vec![echo("schema".to_owned())],
    }
}
