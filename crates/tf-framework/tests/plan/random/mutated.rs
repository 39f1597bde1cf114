//! Another value somewhere; where is random.

use proptest::sample::Index;
use tf_framework::Value;

pub(super) fn mutated(value: &Value, at: Index) -> Value {
    changed(value, at, another)
}

/// Not known there yet.
pub(super) fn forgotten(value: &Value, at: Index) -> Value {
    changed(value, at, |_| Value::Unknown)
}

fn changed(value: &Value, at: Index, to: fn(&Value) -> Value) -> Value {
    let mut value = value.clone();
    let mut left = at.index(count(&value));
    change(&mut value, &mut left, to);
    sorted(value)
}

fn count(value: &Value) -> usize {
    1 + match value {
        Value::List(elements) | Value::Set(elements) => elements.iter().map(count).sum::<usize>(),
        Value::Map(members) | Value::Object(members) => members.values().map(count).sum(),
        _ => 0,
    }
}

/// Goes through the whole, and changes what comes after `left` others.
fn change(value: &mut Value, left: &mut usize, to: fn(&Value) -> Value) {
    if *left == 0 {
        *value = to(value);
    }
    // What is below zero has been changed.
    *left = left.wrapping_sub(1);
    if *left == usize::MAX {
        return;
    }
    let children: Vec<&mut Value> = match value {
        Value::List(elements) | Value::Set(elements) => elements.iter_mut().collect(),
        Value::Map(members) | Value::Object(members) => members.values_mut().collect(),
        _ => return,
    };
    for child in children {
        change(child, left, to);
        if *left == usize::MAX {
            return;
        }
    }
}

fn another(value: &Value) -> Value {
    match value {
        Value::Null | Value::String(_) => "other".into(),
        Value::Bool(inner) => Value::Bool(!inner),
        Value::Number(_) => 99.into(),
        Value::List(elements) if !elements.is_empty() => Value::List(elements[1..].to_vec()),
        Value::Set(elements) if !elements.is_empty() => Value::Set(elements[1..].to_vec()),
        Value::Map(members) if !members.is_empty() => Value::Map([].into()),
        Value::Object(_) => Value::Unknown,
        _ => Value::Null,
    }
}

/// Sets sorted again after a change inside.
fn sorted(value: Value) -> Value {
    match value {
        Value::Set(elements) => Value::set(elements.into_iter().map(sorted)),
        Value::List(elements) => Value::List(elements.into_iter().map(sorted).collect()),
        Value::Map(members) => {
            Value::Map(members.into_iter().map(|(key, value)| (key, sorted(value))).collect())
        }
        Value::Object(members) => {
            Value::Object(members.into_iter().map(|(name, value)| (name, sorted(value))).collect())
        }
        other => other,
    }
}
