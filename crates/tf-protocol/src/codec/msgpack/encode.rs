//! From a value to bytes.

use super::refinement;
use crate::{
    Number, Step, Type, Value,
    codec::{error::Fault, json::noun},
};
use rmp::encode::{
    write_array_len, write_bin, write_bool, write_f64, write_map_len, write_nil, write_sint,
    write_str,
};
use std::collections::BTreeMap;

/// An extension of type 0 with one byte: what Terraform itself writes for a value not known yet.
const UNKNOWN: [u8; 3] = [0xd4, 0, 0];

pub(super) fn value(
    out: &mut Vec<u8>,
    value: &Value,
    ty: &Type,
    depth: usize,
) -> Result<(), Fault> {
    let Some(depth) = depth.checked_sub(1) else {
        return Err(Fault::new("the value is nested too deeply"));
    };
    match (ty, value) {
        (_, Value::Null) => write_nil(out).map_err(unwritten),
        (_, Value::Unknown) => {
            out.extend(UNKNOWN);
            Ok(())
        }
        (ty, Value::Refined(inner)) => {
            if !refinement::encode(out, inner, ty)? {
                out.extend(UNKNOWN);
            }
            Ok(())
        }
        (Type::Bool, Value::Bool(inner)) => write_bool(out, *inner).map_err(unwritten),
        (Type::Number, Value::Number(inner)) => number(out, inner),
        (Type::String, Value::String(inner)) => write_str(out, inner).map_err(unwritten),
        (Type::Dynamic, Value::Dynamic(inner)) => {
            let (ty, inner) = &**inner;
            write_array_len(out, 2).map_err(unwritten)?;
            write_bin(out, ty.to_json().to_string().as_bytes()).map_err(unwritten)?;
            self::value(out, inner, ty, depth)
        }
        (Type::List(element), Value::List(items)) => {
            list(out, items, std::iter::repeat(&**element), depth)
        }
        (Type::Set(element), Value::Set(items)) => {
            list(out, items, std::iter::repeat(&**element), depth).map_err(Fault::inside_set)
        }
        (Type::Tuple(types), Value::List(items)) if types.len() == items.len() => {
            list(out, items, types.iter(), depth)
        }
        (Type::Map(element), Value::Map(members)) => {
            write_map_len(out, len(members.len())?).map_err(unwritten)?;
            members.iter().try_for_each(|(key, member)| {
                write_str(out, key).map_err(unwritten)?;
                self::value(out, member, element, depth)
                    .map_err(|fault| fault.below(Step::Key(key.clone())))
            })
        }
        (Type::Object { attributes, .. }, Value::Object(members)) => {
            if !attributes.keys().eq(members.keys()) {
                return Err(mismatch(attributes, members));
            }
            write_map_len(out, len(attributes.len())?).map_err(unwritten)?;
            attributes.iter().zip(members.values()).try_for_each(|((name, ty), member)| {
                write_str(out, name).map_err(unwritten)?;
                self::value(out, member, ty, depth)
                    .map_err(|fault| fault.below(Step::Attribute(name.clone())))
            })
        }
        _ => Err(Fault::new(format!("expected {}, found {}", noun(ty), found(value)))),
    }
}

/// An attribute too many, or one that is missing.
fn mismatch(attributes: &BTreeMap<String, Type>, members: &BTreeMap<String, Value>) -> Fault {
    let (message, name) = match members.keys().find(|name| !attributes.contains_key(*name)) {
        None => {
            let missing = attributes.keys().find(|name| !members.contains_key(*name));
            ("the attribute is missing", missing)
        }
        more => ("the type has no such attribute", more),
    };
    name.map_or_else(
        || Fault::new(message),
        |name| Fault::new(message).below(Step::Attribute(name.clone())),
    )
}

fn list<'a>(
    out: &mut Vec<u8>,
    items: &[Value],
    types: impl Iterator<Item = &'a Type>,
    depth: usize,
) -> Result<(), Fault> {
    write_array_len(out, len(items.len())?).map_err(unwritten)?;
    items.iter().zip(types).enumerate().try_for_each(|(index, (item, ty))| {
        value(out, item, ty, depth).map_err(|fault| fault.below_index(index))
    })
}

/// A binary float only where its shortest text is the number itself: Terraform compares these
/// texts, so anything longer has to travel as decimal text. So has a whole number beyond `i64`,
/// whose shortest text as a float would end in zeros.
pub(super) fn number(out: &mut Vec<u8>, number: &Number) -> Result<(), Fault> {
    if let Some(whole) = number.as_i64() {
        return write_sint(out, whole).map(drop).map_err(unwritten);
    }
    let text = number.to_text();
    // A binary fraction ends in 5 when it is written out.
    if text.ends_with('5') {
        let float = number.to_f64();
        if float.fract() != 0.0 && number.is_exactly(float) && float.to_string() == text {
            return write_f64(out, float).map_err(unwritten);
        }
    }
    write_str(out, &text).map_err(unwritten)
}

fn len(len: usize) -> Result<u32, Fault> {
    u32::try_from(len).map_err(|_| Fault::new("more elements than the encoding can count"))
}

pub(super) fn unwritten<E>(_: E) -> Fault {
    Fault::new("the encoding could not be written")
}

fn found(value: &Value) -> String {
    match value {
        Value::Null => "null".to_owned(),
        Value::Unknown | Value::Refined(_) => "unknown".to_owned(),
        Value::Bool(_) => "a bool".to_owned(),
        Value::Number(_) => "a number".to_owned(),
        Value::String(_) => "a string".to_owned(),
        Value::List(items) => format!("a list or tuple of {}", items.len()),
        Value::Set(_) => "a set".to_owned(),
        Value::Map(_) => "a map".to_owned(),
        Value::Object(_) => "an object".to_owned(),
        Value::Dynamic(_) => "a value with its type".to_owned(),
    }
}
