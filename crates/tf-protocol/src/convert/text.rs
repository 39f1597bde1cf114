//! Text that comes from servers and panics, made fit for a terminal.

/// The most bytes of a summary or of a panic's message.
pub(crate) const LINE: usize = 1024;

/// The most bytes of a detail.
pub(crate) const PARAGRAPHS: usize = 64 * 1024;

/// One line without control characters, at most [`LINE`] bytes.
pub(crate) fn line(text: &str) -> String {
    let text: String = text.chars().map(|c| if hidden(c) { ' ' } else { c }).collect();
    cut(text.trim().to_owned(), LINE)
}

/// Lines without control characters, at most [`PARAGRAPHS`] bytes.
pub(crate) fn paragraphs(text: &str) -> String {
    let kept = |c: &char| matches!(c, '\n' | '\t') || !hidden(*c);
    cut(text.chars().filter(kept).collect(), PARAGRAPHS)
}

/// Control characters, and those that turn the reading direction.
fn hidden(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{2028}' | '\u{2029}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

fn cut(mut text: String, limit: usize) -> String {
    if text.len() > limit {
        text.truncate(text.floor_char_boundary(limit));
        text.push('…');
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_is_one_line() {
        assert_eq!(line(" a\nb\u{1b}[31m\0 "), "a b [31m");
        assert_eq!(paragraphs("a\r\n\tb\u{7}"), "a\n\tb");
        assert!(line(&"é".repeat(LINE)).len() <= LINE + '…'.len_utf8());
    }
}
