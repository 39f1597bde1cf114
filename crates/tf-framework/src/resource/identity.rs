//! What tells one object from all others: its keys.

use crate::Block;
use tf_protocol::{Type, Value, schema::Identity};

/// The identity of a resource, with its type.
#[derive(Debug, Clone)]
pub(crate) struct Identified {
    pub(crate) schema: Identity,
    pub(crate) ty: Type,
}

impl Identified {
    /// By the keys of `block`; none without keys.
    pub(crate) fn of(block: &Block, version: i64) -> Option<Self> {
        let schema = block.identity(version)?;
        let ty = schema.ty();
        Some(Self { schema, ty })
    }

    /// The identity of an object: none where a key is missing. It may hold unknowns where the object
    /// does.
    pub(crate) fn from(&self, object: &Value) -> Option<Value> {
        let attributes = &self.schema.attributes;
        let missing = |name: &str| object.attribute(name).is_null();
        if object.is_null() || attributes.iter().any(|a| a.required && missing(&a.name)) {
            return None;
        }
        let values =
            attributes.iter().map(|a| (a.name.as_str(), object.attribute(&a.name).clone()));
        Some(Value::object(values))
    }
}
