//! Names and values in a sentence.

use tf_protocol::Value;

/// The longest text of a value that a message repeats.
const LONGEST: usize = 80;

/// "`a`, `b` or `c`"
pub(super) fn listed(names: &[&str], last: &str) -> String {
    let quoted: Vec<String> = names.iter().map(|name| format!("`{name}`")).collect();
    match quoted.split_last() {
        None => String::new(),
        Some((only, [])) => only.clone(),
        Some((end, rest)) => format!("{} {last} {end}", rest.join(", ")),
    }
}

/// A value as a message repeats it.
pub(super) fn quoted(value: &Value) -> String {
    match value {
        Value::String(text) if text.chars().count() > LONGEST => {
            let start: String = text.chars().take(LONGEST).collect();
            format!("`{start}`... ({} characters)", text.chars().count())
        }
        Value::String(text) => format!("`{text}`"),
        other => format!("{other:?}"),
    }
}
