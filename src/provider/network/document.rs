//! A text that is given itself, or in a file.

use crate::provider::given::Given;
use std::fs;
use tf_framework::Diagnostic;

/// A text that is given itself, or in a file.
pub(super) struct Document {
    /// The text.
    pub(super) text: Given,
    /// The path of the file.
    pub(super) path: Given,
}

impl Document {
    /// The text, and what it came from. What the block says wins, in whichever way it says it.
    pub(super) fn read(&self) -> Result<Option<(String, &Given)>, Diagnostic> {
        let Self { text, path } = self;
        if let Some(found) = text.text()
            && (text.is_configured || !path.is_configured)
        {
            return Ok(Some((found.to_owned(), text)));
        }
        let Some(file) = path.text() else { return Ok(None) };
        match fs::read_to_string(file) {
            Ok(found) => Ok(Some((found, path))),
            Err(why) => Err(path.blame(Diagnostic::error(
                "File not readable",
                format!("{file} cannot be read: {why}."),
            ))),
        }
    }

    /// This half is missing, and `other` is there.
    pub(super) fn missing(&self, other: &Given) -> Diagnostic {
        let Self { text, path } = self;
        let detail = format!(
            "`{}` is there, but `{}` is missing. Set it or `{}`, or {} or {} in the environment.",
            other.attribute, text.attribute, path.attribute, text.variable, path.variable
        );
        other.blame(Diagnostic::error("Half a client certificate", detail))
    }
}
