//! Equality that does not see what is known of an unknown.

use tf_protocol::Value;

pub(super) fn same(one: &Value, other: &Value) -> bool {
    one == other || ((is_refined(one) || is_refined(other)) && plain(one) == plain(other))
}

fn is_refined(value: &Value) -> bool {
    match value {
        Value::Refined(_) => true,
        Value::List(elements) | Value::Set(elements) => elements.iter().any(is_refined),
        Value::Map(members) | Value::Object(members) => members.values().any(is_refined),
        Value::Dynamic(inner) => is_refined(&inner.1),
        _ => false,
    }
}

fn plain(value: &Value) -> Value {
    match value {
        Value::Refined(_) => Value::Unknown,
        Value::List(elements) => Value::List(elements.iter().map(plain).collect()),
        Value::Set(elements) => Value::set(elements.iter().map(plain)),
        Value::Map(members) => {
            Value::Map(members.iter().map(|(key, value)| (key.clone(), plain(value))).collect())
        }
        Value::Object(members) => Value::Object(
            members.iter().map(|(name, value)| (name.clone(), plain(value))).collect(),
        ),
        Value::Dynamic(inner) => Value::Dynamic(Box::new((inner.0.clone(), plain(&inner.1)))),
        other => other.clone(),
    }
}
