//! Strings of a form.

use super::Leaf;
use crate::{Diagnostic, Diagnostics};
use regex_lite::Regex;
use std::{
    collections::BTreeMap,
    sync::{PoisonError, RwLock},
};
use tf_protocol::Value;

pub(super) fn check(
    pattern: &'static str,
    what: &'static str,
    leaf: Leaf<'_>,
    out: &mut Diagnostics,
) {
    let Value::String(text) = leaf.value else { return };
    match matches(pattern, text) {
        Ok(true) => {}
        Ok(false) => {
            leaf.refuse("Value not allowed", format!("Expected {what}{}.", leaf.got()), out);
        }
        Err(why) => out.push(Diagnostic::bug("Invalid pattern", why).at(leaf.path.clone())),
    }
}

/// The same of each key of a map.
pub(super) fn keys(
    pattern: &'static str,
    what: &'static str,
    leaf: Leaf<'_>,
    out: &mut Diagnostics,
) {
    let Value::Map(members) = leaf.value else { return };
    for key in members.keys() {
        // A key of what is hidden is hidden as well.
        let path = if leaf.hidden { leaf.path.clone() } else { leaf.path.key(key.as_str()) };
        let key = Value::from(key.as_str());
        check(pattern, what, Leaf { value: &key, path: &path, ..leaf }, out);
    }
}

/// Whether `pattern` matches the whole of `text`. It is compiled once.
fn matches(pattern: &'static str, text: &str) -> Result<bool, String> {
    static COMPILED: RwLock<BTreeMap<&str, Regex>> = RwLock::new(BTreeMap::new());
    if let Some(regex) = COMPILED.read().unwrap_or_else(PoisonError::into_inner).get(pattern) {
        return Ok(regex.is_match(text));
    }
    let regex = compile(pattern)?;
    let matches = regex.is_match(text);
    COMPILED.write().unwrap_or_else(PoisonError::into_inner).insert(pattern, regex);
    Ok(matches)
}

/// A regular expression that matches wholly or not at all.
///
/// # Errors
/// What is wrong with it.
pub(crate) fn compile(pattern: &str) -> Result<Regex, String> {
    // Alone first: `a)(b` is no pattern, but would be one inside parentheses.
    Regex::new(pattern)
        .and_then(|_| Regex::new(&format!(r"\A(?:{pattern})\z")))
        .map_err(|error| format!("`{pattern}` is not a pattern: {error}."))
}
