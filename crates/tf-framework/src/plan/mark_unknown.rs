//! Where something changes, what only the server decides is not known any more.

use crate::Attribute;
use tf_protocol::Value;

pub(super) fn rule(attribute: &Attribute, config: &Value, _: &Value, planned: Value) -> Value {
    let servers = attribute.mode.is_computed() && attribute.default.is_none();
    if servers && config.is_null() { Value::Unknown } else { planned }
}
