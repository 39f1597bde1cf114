//! Lists that mean a set.

use super::{List, same_elements};
use crate::types::AttributeType;
use crate::{Block, Diagnostic, Diagnostics, Kind};
use serde_json::Value as Json;
use tf_protocol::{AttributePath, Value};

/// A `list(_)` in the schema that means a set to the API: another order is no change.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Unordered<L>(L);

impl<L> Unordered<L> {
    /// The list, in the practitioner's order.
    pub fn list(&self) -> &L {
        &self.0
    }
}

impl<L> From<L> for Unordered<L> {
    fn from(list: L) -> Self {
        Self(list)
    }
}

impl<L: AttributeType + List> AttributeType for Unordered<L> {
    const SENSITIVE: bool = L::SENSITIVE;

    fn kind() -> Kind {
        L::kind()
    }

    fn members() -> Option<Block> {
        L::members()
    }

    fn from_value(value: &Value, path: &AttributePath) -> Result<Self, Diagnostic> {
        L::from_value(value, path).map(Self)
    }

    fn to_value(&self) -> Value {
        self.0.to_value()
    }

    fn from_json(json: &Json) -> Option<Self> {
        L::from_json(json).map(Self)
    }

    fn to_json(&self) -> Option<Json> {
        self.0.to_json()
    }

    fn validate(value: &Value, path: &AttributePath, out: &mut Diagnostics) {
        L::validate(value, path, out);
    }

    fn equivalent(one: &Value, other: &Value) -> bool {
        match (one, other) {
            (Value::List(one), Value::List(other)) => {
                let says = |elements: &[Value]| -> Vec<Value> {
                    elements.iter().filter(|element| L::says_something(element)).cloned().collect()
                };
                same_elements(&says(one), &says(other), L::element_equivalent)
            }
            _ => one == other,
        }
    }
}
