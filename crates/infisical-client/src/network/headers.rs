//! Headers of every request: what a proxy that guards the server asks for.

use crate::secret::Secret;
use reqwest::header::{HeaderMap, HeaderName, HeaderValue};
use std::fmt;

/// Headers that say what the client itself decides, how a message is framed, or which connection it
/// is about.
const OWN: &[&str] = &[
    "accept",
    "accept-encoding",
    "authorization",
    "connection",
    "content-encoding",
    "content-length",
    "content-type",
    "expect",
    "host",
    "keep-alive",
    "proxy-authorization",
    "proxy-connection",
    "te",
    "trailer",
    "transfer-encoding",
    "upgrade",
    "user-agent",
];

/// Why something is no header. A value is never repeated.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum HeaderError {
    /// Blanks, or other characters that HTTP does not have in names.
    #[error("`{name}` is no name of a header: letters, digits and `-` make one")]
    Name {
        /// The name.
        name: String,
    },
    /// Line breaks, or characters that are not ASCII.
    #[error("the value of `{name}` has characters that a header cannot carry")]
    Value {
        /// The name.
        name: String,
    },
    /// A header that only the client may set, such as `Authorization`.
    #[error("`{name}` is set by the client itself")]
    Own {
        /// The name.
        name: String,
    },
    /// Two spellings of one name.
    #[error("`{name}` is there twice; upper and lower case make no difference")]
    Twice {
        /// The name.
        name: String,
    },
    /// A text that is no list of headers.
    #[error("it is not of the form `Name=value Name=\"value with blanks\"`")]
    Form,
}

/// Headers of every request, beside the client's own.
#[derive(Clone, Default)]
pub struct Headers(pub(super) HeaderMap);

impl Headers {
    /// Adds one.
    ///
    /// # Errors
    /// What is wrong, in words for the one who configured it.
    pub fn add(&mut self, name: &str, value: &str) -> Result<(), HeaderError> {
        let named = || name.to_owned();
        let key = HeaderName::try_from(name).map_err(|_| HeaderError::Name { name: named() })?;
        if OWN.contains(&key.as_str()) {
            return Err(HeaderError::Own { name: named() });
        }
        if self.0.contains_key(&key) {
            return Err(HeaderError::Twice { name: named() });
        }
        let mut value =
            HeaderValue::from_str(value).map_err(|_| HeaderError::Value { name: named() })?;
        // What guards a server is a secret as often as not.
        value.set_sensitive(true);
        self.0.insert(key, value);
        Ok(())
    }

    /// The form of the Infisical CLI (`INFISICAL_CUSTOM_HEADERS`): `Name=value`, separated by white
    /// space; quotes around a value that has blanks.
    ///
    /// # Errors
    /// What is wrong, in words for the one who configured it.
    pub fn parse(text: &str) -> Result<Self, HeaderError> {
        let mut all = Self::default();
        let mut rest = text.trim_start();
        while !rest.is_empty() {
            let (name, after) = rest.split_once('=').ok_or(HeaderError::Form)?;
            let quote = after.chars().next().filter(|first| matches!(first, '"' | '\''));
            let (value, after) = match quote {
                Some(quote) => after[1..].split_once(quote).ok_or(HeaderError::Form)?,
                None => after.split_once(char::is_whitespace).unwrap_or((after, "")),
            };
            if name.contains(char::is_whitespace) {
                // It may be a value, and is not for a message.
                return Err(HeaderError::Form);
            }
            all.add(name, value)?;
            rest = after.trim_start();
        }
        Ok(all)
    }

    pub(super) fn secrets(&self) -> Vec<Secret> {
        self.0.values().filter_map(|value| value.to_str().ok()).map(Secret::from).collect()
    }
}

impl fmt::Debug for Headers {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_set().entries(self.0.keys()).finish()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_form_of_the_command_line() {
        for (text, expected) in [
            ("", vec![]),
            ("A=b", vec![("a", "b")]),
            ("  A=b\n B-C=d==  ", vec![("a", "b"), ("b-c", "d==")]),
            ("A=\"b c\" D='e=\"f'", vec![("a", "b c"), ("d", "e=\"f")]),
            ("A= B=c", vec![("a", ""), ("b", "c")]),
        ] {
            let headers = Headers::parse(text).unwrap();
            let mut found: Vec<_> = headers.0.iter().collect();
            found.sort_by_key(|(name, _)| name.as_str());
            let found: Vec<_> = found
                .iter()
                .map(|(name, value)| (name.as_str(), value.to_str().unwrap()))
                .collect();
            assert_eq!(found, expected, "{text}");
        }
    }

    #[test]
    fn what_is_no_header_says_why_and_hides_the_value() {
        for (text, why) in [
            ("hunter2", "it is not of the form"),
            ("A=\"hunter2", "it is not of the form"),
            ("A=b hunter2 C=d", "it is not of the form"),
            ("Ü=hunter2", "`Ü` is no name"),
            ("=hunter2", "`` is no name"),
            ("A='hunter2\n'", "the value of `A` has"),
            ("Authorization=hunter2", "`Authorization` is set by the client itself"),
            ("USER-AGENT=hunter2", "`USER-AGENT` is set by the client itself"),
            ("A=b a=hunter2", "`a` is there twice"),
        ] {
            let said = Headers::parse(text).unwrap_err().to_string();
            assert!(said.contains(why) && !said.contains("hunter2"), "{text}: {said}");
        }
    }

    #[test]
    fn only_names_are_printed() {
        let shown = format!("{:?}", Headers::parse("CF-Access-Client-Secret=hunter2").unwrap());
        assert_eq!(shown, r#"{"cf-access-client-secret"}"#);
    }
}
