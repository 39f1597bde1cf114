//! Names and values of secrets, as the server takes and stores them.

use infisical_client::{stored_value, trimmed};
use tf_framework::TextType;

/// The longest name that the server's database stores (`secrets_v2.key`).
const LONGEST_NAME: usize = 500;

/// The largest value as JSON: the server takes a request of 1 MiB (`bodyLimit` of fastify), in which
/// something else must find room as well.
const LARGEST_VALUE: usize = (1 << 20) - (16 << 10);

/// The name of a secret: any text that comes back as it was. Today's server wants no `:` and no `/` in a
/// new one, and says so itself; older ones take them.
pub(crate) struct SecretName;

impl TextType for SecretName {
    const INVALID: &'static str = "Invalid name of a secret";

    fn check(text: &str) -> Result<(), String> {
        if trimmed(text).is_empty() {
            Err("The name must not be empty.".to_owned())
        } else if trimmed(text) != text {
            Err(format!("`{text}` has blanks around it, which the server would cut off."))
        } else if text.contains('\0') {
            Err("The name has a null character, which the server's database cannot store."
                .to_owned())
        } else if text.chars().count() > LONGEST_NAME {
            Err(format!("The name has more than {LONGEST_NAME} characters."))
        } else {
            Ok(())
        }
    }
}

/// The value of a secret. The server cuts off blanks around it, but for one new line at the end: with or
/// without them it is the same value.
pub(crate) struct SecretValue;

impl TextType for SecretValue {
    const INVALID: &'static str = "Value too large";

    fn check(text: &str) -> Result<(), String> {
        let size = serde_json::Value::from(text).to_string().len();
        if size > LARGEST_VALUE {
            return Err(format!(
                "As JSON, the value has {size} bytes. Infisical takes requests of 1 MiB, in which \
                 {LARGEST_VALUE} are left for it."
            ));
        }
        Ok(())
    }

    fn same(one: &str, other: &str) -> bool {
        stored_value(one) == stored_value(other)
    }
}

/// A comment, which the server trims.
pub(crate) struct Comment;

impl TextType for Comment {
    const INVALID: &'static str = "Invalid comment";

    fn check(_: &str) -> Result<(), String> {
        Ok(())
    }

    fn same(one: &str, other: &str) -> bool {
        trimmed(one) == trimmed(other)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn any_name_that_comes_back() {
        for name in ["A", "A#B", "a/b", "a:b", "..", "ключ", &"ü".repeat(500)] {
            assert!(SecretName::check(name).is_ok(), "{name}");
        }
        for name in ["", " ", " A", "A\n", "\u{feff}A", "A\0B", &"ü".repeat(501)] {
            assert!(SecretName::check(name).is_err(), "{name:?}");
        }
    }

    #[test]
    fn what_the_server_cuts_off_is_no_difference() {
        assert!(SecretValue::same(" a\n\n", "a\n"));
        assert!(!SecretValue::same("a\n", "a"));
        assert!(SecretValue::check(&"a".repeat(1 << 19)).is_ok());
        // Each of these is six bytes of JSON.
        assert!(SecretValue::check(&"\u{1}".repeat(1 << 19)).is_err());
        assert!(!SecretValue::check(&"hunter2".repeat(1 << 18)).unwrap_err().contains("hunter2"));
    }
}
