//! From attribute to attribute, into the nested ones, with what belongs together in configuration,
//! prior state and plan.

use crate::{Attribute, Block, Kind};
use tf_protocol::{Value, schema::Nesting};

static NULL: Value = Value::Null;

/// What one attribute will be, given its configuration, its prior value and what is planned so far.
pub(super) type Rule = fn(&Attribute, &Value, &Value, Value) -> Value;

/// Applies `rule` to every attribute, and inside nested attributes that the configuration has.
pub(super) fn walk(
    block: &Block,
    config: &Value,
    prior: &Value,
    planned: Value,
    rule: Rule,
) -> Value {
    let Value::Object(mut planned) = planned else { return planned };
    for attribute in &block.attributes {
        let Some(slot) = planned.get_mut(attribute.name) else { continue };
        let configured = config.attribute(attribute.name);
        let before = prior.attribute(attribute.name);
        let value = std::mem::replace(slot, Value::Null);
        let value = rule(attribute, configured, before, value);
        *slot = match &attribute.kind {
            Kind::Nested(nesting, inner) if !configured.is_null() => {
                each(*nesting, configured, before, value, |config, prior, planned| {
                    walk(inner, config, prior, planned, rule)
                })
            }
            _ => value,
        };
    }
    Value::Object(planned)
}

/// Applies `rule(config, prior, planned)` to every nested object of an attribute. Nothing is done
/// inside a null or an unknown.
///
/// Elements of a list belong together by index, of a map by key; an element of a set belongs to the
/// configured element that it agrees with wherever that one has a value, and to no prior one.
pub(super) fn each(
    nesting: Nesting,
    config: &Value,
    prior: &Value,
    planned: Value,
    mut rule: impl FnMut(&Value, &Value, Value) -> Value,
) -> Value {
    match (nesting, planned) {
        (_, planned) if planned.is_null() || planned.is_unknown() => planned,
        (Nesting::Single | Nesting::Group, planned) => rule(config, prior, planned),
        (Nesting::List, Value::List(planned)) => Value::List(
            planned
                .into_iter()
                .enumerate()
                .map(|(i, element)| rule(at(config, i), at(prior, i), element))
                .collect(),
        ),
        (Nesting::Map, Value::Map(planned)) => Value::Map(
            planned
                .into_iter()
                .map(|(key, element)| {
                    let new = rule(member(config, &key), member(prior, &key), element);
                    (key, new)
                })
                .collect(),
        ),
        (Nesting::Set, Value::Set(planned)) => {
            let mut candidates: Vec<&Value> =
                config.elements().unwrap_or_default().iter().collect();
            Value::set(planned.into_iter().map(|element| {
                let found = candidates.iter().position(|candidate| agrees(candidate, &element));
                let configured = found.map_or(&NULL, |position| candidates.swap_remove(position));
                rule(configured, &NULL, element)
            }))
        }
        (_, planned) => planned,
    }
}

fn at(value: &Value, index: usize) -> &Value {
    value.elements().and_then(|elements| elements.get(index)).unwrap_or(&NULL)
}

fn member<'a>(value: &'a Value, key: &str) -> &'a Value {
    if let Value::Map(members) = value { members.get(key).unwrap_or(&NULL) } else { &NULL }
}

fn agrees(configured: &Value, planned: &Value) -> bool {
    match (configured, planned) {
        (Value::Null, _) => true,
        (Value::Object(configured), Value::Object(planned)) => configured
            .iter()
            .all(|(name, value)| planned.get(name).is_some_and(|planned| agrees(value, planned))),
        (configured, planned) => configured == planned,
    }
}
