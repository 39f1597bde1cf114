//! Ids.

use tf_framework::TextType;

/// The id of an Infisical object. The server answers 500 to anything else.
pub(crate) struct Uuid;

impl TextType for Uuid {
    const INVALID: &'static str = "Invalid UUID";

    fn check(text: &str) -> Result<(), String> {
        // The server takes the hyphenated form alone; the parser knows more.
        if text.len() == 36 && uuid::Uuid::try_parse(text).is_ok() {
            Ok(())
        } else {
            Err(format!("`{text}` is not a UUID such as `3c90c3cc-0d44-4b50-8888-8dd25736052a`."))
        }
    }

    fn same(one: &str, other: &str) -> bool {
        one.eq_ignore_ascii_case(other)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_hyphenated_form_is_an_id() {
        for (text, valid) in [
            ("3c90c3cc-0d44-4b50-8888-8dd25736052a", true),
            ("3C90C3CC-0D44-4B50-8888-8DD25736052A", true),
            ("3c90c3cc0d444b5088888dd25736052a", false),
            ("{3c90c3cc-0d44-4b50-8888-8dd25736052a}", false),
            (" 3c90c3cc-0d44-4b50-8888-8dd25736052a", false),
            ("prod", false),
            ("", false),
        ] {
            assert_eq!(Uuid::check(text).is_ok(), valid, "{text}");
        }
    }

    #[test]
    fn case_is_no_difference() {
        assert!(Uuid::same(
            "AB90c3cc-0d44-4b50-8888-8dd25736052a",
            "ab90c3cc-0d44-4b50-8888-8dd25736052A"
        ));
    }
}
