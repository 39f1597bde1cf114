//! `Option`, `Computed` and `Sensitive`: the type is the mode.

use super::AttributeType;
use crate::{Block, Diagnostic, Diagnostics, Kind, Mode};
use serde_json::Value as Json;
use std::fmt;
use tf_protocol::{AttributePath, Value};

impl<T: AttributeType> AttributeType for Option<T> {
    const MODE: Mode = Mode::Optional;
    const SENSITIVE: bool = T::SENSITIVE;
    const WRITE_ONLY: bool = T::WRITE_ONLY;

    fn kind() -> Kind {
        T::kind()
    }

    fn members() -> Option<Block> {
        T::members()
    }

    fn from_value(value: &Value, path: &AttributePath) -> Result<Self, Diagnostic> {
        if value.is_null() { Ok(None) } else { T::from_value(value, path).map(Some) }
    }

    fn to_value(&self) -> Value {
        self.as_ref().map_or(Value::Null, T::to_value)
    }

    fn from_json(json: &Json) -> Option<Self> {
        if json.is_null() { Some(None) } else { T::from_json(json).map(Some) }
    }

    fn to_json(&self) -> Option<Json> {
        self.as_ref().and_then(T::to_json)
    }

    fn validate(value: &Value, path: &AttributePath, out: &mut Diagnostics) {
        T::validate(value, path, out);
    }

    /// A null is like nothing but a null.
    fn equivalent(one: &Value, other: &Value) -> bool {
        match (one.is_null(), other.is_null()) {
            (false, false) => T::equivalent(one, other),
            (one, other) => one == other,
        }
    }
}

/// An attribute that the provider sets, or may set: unknown until apply.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum Computed<T> {
    /// Not known: planned, or not told by the server.
    #[default]
    Unknown,
    /// Known.
    Known(T),
}

impl<T> Computed<T> {
    /// The value, when it is known.
    pub fn known(&self) -> Option<&T> {
        match self {
            Self::Known(inner) => Some(inner),
            Self::Unknown => None,
        }
    }
}

impl<T: AttributeType> AttributeType for Computed<T> {
    const MODE: Mode = Mode::Computed;
    const SENSITIVE: bool = T::SENSITIVE;

    fn kind() -> Kind {
        const { assert!(!T::WRITE_ONLY, "the provider cannot set a write-only attribute") };
        T::kind()
    }

    fn members() -> Option<Block> {
        T::members()
    }

    fn from_value(value: &Value, path: &AttributePath) -> Result<Self, Diagnostic> {
        if value.is_unknown() || value.is_null() {
            Ok(Self::Unknown)
        } else {
            T::from_value(value, path).map(Self::Known)
        }
    }

    fn to_value(&self) -> Value {
        self.known().map_or(Value::Unknown, T::to_value)
    }

    fn from_json(json: &Json) -> Option<Self> {
        if json.is_null() { Some(Self::Unknown) } else { T::from_json(json).map(Self::Known) }
    }

    fn to_json(&self) -> Option<Json> {
        self.known().and_then(T::to_json)
    }

    fn validate(value: &Value, path: &AttributePath, out: &mut Diagnostics) {
        T::validate(value, path, out);
    }

    fn equivalent(one: &Value, other: &Value) -> bool {
        T::equivalent(one, other)
    }
}

/// An attribute that is never shown: `sensitive` in the schema, and no `Debug` that tells.
#[derive(Clone, PartialEq, Eq, Default)]
pub struct Sensitive<T>(T);

impl<T> Sensitive<T> {
    /// The value, for the one place that needs it.
    pub fn expose(&self) -> &T {
        &self.0
    }
}

impl<T> From<T> for Sensitive<T> {
    fn from(inner: T) -> Self {
        Self(inner)
    }
}

impl<T> fmt::Debug for Sensitive<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("(sensitive)")
    }
}

impl<T: AttributeType> AttributeType for Sensitive<T> {
    const MODE: Mode = T::MODE;
    const SENSITIVE: bool = true;
    const WRITE_ONLY: bool = T::WRITE_ONLY;

    fn kind() -> Kind {
        T::kind()
    }

    fn members() -> Option<Block> {
        T::members()
    }

    fn from_value(value: &Value, path: &AttributePath) -> Result<Self, Diagnostic> {
        T::from_value(value, path).map(Self)
    }

    fn to_value(&self) -> Value {
        self.0.to_value()
    }

    fn from_json(json: &Json) -> Option<Self> {
        T::from_json(json).map(Self)
    }

    fn to_json(&self) -> Option<Json> {
        self.0.to_json()
    }

    fn validate(value: &Value, path: &AttributePath, out: &mut Diagnostics) {
        T::validate(value, path, out);
    }

    fn equivalent(one: &Value, other: &Value) -> bool {
        T::equivalent(one, other)
    }
}
