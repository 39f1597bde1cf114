//! The Rust types that can stand for an attribute.

mod collection;
mod modes;
mod primitive;
mod text;

pub use collection::{List, Set, Unordered, list_of_strings};
pub use modes::{Computed, Sensitive};
pub use text::{Text, TextType};

use crate::{Diagnostic, Diagnostics, Kind, Mode};
use serde_json::Value as Json;
use tf_protocol::{AttributePath, Value};

/// A Rust type that can stand for an attribute.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not an attribute type",
    label = "Terraform has no type for this",
    note = "use `String`, `bool`, `i64`, `Text<_>`, `Vec<_>`, `Set<_>`, `Unordered<_>`, a struct that derives `Schema`, or `Option<_>`, `Computed<_>`, `Sensitive<_>` around one of these"
)]
pub trait AttributeType: Sized {
    /// The mode that the type alone implies.
    const MODE: Mode = Mode::Required;
    /// Never shown.
    const SENSITIVE: bool = false;

    /// What the attribute holds.
    fn kind() -> Kind;

    /// From a Terraform value.
    ///
    /// # Errors
    /// A value of the wrong shape, at its path.
    fn from_value(value: &Value, path: &AttributePath) -> Result<Self, Diagnostic>;

    /// To a Terraform value.
    fn to_value(&self) -> Value;

    /// From a JSON member; `None` when it has another type.
    fn from_json(json: &Json) -> Option<Self>;

    /// To a JSON member; `None` leaves it out of the body.
    fn to_json(&self) -> Option<Json>;

    /// Reports what is wrong with a configured value, beyond its shape. The value may hold unknowns.
    fn validate(_value: &Value, _path: &AttributePath, _out: &mut Diagnostics) {}

    /// Whether two known values mean the same to the API, however they are spelled.
    #[must_use]
    fn equivalent(one: &Value, other: &Value) -> bool {
        one == other
    }
}

/// The value has another shape than the schema says, which Terraform does not let happen.
pub(crate) fn mismatch(wanted: &str, path: &AttributePath) -> Diagnostic {
    Diagnostic::bug("Unexpected value", format!("Expected {wanted} at `{path}`.")).at(path.clone())
}
