//! A kept attribute takes its prior value instead of becoming unknown.
//!
//! Not on create, not where the configuration has its own unknown, and not when state has no value:
//! a null would be a promise that the server breaks.

use crate::Attribute;
use tf_protocol::Value;

pub(super) fn rule(attribute: &Attribute, config: &Value, prior: &Value, planned: Value) -> Value {
    if attribute.keep && planned.is_unknown() && config.is_null() && !prior.is_null() {
        prior.clone()
    } else {
        planned
    }
}
