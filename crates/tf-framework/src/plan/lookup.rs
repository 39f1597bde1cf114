//! What belongs together in configuration, prior state and plan: elements of a list by index, of a
//! map by key, attributes by name. Where one of them has nothing, null stands for it.

use tf_protocol::{AttributePath, Step, Value};

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

/// What is at `path`; inside an unknown, unknown.
pub(crate) fn at_path<'a>(value: &'a Value, path: &AttributePath) -> &'a Value {
    path.steps().iter().fold(value, |value, step| match step {
        _ if value.is_unknown() => &UNKNOWN,
        Step::Attribute(name) => value.attribute(name),
        Step::Key(key) => member(value, key),
        Step::Index(index) => at(value, usize::try_from(*index).unwrap_or(usize::MAX)),
    })
}

/// What is at `path`, to be changed; none where there is no place for it.
pub(crate) fn at_path_mut<'a>(value: &'a mut Value, path: &AttributePath) -> Option<&'a mut Value> {
    path.steps().iter().try_fold(value, |value, step| match (step, value) {
        (Step::Attribute(name), Value::Object(members))
        | (Step::Key(name), Value::Map(members)) => members.get_mut(name),
        (Step::Index(index), Value::List(elements)) => {
            usize::try_from(*index).ok().and_then(|index| elements.get_mut(index))
        }
        _ => None,
    })
}

/// Whether there is something to look into.
pub(super) fn is_there(value: &Value) -> bool {
    !value.is_null() && !value.is_unknown()
}
