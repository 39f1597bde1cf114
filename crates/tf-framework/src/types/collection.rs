//! Lists, sets, and lists that mean a set.

use super::{AttributeType, mismatch};
use crate::{Diagnostic, Diagnostics, Kind};
use serde_json::Value as Json;
use tf_protocol::{AttributePath, Type, Value, schema::Nesting};

fn kind_of<T: AttributeType>(nesting: Nesting) -> Kind {
    match T::kind() {
        Kind::Type(element) => Kind::Type(nesting.around(element)),
        Kind::Nested(Nesting::Single, block) => Kind::Nested(nesting, block),
        nested @ Kind::Nested(..) => {
            let ty = match nested {
                Kind::Nested(inner, block) => inner.around(block.ty()),
                Kind::Type(ty) => ty,
            };
            Kind::Type(nesting.around(ty))
        }
    }
}

/// Reports on each element at `path[index]`; a null element is refused.
fn validate_elements<T: AttributeType>(value: &Value, path: &AttributePath, out: &mut Diagnostics) {
    let addressable = matches!(value, Value::List(_));
    for (index, element) in value.elements().unwrap_or_default().iter().enumerate() {
        let here = if addressable { path.index(index) } else { path.clone() };
        if element.is_null() {
            out.push(Diagnostic::error("Null element", "An element must have a value.").at(here));
        } else if !element.is_unknown() {
            T::validate(element, &here, out);
        }
    }
}

/// Whether both hold the same elements, in whatever order and spelling.
fn same_elements(one: &[Value], other: &[Value], same: fn(&Value, &Value) -> bool) -> bool {
    let mut left: Vec<&Value> = other.iter().collect();
    one.len() == other.len()
        && one.iter().all(|element| {
            let found = left.iter().position(|candidate| same(element, candidate));
            found.map(|position| left.swap_remove(position)).is_some()
        })
}

fn elements_from<T: AttributeType>(
    value: &Value,
    path: &AttributePath,
    wanted: &str,
) -> Result<Vec<T>, Diagnostic> {
    let elements = value.elements().ok_or_else(|| mismatch(wanted, path))?;
    elements.iter().enumerate().map(|(i, element)| T::from_value(element, &path.index(i))).collect()
}

impl<T: AttributeType> AttributeType for Vec<T> {
    fn kind() -> Kind {
        kind_of::<T>(Nesting::List)
    }

    fn from_value(value: &Value, path: &AttributePath) -> Result<Self, Diagnostic> {
        elements_from(value, path, "a list")
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
        validate_elements::<T>(value, path, out);
    }

    fn equivalent(one: &Value, other: &Value) -> bool {
        match (one.elements(), other.elements()) {
            (Some(one), Some(other)) => {
                one.len() == other.len() && one.iter().zip(other).all(|(a, b)| T::equivalent(a, b))
            }
            _ => one == other,
        }
    }
}

/// A `set(_)`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Set<T>(Vec<T>);

impl<T> Set<T> {
    /// The elements, in no particular order.
    #[must_use]
    pub fn elements(&self) -> &[T] {
        &self.0
    }
}

impl<T> Default for Set<T> {
    fn default() -> Self {
        Self(Vec::new())
    }
}

impl<T: AttributeType> AttributeType for Set<T> {
    fn kind() -> Kind {
        kind_of::<T>(Nesting::Set)
    }

    fn from_value(value: &Value, path: &AttributePath) -> Result<Self, Diagnostic> {
        elements_from(value, path, "a set").map(Self)
    }

    fn to_value(&self) -> Value {
        Value::set(self.0.iter().map(T::to_value))
    }

    fn from_json(json: &Json) -> Option<Self> {
        Vec::from_json(json).map(Self)
    }

    fn to_json(&self) -> Option<Json> {
        self.0.to_json()
    }

    fn validate(value: &Value, path: &AttributePath, out: &mut Diagnostics) {
        validate_elements::<T>(value, path, out);
    }

    fn equivalent(one: &Value, other: &Value) -> bool {
        match (one.elements(), other.elements()) {
            (Some(one), Some(other)) => same_elements(one, other, T::equivalent),
            _ => one == other,
        }
    }
}

/// A `list(_)` in the schema that means a set to the API: another order is no change.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Unordered<L>(L);

impl<L> Unordered<L> {
    /// The list, in the practitioner's order.
    pub fn list(&self) -> &L {
        &self.0
    }
}

impl<L: AttributeType + List> AttributeType for Unordered<L> {
    fn kind() -> Kind {
        L::kind()
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
        match (one.elements(), other.elements()) {
            (Some(one), Some(other)) => {
                let says = |elements: &[Value]| -> Vec<Value> {
                    elements.iter().filter(|element| L::says_something(element)).cloned().collect()
                };
                same_elements(&says(one), &says(other), L::element_equivalent)
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
