//! Numbers: exact ones, whole ones, floats.

mod exact;
mod float;
mod whole;

pub(super) use exact::{from_json, to_json};
