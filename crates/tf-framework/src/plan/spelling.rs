//! Where two values mean the same, the one that was there stays: another order of a list that means
//! a set, another spelling of an address, is no change.

use super::{lookup, pairs::pairs};
use crate::{Attribute, Block};
use tf_protocol::{Value, schema::Nesting};

/// `now` with everything from `before` that means the same, at any depth. With a configuration, only
/// where that has a value: elsewhere the value is not the practitioner's to spell.
#[must_use]
pub fn keep_spelling(
    block: &Block,
    config: Option<&Value>,
    before: &Value,
    mut now: Value,
) -> Value {
    inside(block, config, before, &mut now);
    now
}

/// Whether two objects of `block` mean the same, attribute by attribute.
#[must_use]
pub fn equivalent(block: &Block, one: &Value, other: &Value) -> bool {
    block.attributes.iter().all(|attribute| {
        let (one, other) = (one.attribute(attribute.name), other.attribute(attribute.name));
        one == other || (!one.is_null() && !other.is_null() && (attribute.equivalent)(one, other))
    })
}

fn inside(block: &Block, config: Option<&Value>, before: &Value, now: &mut Value) {
    let Value::Object(members) = now else { return };
    for attribute in &block.attributes {
        let config = config.map(|config| config.attribute(attribute.name));
        let Some(now) = members.get_mut(attribute.name) else { continue };
        if !config.is_some_and(Value::is_null) {
            one(attribute, config, before.attribute(attribute.name), now);
        }
    }
}

fn one(attribute: &Attribute, config: Option<&Value>, before: &Value, now: &mut Value) {
    if before == now {
        return;
    }
    // A null of a dynamic attribute has a type, which the author of a resource does not see.
    if before.is_null() && now.is_null() {
        *now = before.clone();
    }
    if !lookup::is_there(before) || !lookup::is_there(now) {
        return;
    }
    if mean_the_same(attribute, before, now) {
        *now = before.clone();
        return;
    }
    match (attribute.kind.nested(), before, now) {
        (None, before, now) => elements(attribute, before, now),
        (Some((Nesting::Single | Nesting::Group, inner)), before, now) => {
            inside(inner, config, before, now);
        }
        (Some((_, inner)), before, Value::List(now)) => {
            for (index, now) in now.iter_mut().enumerate() {
                let config = config.map(|config| lookup::at(config, index));
                inside(inner, config, lookup::at(before, index), now);
            }
        }
        (Some((_, inner)), before, Value::Map(now)) => {
            for (key, now) in now {
                let config = config.map(|config| lookup::member(config, key));
                inside(inner, config, lookup::member(before, key), now);
            }
        }
        (Some((_, inner)), Value::Set(before), now @ Value::Set(_)) => {
            each_of_a_set(
                before,
                now,
                |before, now| completes(inner, before, now),
                |before, now| inside(inner, None, before, now),
            );
        }
        _ => {}
    }
}

/// The elements of a collection without a schema of its own. What the type says of a whole
/// collection, it says of one with a single element.
fn elements(attribute: &Attribute, before: &Value, now: &mut Value) {
    let same = |wrap: fn(Value) -> Value, before: &Value, now: &Value| {
        before != now
            && lookup::is_there(before)
            && lookup::is_there(now)
            && mean_the_same(attribute, &wrap(before.clone()), &wrap(now.clone()))
    };
    match (before, now) {
        (Value::List(before), Value::List(now)) => {
            for (before, now) in before.iter().zip(now) {
                if same(|one| Value::List(vec![one]), before, now) {
                    *now = before.clone();
                }
            }
        }
        (Value::Map(before), Value::Map(now)) => {
            for (key, now) in now {
                if let Some(before) = before.get(key)
                    && same(|one| Value::Map([(String::new(), one)].into()), before, now)
                {
                    *now = before.clone();
                }
            }
        }
        (Value::Set(before), now @ Value::Set(_)) => each_of_a_set(
            before,
            now,
            |before, now| before == now || same(|one| Value::Set(vec![one]), before, now),
            |before, now| *now = before.clone(),
        ),
        _ => {}
    }
}

fn each_of_a_set(
    before: &[Value],
    now: &mut Value,
    fits: impl Fn(&Value, &Value) -> bool,
    spell: impl Fn(&Value, &mut Value),
) {
    let Value::Set(elements) = now else { return };
    let mut elements = std::mem::take(elements);
    let partners = pairs(&elements, before, |now, before| fits(before, now));
    for (now, partner) in elements.iter_mut().zip(partners) {
        if let Some(before) = partner.and_then(|index| before.get(index)) {
            spell(before, now);
        }
    }
    *now = Value::set(elements);
}

/// Whether an element of a set is what became of `before`: what was known means the same.
fn completes(block: &Block, before: &Value, now: &Value) -> bool {
    block.attributes.iter().all(|attribute| {
        let (before, now) = (before.attribute(attribute.name), now.attribute(attribute.name));
        before.is_unknown() || before == now || completes_one(attribute, before, now)
    })
}

fn completes_one(attribute: &Attribute, before: &Value, now: &Value) -> bool {
    if !lookup::is_there(before) || !lookup::is_there(now) {
        return before.is_null() && now.is_null();
    }
    if mean_the_same(attribute, before, now) {
        return true;
    }
    match (attribute.kind.nested(), before, now) {
        (Some((Nesting::Single | Nesting::Group, inner)), before, now) => {
            completes(inner, before, now)
        }
        (Some((_, inner)), Value::List(before), Value::List(now)) => {
            before.len() == now.len()
                && before.iter().zip(now).all(|(before, now)| completes(inner, before, now))
        }
        (Some((_, inner)), Value::Map(before), Value::Map(now)) => {
            before.keys().eq(now.keys())
                && before
                    .values()
                    .zip(now.values())
                    .all(|(before, now)| completes(inner, before, now))
        }
        (Some((_, inner)), Value::Set(before), Value::Set(now)) => {
            pairs(now, before, |now, before| completes(inner, before, now))
                .iter()
                .all(Option::is_some)
        }
        _ => false,
    }
}

fn mean_the_same(attribute: &Attribute, before: &Value, now: &Value) -> bool {
    before.is_wholly_known() && now.is_wholly_known() && (attribute.equivalent)(before, now)
}
