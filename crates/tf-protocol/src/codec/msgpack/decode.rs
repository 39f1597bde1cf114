//! From bytes to a value.

use super::{
    read::{array, extension, key, map, marker, number, text},
    refinement,
};
use crate::{
    Step, Type, Value,
    codec::{MAX_DEPTH, error::Fault, json::noun},
};
use rmp::Marker;
use std::collections::BTreeMap;

/// Elements that a list has room for before they are read: a hostile length must not take memory.
const ROOM: usize = 16;

const TWICE: &str = "the key is there twice";

pub(super) fn whole(mut bytes: &[u8], ty: &Type) -> Result<Value, Fault> {
    let result = value(&mut bytes, ty, MAX_DEPTH)?;
    if bytes.is_empty() { Ok(result) } else { Err(Fault::new("bytes follow the value")) }
}

fn value(input: &mut &[u8], ty: &Type, depth: usize) -> Result<Value, Fault> {
    let Some(depth) = depth.checked_sub(1) else {
        return Err(Fault::new("the value is nested too deeply"));
    };
    let marker = marker(input)?;
    if marker == Marker::Null {
        return Ok(Value::Null);
    }
    if let Some((kind, payload)) = extension(input, marker)? {
        return Ok(refinement::decode(kind, payload, ty));
    }
    let wrong = || Fault::new(format!("expected {}, found {}", noun(ty), found(marker)));
    match ty {
        Type::Bool => match marker {
            Marker::True => Ok(Value::Bool(true)),
            Marker::False => Ok(Value::Bool(false)),
            _ => Err(wrong()),
        },
        Type::Number => number(input, marker)?.ok_or_else(wrong).map(Value::Number),
        Type::String => text(input, marker)?.ok_or_else(wrong).map(|t| Value::String(t.to_owned())),
        Type::Dynamic => match array(input, marker)?.ok_or_else(wrong)? {
            2 => dynamic(input, depth),
            _ => Err(wrong()),
        },
        Type::List(element) => {
            let len = array(input, marker)?.ok_or_else(wrong)?;
            list(input, (0..len).map(|_| &**element), depth).map(Value::List)
        }
        Type::Set(element) => {
            let len = array(input, marker)?.ok_or_else(wrong)?;
            list(input, (0..len).map(|_| &**element), depth)
                .map(Value::set)
                .map_err(Fault::inside_set)
        }
        Type::Tuple(types) => {
            if array(input, marker)?.ok_or_else(wrong)? != types.len() {
                return Err(wrong());
            }
            list(input, types.iter(), depth).map(Value::List)
        }
        Type::Map(element) => {
            let len = map(input, marker)?.ok_or_else(wrong)?;
            members(input, len, element, depth).map(Value::Map)
        }
        Type::Object { attributes, .. } => {
            let len = map(input, marker)?.ok_or_else(wrong)?;
            object(input, len, attributes, depth).map(Value::Object)
        }
    }
}

fn list<'a>(
    input: &mut &[u8],
    types: impl Iterator<Item = &'a Type>,
    depth: usize,
) -> Result<Vec<Value>, Fault> {
    let mut items = Vec::with_capacity(types.size_hint().0.min(ROOM));
    for (index, ty) in types.enumerate() {
        items.push(value(input, ty, depth).map_err(|fault| fault.below_index(index))?);
    }
    Ok(items)
}

fn members(
    input: &mut &[u8],
    len: usize,
    element: &Type,
    depth: usize,
) -> Result<BTreeMap<String, Value>, Fault> {
    let mut members = BTreeMap::new();
    for _ in 0..len {
        let key = key(input)?;
        let step = || Step::Key(key.to_owned());
        let member = value(input, element, depth).map_err(|fault| fault.below(step()))?;
        if members.insert(key.to_owned(), member).is_some() {
            return Err(Fault::new(TWICE).below(step()));
        }
    }
    Ok(members)
}

/// Terraform writes the attributes in the order of their names, as the type holds them, so that the
/// next one is usually the one expected.
fn object(
    input: &mut &[u8],
    len: usize,
    attributes: &BTreeMap<String, Type>,
    depth: usize,
) -> Result<BTreeMap<String, Value>, Fault> {
    let mut expected = attributes.iter();
    let mut members = BTreeMap::new();
    for _ in 0..len {
        let key = key(input)?;
        let fault = |message| Fault::new(message).below(Step::Attribute(key.to_owned()));
        let (name, ty) = expected
            .next()
            .filter(|next| next.0 == key)
            .or_else(|| attributes.get_key_value(key))
            .ok_or_else(|| fault("the type has no such attribute"))?;
        let member =
            value(input, ty, depth).map_err(|fault| fault.below(Step::Attribute(name.clone())))?;
        if members.insert(name.clone(), member).is_some() {
            return Err(fault(TWICE));
        }
    }
    if members.len() == attributes.len() {
        return Ok(members);
    }
    let missing = attributes.keys().filter(|name| !members.contains_key(*name));
    Err(missing.take(1).fold(Fault::new("the attribute is missing"), |fault, name| {
        fault.below(Step::Attribute(name.clone()))
    }))
}

fn dynamic(input: &mut &[u8], depth: usize) -> Result<Value, Fault> {
    let invalid = || Fault::new("a value of any type does not begin with its type");
    let marker = marker(input)?;
    let notation = text(input, marker)?.ok_or_else(invalid)?;
    let json = serde_json::from_str(notation).map_err(|_| invalid())?;
    let ty = Type::from_json(&json).map_err(|_| invalid())?;
    let inner = value(input, &ty, depth)?;
    Ok(Value::Dynamic(Box::new((ty, inner))))
}

fn found(marker: Marker) -> &'static str {
    match marker {
        Marker::True | Marker::False => "a bool",
        Marker::FixArray(_) | Marker::Array16 | Marker::Array32 => "an array",
        Marker::FixMap(_) | Marker::Map16 | Marker::Map32 => "a map",
        Marker::FixStr(_) | Marker::Str8 | Marker::Str16 | Marker::Str32 => "a string",
        Marker::Bin8 | Marker::Bin16 | Marker::Bin32 => "bytes",
        Marker::Reserved => "an invalid byte",
        _ => "a number",
    }
}
