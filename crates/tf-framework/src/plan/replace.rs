//! Which changes mean destroy and create.

use crate::Block;
use tf_protocol::{AttributePath, Value};

/// The attributes of `block` that change and cannot change in place. None on create.
#[must_use]
pub fn requires_replace(block: &Block, prior: &Value, planned: &Value) -> Vec<AttributePath> {
    if prior.is_null() || planned.is_null() {
        return Vec::new();
    }
    block
        .attributes
        .iter()
        .filter(|attribute| attribute.replace)
        .filter(|attribute| prior.attribute(attribute.name) != planned.attribute(attribute.name))
        .map(|attribute| AttributePath::root(attribute.name))
        .collect()
}
