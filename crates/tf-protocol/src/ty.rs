//! Types as Terraform sees them, and their JSON notation.

use serde_json::{Value as Json, json};
use std::collections::{BTreeMap, BTreeSet};

/// The type of a value.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Type {
    /// `bool`
    Bool,
    /// `number`
    Number,
    /// `string`
    String,
    /// `any`: the value brings its own type.
    Dynamic,
    /// `list(_)`
    List(Box<Type>),
    /// `set(_)`
    Set(Box<Type>),
    /// `map(_)`
    Map(Box<Type>),
    /// `tuple([...])`
    Tuple(Vec<Type>),
    /// `object({...})`
    Object {
        /// By name.
        attributes: BTreeMap<String, Type>,
        /// The names that a type constraint marks `optional`.
        optional: BTreeSet<String>,
    },
}

impl Type {
    /// `list(element)`
    #[must_use]
    pub fn list(element: Self) -> Self {
        Self::List(Box::new(element))
    }

    /// `set(element)`
    #[must_use]
    pub fn set(element: Self) -> Self {
        Self::Set(Box::new(element))
    }

    /// `map(element)`
    #[must_use]
    pub fn map(element: Self) -> Self {
        Self::Map(Box::new(element))
    }

    /// `object({...})` without optional attributes.
    pub fn object<K: Into<String>>(attributes: impl IntoIterator<Item = (K, Self)>) -> Self {
        let attributes = attributes.into_iter().map(|(name, ty)| (name.into(), ty)).collect();
        Self::Object { attributes, optional: BTreeSet::new() }
    }

    /// Terraform's JSON notation: `"string"`, `["list","string"]`, `["object",{...}]`.
    #[must_use]
    pub fn to_json(&self) -> Json {
        match self {
            Self::Bool => json!("bool"),
            Self::Number => json!("number"),
            Self::String => json!("string"),
            Self::Dynamic => json!("dynamic"),
            Self::List(element) => json!(["list", element.to_json()]),
            Self::Set(element) => json!(["set", element.to_json()]),
            Self::Map(element) => json!(["map", element.to_json()]),
            Self::Tuple(elements) => {
                json!(["tuple", elements.iter().map(Self::to_json).collect::<Vec<_>>()])
            }
            Self::Object { attributes, optional } => {
                let members: serde_json::Map<_, _> =
                    attributes.iter().map(|(name, ty)| (name.clone(), ty.to_json())).collect();
                if optional.is_empty() {
                    json!(["object", members])
                } else {
                    json!(["object", members, optional])
                }
            }
        }
    }

    /// Reads Terraform's JSON notation.
    ///
    /// # Errors
    /// Anything that is not a type.
    pub fn from_json(json: &Json) -> Result<Self, InvalidType> {
        let invalid = || InvalidType(json.to_string());
        match json {
            Json::String(name) => match name.as_str() {
                "bool" => Ok(Self::Bool),
                "number" => Ok(Self::Number),
                "string" => Ok(Self::String),
                "dynamic" => Ok(Self::Dynamic),
                _ => Err(invalid()),
            },
            Json::Array(parts) => {
                let (Some(kind), Some(inner)) =
                    (parts.first().and_then(Json::as_str), parts.get(1))
                else {
                    return Err(invalid());
                };
                match kind {
                    "list" => Self::from_json(inner).map(Self::list),
                    "set" => Self::from_json(inner).map(Self::set),
                    "map" => Self::from_json(inner).map(Self::map),
                    "tuple" => {
                        let elements = inner.as_array().ok_or_else(invalid)?;
                        elements
                            .iter()
                            .map(Self::from_json)
                            .collect::<Result<_, _>>()
                            .map(Self::Tuple)
                    }
                    "object" => {
                        let attributes = inner
                            .as_object()
                            .ok_or_else(invalid)?
                            .iter()
                            .map(|(name, ty)| Ok((name.clone(), Self::from_json(ty)?)))
                            .collect::<Result<_, _>>()?;
                        let optional = match parts.get(2) {
                            None => BTreeSet::new(),
                            Some(names) => names
                                .as_array()
                                .ok_or_else(invalid)?
                                .iter()
                                .map(|name| name.as_str().map(str::to_owned).ok_or_else(invalid))
                                .collect::<Result<_, _>>()?,
                        };
                        Ok(Self::Object { attributes, optional })
                    }
                    _ => Err(invalid()),
                }
            }
            _ => Err(invalid()),
        }
    }
}

/// JSON that does not denote a type.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` does not denote a Terraform type")]
pub struct InvalidType(String);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn types_survive_their_notation() {
        for text in [
            r#""string""#,
            r#"["list",["set","number"]]"#,
            r#"["tuple",["bool",["map","dynamic"]]]"#,
            r#"["object",{"a":"string","b":["list","bool"]},["b"]]"#,
        ] {
            let json: Json = serde_json::from_str(text).unwrap();
            assert_eq!(Type::from_json(&json).unwrap().to_json(), json);
        }
        assert!(Type::from_json(&json!(["list"])).is_err());
        assert!(Type::from_json(&json!("strnig")).is_err());
    }
}
