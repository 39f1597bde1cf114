//! Certificates and keys in PEM.

use super::TextType;
use base64::{Engine as _, engine::general_purpose::STANDARD};

/// One or more PEM blocks: line endings, the width of lines, and text around the blocks make no
/// difference. Messages never quote it.
pub struct Pem;

impl TextType for Pem {
    const INVALID: &'static str = "Invalid PEM";

    fn check(text: &str) -> Result<(), String> {
        if blocks(text).is_some() {
            Ok(())
        } else {
            Err("The text is not PEM: one or more blocks of Base64, each between \
                 `-----BEGIN LABEL-----` and `-----END LABEL-----` on lines of their own."
                .to_owned())
        }
    }

    fn same(one: &str, other: &str) -> bool {
        blocks(one).is_some_and(|one| blocks(other) == Some(one))
    }
}

#[derive(PartialEq)]
struct Block<'a> {
    label: &'a str,
    /// Of RFC 1421, as encrypted keys in the old format have them.
    headers: Vec<&'a str>,
    data: Vec<u8>,
}

/// The blocks, when there are any and each is whole.
fn blocks(text: &str) -> Option<Vec<Block<'_>>> {
    let mut lines = text.split(['\n', '\r']).map(str::trim);
    let mut blocks = Vec::new();
    while let Some(line) = lines.next() {
        if let Some(label) = marked(line, "-----BEGIN ") {
            blocks.push(block(label, &mut lines)?);
        }
    }
    (!blocks.is_empty()).then_some(blocks)
}

fn block<'a>(label: &'a str, lines: &mut impl Iterator<Item = &'a str>) -> Option<Block<'a>> {
    let (mut headers, mut base64) = (Vec::new(), String::new());
    loop {
        let line = lines.next()?;
        if let Some(end) = marked(line, "-----END ") {
            let data = STANDARD.decode(base64).ok()?;
            return (end == label && !data.is_empty()).then_some(Block { label, headers, data });
        }
        if line.contains(':') {
            headers.push(line);
        } else {
            base64.extend(line.split_whitespace());
        }
    }
}

fn marked<'a>(line: &'a str, mark: &str) -> Option<&'a str> {
    line.strip_prefix(mark)?.strip_suffix("-----")
}
