//! The msgpack encoding that Terraform and a provider exchange.
//!
//! Format: `docs/plugin-protocol/object-wire-format.md` in Terraform's source.

mod decode;
mod encode;
mod read;
mod refinement;
#[cfg(test)]
mod tests;

use super::CodecError;
use crate::{Type, Value};

/// Enough for most values, so that the bytes stay where they are.
const ROOM: usize = 256;

/// Reads a value of type `ty`. What it does not understand of a refinement, it leaves out.
///
/// # Errors
/// Bytes that are not a value of that type, with the path of the first mistake.
pub fn decode(bytes: &[u8], ty: &Type) -> Result<Value, CodecError> {
    Ok(decode::whole(bytes, ty)?)
}

/// Writes a value of type `ty`.
///
/// # Errors
/// A value that is not of that type, with the path of the first mistake.
pub fn encode(value: &Value, ty: &Type) -> Result<Vec<u8>, CodecError> {
    let mut out = Vec::with_capacity(ROOM);
    encode::value(&mut out, value, ty, super::MAX_DEPTH)?;
    Ok(out)
}
