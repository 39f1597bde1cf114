//! Values as Terraform sees them: three-state, exact, ordered.

use crate::{Number, Type};
use std::{collections::BTreeMap, fmt};

/// A Terraform value, with the two states that Rust has no word for: null and unknown.
///
/// Values of a set are kept sorted (see [`Value::set`]), so that `==` is Terraform's equality.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Value {
    /// Set by nobody.
    Null,
    /// Not known before apply.
    Unknown,
    /// Not known before apply, but something is known of it.
    Refined(Box<Refinement>),
    /// `bool`
    Bool(bool),
    /// `number`
    Number(Number),
    /// `string`
    String(String),
    /// `list(_)` and `tuple([...])`, in order.
    List(Vec<Value>),
    /// `set(_)`, sorted; equal elements are one unless they hold unknowns.
    Set(Vec<Value>),
    /// `map(_)`
    Map(BTreeMap<String, Value>),
    /// `object({...})`: every attribute of the type is present.
    Object(BTreeMap<String, Value>),
    /// A value whose type is its own: what an attribute of the dynamic type holds.
    Dynamic(Box<(Type, Value)>),
}

/// What is known of a value that is not known. Terraform tells it of values in a configuration.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Refinement {
    /// It will not be null.
    pub not_null: bool,
    /// What a string will begin with.
    pub prefix: Option<String>,
    /// The least that a number will be, and whether it may be that.
    pub lower: Option<(Number, bool)>,
    /// The most that a number will be, and whether it may be that.
    pub upper: Option<(Number, bool)>,
    /// The fewest elements that a collection will have.
    pub min_length: Option<i64>,
    /// The most elements that a collection will have.
    pub max_length: Option<i64>,
}

impl Value {
    /// A set of these elements, whatever their order and number.
    #[must_use]
    pub fn set(elements: impl IntoIterator<Item = Self>) -> Self {
        let mut elements: Vec<Self> = elements.into_iter().collect();
        elements.sort();
        elements.dedup_by(|a, b| a == b && a.is_wholly_known());
        Self::Set(elements)
    }

    /// An object of these attributes.
    pub fn object<K: Into<String>>(attributes: impl IntoIterator<Item = (K, Self)>) -> Self {
        Self::Object(attributes.into_iter().map(|(name, value)| (name.into(), value)).collect())
    }

    /// Whether this is [`Value::Null`].
    #[must_use]
    pub fn is_null(&self) -> bool {
        match self {
            Self::Null => true,
            Self::Dynamic(inner) => inner.1.is_null(),
            _ => false,
        }
    }

    /// Whether this is unknown itself, refined or not; an unknown inside does not count.
    #[must_use]
    pub fn is_unknown(&self) -> bool {
        match self {
            Self::Unknown | Self::Refined(_) => true,
            Self::Dynamic(inner) => inner.1.is_unknown(),
            _ => false,
        }
    }

    /// Whether neither this nor anything inside is unknown.
    #[must_use]
    pub fn is_wholly_known(&self) -> bool {
        match self {
            Self::Unknown | Self::Refined(_) => false,
            Self::List(items) | Self::Set(items) => items.iter().all(Self::is_wholly_known),
            Self::Map(members) | Self::Object(members) => {
                members.values().all(Self::is_wholly_known)
            }
            Self::Dynamic(inner) => inner.1.is_wholly_known(),
            Self::Null | Self::Bool(_) | Self::Number(_) | Self::String(_) => true,
        }
    }

    /// Whether this is not null, and never will be: it is known, or known not to be null.
    #[must_use]
    pub fn is_never_null(&self) -> bool {
        match self {
            Self::Null | Self::Unknown => false,
            Self::Refined(refinement) => refinement.not_null,
            Self::Dynamic(inner) => inner.1.is_never_null(),
            _ => true,
        }
    }

    /// The text of a string.
    #[must_use]
    pub fn as_str(&self) -> Option<&str> {
        if let Self::String(text) = self { Some(text) } else { None }
    }

    /// The number as `i64`, when it is whole and fits.
    #[must_use]
    pub fn as_i64(&self) -> Option<i64> {
        if let Self::Number(number) = self { number.as_i64() } else { None }
    }

    /// The attributes of an object.
    #[must_use]
    pub fn as_object(&self) -> Option<&BTreeMap<String, Self>> {
        if let Self::Object(attributes) = self { Some(attributes) } else { None }
    }

    /// The elements of a list, tuple or set.
    #[must_use]
    pub fn elements(&self) -> Option<&[Self]> {
        if let Self::List(items) | Self::Set(items) = self { Some(items) } else { None }
    }

    /// The attribute `name` of an object; null where there is none.
    #[must_use]
    pub fn attribute(&self, name: &str) -> &Self {
        self.as_object().and_then(|attributes| attributes.get(name)).unwrap_or(&Self::Null)
    }
}

impl fmt::Debug for Value {
    /// The value as HCL would show it. Sensitive values are the caller's to hide.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Null => f.write_str("null"),
            Self::Unknown | Self::Refined(_) => f.write_str("(unknown)"),
            Self::Bool(inner) => write!(f, "{inner}"),
            Self::Number(inner) => write!(f, "{inner}"),
            Self::String(inner) => write!(f, "{inner:?}"),
            Self::List(items) => f.debug_list().entries(items).finish(),
            Self::Set(items) => f.debug_set().entries(items).finish(),
            Self::Map(members) | Self::Object(members) => f.debug_map().entries(members).finish(),
            Self::Dynamic(inner) => inner.1.fmt(f),
        }
    }
}

impl From<&str> for Value {
    fn from(text: &str) -> Self {
        Self::String(text.to_owned())
    }
}

impl From<String> for Value {
    fn from(text: String) -> Self {
        Self::String(text)
    }
}

impl From<i64> for Value {
    fn from(number: i64) -> Self {
        Self::Number(number.into())
    }
}

impl From<bool> for Value {
    fn from(inner: bool) -> Self {
        Self::Bool(inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sets_compare_without_order_and_repetition() {
        assert_eq!(
            Value::set([Value::from("b"), Value::from("a"), Value::from("b")]),
            Value::set([Value::from("a"), Value::from("b")])
        );
        let unknowns = Value::set([Value::Unknown, Value::Unknown]);
        assert_eq!(unknowns.elements().map(<[_]>::len), Some(2));
    }
}
