//! Where two values mean the same, the one that was there stays: another order of a list that means
//! a set, another spelling of an address, is no change.

use super::walk;
use crate::{Attribute, Block, Kind};
use tf_protocol::Value;

/// `now` with everything from `before` that means the same. With a configuration, only where that
/// has a value: elsewhere the value is not the practitioner's to spell.
#[must_use]
pub fn keep_spelling(block: &Block, config: Option<&Value>, before: &Value, now: Value) -> Value {
    let Value::Object(mut now) = now else { return now };
    for attribute in &block.attributes {
        let configured = config.map(|config| config.attribute(attribute.name));
        let Some(slot) = now.get_mut(attribute.name) else { continue };
        if configured.is_some_and(Value::is_null) {
            continue;
        }
        let value = std::mem::replace(slot, Value::Null);
        *slot = keep_one(attribute, configured, before.attribute(attribute.name), value);
    }
    Value::Object(now)
}

fn keep_one(attribute: &Attribute, config: Option<&Value>, before: &Value, now: Value) -> Value {
    let comparable = !before.is_null() && before.is_wholly_known() && now.is_wholly_known();
    if comparable && *before != now && (attribute.equivalent)(before, &now) {
        return before.clone();
    }
    let Kind::Nested(nesting, inner) = &attribute.kind else { return now };
    // Without a configuration the value itself says which elements there are.
    let frame = config.cloned().unwrap_or_else(|| now.clone());
    walk::each(*nesting, &frame, before, now, |element, before, now| {
        keep_spelling(inner, config.map(|_| element), before, now)
    })
}

/// Whether two objects of `block` mean the same, attribute by attribute.
#[must_use]
pub fn equivalent(block: &Block, one: &Value, other: &Value) -> bool {
    block.attributes.iter().all(|attribute| {
        let (one, other) = (one.attribute(attribute.name), other.attribute(attribute.name));
        one == other || (!one.is_null() && !other.is_null() && (attribute.equivalent)(one, other))
    })
}
