//! What Terraform refuses in the result of an apply.

use crate::plan::trail::Trail;
use tf_protocol::{AttributePath, Type, Value};

/// The paths at which `new` is not what `planned` promised: every known value must have stayed, and
/// an unknown may have become anything that is known.
#[must_use]
pub fn result_breaks(planned: &Value, new: &Value) -> Vec<AttributePath> {
    let mut broken = Vec::new();
    differences(planned, new, &Trail::Root, &mut |trail| broken.push(trail.path()));
    broken
}

type Report<'a> = &'a mut dyn FnMut(&Trail<'_>);

fn differences(planned: &Value, new: &Value, trail: &Trail<'_>, report: Report<'_>) {
    match (planned, new) {
        (planned, new) if planned.is_unknown() => {
            if has_type_of(planned, new) {
                unknowns(new, trail, report);
            } else {
                report(trail);
            }
        }
        (Value::Object(planned), Value::Object(new)) => {
            for (name, planned) in planned {
                let new = new.get(name).unwrap_or(&Value::Null);
                differences(planned, new, &trail.attribute(name), report);
            }
        }
        (Value::Map(planned), Value::Map(new)) if planned.keys().eq(new.keys()) => {
            for ((key, planned), new) in planned.iter().zip(new.values()) {
                differences(planned, new, &trail.key(key), report);
            }
        }
        (Value::List(planned), Value::List(new)) if planned.len() == new.len() => {
            for (index, (planned, new)) in planned.iter().zip(new).enumerate() {
                differences(planned, new, &trail.index(index), report);
            }
        }
        (Value::Set(planned), Value::Set(new)) => {
            if !correlate(planned, new) {
                report(trail);
            }
        }
        (Value::Dynamic(planned), Value::Dynamic(new)) if planned.0 == new.0 => {
            differences(&planned.1, &new.1, trail, report);
        }
        (planned, new) if planned == new => {}
        _ => report(trail),
    }
}

/// Whether every element of each side goes with one of the other. There may be fewer than planned,
/// once unknowns turn out to be the same, but never more.
fn correlate(planned: &[Value], new: &[Value]) -> bool {
    if planned == new && new.iter().all(Value::is_wholly_known) {
        return true;
    }
    let goes_with = |planned: &Value, new: &Value| {
        let mut same = true;
        differences(planned, new, &Trail::Root, &mut |_| same = false);
        same
    };
    new.len() <= planned.len()
        && planned.iter().all(|planned| new.iter().any(|new| goes_with(planned, new)))
        && new.iter().all(|new| planned.iter().any(|planned| goes_with(planned, new)))
}

/// Whether an unknown of the dynamic type, whose own type is known, became one of that type.
fn has_type_of(planned: &Value, new: &Value) -> bool {
    match (planned, new) {
        (Value::Dynamic(planned), Value::Dynamic(new)) => {
            planned.0 == Type::Dynamic || planned.0 == new.0
        }
        (Value::Dynamic(planned), _) => planned.0 == Type::Dynamic,
        _ => true,
    }
}

fn unknowns(new: &Value, trail: &Trail<'_>, report: Report<'_>) {
    match new {
        Value::Unknown | Value::Refined(_) => report(trail),
        Value::Object(members) => {
            for (name, value) in members {
                unknowns(value, &trail.attribute(name), report);
            }
        }
        Value::Map(members) => {
            for (key, value) in members {
                unknowns(value, &trail.key(key), report);
            }
        }
        Value::List(elements) => {
            for (index, value) in elements.iter().enumerate() {
                unknowns(value, &trail.index(index), report);
            }
        }
        value if !value.is_wholly_known() => report(trail),
        _ => {}
    }
}
