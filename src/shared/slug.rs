//! Slugs.

use tf_framework::TextType;

/// The longest slug that today's server takes.
const LONGEST: usize = 64;

/// What the server's slug of a text must be the text itself: `slugSchema` of
/// `backend/src/server/lib/schemas.ts`. Servers up to 2024 have the same rule without the length.
pub(crate) struct Slug;

impl TextType for Slug {
    const INVALID: &'static str = "Invalid slug";

    fn check(text: &str) -> Result<(), String> {
        let word = |word: &str| {
            let letter = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit();
            !word.is_empty() && word.bytes().all(letter)
        };
        if !text.split('-').all(word) {
            Err(format!(
                "`{text}` is no slug: lower-case letters and digits, with single hyphens between them, \
                 such as `example-slug-1`."
            ))
        } else if text.len() > LONGEST {
            Err(format!("`{text}` has more than {LONGEST} characters."))
        } else {
            Ok(())
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slug_is_what_the_server_would_make_of_it() {
        for (text, valid) in [
            ("a", true),
            ("example-slug-1", true),
            ("2024", true),
            ("", false),
            ("-a", false),
            ("a-", false),
            ("a--b", false),
            ("a_b", false),
            ("A", false),
            ("ü", false),
            ("a b", false),
        ] {
            assert_eq!(Slug::check(text).is_ok(), valid, "{text}");
        }
        assert!(Slug::check(&"a".repeat(64)).is_ok());
        assert!(Slug::check(&"a".repeat(65)).is_err());
    }
}
