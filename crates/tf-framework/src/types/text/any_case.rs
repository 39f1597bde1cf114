//! Text whose case does not matter.

use super::TextType;

/// Any text: `East` and `EAST` are the same.
pub struct AnyCase;

impl TextType for AnyCase {
    const INVALID: &'static str = "Invalid text";

    fn check(_: &str) -> Result<(), String> {
        Ok(())
    }

    fn same(one: &str, other: &str) -> bool {
        one.to_lowercase() == other.to_lowercase()
    }
}
