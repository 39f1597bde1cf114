//! Whole numbers of a size.

use super::from_json;
use crate::types::{AttributeType, mismatch};
use crate::{Diagnostic, Diagnostics, Kind};
use serde_json::Value as Json;
use std::{fmt::Display, str::FromStr};
use tf_protocol::{AttributePath, Number, Type, Value};

/// The number, where it is whole and `T` holds it. `1.0` and `1e3` are whole.
fn whole<T: FromStr>(number: &Number) -> Option<T> {
    number.to_text().parse().ok()
}

fn read<T: FromStr>(value: &Value) -> Option<T> {
    if let Value::Number(number) = value { whole(number) } else { None }
}

fn validate<T: FromStr + Display + Copy>(
    least: T,
    most: T,
    value: &Value,
    path: &AttributePath,
    out: &mut Diagnostics,
) {
    let Value::Number(number) = value else { return };
    if whole::<T>(number).is_some() {
        return;
    }
    let (summary, detail) = if number.to_text().contains('.') {
        ("Not a whole number", format!("`{number}` is not a whole number."))
    } else {
        ("Number out of range", format!("`{number}` is not between {least} and {most}."))
    };
    out.push(Diagnostic::error(summary, detail).at(path.clone()));
}

macro_rules! whole_numbers {
    ($($int:ty as $wide:ty),+) => {$(
        impl AttributeType for $int {
            fn kind() -> Kind {
                Kind::Type(Type::Number)
            }

            fn from_value(value: &Value, path: &AttributePath) -> Result<Self, Diagnostic> {
                read(value).ok_or_else(|| {
                    let (least, most) = (Self::MIN, Self::MAX);
                    mismatch(&format!("a whole number between {least} and {most}"), path)
                })
            }

            fn to_value(&self) -> Value {
                Value::Number(Number::from(<$wide>::from(*self)))
            }

            fn from_json(json: &Json) -> Option<Self> {
                whole(&from_json(json)?)
            }

            fn to_json(&self) -> Option<Json> {
                Some(Json::from(*self))
            }

            fn validate(value: &Value, path: &AttributePath, out: &mut Diagnostics) {
                validate(Self::MIN, Self::MAX, value, path, out);
            }
        }
    )+};
}

whole_numbers!(i32 as i64, i64 as i64, u32 as u64, u64 as u64);
