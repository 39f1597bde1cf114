//! Plain strings, as the server stores them.

use std::marker::PhantomData;
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

/// A `K`, or an empty text where there is none.
pub(crate) struct OrEmpty<K>(PhantomData<fn() -> K>);

impl<K: TextType> TextType for OrEmpty<K> {
    const INVALID: &'static str = K::INVALID;

    fn check(text: &str) -> Result<(), String> {
        if text.is_empty() { Ok(()) } else { K::check(text) }
    }

    fn same(one: &str, other: &str) -> bool {
        K::same(one, other)
    }
}

/// Values separated by commas; the server trims them and puts a blank behind each comma.
pub(crate) struct CommaSeparated;

impl TextType for CommaSeparated {
    const INVALID: &'static str = "Invalid values";

    fn check(_: &str) -> Result<(), String> {
        Ok(())
    }

    fn same(one: &str, other: &str) -> bool {
        one.split(',').map(str::trim).eq(other.split(',').map(str::trim))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn blanks_around_commas_make_no_difference() {
        assert!(CommaSeparated::same("a,b ,c", "a, b, c"));
        assert!(!CommaSeparated::same("a, b", "b, a"));
        assert!(!CommaSeparated::same("a", "a,"));
    }

    #[test]
    fn nothing_is_allowed_beside_what_is_valid() {
        assert!(OrEmpty::<Trimmed>::check("").is_ok());
        assert!(OrEmpty::<Trimmed>::check("a").is_ok());
        assert!(OrEmpty::<Trimmed>::check(" a").is_err());
    }
}
