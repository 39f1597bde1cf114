//! Random schemas.

use proptest::{collection::vec, option::weighted, prelude::*};
use tf_framework::{
    Attribute, Block, Kind, Mode, Nesting, Type, Value,
    schema::{Keep, Relation, Replace, Rule},
};

const NAMES: [&str; 4] = ["a", "b", "c", "d"];

/// Where an attribute is, which decides what it can be.
#[derive(Debug, Clone, Copy)]
struct Place {
    depth: usize,
    in_set: bool,
    in_attributes: bool,
    in_collection: bool,
}

pub(super) fn any_block() -> BoxedStrategy<Block> {
    block(Place { depth: 0, in_set: false, in_attributes: false, in_collection: false })
}

/// With rules, at every depth.
pub(super) fn any_ruled_block() -> BoxedStrategy<Block> {
    (any_block(), 0..24_usize).prop_map(|(block, which)| ruled(block, which)).boxed()
}

fn ruled(mut block: Block, which: usize) -> Block {
    let names: &[&str] = &NAMES[..block.attributes.len()];
    block.relations = match which % 6 {
        0 => vec![Relation::ExactlyOne(names)],
        1 => vec![Relation::AtLeastOne(names)],
        2 => vec![Relation::AtMostOne(names)],
        3 => vec![Relation::Together(names)],
        _ => vec![],
    };
    for attribute in &mut block.attributes {
        attribute.rules = match which / 6 {
            0 => vec![Rule::Conflicts(&["d"]), Rule::Length(1, 1)],
            1 => vec![Rule::Requires(&["a"]), Rule::Length(2, 9), Rule::Unique],
            2 => vec![Rule::Present, Rule::OneOf(&["x", "y"])],
            _ => vec![Rule::Pattern("[xX]", "an x"), Rule::Length(0, 1)],
        };
        if let Kind::Nested(_, inner) | Kind::Block(_, inner) = &mut attribute.kind {
            *inner = ruled(std::mem::take(inner), which);
        }
    }
    block
}

fn block(place: Place) -> BoxedStrategy<Block> {
    let most = if place.depth == 0 { 4 } else { 3 };
    vec(attribute(place), 1..=most)
        .prop_map(|attributes| Block {
            attributes: attributes
                .into_iter()
                .zip(NAMES)
                .map(|(attribute, name)| Attribute { name, ..attribute })
                .collect(),
            ..Block::default()
        })
        .boxed()
}

fn attribute(place: Place) -> BoxedStrategy<Attribute> {
    if place.depth > 2 {
        return leaf(place);
    }
    prop_oneof![3 => leaf(place), 2 => nested(place)].boxed()
}

fn modes() -> impl Strategy<Value = Mode> {
    prop::sample::select(vec![
        Mode::Required,
        Mode::Optional,
        Mode::Computed,
        Mode::OptionalComputed,
        Mode::OptionalComputed,
    ])
}

fn keeps() -> impl Strategy<Value = Keep> {
    prop::sample::select(vec![Keep::No, Keep::No, Keep::Value, Keep::AlsoNull])
}

fn plain(kind: Kind, mode: Mode) -> Attribute {
    Attribute { kind, mode, ..Attribute::of::<String>("", "Any.") }
}

fn leaf(place: Place) -> BoxedStrategy<Attribute> {
    let mut types = vec![
        (Type::String, "x".into()),
        (Type::String, "x".into()),
        (Type::Number, 1.into()),
        (Type::list(Type::String), Value::List(vec!["x".into()])),
        (Type::set(Type::String), Value::set(["x".into()])),
        (Type::map(Type::String), Value::Map([("k".to_owned(), "x".into())].into())),
        (
            Type::object([("o", Type::String)]),
            Value::object([("o", "x")].map(|(k, v)| (k, v.into()))),
        ),
    ];
    // A server has too few of these to tell elements of a set apart.
    if !place.in_set {
        types.push((Type::Bool, true.into()));
    }
    if !place.in_collection {
        types.push((Type::Dynamic, Value::Dynamic(Box::new((Type::String, "x".into())))));
    }
    let types = prop::sample::select(types);
    (types, modes(), keeps(), weighted(0.4, Just(())), weighted(0.2, Just(())), 0..4)
        .prop_map(move |((ty, default), mode, keep, defaulted, write_only, which)| {
            let equivalent = match (&ty, which) {
                (Type::Dynamic, _) => exactly,
                (Type::List(_), 0) => any_order,
                (_, 0 | 1) => any_case,
                _ => exactly,
            };
            let defaulted = defaulted.is_some() && mode == Mode::OptionalComputed;
            Attribute {
                default: defaulted.then_some(default),
                keep: if mode.is_computed() { keep } else { Keep::No },
                write_only: write_only.is_some() && !mode.is_computed() && !place.in_set,
                replace: if which == 3 && !mode.is_computed() {
                    Replace::Always
                } else {
                    Replace::Never
                },
                equivalent,
                ..plain(Kind::Type(ty), mode)
            }
        })
        .boxed()
}

fn nested(place: Place) -> BoxedStrategy<Attribute> {
    let mut nestings = vec![
        (false, Nesting::Single),
        (false, Nesting::List),
        (false, Nesting::Set),
        (false, Nesting::Map),
    ];
    if !place.in_attributes {
        nestings.extend([
            (true, Nesting::Single),
            (true, Nesting::List),
            (true, Nesting::Set),
            (true, Nesting::Map),
            (true, Nesting::Group),
        ]);
    }
    (prop::sample::select(nestings), modes(), keeps(), 0..4)
        .prop_flat_map(move |((is_block, nesting), mode, keep, which)| {
            let inner = block(Place {
                depth: place.depth + 1,
                in_set: place.in_set || nesting == Nesting::Set,
                in_attributes: place.in_attributes || !is_block,
                in_collection: place.in_collection
                    || !matches!(nesting, Nesting::Single | Nesting::Group),
            });
            inner.prop_map(move |inner| nest(is_block, nesting, mode, keep, which, inner))
        })
        .boxed()
}

fn nest(
    is_block: bool,
    nesting: Nesting,
    mode: Mode,
    keep: Keep,
    which: i32,
    inner: Block,
) -> Attribute {
    let equivalent = if which == 0 && nesting == Nesting::List { any_order } else { exactly };
    if is_block {
        return Attribute { equivalent, ..plain(Kind::Block(nesting, inner), Mode::Optional) };
    }
    let default = match nesting {
        _ if which != 1 || mode != Mode::OptionalComputed => None,
        Nesting::List => Some(Value::List(vec![])),
        Nesting::Set => Some(Value::Set(vec![])),
        Nesting::Map => Some(Value::Map([].into())),
        _ => None,
    };
    let keep = if mode.is_computed() { keep } else { Keep::No };
    Attribute { default, keep, equivalent, ..plain(Kind::Nested(nesting, inner), mode) }
}

pub(super) fn exactly(one: &Value, other: &Value) -> bool {
    one == other
}

pub(super) fn any_case(one: &Value, other: &Value) -> bool {
    lower(one) == lower(other)
}

fn any_order(one: &Value, other: &Value) -> bool {
    let sorted = |value: &Value| {
        let mut elements = value.elements().unwrap_or_default().to_vec();
        elements.sort();
        elements
    };
    sorted(one) == sorted(other)
}

fn lower(value: &Value) -> Value {
    match value {
        Value::String(text) => text.to_lowercase().into(),
        Value::List(elements) => Value::List(elements.iter().map(lower).collect()),
        Value::Set(elements) => Value::set(elements.iter().map(lower)),
        Value::Map(members) => {
            Value::Map(members.iter().map(|(key, value)| (key.clone(), lower(value))).collect())
        }
        Value::Object(members) => {
            Value::Object(members.iter().map(|(key, value)| (key.clone(), lower(value))).collect())
        }
        other => other.clone(),
    }
}
