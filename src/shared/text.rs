//! Plain strings, as the server stores them.

use tf_framework::TextType;

/// Any text.
pub(crate) struct Plain;

impl TextType for Plain {
    const INVALID: &'static str = "Invalid text";

    fn check(_: &str) -> Result<(), String> {
        Ok(())
    }
}

/// Text that the server would trim: blanks around it would come back as another value.
pub(crate) struct Trimmed;

impl TextType for Trimmed {
    const INVALID: &'static str = "Invalid text";

    fn check(text: &str) -> Result<(), String> {
        if text.trim().is_empty() {
            Err("The value must not be empty.".to_owned())
        } else if text.trim().len() == text.len() {
            Ok(())
        } else {
            Err(format!("`{text}` has blanks around it, which the server would cut off."))
        }
    }
}
