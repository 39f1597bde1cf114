//! When something was changed.

use std::sync::OnceLock;
use tf_framework::TextType;
use time::{
    OffsetDateTime, UtcOffset,
    format_description::{self, BorrowedFormatItem, well_known::Rfc3339},
};

/// A moment as the API tells it. The official provider wrote it as RFC 850 does, to the second: state
/// that has it like that keeps it.
pub(crate) struct LastUpdated;

impl TextType for LastUpdated {
    const INVALID: &'static str = "Invalid timestamp";

    /// Nobody but the server writes one.
    fn check(_: &str) -> Result<(), String> {
        Ok(())
    }

    fn same(one: &str, other: &str) -> bool {
        one == other
            || official(one).as_deref() == Some(other)
            || official(other).as_deref() == Some(one)
    }
}

/// `Thursday, 26-Nov-26 14:45:45 UTC` for `2026-11-26T14:45:45.071Z`.
fn official(text: &str) -> Option<String> {
    const FORM: &str =
        "[weekday], [day]-[month repr:short]-[year repr:last_two] [hour]:[minute]:[second] UTC";
    static PARSED: OnceLock<Vec<BorrowedFormatItem<'_>>> = OnceLock::new();
    let form =
        PARSED.get_or_init(|| format_description::parse_borrowed::<2>(FORM).unwrap_or_default());
    let moment = OffsetDateTime::parse(text, &Rfc3339).ok()?;
    moment.to_offset(UtcOffset::UTC).format(form).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_second_is_the_same_in_either_form() {
        let (api, official) = ("2026-11-26T14:45:45.071Z", "Thursday, 26-Nov-26 14:45:45 UTC");
        assert!(LastUpdated::same(api, official));
        assert!(LastUpdated::same(official, api));
        assert!(LastUpdated::same("2026-11-26T15:45:45+01:00", official));
        assert!(!LastUpdated::same("2026-11-26T14:45:46.071Z", official));
        assert!(!LastUpdated::same(api, "2026-11-26T14:45:45.072Z"));
        assert!(!LastUpdated::same("", official));
    }
}
