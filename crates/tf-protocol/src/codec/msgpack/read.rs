//! The pieces of the encoding: each takes its bytes off the input, after the marker.

use crate::{Number, codec::error::Fault};
use rmp::{
    Marker,
    decode::{RmpRead as _, read_marker},
};

/// Below it, the shortest text of a whole float is the whole number.
const LARGE: f64 = 1e15;

/// An extension's type and payload; each stands for an unknown value, refined or not.
pub(super) fn extension<'a>(
    input: &mut &'a [u8],
    marker: Marker,
) -> Result<Option<(i8, &'a [u8])>, Fault> {
    let len = match marker {
        Marker::FixExt1 => 1,
        Marker::FixExt2 => 2,
        Marker::FixExt4 => 4,
        Marker::FixExt8 => 8,
        Marker::FixExt16 => 16,
        Marker::Ext8 => input.read_data_u8().map_err(truncated)?.into(),
        Marker::Ext16 => input.read_data_u16().map_err(truncated)?.into(),
        Marker::Ext32 => size(input.read_data_u32().map_err(truncated)?),
        _ => return Ok(None),
    };
    let kind = input.read_data_i8().map_err(truncated)?;
    Ok(Some((kind, take(input, len)?)))
}

pub(super) fn number(input: &mut &[u8], marker: Marker) -> Result<Option<Number>, Fault> {
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
    let whole = number.fract() == 0.0 && number.abs() > LARGE;
    let number = if whole { format!("{number:.0}").parse() } else { number.try_into() };
    number.map_err(|_| Fault::new("not a finite number"))
}

pub(super) fn text<'a>(input: &mut &'a [u8], marker: Marker) -> Result<Option<&'a str>, Fault> {
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

pub(super) fn array(input: &mut &[u8], marker: Marker) -> Result<Option<usize>, Fault> {
    let len = match marker {
        Marker::FixArray(len) => len.into(),
        Marker::Array16 => input.read_data_u16().map_err(truncated)?.into(),
        Marker::Array32 => size(input.read_data_u32().map_err(truncated)?),
        _ => return Ok(None),
    };
    plausible(input, len)
}

pub(super) fn map(input: &mut &[u8], marker: Marker) -> Result<Option<usize>, Fault> {
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

pub(super) fn marker(input: &mut &[u8]) -> Result<Marker, Fault> {
    read_marker(input).map_err(truncated)
}

pub(super) fn take<'a>(input: &mut &'a [u8], len: usize) -> Result<&'a [u8], Fault> {
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

pub(super) fn key<'a>(input: &mut &'a [u8]) -> Result<&'a str, Fault> {
    let marker = marker(input)?;
    text(input, marker)?.ok_or_else(|| Fault::new("a key is not a string"))
}
