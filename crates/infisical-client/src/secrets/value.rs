//! What the server makes of a text before it stores it.

/// A secret's value as the server stores it: without blanks around it, but for one new line at its end
/// (`secretValue` in `backend/src/server/routes/v4/secret-router.ts`).
#[must_use]
pub fn stored_value(value: &str) -> String {
    let mut stored = trimmed(value).to_owned();
    if value.ends_with('\n') {
        stored.push('\n');
    }
    stored
}

/// A text without blanks around it, as JavaScript sees them: a byte order mark is one, a next-line
/// character (U+0085) is none.
#[must_use]
pub fn trimmed(text: &str) -> &str {
    text.trim_matches(|c: char| c == '\u{feff}' || (c.is_whitespace() && c != '\u{85}'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn blanks_go_and_one_new_line_stays() {
        for (value, stored) in [
            ("", ""),
            (" ", ""),
            ("\n", "\n"),
            (" a b ", "a b"),
            ("a\n", "a\n"),
            ("a \n\n", "a\n"),
            ("a\n ", "a"),
            ("a\r\n", "a\n"),
            ("\u{feff}\u{85}a\u{3000}\n", "\u{85}a\n"),
        ] {
            assert_eq!(stored_value(value), stored, "{value:?}");
        }
    }
}
