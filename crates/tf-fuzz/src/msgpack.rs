//! The msgpack decoder.

use crate::{
    Source,
    damage::damaged,
    generate::{self, Taste},
    survives_msgpack,
};
use tf_protocol::{Type, codec::msgpack};

/// Up to 31 bytes that decide on a type, a byte, and then: an encoding; or, where the byte is odd, what decides
/// on a value of that type, and on what is wrong with its encoding.
///
/// # Panics
/// Where what was read is written as something else, or the other way round.
pub fn msgpack(data: &[u8]) {
    let mut source = Source::new(data);
    let ty = generate::ty(&mut Source::new(source.short()));
    if !source.flag() {
        return read(source.rest(), &ty);
    }
    let value = generate::value(&ty, &mut source, Taste::Any);
    survives_msgpack(&value, &ty);
    let bytes = msgpack::encode(&value, &ty).unwrap_or_default();
    read(&damaged(bytes, &mut source), &ty);
}

fn read(bytes: &[u8], ty: &Type) {
    if let Ok(value) = msgpack::decode(bytes, ty) {
        survives_msgpack(&value, ty);
    }
}
