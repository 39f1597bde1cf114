//! From bytes to a value.

use crate::{
    Number, Step, Type, Value,
    codec::{MAX_DEPTH, error::Fault, json::noun},
};
use rmp::{
    Marker,
    decode::{RmpRead as _, read_marker},
};
use std::collections::BTreeMap;

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
    if skip_extension(input, marker)? {
        return Ok(Value::Unknown);
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
            members(input, len, |_| Some(element), Step::Key, depth).map(Value::Map)
        }
        Type::Object { attributes, .. } => {
            let len = map(input, marker)?.ok_or_else(wrong)?;
            let found = members(input, len, |name| attributes.get(name), Step::Attribute, depth)?;
            match attributes.keys().find(|name| !found.contains_key(*name)) {
                None => Ok(Value::Object(found)),
                Some(name) => {
                    Err(Fault::new("the attribute is missing").below(Step::Attribute(name.clone())))
                }
            }
        }
    }
}

fn list<'a>(
    input: &mut &[u8],
    types: impl Iterator<Item = &'a Type>,
    depth: usize,
) -> Result<Vec<Value>, Fault> {
    types
        .enumerate()
        .map(|(index, ty)| value(input, ty, depth).map_err(|fault| fault.below_index(index)))
        .collect()
}

fn members<'a>(
    input: &mut &[u8],
    len: usize,
    ty: impl Fn(&str) -> Option<&'a Type>,
    step: fn(String) -> Step,
    depth: usize,
) -> Result<BTreeMap<String, Value>, Fault> {
    let mut members = BTreeMap::new();
    for _ in 0..len {
        let marker = marker(input)?;
        let key = text(input, marker)?.ok_or_else(|| Fault::new("a key is not a string"))?;
        let Some(ty) = ty(key) else {
            return Err(Fault::new("the type has no such attribute").below(step(key.to_owned())));
        };
        let member = value(input, ty, depth).map_err(|fault| fault.below(step(key.to_owned())))?;
        if members.insert(key.to_owned(), member).is_some() {
            return Err(Fault::new("the key is there twice").below(step(key.to_owned())));
        }
    }
    Ok(members)
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

/// Consumes an extension; each stands for an unknown value, refined or not.
fn skip_extension(input: &mut &[u8], marker: Marker) -> Result<bool, Fault> {
    let len = match marker {
        Marker::FixExt1 => 1,
        Marker::FixExt2 => 2,
        Marker::FixExt4 => 4,
        Marker::FixExt8 => 8,
        Marker::FixExt16 => 16,
        Marker::Ext8 => input.read_data_u8().map_err(truncated)?.into(),
        Marker::Ext16 => input.read_data_u16().map_err(truncated)?.into(),
        Marker::Ext32 => size(input.read_data_u32().map_err(truncated)?),
        _ => return Ok(false),
    };
    let _kind = input.read_data_i8().map_err(truncated)?;
    take(input, len)?;
    Ok(true)
}

fn number(input: &mut &[u8], marker: Marker) -> Result<Option<Number>, Fault> {
    Ok(Some(match marker {
        Marker::FixPos(n) => i64::from(n).into(),
        Marker::FixNeg(n) => i64::from(n).into(),
        Marker::U8 => i64::from(input.read_data_u8().map_err(truncated)?).into(),
        Marker::U16 => i64::from(input.read_data_u16().map_err(truncated)?).into(),
        Marker::U32 => i64::from(input.read_data_u32().map_err(truncated)?).into(),
        Marker::U64 => input.read_data_u64().map_err(truncated)?.into(),
        Marker::I8 => i64::from(input.read_data_i8().map_err(truncated)?).into(),
        Marker::I16 => i64::from(input.read_data_i16().map_err(truncated)?).into(),
        Marker::I32 => i64::from(input.read_data_i32().map_err(truncated)?).into(),
        Marker::I64 => input.read_data_i64().map_err(truncated)?.into(),
        Marker::F32 => float(input.read_data_f32().map_err(truncated)?.into())?,
        Marker::F64 => float(input.read_data_f64().map_err(truncated)?)?,
        _ => match text(input, marker)? {
            None => return Ok(None),
            Some(text) => text.parse().map_err(|_| Fault::new("not a decimal number"))?,
        },
    }))
}

/// Terraform compares whole numbers exactly and the others by their shortest text.
fn float(number: f64) -> Result<Number, Fault> {
    let text = if number.fract() == 0.0 { format!("{number:.0}") } else { number.to_string() };
    text.parse().map_err(|_| Fault::new("not a finite number"))
}

fn text<'a>(input: &mut &'a [u8], marker: Marker) -> Result<Option<&'a str>, Fault> {
    let len = match marker {
        Marker::FixStr(len) => len.into(),
        Marker::Str8 | Marker::Bin8 => input.read_data_u8().map_err(truncated)?.into(),
        Marker::Str16 | Marker::Bin16 => input.read_data_u16().map_err(truncated)?.into(),
        Marker::Str32 | Marker::Bin32 => size(input.read_data_u32().map_err(truncated)?),
        _ => return Ok(None),
    };
    let bytes = take(input, len)?;
    std::str::from_utf8(bytes).map(Some).map_err(|_| Fault::new("the text is not UTF-8"))
}

fn array(input: &mut &[u8], marker: Marker) -> Result<Option<usize>, Fault> {
    let len = match marker {
        Marker::FixArray(len) => len.into(),
        Marker::Array16 => input.read_data_u16().map_err(truncated)?.into(),
        Marker::Array32 => size(input.read_data_u32().map_err(truncated)?),
        _ => return Ok(None),
    };
    plausible(input, len)
}

fn map(input: &mut &[u8], marker: Marker) -> Result<Option<usize>, Fault> {
    let len = match marker {
        Marker::FixMap(len) => len.into(),
        Marker::Map16 => input.read_data_u16().map_err(truncated)?.into(),
        Marker::Map32 => size(input.read_data_u32().map_err(truncated)?),
        _ => return Ok(None),
    };
    plausible(input, len)
}

/// Every element takes a byte at least, so a length beyond the input is a lie, and reserving room
/// for it would be its purpose.
fn plausible(input: &[u8], len: usize) -> Result<Option<usize>, Fault> {
    if len <= input.len() { Ok(Some(len)) } else { Err(truncated(())) }
}

fn marker(input: &mut &[u8]) -> Result<Marker, Fault> {
    read_marker(input).map_err(truncated)
}

fn take<'a>(input: &mut &'a [u8], len: usize) -> Result<&'a [u8], Fault> {
    let (taken, rest) = input.split_at_checked(len).ok_or_else(|| truncated(()))?;
    *input = rest;
    Ok(taken)
}

fn size(len: u32) -> usize {
    usize::try_from(len).unwrap_or(usize::MAX)
}

fn truncated<E>(_: E) -> Fault {
    Fault::new("the encoding ends too early")
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
