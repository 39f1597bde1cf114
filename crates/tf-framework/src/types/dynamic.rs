//! A value of any type, which it brings with it.

use super::{AttributeType, collection::same_elements, mismatch, number, type_of};
use crate::{Diagnostic, Kind};
use serde_json::Value as Json;
use std::collections::BTreeMap;
use tf_protocol::{AttributePath, Type, Value};

/// A value whose type is its own.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Dynamic {
    ty: Type,
    value: Value,
}

impl Default for Dynamic {
    /// A null without a type.
    fn default() -> Self {
        Self { ty: Type::Dynamic, value: Value::Null }
    }
}

impl Dynamic {
    /// A value of the type that `T` has in a schema.
    #[must_use]
    pub fn of<T: AttributeType>(value: &T) -> Self {
        match value.to_value() {
            Value::Dynamic(inner) => Self { ty: inner.0, value: inner.1 },
            value => Self { ty: type_of::<T>(), value },
        }
    }

    /// The type.
    #[must_use]
    pub fn ty(&self) -> &Type {
        &self.ty
    }

    /// The value.
    #[must_use]
    pub fn value(&self) -> &Value {
        &self.value
    }
}

impl AttributeType for Dynamic {
    fn kind() -> Kind {
        Kind::Type(Type::Dynamic)
    }

    fn from_value(value: &Value, path: &AttributePath) -> Result<Self, Diagnostic> {
        match value {
            Value::Null => Ok(Self::default()),
            Value::Dynamic(inner) if inner.1.is_wholly_known() => {
                Ok(Self { ty: inner.0.clone(), value: inner.1.clone() })
            }
            _ => Err(mismatch("a known value with its type", path)),
        }
    }

    fn to_value(&self) -> Value {
        if self.ty == Type::Dynamic {
            self.value.clone()
        } else {
            Value::Dynamic(Box::new((self.ty.clone(), self.value.clone())))
        }
    }

    /// Objects become objects and arrays tuples, as literals in HCL do.
    fn from_json(json: &Json) -> Option<Self> {
        let (ty, value) = infer(json)?;
        Some(Self { ty, value })
    }

    fn to_json(&self) -> Option<Json> {
        json_of(&self.value)
    }

    /// The same JSON: whether it is a list or a tuple, a map or an object, the API cannot tell. The
    /// order of a set does not matter.
    fn equivalent(one: &Value, other: &Value) -> bool {
        match (bare(one), bare(other)) {
            (Value::List(a), Value::List(b)) => {
                a.len() == b.len() && a.iter().zip(b).all(|(a, b)| Self::equivalent(a, b))
            }
            (Value::Set(a), Value::List(b) | Value::Set(b)) | (Value::List(a), Value::Set(b)) => {
                same_elements(a, b, Self::equivalent)
            }
            (Value::Map(a) | Value::Object(a), Value::Map(b) | Value::Object(b)) => {
                a.keys().eq(b.keys())
                    && a.values().zip(b.values()).all(|(a, b)| Self::equivalent(a, b))
            }
            (one, other) => one == other,
        }
    }
}

fn bare(value: &Value) -> &Value {
    if let Value::Dynamic(inner) = value { bare(&inner.1) } else { value }
}

/// The type that an HCL literal of this JSON has. None for a number beyond all bounds.
fn infer(json: &Json) -> Option<(Type, Value)> {
    Some(match json {
        Json::Null => (Type::Dynamic, Value::Null),
        Json::Bool(inner) => (Type::Bool, Value::Bool(*inner)),
        Json::Number(_) => (Type::Number, Value::Number(number::from_json(json)?)),
        Json::String(text) => (Type::String, Value::from(text.as_str())),
        Json::Array(elements) => {
            let elements: Vec<_> = elements.iter().map(infer).collect::<Option<_>>()?;
            let (types, values) = elements.into_iter().unzip();
            (Type::Tuple(types), Value::List(values))
        }
        Json::Object(members) => {
            let (mut types, mut values) = (BTreeMap::new(), BTreeMap::new());
            for (name, member) in members {
                let (ty, value) = infer(member)?;
                types.insert(name.clone(), ty);
                values.insert(name.clone(), value);
            }
            (Type::object(types), Value::Object(values))
        }
    })
}

/// None where something is not known.
fn json_of(value: &Value) -> Option<Json> {
    Some(match value {
        Value::Null => Json::Null,
        Value::Unknown | Value::Refined(_) => return None,
        Value::Bool(inner) => Json::Bool(*inner),
        Value::Number(inner) => number::to_json(inner)?,
        Value::String(text) => Json::String(text.clone()),
        Value::List(elements) | Value::Set(elements) => {
            Json::Array(elements.iter().map(json_of).collect::<Option<_>>()?)
        }
        Value::Map(members) | Value::Object(members) => {
            let member = |(name, value): (&String, &Value)| Some((name.clone(), json_of(value)?));
            Json::Object(members.iter().map(member).collect::<Option<_>>()?)
        }
        Value::Dynamic(inner) => json_of(&inner.1)?,
    })
}
