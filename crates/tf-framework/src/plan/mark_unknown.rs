//! Where something changes, what only the server decides is not known any more, unless it is kept.

use super::{
    keep::kept,
    likeness::{Defaults, could_be},
    lookup, propose,
};
use crate::Block;
use tf_protocol::{Value, schema::Nesting};

/// Which attributes may become unknown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Mark {
    /// All that the server decides.
    All,
    /// Of these, the ones that are planned as they were. The others were planned by the author.
    Untouched,
}

/// Marks what the server decides and nobody configured, at any depth.
pub(super) fn mark(block: &Block, config: &Value, prior: &Value, planned: &mut Value, which: Mark) {
    let Value::Object(members) = planned else { return };
    for attribute in &block.attributes {
        let nested = attribute.kind.nested();
        let servers = attribute.is_servers();
        if nested.is_none() && (!servers || attribute.default.is_some()) {
            continue;
        }
        let Some(planned) = members.get_mut(attribute.name) else { continue };
        let config = config.attribute(attribute.name);
        let before = prior.attribute(attribute.name);
        if servers && config.is_null() {
            let touched = which == Mark::Untouched && planned != before;
            if attribute.default.is_none() && !touched {
                *planned = kept(attribute, prior, before).unwrap_or(Value::Unknown);
            }
        } else if let Some((nesting, inner)) = nested
            && lookup::is_there(config)
        {
            elements(nesting, inner, config, before, planned, which);
        }
    }
}

fn elements(
    nesting: Nesting,
    inner: &Block,
    config: &Value,
    prior: &Value,
    planned: &mut Value,
    which: Mark,
) {
    match (nesting, planned) {
        (Nesting::Single | Nesting::Group, planned) => mark(inner, config, prior, planned, which),
        (_, Value::List(elements)) => {
            for (index, planned) in elements.iter_mut().enumerate() {
                let config = lookup::at(config, index);
                // After an insertion or another order, the element of state at the same index is
                // another thing, and what the server said of that must not be promised of this.
                let prior = Some(lookup::at(prior, index))
                    .filter(|prior| could_be(inner, config, prior, Defaults::Drifted))
                    .unwrap_or(&lookup::NULL);
                mark(inner, config, prior, planned, which);
            }
        }
        (_, Value::Map(members)) => {
            for (key, planned) in members {
                let (config, prior) = (lookup::member(config, key), lookup::member(prior, key));
                mark(inner, config, prior, planned, which);
            }
        }
        (_, planned @ Value::Set(_)) if which == Mark::All || planned == prior => {
            *planned = propose::set(inner, config, prior, true);
        }
        _ => {}
    }
}
