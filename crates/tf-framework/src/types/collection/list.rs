//! Lists.

use super::{kind_of, validate_element};
use crate::types::{AttributeType, mismatch};
use crate::{Block, Diagnostic, Diagnostics, Kind};
use serde_json::Value as Json;
use tf_protocol::{AttributePath, Type, Value, schema::Nesting};

impl<T: AttributeType> AttributeType for Vec<T> {
    const SENSITIVE: bool = T::SENSITIVE;

    fn kind() -> Kind {
        kind_of::<T>(Nesting::List)
    }

    fn members() -> Option<Block> {
        T::members()
    }

    fn from_value(value: &Value, path: &AttributePath) -> Result<Self, Diagnostic> {
        let Value::List(elements) = value else { return Err(mismatch("a list", path)) };
        elements
            .iter()
            .enumerate()
            .map(|(i, element)| T::from_value(element, &path.index(i)))
            .collect()
    }

    fn to_value(&self) -> Value {
        Value::List(self.iter().map(T::to_value).collect())
    }

    fn from_json(json: &Json) -> Option<Self> {
        json.as_array()?.iter().map(T::from_json).collect()
    }

    fn to_json(&self) -> Option<Json> {
        Some(Json::Array(self.iter().filter_map(T::to_json).collect()))
    }

    fn validate(value: &Value, path: &AttributePath, out: &mut Diagnostics) {
        let Value::List(elements) = value else { return };
        for (index, element) in elements.iter().enumerate() {
            validate_element::<T>(element, &path.index(index), out);
        }
    }

    fn equivalent(one: &Value, other: &Value) -> bool {
        match (one, other) {
            (Value::List(one), Value::List(other)) => {
                one.len() == other.len() && one.iter().zip(other).all(|(a, b)| T::equivalent(a, b))
            }
            _ => one == other,
        }
    }
}

/// A type that Terraform sees as a list, whatever the API makes of it.
pub trait List {
    /// Whether two elements mean the same.
    #[must_use]
    fn element_equivalent(one: &Value, other: &Value) -> bool {
        one == other
    }

    /// Whether an element makes a difference to the API.
    #[must_use]
    fn says_something(_element: &Value) -> bool {
        true
    }
}

impl<T: AttributeType> List for Vec<T> {
    fn element_equivalent(one: &Value, other: &Value) -> bool {
        T::equivalent(one, other)
    }
}

/// The type of a list of strings, for types that are one to Terraform and something else to the API.
#[must_use]
pub fn list_of_strings() -> Kind {
    Kind::Type(Type::list(Type::String))
}
