//! Numbers within bounds.

use super::Leaf;
use crate::Diagnostics;
use tf_protocol::{Number, Value};

pub(super) fn check(
    least: Option<&Number>,
    most: Option<&Number>,
    leaf: Leaf<'_>,
    out: &mut Diagnostics,
) {
    let Value::Number(number) = leaf.value else { return };
    if least.is_none_or(|least| number >= least) && most.is_none_or(|most| number <= most) {
        return;
    }
    let limits = match (least, most) {
        (Some(least), Some(most)) if least == most => least.to_string(),
        (Some(least), Some(most)) => format!("between {least} and {most}"),
        (Some(least), None) => format!("at least {least}"),
        (None, Some(most)) => format!("at most {most}"),
        (None, None) => return,
    };
    let detail = format!("The value must be {limits}{}.", leaf.got());
    leaf.refuse("Value out of range", detail, out);
}
