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
    let limits = limits(least, most);
    let unit = match (value, &leaf.attribute.kind) {
        (Value::String(_), _) => "character",
        (_, Kind::Block(..)) => "block",
        _ => "element",
    };
    let s = plural(least, most);
    let got = if leaf.hidden { String::new() } else { format!(", got {length}") };
    let what = if matches!(leaf.attribute.kind, Kind::Block(..)) {
        format!("There must be {limits} {unit}{s}{got}.")
    } else {
        format!("The value must have {limits} {unit}{s}{got}.")
    };
    leaf.refuse("Length out of range", what, out);
}

/// How many bytes a text has.
pub(super) fn bytes(least: usize, most: usize, leaf: Leaf<'_>, out: &mut Diagnostics) {
    let Some(length) = leaf.value.as_str().map(str::len) else { return };
    if (least..=most).contains(&length) {
        return;
    }
    let got = if leaf.hidden { String::new() } else { format!(", got {length}") };
    let (limits, s) = (limits(least, most), plural(least, most));
    let detail = format!("The value must have {limits} byte{s} in UTF-8{got}.");
    leaf.refuse("Length out of range", detail, out);
}

fn limits(least: usize, most: usize) -> String {
    match (least, most) {
        (least, usize::MAX) => format!("at least {least}"),
        (0, most) => format!("at most {most}"),
        (least, most) if least == most => least.to_string(),
        (least, most) => format!("between {least} and {most}"),
    }
}

fn plural(least: usize, most: usize) -> &'static str {
    let bound = if most == usize::MAX { least } else { most };
    if bound == 1 { "" } else { "s" }
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
