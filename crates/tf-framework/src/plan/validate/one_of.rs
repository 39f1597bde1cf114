//! One of a few words or numbers, or none of them.

use super::{Leaf, suggest::nearest, words::listed};
use crate::{Diagnostics, Kind, Type};
use tf_protocol::{Number, Value};

pub(super) fn check(allowed: &[&str], leaf: Leaf<'_>, out: &mut Diagnostics) {
    let Value::String(text) = leaf.value else { return };
    if contains(allowed, text, leaf) {
        return;
    }
    let one_of = if allowed.len() > 1 { "one of " } else { "" };
    let meant = if leaf.hidden { None } else { nearest(text, allowed) };
    let hint = meant.map(|meant| format!(" Did you mean `{meant}`?")).unwrap_or_default();
    let allowed = listed(allowed, "or");
    let detail = format!("The value must be {one_of}{allowed}{}.{hint}", leaf.got());
    leaf.refuse("Value not allowed", detail, out);
}

pub(super) fn none(refused: &[&str], leaf: Leaf<'_>, out: &mut Diagnostics) {
    let Value::String(text) = leaf.value else { return };
    if contains(refused, text, leaf) {
        let none_of = if refused.len() > 1 { "none of " } else { "anything but " };
        let detail = format!("The value must be {none_of}{}.", listed(refused, "and"));
        leaf.refuse("Value not allowed", detail, out);
    }
}

pub(super) fn numbers(allowed: &[Number], leaf: Leaf<'_>, out: &mut Diagnostics) {
    let Value::Number(number) = leaf.value else { return };
    if allowed.contains(number) {
        return;
    }
    let allowed: Vec<_> = allowed.iter().map(ToString::to_string).collect();
    let allowed: Vec<_> = allowed.iter().map(String::as_str).collect();
    let one_of = if allowed.len() > 1 { "one of " } else { "" };
    let detail = format!("The value must be {one_of}{}{}.", listed(&allowed, "or"), leaf.got());
    leaf.refuse("Value not allowed", detail, out);
}

/// Whether `text` is one of `words`, or means the same to its type. What is an element means what it
/// says.
fn contains(words: &[&str], text: &str, leaf: Leaf<'_>) -> bool {
    let same = |word: &str| (leaf.attribute.equivalent)(leaf.value, &Value::from(word));
    let has_meaning = matches!(leaf.attribute.kind, Kind::Type(Type::String));
    words.iter().any(|word| *word == text || (has_meaning && same(word)))
}
