//! What a plan means: whether it is allowed, and whether it replaces.

use super::{checks, clear, replace, trail::Trail};
use crate::{Block, Diagnostics};
use tf_protocol::{AttributePath, Value};

/// Reports what is wrong with a plan, and returns the attributes whose change means destroy and
/// create: sorted, at any depth, ending at a set. None on create and on destroy.
#[must_use]
pub fn judge(
    block: &Block,
    prior: &Value,
    planned: &Value,
    config: &Value,
    out: &mut Diagnostics,
) -> Vec<AttributePath> {
    if planned.is_null() {
        return Vec::new();
    }
    let replaced = replace::paths(block, prior, planned, config);
    // What is created anew has nothing to remove.
    if replaced.is_empty() {
        clear::refuse(block, prior, planned, &Trail::Root, out);
    }
    checks::ask(block, prior, planned, config, &Trail::Root, out);
    replaced
}
