//! Lists in which nothing is there twice.

use super::Leaf;
use crate::{Diagnostic, Diagnostics};
use std::collections::BTreeMap;
use tf_protocol::Value;

pub(super) fn check(leaf: Leaf<'_>, out: &mut Diagnostics) {
    let Value::List(elements) = leaf.value else { return };
    let mut seen = BTreeMap::new();
    for (index, element) in elements.iter().enumerate() {
        if element.is_null() || !element.is_wholly_known() {
            continue;
        }
        if let Some(first) = seen.get(element) {
            let detail =
                format!("Each element may be there once; this one is element {first} again.");
            out.push(Diagnostic::error("Repeated element", detail).at(leaf.path.index(index)));
        } else {
            seen.insert(element, index);
        }
    }
}
