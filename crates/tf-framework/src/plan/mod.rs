//! The plan engine: pure functions over values, a rule a file.
//!
//! [`propose()`] makes a plan of Terraform's proposal, in the order of its own framework: defaults,
//! nothing write-only, the prior spelling of what means the same, unknown what a change leaves to the
//! server. [`judge()`] says what that takes. [`remark`] goes in between, where the author has a say.
//! [`plan_breaks`] and [`result_breaks`] are Terraform's own checks, made before it makes them.

mod breaks;
mod checks;
mod clear;
mod defaults;
mod judge;
mod keep;
mod likeness;
mod lookup;
mod mark_unknown;
mod pairs;
mod propose;
mod replace;
mod spelling;
mod trail;
pub mod validate;
mod write_only;

pub use breaks::{plan_breaks, result_breaks};
pub use judge::judge;
pub(crate) use lookup::{at_path, at_path_mut};
pub use propose::{propose, remark, with_defaults};
pub use spelling::{equivalent, keep_spelling};
pub use write_only::write_only_from;

use crate::{Block, Diagnostics};
use tf_protocol::{AttributePath, Value};

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
    let planned = propose(block, prior, proposed, config);
    let requires_replace = judge(block, prior, &planned, config, out);
    Plan { planned, requires_replace }
}
