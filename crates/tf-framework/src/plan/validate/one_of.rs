//! One of a few words.

use super::{Leaf, suggest::nearest, words::listed};
use crate::Diagnostics;
use tf_protocol::Value;

pub(super) fn check(allowed: &[&str], leaf: Leaf<'_>, out: &mut Diagnostics) {
    let Value::String(text) = leaf.value else { return };
    if allowed.contains(&text.as_str()) {
        return;
    }
    let one_of = if allowed.len() > 1 { "one of " } else { "" };
    let meant = if leaf.hidden { None } else { nearest(text, allowed) };
    let hint = meant.map(|meant| format!(" Did you mean `{meant}`?")).unwrap_or_default();
    let allowed = listed(allowed, "or");
    let detail = format!("The value must be {one_of}{allowed}{}.{hint}", leaf.got());
    leaf.refuse("Value not allowed", detail, out);
}
