//! From Terraform's proposal to what is planned.

use super::{
    breaks, defaults,
    likeness::{Defaults, could_be},
    lookup,
    mark_unknown::{Mark, mark},
    pairs::best_pairs,
};
use crate::{Attribute, Block, Kind};
use tf_protocol::{Value, schema::Nesting};

/// What is planned to get from `prior` (null: create) to `config`, given Terraform's merge of both:
/// defaults where nothing is configured, nothing that is write-only, the prior spelling of what means
/// the same; and where that differs from `prior`, unknown what only the server decides and does not
/// keep.
#[must_use]
pub fn propose(block: &Block, prior: &Value, proposed: &Value, config: &Value) -> Value {
    if proposed.is_null() {
        return Value::Null;
    }
    let mut planned = proposed.clone();
    fill(block, config, prior, &mut planned);
    if planned != *prior {
        mark(block, config, prior, &mut planned, Mark::All);
    }
    planned
}

/// A configuration with its defaults: what everything gets that has no plan, as a data source.
#[must_use]
pub fn with_defaults(block: &Block, config: &Value) -> Value {
    let mut filled = config.clone();
    fill(block, config, &lookup::NULL, &mut filled);
    filled
}

/// What is planned after the author changed the plan from `before` to `after`. Where that makes the
/// first change, it is the one that leaves unknown what only the server decides, as [`propose`] would
/// have done; but what the author planned stays.
#[must_use]
pub fn remark(
    block: &Block,
    prior: &Value,
    config: &Value,
    before: &Value,
    mut after: Value,
) -> Value {
    if before == prior && after != *prior {
        mark(block, config, prior, &mut after, Mark::Untouched);
    }
    after
}

/// Everything that is planned but unknown marks, at any depth.
fn fill(block: &Block, config: &Value, prior: &Value, planned: &mut Value) {
    let Value::Object(members) = planned else { return };
    for attribute in &block.attributes {
        let Some(planned) = members.get_mut(attribute.name) else { continue };
        if attribute.write_only {
            *planned = Value::Null;
            continue;
        }
        let prior = prior.attribute(attribute.name);
        let nested = attribute.kind.nested();
        // Most attributes are neither, and a look-up less for each shows in the time of a plan.
        if !attribute.is_servers() && nested.is_none() {
            spell(attribute, &lookup::NULL, prior, planned);
            continue;
        }
        let config = config.attribute(attribute.name);
        if attribute.is_servers() && config.is_null() {
            defaults::fill(attribute, prior, planned);
        } else if let Some((nesting, inner)) = nested
            && lookup::is_there(config)
        {
            elements(nesting, inner, config, prior, planned);
        }
        spell(attribute, config, prior, planned);
    }
}

fn elements(nesting: Nesting, inner: &Block, config: &Value, prior: &Value, planned: &mut Value) {
    match (nesting, planned) {
        (Nesting::Single | Nesting::Group, planned) => fill(inner, config, prior, planned),
        (_, Value::List(elements)) => {
            for (index, planned) in elements.iter_mut().enumerate() {
                fill(inner, lookup::at(config, index), lookup::at(prior, index), planned);
            }
        }
        (_, Value::Map(members)) => {
            for (key, planned) in members {
                fill(inner, lookup::member(config, key), lookup::member(prior, key), planned);
            }
        }
        (_, planned @ Value::Set(_)) => *planned = set(inner, config, prior, false),
        _ => {}
    }
}

/// A planned set, element by element from the configured ones and their partners in state; what the
/// server decides is unknown in it where `marked`.
///
/// Terraform's proposal is of no use here: which element comes from which configured one, only the
/// values could tell, and they change on the way.
pub(super) fn set(inner: &Block, config: &Value, prior: &Value, marked: bool) -> Value {
    let config = config.elements().unwrap_or_default();
    let prior = prior.elements().unwrap_or_default();
    let fits = |defaults| move |config: &_, prior: &_| could_be(inner, config, prior, defaults);
    let partners = best_pairs(config, prior, &[Defaults::Applied, Defaults::Drifted].map(fits));
    let planned = Value::set(config.iter().zip(partners).map(|(config, partner)| {
        let prior = partner.and_then(|index| prior.get(index)).unwrap_or(&lookup::NULL);
        element(inner, config, prior, marked)
    }));
    // What state has of one element may make it the same as another, of which state has nothing.
    // Terraform wants as many as there are in the configuration, so they all begin anew.
    if planned.elements().is_some_and(|planned| planned.len() < config.len()) {
        return Value::set(config.iter().map(|one| element(inner, one, &lookup::NULL, true)));
    }
    planned
}

fn element(inner: &Block, config: &Value, prior: &Value, marked: bool) -> Value {
    let mut planned = config.clone();
    fill(inner, config, prior, &mut planned);
    if marked {
        mark(inner, config, prior, &mut planned, Mark::All);
    }
    planned
}

/// The prior value in place of one that means the same.
fn spell(attribute: &Attribute, config: &Value, prior: &Value, planned: &mut Value) {
    if planned == prior || !lookup::is_there(planned) || prior.is_null() {
        return;
    }
    let known = planned.is_wholly_known() && prior.is_wholly_known();
    if known && (attribute.equivalent)(prior, planned) && may_stay(attribute, config, prior) {
        *planned = prior.clone();
    }
}

/// Terraform takes an attribute as it was for what is configured now, but not a block: of that it
/// looks at each attribute.
fn may_stay(attribute: &Attribute, config: &Value, prior: &Value) -> bool {
    !matches!(attribute.kind, Kind::Block(..)) || breaks::stays_valid(attribute, config, prior)
}
