//! The JSON side of a block: one struct, two codecs.

use crate::{AttributeType, Diagnostic};
use tf_protocol::AttributePath;

/// A JSON object, as an API sends and receives it.
pub type JsonMap = serde_json::Map<String, serde_json::Value>;

/// A block that an API knows as a JSON object. Derived together with [`Schema`](crate::Schema)
/// unless `#[schema(api = manual)]` says that it is written by hand.
pub trait ApiObject: Sized {
    /// The request body: every attribute that is known, may be set, and is no part of the path.
    fn to_api(&self) -> JsonMap;

    /// This object with everything the response carries; what it does not carry stays.
    ///
    /// # Errors
    /// A member of the wrong type, at the attribute that it maps to.
    fn absorb(self, response: &JsonMap) -> Result<Self, Diagnostic>;
}

/// Reads one member of a response into `slot`, or leaves what was there.
///
/// # Errors
/// A member of the wrong type, at `attribute`.
#[doc(hidden)]
pub fn absorb_member<T: AttributeType>(
    slot: &mut T,
    response: &JsonMap,
    member: &str,
    attribute: &str,
) -> Result<(), Diagnostic> {
    let Some(json) = response.get(member) else { return Ok(()) };
    *slot = T::from_json(json).ok_or_else(|| {
        Diagnostic::remote(
            "Unexpected answer from the server",
            format!("The member `{member}` of the answer is not what its API documents."),
        )
        .at(AttributePath::root(attribute))
    })?;
    Ok(())
}
