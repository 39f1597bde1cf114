//! The two encodings of a value: msgpack, which Terraform and a provider exchange, and JSON, which
//! state is stored in.

mod error;
pub mod json;
pub mod msgpack;

pub use error::CodecError;

/// How deep a value may nest. Terraform's own values stay below 30; the limit keeps hostile input
/// from exhausting the stack.
pub const MAX_DEPTH: usize = 100;
