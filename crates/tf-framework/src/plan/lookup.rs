//! What belongs together in configuration, prior state and plan: elements of a list by index, of a
//! map by key, attributes by name. Where one of them has nothing, null stands for it.

use tf_protocol::Value;

pub(super) static NULL: Value = Value::Null;
static UNKNOWN: Value = Value::Unknown;

/// The element `index` of a list.
pub(super) fn at(value: &Value, index: usize) -> &Value {
    value.elements().and_then(|elements| elements.get(index)).unwrap_or(&NULL)
}

/// The element `key` of a map.
pub(super) fn member<'a>(value: &'a Value, key: &str) -> &'a Value {
    if let Value::Map(members) = value { members.get(key).unwrap_or(&NULL) } else { &NULL }
}

/// The attribute `name` of an object; of an unknown object, unknown.
pub(super) fn child<'a>(value: &'a Value, name: &str) -> &'a Value {
    if value.is_unknown() { &UNKNOWN } else { value.attribute(name) }
}

/// Whether there is something to look into.
pub(super) fn is_there(value: &Value) -> bool {
    !value.is_null() && !value.is_unknown()
}
