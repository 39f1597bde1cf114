//! Strings with a meaning: addresses, URLs, documents, times.
//!
//! Use as `Text<Cidr>`. A meaning of your own is a type that implements [`TextType`].

mod any_case;
mod cidr;
mod duration;
mod ip_address;
mod json;
mod pem;
mod timestamp;
mod url;

pub use any_case::AnyCase;
pub use cidr::Cidr;
pub use duration::Duration;
pub use ip_address::IpAddress;
pub use json::Json;
pub use pem::Pem;
pub use timestamp::Timestamp;
pub use url::Url;

use super::AttributeType;
use crate::{Diagnostic, Diagnostics, Kind};
use std::{fmt, marker::PhantomData};
use tf_protocol::{AttributePath, Type, Value};

/// What a string means.
pub trait TextType {
    /// One line for the practitioner when [`TextType::check`] refuses, without a period:
    /// `Invalid UUID`.
    const INVALID: &'static str;

    /// What is wrong with `text`, as a sentence.
    ///
    /// # Errors
    /// Text that the API cannot take.
    fn check(text: &str) -> Result<(), String>;

    /// Whether two spellings mean the same.
    #[must_use]
    fn same(one: &str, other: &str) -> bool {
        one == other
    }
}

/// What a string means, where Rust has a type for it.
pub trait Parse: TextType {
    /// The type.
    type Value;

    /// The value; none for text that [`TextType::check`] refuses.
    #[must_use]
    fn parse(text: &str) -> Option<Self::Value>;
}

/// A string that means a `K`. The practitioner's spelling is kept wherever the API means the same.
pub struct Text<K>(String, PhantomData<fn() -> K>);

impl<K> Text<K> {
    /// The text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl<K: Parse> Text<K> {
    /// What the text means; none where it means nothing, which no configuration can hold.
    #[must_use]
    pub fn parsed(&self) -> Option<K::Value> {
        K::parse(&self.0)
    }
}

impl<K> From<String> for Text<K> {
    fn from(text: String) -> Self {
        Self(text, PhantomData)
    }
}

impl<K> From<&str> for Text<K> {
    fn from(text: &str) -> Self {
        Self::from(text.to_owned())
    }
}

impl<K> Default for Text<K> {
    fn default() -> Self {
        Self::from("")
    }
}

impl<K> Clone for Text<K> {
    fn clone(&self) -> Self {
        Self::from(self.0.clone())
    }
}

impl<K> PartialEq for Text<K> {
    fn eq(&self, other: &Self) -> bool {
        self.0 == other.0
    }
}

impl<K> Eq for Text<K> {}

impl<K> fmt::Debug for Text<K> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl<K> fmt::Display for Text<K> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl<K: TextType> AttributeType for Text<K> {
    fn kind() -> Kind {
        Kind::Type(Type::String)
    }

    fn from_value(value: &Value, path: &AttributePath) -> Result<Self, Diagnostic> {
        String::from_value(value, path).map(Self::from)
    }

    fn to_value(&self) -> Value {
        Value::String(self.0.clone())
    }

    fn from_json(json: &serde_json::Value) -> Option<Self> {
        json.as_str().map(Self::from)
    }

    fn to_json(&self) -> Option<serde_json::Value> {
        Some(serde_json::Value::from(self.0.as_str()))
    }

    fn validate(value: &Value, path: &AttributePath, out: &mut Diagnostics) {
        if let Some(text) = value.as_str()
            && let Err(why) = K::check(text)
        {
            out.push(Diagnostic::error(K::INVALID, why).at(path.clone()));
        }
    }

    fn equivalent(one: &Value, other: &Value) -> bool {
        match (one.as_str(), other.as_str()) {
            (Some(one), Some(other)) => one == other || K::same(one, other),
            _ => one == other,
        }
    }
}
