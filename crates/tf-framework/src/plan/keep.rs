//! A kept attribute takes its prior value instead of becoming unknown.
//!
//! Not on create, not where the configuration has its own unknown, and not when state has no value:
//! a null would be a promise that the server breaks.

use super::elements;
use crate::{Block, Kind};
use tf_protocol::Value;

pub(super) fn apply(block: &Block, config: &Value, prior: &Value, planned: Value) -> Value {
    let Value::Object(mut planned) = planned else { return planned };
    for attribute in &block.attributes {
        let configured = config.attribute(attribute.name);
        let before = prior.attribute(attribute.name);
        let Some(slot) = planned.get_mut(attribute.name) else { continue };
        if attribute.keep && slot.is_unknown() && configured.is_null() && !before.is_null() {
            *slot = before.clone();
        } else if let Kind::Nested(nesting, inner) = &attribute.kind {
            let value = std::mem::replace(slot, Value::Null);
            *slot =
                elements::each(*nesting, configured, before, value, |config, prior, planned| {
                    apply(inner, config, prior, planned)
                });
        }
    }
    Value::Object(planned)
}
