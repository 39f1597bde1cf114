//! What is asked of every type.

use serde_json::Value as Json;
use std::fmt::Debug;
use tf_framework::{Attribute, AttributePath, AttributeType, Diagnostics, Number, Type, Value};
use tf_protocol::{Refinement, rpc::DynamicValue};

pub(crate) fn at() -> AttributePath {
    AttributePath::root("it")
}

pub(crate) fn number(text: &str) -> Value {
    Value::Number(text.parse::<Number>().unwrap())
}

pub(crate) fn json(text: &str) -> Json {
    serde_json::from_str(text).unwrap()
}

pub(crate) fn list<const N: usize>(elements: [Value; N]) -> Value {
    Value::List(elements.into())
}

pub(crate) fn map<const N: usize>(members: [(&str, Value); N]) -> Value {
    Value::Map(members.map(|(key, value)| (key.to_owned(), value)).into())
}

pub(crate) fn refined() -> Value {
    Value::Refined(Box::new(Refinement { not_null: true, ..Refinement::default() }))
}

pub(crate) fn type_of<T: AttributeType>() -> Type {
    Attribute::of::<T>("it", "It.").ty()
}

/// Survives Terraform: through its own value, and over the wire at the type that the schema says.
pub(crate) fn keeps_value<T: AttributeType + PartialEq + Debug>(it: &T) {
    let value = it.to_value();
    assert_eq!(&T::from_value(&value, &at()).unwrap(), it);
    let wire = DynamicValue::encode(&value, &type_of::<T>()).unwrap();
    let back = wire.decode(&type_of::<T>()).unwrap();
    assert_eq!(back, value);
}

/// Survives the API.
pub(crate) fn keeps_json<T: AttributeType + PartialEq + Debug>(it: &T) {
    let text = it.to_json().unwrap().to_string();
    assert_eq!(T::from_json(&json(&text)).as_ref(), Some(it), "{text}");
}

/// What is said of a value: `path: detail`.
pub(crate) fn complaints<T: AttributeType>(value: &Value) -> Vec<String> {
    let mut out = Diagnostics::default();
    T::validate(value, &at(), &mut out);
    let line = |d: &tf_framework::Diagnostic| format!("{}: {}", d.path.as_ref().unwrap(), d.detail);
    out.iter().map(line).collect()
}

/// Where, and why, a value cannot be read.
pub(crate) fn mismatch<T: AttributeType + Debug>(value: &Value) -> (String, String) {
    let error = T::from_value(value, &at()).unwrap_err();
    (error.path.unwrap().to_string(), error.detail)
}

/// Says nothing of what is not known, and nothing of a null.
pub(crate) fn tolerates<T: AttributeType>(values: &[Value]) {
    for value in [Value::Null, Value::Unknown, refined()].iter().chain(values) {
        assert_eq!(complaints::<T>(value), [""; 0], "{value:?}");
    }
}
