//! How many characters or elements.

use super::Leaf;
use crate::{Diagnostics, Kind};
use tf_protocol::Value;

pub(super) fn check(least: usize, most: usize, leaf: Leaf<'_>, out: &mut Diagnostics) {
    let value = if let Value::Dynamic(inner) = leaf.value { &inner.1 } else { leaf.value };
    let Some((length, exact)) = length(value) else { return };
    // A set has fewer elements than it seems to, where unknowns turn out to be the same.
    let fewest = if exact { length } else { length.min(1) };
    if length >= least && fewest <= most {
        return;
    }
    let limits = match (least, most) {
        (least, usize::MAX) => format!("at least {least}"),
        (0, most) => format!("at most {most}"),
        (least, most) if least == most => least.to_string(),
        (least, most) => format!("between {least} and {most}"),
    };
    let unit = match (value, &leaf.attribute.kind) {
        (Value::String(_), _) => "character",
        (_, Kind::Block(..)) => "block",
        _ => "element",
    };
    let bound = if most == usize::MAX { least } else { most };
    let s = if bound == 1 { "" } else { "s" };
    let got = if leaf.hidden { String::new() } else { format!(", got {length}") };
    let what = if matches!(leaf.attribute.kind, Kind::Block(..)) {
        format!("There must be {limits} {unit}{s}{got}.")
    } else {
        format!("The value must have {limits} {unit}{s}{got}.")
    };
    leaf.refuse("Length out of range", what, out);
}

/// The length, and whether it is that for sure.
fn length(value: &Value) -> Option<(usize, bool)> {
    match value {
        Value::String(text) => Some((text.chars().count(), true)),
        Value::List(elements) => Some((elements.len(), true)),
        Value::Set(elements) => Some((elements.len(), value.is_wholly_known())),
        Value::Map(members) => Some((members.len(), true)),
        _ => None,
    }
}
