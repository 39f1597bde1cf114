//! Reads the JSON that Terraform stores state in.
//!
//! As lenient as Terraform itself: what fails here blocks every plan of a workspace.

use super::{CodecError, MAX_DEPTH, error::Fault};
use crate::{Step, Type, Value};
use serde_json::Value as Json;
use std::collections::BTreeMap;

/// Reads stored state as a value of type `ty`: attributes that the type does not have are dropped,
/// those that the JSON does not have are null. A primitive in another primitive's notation is
/// converted.
///
/// # Errors
/// Text that is not JSON, or not of that type.
pub fn decode(bytes: &[u8], ty: &Type) -> Result<Value, CodecError> {
    let json: Json =
        serde_json::from_slice(bytes).map_err(|e| Fault::new(format!("invalid JSON: {e}")))?;
    Ok(value(json, ty, MAX_DEPTH)?)
}

fn value(json: Json, ty: &Type, depth: usize) -> Result<Value, Fault> {
    let Some(depth) = depth.checked_sub(1) else {
        return Err(Fault::new("the value is nested too deeply"));
    };
    match (ty, json) {
        (_, Json::Null) => Ok(Value::Null),
        (Type::Bool, Json::Bool(inner)) => Ok(Value::Bool(inner)),
        (Type::Bool, Json::String(text)) if text == "true" => Ok(Value::Bool(true)),
        (Type::Bool, Json::String(text)) if text == "false" => Ok(Value::Bool(false)),
        (Type::Number, Json::Number(number)) => decimal(number.as_str()),
        (Type::Number, Json::String(text)) => decimal(&text),
        (Type::String, Json::String(text)) => Ok(Value::String(text)),
        (Type::String, Json::Number(number)) => Ok(Value::String(number.to_string())),
        (Type::String, Json::Bool(inner)) => Ok(Value::String(inner.to_string())),
        (Type::Dynamic, Json::Object(members)) => dynamic(members, depth),
        (Type::List(element), Json::Array(items)) => {
            list(items, std::iter::repeat(&**element), depth).map(Value::List)
        }
        (Type::Tuple(types), Json::Array(items)) if types.len() == items.len() => {
            list(items, types.iter(), depth).map(Value::List)
        }
        (Type::Set(element), Json::Array(items)) => {
            list(items, std::iter::repeat(&**element), depth)
                .map(Value::set)
                .map_err(Fault::inside_set)
        }
        (Type::Map(element), Json::Object(members)) => members
            .into_iter()
            .map(|(key, member)| match value(member, element, depth) {
                Ok(member) => Ok((key, member)),
                Err(fault) => Err(fault.below(Step::Key(key))),
            })
            .collect::<Result<_, _>>()
            .map(Value::Map),
        (Type::Object { attributes, .. }, Json::Object(members)) => {
            object(attributes, members, depth)
        }
        (_, json) => Err(Fault::new(format!("expected {}, found {}", noun(ty), found(&json)))),
    }
}

fn decimal(text: &str) -> Result<Value, Fault> {
    text.parse().map(Value::Number).map_err(|_| Fault::new("not a decimal number"))
}

fn list<'a>(
    items: Vec<Json>,
    types: impl Iterator<Item = &'a Type>,
    depth: usize,
) -> Result<Vec<Value>, Fault> {
    let items = items.into_iter().zip(types).enumerate();
    items
        .map(|(index, (item, ty))| value(item, ty, depth).map_err(|fault| fault.below_index(index)))
        .collect()
}

fn object(
    attributes: &BTreeMap<String, Type>,
    mut members: serde_json::Map<String, Json>,
    depth: usize,
) -> Result<Value, Fault> {
    let mut object = BTreeMap::new();
    for (name, ty) in attributes {
        let member = members.get_mut(name).map_or(Json::Null, Json::take);
        let attribute =
            value(member, ty, depth).map_err(|fault| fault.below(Step::Attribute(name.clone())))?;
        object.insert(name.clone(), attribute);
    }
    Ok(Value::Object(object))
}

fn dynamic(mut members: serde_json::Map<String, Json>, depth: usize) -> Result<Value, Fault> {
    let (Some(ty), Some(inner)) = (members.remove("type"), members.remove("value")) else {
        return Err(Fault::new("a value of any type needs the members `type` and `value`"));
    };
    let ty = Type::from_json(&ty).map_err(|_| Fault::new("`type` does not denote a type"))?;
    let inner = value(inner, &ty, depth)?;
    Ok(Value::Dynamic(Box::new((ty, inner))))
}

pub(super) fn noun(ty: &Type) -> String {
    match ty {
        Type::Bool => "a bool".to_owned(),
        Type::Number => "a number".to_owned(),
        Type::String => "a string".to_owned(),
        Type::Dynamic => "a value with its type".to_owned(),
        Type::List(_) => "a list".to_owned(),
        Type::Set(_) => "a set".to_owned(),
        Type::Map(_) => "a map".to_owned(),
        Type::Tuple(types) => format!("a tuple of {}", types.len()),
        Type::Object { .. } => "an object".to_owned(),
    }
}

fn found(json: &Json) -> String {
    match json {
        Json::Null => "null".to_owned(),
        Json::Bool(_) => "a bool".to_owned(),
        Json::Number(_) => "a number".to_owned(),
        Json::String(_) => "a string".to_owned(),
        Json::Array(items) => format!("an array of {}", items.len()),
        Json::Object(_) => "an object".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str, ty: &Type) -> Result<Value, String> {
        decode(text.as_bytes(), ty).map_err(|e| e.to_string())
    }

    #[test]
    fn state_of_another_schema_is_fitted() {
        let ty = Type::object([
            ("id", Type::String),
            ("gone", Type::Number),
            ("rules", Type::list(Type::object([("port", Type::Number), ("new", Type::Bool)]))),
        ]);
        let value = read(r#"{ "id":"a", "old":[1], "rules":[{"port":1,"old":2}] }"#, &ty).unwrap();
        let rule = Value::object([("port", Value::from(1)), ("new", Value::Null)]);
        assert_eq!(
            value,
            Value::object([
                ("id", Value::from("a")),
                ("gone", Value::Null),
                ("rules", Value::List(vec![rule])),
            ])
        );
    }

    #[test]
    fn numbers_stay_exact() {
        for text in ["123456789012345678901234567890", "0.1", "3.14159265358979323846", "-7"] {
            let value = read(text, &Type::Number).unwrap();
            assert_eq!(value, Value::Number(text.parse().unwrap()));
        }
        assert!(read("1e400000000", &Type::Number).is_err());
    }

    #[test]
    fn dynamic_values_bring_their_type() {
        let value =
            read(r#"{"value":["a",1],"type":["tuple",["string","number"]]}"#, &Type::Dynamic)
                .unwrap();
        let ty = Type::Tuple(vec![Type::String, Type::Number]);
        let inner = Value::List(vec![Value::from("a"), Value::from(1)]);
        assert_eq!(value, Value::Dynamic(Box::new((ty, inner))));
        assert_eq!(read("null", &Type::Dynamic), Ok(Value::Null));
        assert!(read(r#"{"value":1}"#, &Type::Dynamic).is_err());
        assert!(read("1", &Type::Dynamic).is_err());
    }

    #[test]
    fn sets_are_sets() {
        let value = read(r#"["b","a","b"]"#, &Type::set(Type::String)).unwrap();
        assert_eq!(value, Value::set([Value::from("a"), Value::from("b")]));
    }

    #[test]
    fn primitives_are_converted_as_terraform_does() {
        assert_eq!(read("5", &Type::String), Ok(Value::from("5")));
        assert_eq!(read("true", &Type::String), Ok(Value::from("true")));
        assert_eq!(read(r#""5""#, &Type::Number), Ok(Value::from(5)));
        assert_eq!(read(r#""true""#, &Type::Bool), Ok(Value::from(true)));
    }

    #[test]
    fn the_first_mistake_has_its_path_and_no_value() {
        let ty = Type::object([("a", Type::list(Type::map(Type::Bool)))]);
        assert_eq!(
            read(r#"{"a":[{},{"k":"s3cret"}]}"#, &ty).unwrap_err(),
            r#"a[1]["k"]: expected a bool, found a string"#
        );
    }

    #[test]
    fn hostile_text_is_an_error() {
        let deep = "[".repeat(100_000);
        assert!(read(&deep, &Type::list(Type::String)).is_err());
        let mut deep = "1".to_owned();
        for _ in 0..110 {
            deep = format!(r#"{{"type":"dynamic","value":{deep}}}"#);
        }
        assert!(read(&deep, &Type::Dynamic).is_err());
        for text in ["", "{", "nul", "\u{0}", "[1]x", r#"{"type":["list"],"value":1}"#] {
            assert!(read(text, &Type::Dynamic).is_err(), "{text:?}");
        }
    }
}
