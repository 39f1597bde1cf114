//! Whether an object of state could have come from an object of the configuration: everything that is
//! configured is the same, and only what the server may decide is not.

use super::{lookup, pairs::pairs};
use crate::{Attribute, Block, Kind};
use tf_protocol::{Value, schema::Nesting};

impl Attribute {
    /// Whether the provider decides where the configuration has nothing. A block is never the
    /// provider's, whatever its type says.
    pub(super) fn is_servers(&self) -> bool {
        self.mode.is_computed() && !matches!(self.kind, Kind::Block(..))
    }
}

/// What of an attribute with a default, which the configuration leaves out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Defaults {
    /// State has the default.
    Applied,
    /// State may have anything: it drifted, or the default is another one now.
    Drifted,
}

/// Whether `prior` could have come from `config`.
pub(super) fn could_be(block: &Block, config: &Value, prior: &Value, defaults: Defaults) -> bool {
    prior.as_object().is_some()
        && block.attributes.iter().all(|attribute| {
            let config = config.attribute(attribute.name);
            one(attribute, config, prior.attribute(attribute.name), defaults)
        })
}

fn one(attribute: &Attribute, config: &Value, prior: &Value, defaults: Defaults) -> bool {
    let could_be = |block: &_, config: &_, prior: &_| could_be(block, config, prior, defaults);
    let config = match &attribute.default {
        Some(default) if config.is_null() && defaults == Defaults::Applied => default,
        _ => config,
    };
    let servers = attribute.is_servers() && config.is_null();
    if attribute.write_only || servers || config == prior {
        return true;
    }
    if !lookup::is_there(config) || !lookup::is_there(prior) {
        return false;
    }
    if prior.is_wholly_known() && config.is_wholly_known() && (attribute.equivalent)(prior, config)
    {
        return true;
    }
    let Some((nesting, inner)) = attribute.kind.nested() else { return false };
    match (nesting, config, prior) {
        (Nesting::Single | Nesting::Group, config, prior) => could_be(inner, config, prior),
        (_, Value::List(config), Value::List(prior)) => {
            config.len() == prior.len()
                && config.iter().zip(prior).all(|(config, prior)| could_be(inner, config, prior))
        }
        (_, Value::Map(config), Value::Map(prior)) => {
            config.keys().eq(prior.keys())
                && config
                    .values()
                    .zip(prior.values())
                    .all(|(config, prior)| could_be(inner, config, prior))
        }
        (_, Value::Set(config), Value::Set(prior)) => {
            config.len() == prior.len()
                && pairs(config, prior, |config, prior| could_be(inner, config, prior))
                    .iter()
                    .all(Option::is_some)
        }
        _ => false,
    }
}
