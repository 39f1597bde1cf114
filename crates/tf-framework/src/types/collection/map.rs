//! Maps.

use super::{kind_of, validate_element};
use crate::types::{AttributeType, mismatch};
use crate::{Block, Diagnostic, Diagnostics, Kind};
use serde_json::Value as Json;
use std::collections::BTreeMap;
use tf_protocol::{AttributePath, Value, schema::Nesting};

/// A `map(_)`, or a map of nested attributes.
impl<T: AttributeType> AttributeType for BTreeMap<String, T> {
    const SENSITIVE: bool = T::SENSITIVE;

    fn kind() -> Kind {
        kind_of::<T>(Nesting::Map)
    }

    fn members() -> Option<Block> {
        T::members()
    }

    fn from_value(value: &Value, path: &AttributePath) -> Result<Self, Diagnostic> {
        let Value::Map(members) = value else { return Err(mismatch("a map", path)) };
        let read = |(key, member): (&String, &Value)| {
            Ok((key.clone(), T::from_value(member, &path.key(key.as_str()))?))
        };
        members.iter().map(read).collect()
    }

    fn to_value(&self) -> Value {
        Value::Map(self.iter().map(|(key, member)| (key.clone(), member.to_value())).collect())
    }

    fn from_json(json: &Json) -> Option<Self> {
        let read = |(key, member): (&String, &Json)| Some((key.clone(), T::from_json(member)?));
        json.as_object()?.iter().map(read).collect()
    }

    fn to_json(&self) -> Option<Json> {
        let write = |(key, member): (&String, &T)| Some((key.clone(), member.to_json()?));
        Some(Json::Object(self.iter().filter_map(write).collect()))
    }

    fn validate(value: &Value, path: &AttributePath, out: &mut Diagnostics) {
        let Value::Map(members) = value else { return };
        for (key, member) in members {
            validate_element::<T>(member, &path.key(key.as_str()), out);
        }
    }

    /// Members belong together by key.
    fn equivalent(one: &Value, other: &Value) -> bool {
        match (one, other) {
            (Value::Map(one), Value::Map(other)) => {
                one.keys().eq(other.keys())
                    && one.values().zip(other.values()).all(|(a, b)| T::equivalent(a, b))
            }
            _ => one == other,
        }
    }
}
