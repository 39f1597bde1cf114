//! A default is planned where the configuration has nothing.

use crate::Attribute;
use tf_protocol::Value;

pub(super) fn rule(attribute: &Attribute, config: &Value, _: &Value, planned: Value) -> Value {
    match &attribute.default {
        Some(default) if config.is_null() => default.clone(),
        _ => planned,
    }
}
