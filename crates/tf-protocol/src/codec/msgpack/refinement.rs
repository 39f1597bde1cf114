//! What is known of an unknown value: an extension whose payload is a map with numbers for keys.
//!
//! Format: "Unknown values" of `docs/plugin-protocol/object-wire-format.md` in Terraform's source.
//! Terraform refuses a refinement that does not fit the type, so none is read or written.

#[cfg(test)]
mod tests;

use super::{
    encode::{self, unwritten},
    read::{array, extension, map, marker, number, take, text},
};
use crate::{Number, Refinement, Type, Value, codec::error::Fault};
use rmp::{
    Marker,
    encode::{write_array_len, write_bool, write_ext_meta, write_map_len, write_sint, write_str},
};

/// The type of the extension.
const REFINED: i8 = 12;

/// The most bytes of a payload that Terraform reads.
const MOST: usize = 1024;

const NULLNESS: i64 = 1;
const PREFIX: i64 = 2;
const LOWER: i64 = 3;
const UPPER: i64 = 4;
const MIN_LENGTH: i64 = 5;
const MAX_LENGTH: i64 = 6;

/// An unknown value of type `ty`, with as much of the refinement as is understood.
pub(super) fn decode(kind: i8, payload: &[u8], ty: &Type) -> Value {
    if kind != REFINED || payload.len() > MOST {
        return Value::Unknown;
    }
    let mut refinement = Refinement::default();
    match read(&mut refinement, payload, ty) {
        Ok(()) if refinement != Refinement::default() => Value::Refined(Box::new(refinement)),
        _ => Value::Unknown,
    }
}

fn read(into: &mut Refinement, mut input: &[u8], ty: &Type) -> Result<(), Fault> {
    let start = marker(&mut input)?;
    for _ in 0..map(&mut input, start)?.unwrap_or(0) {
        let key = marker(&mut input)?;
        let key = number(&mut input, key).ok().flatten().and_then(|key| key.as_i64());
        let key = key.ok_or_else(|| Fault::new("a key is not a number"))?;
        let mut entry = input;
        skip(&mut input)?;
        match (key, ty) {
            (_, Type::Dynamic) => {}
            (NULLNESS, _) => into.not_null = marker(&mut entry)? == Marker::False,
            (PREFIX, Type::String) => into.prefix = prefix(entry).filter(|text| !text.is_empty()),
            (LOWER, Type::Number) => into.lower = bound(entry),
            (UPPER, Type::Number) => into.upper = bound(entry),
            (MIN_LENGTH, Type::List(_) | Type::Set(_) | Type::Map(_)) => {
                into.min_length = length(entry);
            }
            (MAX_LENGTH, Type::List(_) | Type::Set(_) | Type::Map(_)) => {
                into.max_length = length(entry);
            }
            _ => {}
        }
    }
    Ok(())
}

fn prefix(mut input: &[u8]) -> Option<String> {
    let start = marker(&mut input).ok()?;
    text(&mut input, start).ok()?.map(str::to_owned)
}

fn bound(mut input: &[u8]) -> Option<(Number, bool)> {
    let start = marker(&mut input).ok()?;
    if array(&mut input, start).ok()? != Some(2) {
        return None;
    }
    let start = marker(&mut input).ok()?;
    let number = number(&mut input, start).ok()??;
    match marker(&mut input).ok()? {
        Marker::True => Some((number, true)),
        Marker::False => Some((number, false)),
        _ => None,
    }
}

fn length(mut input: &[u8]) -> Option<i64> {
    let start = marker(&mut input).ok()?;
    number(&mut input, start).ok()??.as_i64().filter(|length| *length >= 0)
}

/// Passes over one value, whatever it is.
fn skip(input: &mut &[u8]) -> Result<(), Fault> {
    let mut left = 1_usize;
    while left > 0 {
        left -= 1;
        let start = marker(input)?;
        if let Some(len) = array(input, start)? {
            left += len;
        } else if let Some(len) = map(input, start)? {
            left += 2 * len;
        } else if extension(input, start)?.is_none() && text(input, start)?.is_none() {
            take(input, width(start))?;
        }
    }
    Ok(())
}

/// The bytes after the marker of a number; others have none.
fn width(marker: Marker) -> usize {
    match marker {
        Marker::U8 | Marker::I8 => 1,
        Marker::U16 | Marker::I16 => 2,
        Marker::U32 | Marker::I32 | Marker::F32 => 4,
        Marker::U64 | Marker::I64 | Marker::F64 => 8,
        _ => 0,
    }
}

/// Writes what fits the type, in the order of the keys. `false` where nothing does, or where
/// Terraform would not read it.
pub(super) fn encode(out: &mut Vec<u8>, from: &Refinement, ty: &Type) -> Result<bool, Fault> {
    let mut entries = Vec::new();
    let mut count = 0_u32;
    let mut key = |entries: &mut Vec<u8>, key| {
        count += 1;
        write_sint(entries, key).map(drop).map_err(unwritten)
    };
    if from.not_null && *ty != Type::Dynamic {
        key(&mut entries, NULLNESS)?;
        write_bool(&mut entries, false).map_err(unwritten)?;
    }
    match ty {
        Type::String => {
            if let Some(prefix) = from.prefix.as_deref().filter(|text| !text.is_empty()) {
                key(&mut entries, PREFIX)?;
                write_str(&mut entries, prefix).map_err(unwritten)?;
            }
        }
        Type::Number => {
            for (name, bound) in [(LOWER, &from.lower), (UPPER, &from.upper)] {
                if let Some((number, inclusive)) = bound {
                    key(&mut entries, name)?;
                    write_array_len(&mut entries, 2).map_err(unwritten)?;
                    encode::number(&mut entries, number)?;
                    write_bool(&mut entries, *inclusive).map_err(unwritten)?;
                }
            }
        }
        Type::List(_) | Type::Set(_) | Type::Map(_) => {
            for (name, length) in [(MIN_LENGTH, from.min_length), (MAX_LENGTH, from.max_length)] {
                if let Some(length) = length.filter(|length| *length >= 0) {
                    key(&mut entries, name)?;
                    write_sint(&mut entries, length).map_err(unwritten)?;
                }
            }
        }
        Type::Bool | Type::Dynamic | Type::Tuple(_) | Type::Object { .. } => {}
    }
    let mut payload = Vec::with_capacity(entries.len() + 1);
    write_map_len(&mut payload, count).map_err(unwritten)?;
    payload.extend(entries);
    if count == 0 || payload.len() > MOST {
        return Ok(false);
    }
    write_ext_meta(out, u32::try_from(payload.len()).map_err(unwritten)?, REFINED)
        .map_err(unwritten)?;
    out.extend(payload);
    Ok(true)
}
