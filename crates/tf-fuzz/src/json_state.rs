//! The decoder of stored state.

use crate::{
    Source,
    damage::damaged,
    generate::{self, Taste},
    survives_msgpack,
};
use tf_protocol::{Type, codec};

/// Up to 31 bytes that decide on a type, a byte, and then: JSON; or, where the byte is odd, what decides
/// on a value of that type, and on what is wrong with its JSON.
///
/// # Panics
/// Where a value is not read as itself, or cannot be handed to Terraform.
pub fn json_state(data: &[u8]) {
    let mut source = Source::new(data);
    let ty = generate::ty(&mut Source::new(source.short()));
    if !source.flag() {
        return read(source.rest(), &ty);
    }
    let value = generate::value(&ty, &mut source, Taste::Known);
    let json = generate::json(&value).to_string();
    let again = codec::json::decode(json.as_bytes(), &ty);
    assert!(again.as_ref() == Ok(&value), "{json} of type {ty:?} is read as {again:?}");
    read(&damaged(json.into_bytes(), &mut source), &ty);
}

fn read(bytes: &[u8], ty: &Type) {
    if let Ok(value) = codec::json::decode(bytes, ty) {
        survives_msgpack(&value, ty);
    }
}
