//! Hostile input: each function takes arbitrary bytes and ends, or panics where something is wrong.
//!
//! `fuzz/` feeds them through libfuzzer, `tests/bounded.rs` a bounded number of inputs on stable.

mod damage;
pub mod generate;
mod json_state;
mod msgpack;
mod provider;
mod requests;
mod source;
mod type_json;

pub use json_state::json_state;
pub use msgpack::msgpack;
pub use provider::Fuzzed;
pub use requests::{CALLS, requests};
pub use source::Source;
pub use type_json::type_json;

use tf_protocol::{Type, Value, codec};

/// What was read can be written, and means the same.
fn survives_msgpack(value: &Value, ty: &Type) {
    let written = codec::msgpack::encode(value, ty);
    let read = written.as_ref().map(|bytes| codec::msgpack::decode(bytes, ty));
    assert!(read == Ok(Ok(value.clone())), "{value:?} of type {ty:?} is read again as {read:?}");
}
