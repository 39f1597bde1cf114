//! `f64`: the nearest one to what the practitioner wrote, by its shortest decimal text.

use super::{from_json, to_json};
use crate::types::{AttributeType, mismatch};
use crate::{Diagnostic, Diagnostics, Kind};
use serde_json::Value as Json;
use tf_protocol::{AttributePath, Number, Type, Value};

/// The nearest `f64`, where there is one near: neither infinite nor nothing left.
fn nearest(number: &Number) -> Option<f64> {
    let float = number.to_f64();
    let vanished = float == 0.0 && *number != Number::from(0_i64);
    (float.is_finite() && !vanished).then_some(float)
}

/// The number that Terraform takes for this float. Terraform compares fractions by their shortest
/// decimal text, so 0.1 goes out as `0.1`.
fn shortest(float: f64) -> Option<Number> {
    float.to_string().parse().ok()
}

/// Terraform has no word for an infinity or for what is not a number: they become null, and are left
/// out of requests. For more digits than an `f64` holds there is [`Number`].
impl AttributeType for f64 {
    fn kind() -> Kind {
        Kind::Type(Type::Number)
    }

    fn from_value(value: &Value, path: &AttributePath) -> Result<Self, Diagnostic> {
        let number = if let Value::Number(number) = value { nearest(number) } else { None };
        number.ok_or_else(|| mismatch("a number that a 64-bit float can hold", path))
    }

    fn to_value(&self) -> Value {
        shortest(*self).map_or(Value::Null, Value::Number)
    }

    fn from_json(json: &Json) -> Option<Self> {
        nearest(&from_json(json)?)
    }

    fn to_json(&self) -> Option<Json> {
        to_json(&shortest(*self)?)
    }

    fn validate(value: &Value, path: &AttributePath, out: &mut Diagnostics) {
        if let Value::Number(number) = value
            && nearest(number).is_none()
        {
            let detail = "The number is larger or nearer to zero than a 64-bit float can hold: \
                          from about 5e-324 to about 1.8e308.";
            out.push(Diagnostic::error("Number out of range", detail).at(path.clone()));
        }
    }

    /// Digits that the float does not hold make no difference.
    fn equivalent(one: &Value, other: &Value) -> bool {
        match (one, other) {
            (Value::Number(a), Value::Number(b)) => {
                a == b
                    || nearest(a)
                        .is_some_and(|a| nearest(b).is_some_and(|b| a.total_cmp(&b).is_eq()))
            }
            _ => one == other,
        }
    }
}
