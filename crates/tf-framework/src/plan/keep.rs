//! What a kept attribute keeps where it would become unknown.
//!
//! A null is kept only where the author says so, as the server may break that promise, and only
//! where the object that the attribute is in was there before: what is new has nothing to keep.

use crate::{Attribute, schema::Keep};
use tf_protocol::Value;

/// The prior value, when it is kept; `parent` is the prior object that it is in.
pub(super) fn kept(attribute: &Attribute, parent: &Value, prior: &Value) -> Option<Value> {
    let keeps = match attribute.keep {
        Keep::No => false,
        Keep::Value => !prior.is_null(),
        Keep::AlsoNull => !parent.is_null(),
    };
    keeps.then(|| prior.clone())
}
