//! The notation of types.

use crate::{Source, generate};
use serde_json::Value as Json;
use tf_protocol::Type;

/// JSON that may denote a type; the same bytes decide on a type.
///
/// # Panics
/// Where a type is not what its own notation denotes.
pub fn type_json(data: &[u8]) {
    survives(&generate::ty(&mut Source::new(data)));
    if let Ok(json) = serde_json::from_slice::<Json>(data)
        && let Ok(ty) = Type::from_json(&json)
    {
        survives(&ty);
    }
}

/// As a document, and as the text that a value of any type begins with.
fn survives(ty: &Type) {
    let json = ty.to_json();
    let again = Type::from_json(&json);
    assert!(again.as_ref() == Ok(ty), "{json} is read again as {again:?}");
    let read: Result<Json, _> = serde_json::from_str(&json.to_string());
    assert!(read.as_ref().is_ok_and(|read| *read == json), "{json} is read again as {read:?}");
}
