//! A default is planned where the configuration has nothing, at any depth.

use super::elements;
use crate::{Block, Kind};
use tf_protocol::Value;

pub(super) fn apply(block: &Block, config: &Value, planned: Value) -> Value {
    let Value::Object(mut planned) = planned else { return planned };
    for attribute in &block.attributes {
        let configured = config.attribute(attribute.name);
        let Some(slot) = planned.get_mut(attribute.name) else { continue };
        if configured.is_null() {
            if let Some(default) = &attribute.default {
                *slot = default.clone();
            }
        } else if let Kind::Nested(nesting, inner) = &attribute.kind {
            let value = std::mem::replace(slot, Value::Null);
            *slot =
                elements::each(*nesting, configured, &Value::Null, value, |config, _, planned| {
                    apply(inner, config, planned)
                });
        }
    }
    Value::Object(planned)
}
