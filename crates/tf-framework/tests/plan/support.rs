//! Schemas by hand, as few words as a test needs.

use tf_framework::{Attribute, Block, Diagnostics, Kind, Mode, Nesting, Type, Value};

/// An attribute of a type; `c` computed, `o` optional, `oc` both, otherwise required.
pub(crate) fn attr(name: &'static str, mode: &str, ty: Type) -> Attribute {
    of_kind(name, mode, Kind::Type(ty))
}

pub(crate) fn text(name: &'static str, mode: &str) -> Attribute {
    attr(name, mode, Type::String)
}

pub(crate) fn nested(
    name: &'static str,
    mode: &str,
    nesting: Nesting,
    inner: impl IntoIterator<Item = Attribute>,
) -> Attribute {
    of_kind(name, mode, Kind::Nested(nesting, block(inner)))
}

pub(crate) fn blocks(
    name: &'static str,
    nesting: Nesting,
    inner: impl IntoIterator<Item = Attribute>,
) -> Attribute {
    of_kind(name, "o", Kind::Block(nesting, block(inner)))
}

pub(crate) fn block(attributes: impl IntoIterator<Item = Attribute>) -> Block {
    Block { attributes: attributes.into_iter().collect(), ..Block::default() }
}

fn of_kind(name: &'static str, mode: &str, kind: Kind) -> Attribute {
    let mode = match mode {
        "c" => Mode::Computed,
        "o" => Mode::Optional,
        "oc" => Mode::OptionalComputed,
        _ => Mode::Required,
    };
    Attribute { kind, mode, ..Attribute::of::<String>(name, "It.") }
}

/// An object of JSON: `"?"` is unknown, arrays are lists, objects are objects.
pub(crate) fn object(json: serde_json::Value) -> Value {
    use serde_json::Value as Json;
    match json {
        Json::Null => Value::Null,
        Json::Bool(inner) => inner.into(),
        Json::Number(inner) => Value::Number(inner.to_string().parse().unwrap()),
        Json::String(text) if text == "?" => Value::Unknown,
        Json::String(text) => text.into(),
        Json::Array(elements) => Value::List(elements.into_iter().map(object).collect()),
        Json::Object(members) => {
            Value::object(members.into_iter().map(|(name, value)| (name, object(value))))
        }
    }
}

/// A set of objects of JSON.
pub(crate) fn set(elements: impl IntoIterator<Item = serde_json::Value>) -> Value {
    Value::set(elements.into_iter().map(object))
}

/// A map of objects of JSON.
pub(crate) fn map(members: impl IntoIterator<Item = (&'static str, serde_json::Value)>) -> Value {
    Value::Map(members.into_iter().map(|(key, value)| (key.to_owned(), object(value))).collect())
}

/// Messages as lines: severity, path, summary, detail.
pub(crate) fn lines(out: &Diagnostics) -> Vec<String> {
    out.iter()
        .map(|diagnostic| {
            let severity = if diagnostic.is_error() { "error" } else { "warning" };
            let path = diagnostic.path.as_ref().map(ToString::to_string).unwrap_or_default();
            format!("{severity} at {path}: {}: {}", diagnostic.summary, diagnostic.detail)
        })
        .collect()
}
