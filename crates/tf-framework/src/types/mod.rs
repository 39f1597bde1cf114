//! The Rust types that can stand for an attribute.

mod collection;
mod dynamic;
mod modes;
mod number;
mod object;
mod primitive;
pub mod text;
mod timeouts;
mod tuple;
mod write_only;

pub use collection::{List, Set, Unordered, list_of_strings};
pub use dynamic::Dynamic;
pub use modes::{Computed, Sensitive};
pub use object::Object;
pub use text::{Text, TextType};
pub use timeouts::{Operation, Timeouts};
pub use write_only::WriteOnly;

use crate::{Block, Diagnostic, Diagnostics, Kind, Mode};
use serde_json::Value as Json;
use tf_protocol::{AttributePath, Type, Value};

/// A Rust type that can stand for an attribute.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not an attribute type",
    label = "Terraform has no type for this",
    note = "use `String`, `bool`, `i32`, `i64`, `u32`, `u64`, `f64`, `Number`, `Text<_>`, a struct that derives `Schema`, `Object<_>` of one, `Dynamic`, or a tuple",
    note = "or many of these: `Vec<_>`, `Set<_>`, `Unordered<_>`, `BTreeMap<String, _>`",
    note = "or one of these with a mode: `Option<_>`, `Computed<_>`, `Sensitive<_>`, `WriteOnly<_>`"
)]
pub trait AttributeType: Sized {
    /// The mode that the type alone implies.
    const MODE: Mode = Mode::Required;
    /// Never shown.
    const SENSITIVE: bool = false;
    /// Never stored.
    const WRITE_ONLY: bool = false;

    /// What the attribute holds.
    fn kind() -> Kind;

    /// The struct of an object type, which has no attributes of its own in a schema; its documentation is
    /// for the page alone.
    #[must_use]
    fn members() -> Option<Block> {
        None
    }

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

/// The type of a value of `T`, nested attributes as objects.
fn type_of<T: AttributeType>() -> Type {
    T::kind().ty()
}

/// The value has another shape than the schema says, which Terraform does not let happen.
pub(crate) fn mismatch(wanted: &str, path: &AttributePath) -> Diagnostic {
    Diagnostic::bug("Unexpected value", format!("Expected {wanted} at `{path}`.")).at(path.clone())
}
