//! `String`, `bool` and `i64`.

use super::{AttributeType, mismatch};
use crate::{Diagnostic, Kind};
use serde_json::Value as Json;
use tf_protocol::{AttributePath, Type, Value};

impl AttributeType for String {
    fn kind() -> Kind {
        Kind::Type(Type::String)
    }

    fn from_value(value: &Value, path: &AttributePath) -> Result<Self, Diagnostic> {
        value.as_str().map(str::to_owned).ok_or_else(|| mismatch("a string", path))
    }

    fn to_value(&self) -> Value {
        Value::String(self.clone())
    }

    fn from_json(json: &Json) -> Option<Self> {
        json.as_str().map(str::to_owned)
    }

    fn to_json(&self) -> Option<Json> {
        Some(Json::from(self.as_str()))
    }
}

impl AttributeType for bool {
    fn kind() -> Kind {
        Kind::Type(Type::Bool)
    }

    fn from_value(value: &Value, path: &AttributePath) -> Result<Self, Diagnostic> {
        if let Value::Bool(inner) = value { Ok(*inner) } else { Err(mismatch("a bool", path)) }
    }

    fn to_value(&self) -> Value {
        Value::Bool(*self)
    }

    fn from_json(json: &Json) -> Option<Self> {
        json.as_bool()
    }

    fn to_json(&self) -> Option<Json> {
        Some(Json::from(*self))
    }
}

impl AttributeType for i64 {
    fn kind() -> Kind {
        Kind::Type(Type::Number)
    }

    fn from_value(value: &Value, path: &AttributePath) -> Result<Self, Diagnostic> {
        value.as_i64().ok_or_else(|| mismatch("a whole number", path))
    }

    fn to_value(&self) -> Value {
        Value::from(*self)
    }

    fn from_json(json: &Json) -> Option<Self> {
        json.as_i64()
    }

    fn to_json(&self) -> Option<Json> {
        Some(Json::from(*self))
    }

    fn validate(value: &Value, path: &AttributePath, out: &mut crate::Diagnostics) {
        if matches!(value, Value::Number(_)) && value.as_i64().is_none() {
            out.push(
                Diagnostic::error(
                    "Not a whole number",
                    format!("`{value:?}` is not a whole number."),
                )
                .at(path.clone()),
            );
        }
    }
}
