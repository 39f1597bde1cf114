//! The plan engine: pure functions over values, a rule a file, in the order of [`run`].

mod defaults;
mod keep;
mod mark_unknown;
mod replace;
mod rules;
mod spelling;
pub mod validate;
mod walk;

pub use replace::requires_replace;
pub use rules::{plan_breaks, result_breaks};
pub use spelling::{equivalent, keep_spelling};

use crate::{Block, Checked, Diagnostics, Stage};
use tf_protocol::{AttributePath, Value};
use walk::walk;

/// What is planned, and what it takes.
#[derive(Debug, Clone, PartialEq)]
pub struct Plan {
    /// What state will say.
    pub planned: Value,
    /// The attributes whose change means destroy and create.
    pub requires_replace: Vec<AttributePath>,
}

/// Plans a change of `block` from `prior` (null: create) to `config`, given Terraform's merge of
/// both. Broken rules are added to `out`.
#[must_use]
pub fn run(
    block: &Block,
    prior: &Value,
    proposed: &Value,
    config: &Value,
    out: &mut Diagnostics,
) -> Plan {
    if proposed.is_null() {
        return Plan { planned: Value::Null, requires_replace: Vec::new() };
    }
    let mut planned = walk(block, config, prior, proposed.clone(), defaults::rule);
    planned = keep_spelling(block, Some(config), prior, planned);
    if planned != *prior {
        planned = walk(block, config, prior, planned, mark_unknown::rule);
        planned = walk(block, config, prior, planned, keep::rule);
    }
    let requires_replace = requires_replace(block, prior, &planned);
    let stage = if prior.is_null() { Stage::Create } else { Stage::Update };
    let root = AttributePath::default();
    for check in &block.checks {
        check(&Checked::new(stage, config, &planned, &root), out);
    }
    Plan { planned, requires_replace }
}
