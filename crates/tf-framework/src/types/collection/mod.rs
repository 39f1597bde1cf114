//! Lists, sets, maps, and lists that mean a set.

mod list;
mod map;
mod set;
mod unordered;

pub use list::{List, list_of_strings};
pub use set::Set;
pub use unordered::Unordered;

use super::AttributeType;
use crate::{Diagnostic, Diagnostics, Kind};
use tf_protocol::{AttributePath, Value, schema::Nesting};

fn kind_of<T: AttributeType>(nesting: Nesting) -> Kind {
    const { assert!(!T::WRITE_ONLY, "put `WriteOnly` around the collection, not inside") };
    match T::kind() {
        Kind::Type(element) => Kind::Type(nesting.around(element)),
        Kind::Nested(Nesting::Single, block) => Kind::Nested(nesting, block),
        Kind::Nested(inner, block) | Kind::Block(inner, block) => {
            Kind::Type(nesting.around(inner.around(block.ty())))
        }
    }
}

/// Reports on an element; a null one is refused.
pub(super) fn validate_element<T: AttributeType>(
    element: &Value,
    path: &AttributePath,
    out: &mut Diagnostics,
) {
    if element.is_null() {
        out.push(
            Diagnostic::error("Null element", "An element must have a value.").at(path.clone()),
        );
    } else if !element.is_unknown() {
        T::validate(element, path, out);
    }
}

/// Whether both hold the same elements, in whatever order and spelling.
pub(super) fn same_elements(
    one: &[Value],
    other: &[Value],
    same: fn(&Value, &Value) -> bool,
) -> bool {
    let mut left: Vec<&Value> = other.iter().collect();
    one.len() == other.len()
        && one.iter().all(|element| {
            let found = left.iter().position(|candidate| same(element, candidate));
            found.map(|position| left.swap_remove(position)).is_some()
        })
}
