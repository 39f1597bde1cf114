//! `String` and `bool`.

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
