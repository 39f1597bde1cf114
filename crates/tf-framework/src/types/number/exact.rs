//! `Number`: every digit that the practitioner wrote.

use crate::types::{AttributeType, mismatch};
use crate::{Diagnostic, Kind};
use serde_json::Value as Json;
use tf_protocol::{AttributePath, Number, Type, Value};

impl AttributeType for Number {
    fn kind() -> Kind {
        Kind::Type(Type::Number)
    }

    fn from_value(value: &Value, path: &AttributePath) -> Result<Self, Diagnostic> {
        if let Value::Number(number) = value {
            Ok(number.clone())
        } else {
            Err(mismatch("a number", path))
        }
    }

    fn to_value(&self) -> Value {
        Value::Number(self.clone())
    }

    fn from_json(json: &Json) -> Option<Self> {
        from_json(json)
    }

    fn to_json(&self) -> Option<Json> {
        to_json(self)
    }
}

/// The digits of a JSON number, which `serde_json` keeps as they came.
pub(in crate::types) fn from_json(json: &Json) -> Option<Number> {
    json.as_number()?.to_string().parse().ok()
}

pub(in crate::types) fn to_json(number: &Number) -> Option<Json> {
    number.to_text().parse().ok().map(Json::Number)
}
