//! Values that Terraform hands over and never stores.

use super::AttributeType;
use crate::{Block, Diagnostic, Diagnostics, Kind, Mode};
use serde_json::Value as Json;
use std::fmt;
use tf_protocol::{AttributePath, Value};

/// An attribute that is in the configuration alone: `write_only` in the schema, null in plan and
/// state, and no `Debug` that tells. Terraform sees no change of it, so put another attribute beside
/// it whose change sends it again.
///
/// `WriteOnly<String>` is required, `Option<WriteOnly<String>>` optional.
#[derive(Clone, PartialEq, Eq)]
pub struct WriteOnly<T>(Option<T>);

impl<T> WriteOnly<T> {
    /// The value, where this call has one: what comes from a plan or from state has none.
    pub fn get(&self) -> Option<&T> {
        self.0.as_ref()
    }
}

impl<T> Default for WriteOnly<T> {
    fn default() -> Self {
        Self(None)
    }
}

impl<T> From<T> for WriteOnly<T> {
    fn from(inner: T) -> Self {
        Self(Some(inner))
    }
}

impl<T> fmt::Debug for WriteOnly<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("(write-only)")
    }
}

impl<T: AttributeType> AttributeType for WriteOnly<T> {
    const MODE: Mode = T::MODE;
    const SENSITIVE: bool = T::SENSITIVE;
    const WRITE_ONLY: bool = true;

    fn kind() -> Kind {
        T::kind()
    }

    fn members() -> Option<Block> {
        T::members()
    }

    fn from_value(value: &Value, path: &AttributePath) -> Result<Self, Diagnostic> {
        if value.is_null() { Ok(Self(None)) } else { T::from_value(value, path).map(Self::from) }
    }

    /// Always null: no plan and no state can have it.
    fn to_value(&self) -> Value {
        Value::Null
    }

    /// Whatever a server says in its place, such as `"****"` or `true`, is no mistake.
    fn from_json(json: &Json) -> Option<Self> {
        Some(Self(T::from_json(json)))
    }

    fn to_json(&self) -> Option<Json> {
        self.0.as_ref().and_then(T::to_json)
    }

    fn validate(value: &Value, path: &AttributePath, out: &mut Diagnostics) {
        T::validate(value, path, out);
    }

    fn equivalent(one: &Value, other: &Value) -> bool {
        T::equivalent(one, other)
    }
}
