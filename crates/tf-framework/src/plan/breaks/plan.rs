//! What Terraform refuses in a plan.

use super::{same::same, write_only};
use crate::{
    Attribute, Block, Kind, Mode,
    plan::{
        lookup::{NULL, at, child, member},
        trail::Trail,
    },
};
use tf_protocol::{AttributePath, Value, schema::Nesting};

/// Where, and which rule.
pub(super) type Broken = (AttributePath, &'static str);

/// The first attribute of a plan that Terraform would refuse, and why.
///
/// # Errors
/// The path, and what the plan has there.
pub fn plan_breaks(
    block: &Block,
    prior: &Value,
    config: &Value,
    planned: &Value,
) -> Result<(), (AttributePath, &'static str)> {
    write_only::planned(block, planned, &Trail::Root)?;
    present_or_not(block, prior, config, planned, &Trail::Root)
}

/// Whether an attribute may be planned as it was.
pub(in crate::plan) fn stays_valid(attribute: &Attribute, config: &Value, prior: &Value) -> bool {
    one(attribute, prior, config, prior, &Trail::Root).is_ok()
}

fn present_or_not(
    block: &Block,
    prior: &Value,
    config: &Value,
    planned: &Value,
    trail: &Trail<'_>,
) -> Result<(), Broken> {
    match (planned.is_null(), config.is_null()) {
        (true, true) => Ok(()),
        (true, false) => Err((trail.path(), "nothing where the configuration has something")),
        (false, true) => Err((trail.path(), "something where the configuration has nothing")),
        (false, false) => attributes(block, prior, config, planned, trail),
    }
}

fn attributes(
    block: &Block,
    prior: &Value,
    config: &Value,
    planned: &Value,
    trail: &Trail<'_>,
) -> Result<(), Broken> {
    for attribute in &block.attributes {
        let name = attribute.name;
        let (config, planned) = (child(config, name), child(planned, name));
        // As configured is right, but for blocks, which are never null.
        if planned != config || planned.is_null() {
            one(attribute, child(prior, name), config, planned, &trail.attribute(name))?;
        }
    }
    Ok(())
}

fn one(
    attribute: &Attribute,
    prior: &Value,
    config: &Value,
    planned: &Value,
    trail: &Trail<'_>,
) -> Result<(), Broken> {
    if let Kind::Block(nesting, inner) = &attribute.kind {
        return blocks(*nesting, inner, prior, config, planned, trail);
    }
    if same(planned, config) || (!prior.is_null() && !config.is_null() && same(planned, prior)) {
        return Ok(());
    }
    match (attribute.mode, config.is_null()) {
        // That it is null has been looked at.
        _ if attribute.write_only => return Ok(()),
        (Mode::Computed, _) | (Mode::OptionalComputed, true) => return Ok(()),
        (_, true) if !planned.is_null() => {
            return Err((trail.path(), "a value where the configuration has none"));
        }
        _ => {}
    }
    let Kind::Nested(nesting, inner) = &attribute.kind else {
        return Err((trail.path(), "another value than the configuration's"));
    };
    nested(*nesting, inner, prior, config, planned, trail)
}

fn nested(
    nesting: Nesting,
    inner: &Block,
    prior: &Value,
    config: &Value,
    planned: &Value,
    trail: &Trail<'_>,
) -> Result<(), Broken> {
    if planned.is_null() || planned.is_unknown() {
        if config.is_null() {
            return Ok(());
        }
        return Err((trail.path(), "nothing, or not known, where something is configured"));
    }
    let wrong_count = || Err((trail.path(), "another number of elements than the configuration's"));
    match (nesting, planned, config) {
        (Nesting::Single | Nesting::Group, planned, config) => {
            attributes(inner, prior, config, planned, trail)
        }
        (_, Value::List(planned), Value::List(configured)) if planned.len() == configured.len() => {
            for (index, (planned, config)) in planned.iter().zip(configured).enumerate() {
                attributes(inner, at(prior, index), config, planned, &trail.index(index))?;
            }
            Ok(())
        }
        (_, Value::Map(planned), Value::Map(config)) if planned.keys().eq(config.keys()) => {
            for ((key, planned), config) in planned.iter().zip(config.values()) {
                attributes(inner, member(prior, key), config, planned, &trail.key(key))?;
            }
            Ok(())
        }
        (_, Value::Set(_), config) if config.is_unknown() => Ok(()),
        (_, Value::Set(planned), Value::Set(config)) => {
            // Elements that are not known yet may turn out to be the same.
            let (fewest, most) = (fewest(planned), planned.len());
            let disjoint = most < self::fewest(config) || config.len() < fewest;
            if disjoint { wrong_count() } else { Ok(()) }
        }
        _ => wrong_count(),
    }
}

fn fewest(elements: &[Value]) -> usize {
    if elements.iter().all(Value::is_wholly_known) { elements.len() } else { elements.len().min(1) }
}

fn blocks(
    nesting: Nesting,
    inner: &Block,
    prior: &Value,
    config: &Value,
    planned: &Value,
    trail: &Trail<'_>,
) -> Result<(), Broken> {
    if planned.is_null() && nesting != Nesting::Single {
        return Err((trail.path(), "null for blocks, which are empty where there are none"));
    }
    if same(planned, config) {
        return Ok(());
    }
    if config.is_unknown() {
        return Err((trail.path(), "a value for blocks that are not known yet"));
    }
    if planned.is_unknown() {
        return Err((trail.path(), "unknown for blocks that are configured"));
    }
    let wrong_count = || Err((trail.path(), "another number of blocks than the configuration's"));
    match (nesting, planned) {
        (Nesting::Single | Nesting::Group, planned) => {
            present_or_not(inner, prior, config, planned, trail)
        }
        (_, Value::List(planned)) => {
            if planned.len() != config.elements().map_or(0, <[_]>::len) {
                return wrong_count();
            }
            for (index, planned) in planned.iter().enumerate() {
                let (prior, config) = (at(prior, index), at(config, index));
                block(inner, prior, config, planned, &trail.index(index))?;
            }
            Ok(())
        }
        (_, Value::Map(planned)) => {
            let Value::Map(config) = config else { return wrong_count() };
            if !planned.keys().eq(config.keys()) {
                return wrong_count();
            }
            for ((key, planned), config) in planned.iter().zip(config.values()) {
                block(inner, member(prior, key), config, planned, &trail.key(key))?;
            }
            Ok(())
        }
        (_, Value::Set(planned)) => planned
            .iter()
            .filter(|planned| planned.is_unknown())
            .try_for_each(|planned| block(inner, &NULL, &NULL, planned, trail)),
        _ => wrong_count(),
    }
}

fn block(
    inner: &Block,
    prior: &Value,
    config: &Value,
    planned: &Value,
    trail: &Trail<'_>,
) -> Result<(), Broken> {
    if planned.is_unknown() {
        return Err((trail.path(), "an unknown block, where only attributes can be unknown"));
    }
    present_or_not(inner, prior, config, planned, trail)
}
