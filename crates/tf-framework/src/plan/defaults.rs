//! What is planned for an attribute of the provider that the configuration leaves out: its default,
//! else what state has.

use crate::Attribute;
use tf_protocol::Value;

pub(super) fn fill(attribute: &Attribute, prior: &Value, planned: &mut Value) {
    match &attribute.default {
        Some(default) => {
            if planned != default {
                *planned = default.clone();
            }
        }
        // Terraform proposes null for nested attributes that hold in state what only a configuration
        // could have said, as if that had been removed. The server may have said it just as well, and
        // a null would be planned again after each apply.
        None => {
            if planned.is_null() && !prior.is_null() {
                *planned = prior.clone();
            }
        }
    }
}
