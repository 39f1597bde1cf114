//! Values as Terraform sees them: three-state, exact, ordered.

use crate::Type;
use bigdecimal::BigDecimal;
use std::{collections::BTreeMap, fmt, str::FromStr};

/// The most digits that a [`Number`] may have before or after its point. Terraform itself
/// calculates with about 150; without a limit, `1e999999999` would take a gigabyte to write out.
pub const MAX_DIGITS: usize = 4096;

/// An exact decimal number. Terraform compares numbers as decimals, so a binary float would turn
/// `0.1` or `2^64` into a diff.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Number(BigDecimal);

impl Number {
    /// The number as `i64`, when it is whole and fits.
    #[must_use]
    pub fn as_i64(&self) -> Option<i64> {
        if self.0.is_integer() {
            i64::from_str(&self.0.with_scale(0).to_string()).ok()
        } else {
            None
        }
    }

    /// The nearest `f64`.
    #[must_use]
    pub fn to_f64(&self) -> f64 {
        f64::from_str(&self.0.to_string()).unwrap_or(f64::NAN)
    }

    /// Whether this is `float`, to the last binary digit.
    pub(crate) fn is_exactly(&self, float: f64) -> bool {
        BigDecimal::try_from(float).is_ok_and(|exact| exact == self.0)
    }

    /// The shortest decimal text, without an exponent where it stays readable.
    #[must_use]
    pub fn to_text(&self) -> String {
        self.0.normalized().to_plain_string()
    }
}

impl fmt::Debug for Number {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.to_text())
    }
}

impl fmt::Display for Number {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.to_text())
    }
}

impl From<i64> for Number {
    fn from(value: i64) -> Self {
        Self(value.into())
    }
}

impl From<u64> for Number {
    fn from(value: u64) -> Self {
        Self(value.into())
    }
}

impl FromStr for Number {
    type Err = InvalidNumber;

    /// Decimal text, with or without an exponent. At most [`MAX_DIGITS`] digits when written out.
    fn from_str(text: &str) -> Result<Self, InvalidNumber> {
        let invalid = || InvalidNumber(text.chars().take(80).collect());
        let digit_or_sign =
            |c: char| c.is_ascii_digit() || matches!(c, '.' | 'e' | 'E' | '+' | '-');
        if text.len() > MAX_DIGITS || !text.chars().all(digit_or_sign) {
            return Err(invalid());
        }
        let number = BigDecimal::from_str(text).map_err(|_| invalid())?;
        let exponent = number.fractional_digit_count().unsigned_abs();
        if usize::try_from(exponent).is_ok_and(|exponent| exponent <= MAX_DIGITS) {
            Ok(Self(number))
        } else {
            Err(invalid())
        }
    }
}

/// Text that is not a decimal number.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is not a decimal number")]
pub struct InvalidNumber(pub String);

/// A Terraform value, with the two states that Rust has no word for: null and unknown.
///
/// Values of a set are kept sorted (see [`Value::set`]), so that `==` is Terraform's equality.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Value {
    /// Set by nobody.
    Null,
    /// Not known before apply.
    Unknown,
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

    /// Whether this is [`Value::Unknown`] itself; an unknown inside does not count.
    #[must_use]
    pub fn is_unknown(&self) -> bool {
        match self {
            Self::Unknown => true,
            Self::Dynamic(inner) => inner.1.is_unknown(),
            _ => false,
        }
    }

    /// Whether neither this nor anything inside is unknown.
    #[must_use]
    pub fn is_wholly_known(&self) -> bool {
        match self {
            Self::Unknown => false,
            Self::List(items) | Self::Set(items) => items.iter().all(Self::is_wholly_known),
            Self::Map(members) | Self::Object(members) => {
                members.values().all(Self::is_wholly_known)
            }
            Self::Dynamic(inner) => inner.1.is_wholly_known(),
            Self::Null | Self::Bool(_) | Self::Number(_) | Self::String(_) => true,
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
            Self::Unknown => f.write_str("(unknown)"),
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
    fn numbers_are_exact() {
        for text in [
            "0.1",
            "18446744073709551616",
            "123456789012345678901234567890",
            "-3.14159265358979323846",
        ] {
            assert_eq!(text.parse::<Number>().unwrap().to_text(), text);
        }
        assert_eq!("1.50".parse::<Number>().unwrap(), "1.5".parse().unwrap());
        assert_eq!("1e3".parse::<Number>().unwrap().as_i64(), Some(1000));
        assert_eq!("1.5".parse::<Number>().unwrap().as_i64(), None);
    }

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
