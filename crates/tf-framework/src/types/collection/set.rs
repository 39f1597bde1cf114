//! Sets.

use super::{kind_of, same_elements, validate_element};
use crate::types::{AttributeType, mismatch};
use crate::{Block, Diagnostic, Diagnostics, Kind};
use serde_json::Value as Json;
use tf_protocol::{AttributePath, Value, schema::Nesting};

/// A `set(_)`: equal to another whatever the order and repetition of the elements.
#[derive(Debug, Clone)]
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

impl<T: PartialEq> PartialEq for Set<T> {
    fn eq(&self, other: &Self) -> bool {
        let holds =
            |one: &Self, other: &Self| one.0.iter().all(|element| other.0.contains(element));
        holds(self, other) && holds(other, self)
    }
}

impl<T: Eq> Eq for Set<T> {}

impl<T> From<Vec<T>> for Set<T> {
    fn from(elements: Vec<T>) -> Self {
        Self(elements)
    }
}

impl<T> FromIterator<T> for Set<T> {
    fn from_iter<I: IntoIterator<Item = T>>(elements: I) -> Self {
        Self(elements.into_iter().collect())
    }
}

impl<T: AttributeType> AttributeType for Set<T> {
    const SENSITIVE: bool = T::SENSITIVE;

    fn kind() -> Kind {
        kind_of::<T>(Nesting::Set)
    }

    fn members() -> Option<Block> {
        T::members()
    }

    /// An element has no address, so what is wrong inside is said of the set.
    fn from_value(value: &Value, path: &AttributePath) -> Result<Self, Diagnostic> {
        let Value::Set(elements) = value else { return Err(mismatch("a set", path)) };
        let read = |element| T::from_value(element, path).map_err(|error| error.at(path.clone()));
        elements.iter().map(read).collect()
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
        let Value::Set(elements) = value else { return };
        for element in elements {
            let mut found = Diagnostics::default();
            validate_element::<T>(element, path, &mut found);
            out.extend(found.into_iter().map(|diagnostic| of_the_set(diagnostic, path)));
        }
    }

    fn equivalent(one: &Value, other: &Value) -> bool {
        match (one, other) {
            (Value::Set(one), Value::Set(other)) => same_elements(one, other, T::equivalent),
            _ => one == other,
        }
    }
}

fn of_the_set(found: Diagnostic, set: &AttributePath) -> Diagnostic {
    let detail = match &found.path {
        Some(path) if path != set => format!("In `{path}`: {}", found.detail),
        _ => found.detail,
    };
    Diagnostic { detail, ..found }.at(set.clone())
}
