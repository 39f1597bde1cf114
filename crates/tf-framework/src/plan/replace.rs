//! Which changes mean destroy and create.

use super::{lookup, pairs::pairs, trail::Trail};
use crate::{Attribute, Block, schema::Replace};
use tf_protocol::{AttributePath, Value, schema::Nesting};

/// The attributes of `block` that change and cannot change in place, sorted. None on create and on
/// destroy.
pub(super) fn paths(
    block: &Block,
    prior: &Value,
    planned: &Value,
    config: &Value,
) -> Vec<AttributePath> {
    let mut found = Vec::new();
    if !prior.is_null() && !planned.is_null() && prior != planned {
        inside(block, prior, planned, config, &Trail::Root, &mut found);
        found.sort();
        found.dedup();
    }
    found
}

fn inside(
    block: &Block,
    prior: &Value,
    planned: &Value,
    config: &Value,
    trail: &Trail<'_>,
    out: &mut Vec<AttributePath>,
) {
    for attribute in &block.attributes {
        let nested = attribute.kind.nested();
        if matches!(attribute.replace, Replace::Never) && nested.is_none() {
            continue;
        }
        let (prior, planned) = (prior.attribute(attribute.name), planned.attribute(attribute.name));
        if prior == planned {
            continue;
        }
        let config = config.attribute(attribute.name);
        let here = trail.attribute(attribute.name);
        if replaces(attribute, prior, planned, config) {
            out.push(here.path());
        }
        if let Some((nesting, inner)) = nested {
            elements(nesting, inner, prior, planned, config, &here, out);
        }
    }
}

/// Whether this change, from something to something else, is one that replaces.
fn replaces(attribute: &Attribute, prior: &Value, planned: &Value, config: &Value) -> bool {
    match attribute.replace {
        Replace::Never => false,
        Replace::Always => true,
        Replace::IfConfigured => !config.is_null(),
        Replace::If(says_so) => says_so(prior, planned),
    }
}

fn elements(
    nesting: Nesting,
    inner: &Block,
    prior: &Value,
    planned: &Value,
    config: &Value,
    trail: &Trail<'_>,
    out: &mut Vec<AttributePath>,
) {
    match (nesting, planned) {
        (Nesting::Single | Nesting::Group, planned) => {
            inside(inner, prior, planned, config, trail, out);
        }
        (_, Value::List(elements)) => {
            for (index, planned) in elements.iter().enumerate() {
                let (prior, config) = (lookup::at(prior, index), lookup::at(config, index));
                inside(inner, prior, planned, config, &trail.index(index), out);
            }
        }
        (_, Value::Map(members)) => {
            for (key, planned) in members {
                let (prior, config) = (lookup::member(prior, key), lookup::member(config, key));
                inside(inner, prior, planned, config, &trail.key(key), out);
            }
        }
        (_, Value::Set(planned)) if set(inner, prior, planned, config) => out.push(trail.path()),
        _ => {}
    }
}

/// Whether a change inside a set replaces. An element without a partner in state is new.
fn set(inner: &Block, prior: &Value, planned: &[Value], config: &Value) -> bool {
    let prior = prior.elements().unwrap_or_default();
    let config = config.elements().unwrap_or_default();
    let before = pairs(planned, prior, may_become);
    let configured = pairs(planned, config, |planned, config| says_no_more(config, planned));
    let mut found = Vec::new();
    for ((planned, before), configured) in planned.iter().zip(before).zip(configured) {
        let before = before.and_then(|index| prior.get(index)).unwrap_or(&lookup::NULL);
        let configured = configured.and_then(|index| config.get(index)).unwrap_or(&lookup::NULL);
        inside(inner, before, planned, configured, &Trail::Root, &mut found);
    }
    !found.is_empty()
}

/// Whether a plan with unknowns may turn out to be `other`.
fn may_become(planned: &Value, other: &Value) -> bool {
    match (planned, other) {
        (planned, _) if planned.is_unknown() => true,
        (Value::Object(planned), Value::Object(other)) => planned
            .iter()
            .all(|(name, planned)| other.get(name).is_some_and(|other| may_become(planned, other))),
        (planned, other) => planned == other,
    }
}

/// Whether `planned` has everything that is configured.
pub(super) fn says_no_more(config: &Value, planned: &Value) -> bool {
    match (config, planned) {
        (Value::Null, _) => true,
        (Value::Object(config), Value::Object(planned)) => config
            .iter()
            .all(|(name, config)| planned.get(name).is_some_and(|it| says_no_more(config, it))),
        (config, planned) => config == planned,
    }
}
