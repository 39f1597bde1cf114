//! Where secrets are: folders, as the server names and spells them.
//!
//! API: `isValidFolderName` of `backend/src/lib/validator`, `prefixWithSlash` and `removeTrailingSlash`
//! of `backend/src/lib/fn`. The routes of secret imports do not add the slash in front.

use tf_framework::{Text, TextType};

/// The longest name that the server stores.
const LONGEST: usize = 255;

/// The name of a folder.
pub(crate) struct FolderName;

impl TextType for FolderName {
    const INVALID: &'static str = "Invalid folder name";

    fn check(text: &str) -> Result<(), String> {
        let letter = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'-' || byte == b'_';
        if text.is_empty() || !text.bytes().all(letter) {
            Err(format!("`{text}` is no name of a folder: letters, digits, `-` and `_`."))
        } else if text.len() > LONGEST {
            Err(format!("`{text}` has more than {LONGEST} characters."))
        } else {
            Ok(())
        }
    }
}

/// The path of a folder. A slash in front and one at the end make no difference; `/` is the root of an
/// environment.
pub(crate) struct FolderPath;

impl FolderPath {
    /// The names in a path, from the root on.
    fn names(path: &str) -> impl Iterator<Item = &str> {
        path.split('/').filter(|name| !name.is_empty())
    }

    /// A path as the server spells it.
    #[must_use]
    pub(crate) fn spelled(path: &str) -> String {
        let names: Vec<_> = Self::names(path).collect();
        format!("/{}", names.join("/"))
    }

    /// The path of the folder with this name in the one at `path`.
    #[must_use]
    pub(crate) fn join(path: &str, name: &str) -> String {
        Self::spelled(&format!("{path}/{name}"))
    }

    /// The path of the folder that the one at `path` is in, and its name there; none of the root.
    #[must_use]
    pub(crate) fn split(path: &str) -> Option<(String, String)> {
        let spelled = Self::spelled(path);
        let (parent, name) = spelled.rsplit_once('/')?;
        (!name.is_empty()).then(|| (Self::spelled(parent), name.to_owned()))
    }

    /// The path of an attribute, as the server spells it.
    #[must_use]
    pub(crate) fn of(text: &Text<Self>) -> String {
        Self::spelled(text.as_str())
    }
}

impl TextType for FolderPath {
    const INVALID: &'static str = "Invalid folder path";

    fn check(text: &str) -> Result<(), String> {
        if text.contains("//") {
            return Err(format!("`{text}` has two slashes with nothing between them."));
        }
        Self::names(text).try_for_each(FolderName::check)
    }

    fn same(one: &str, other: &str) -> bool {
        Self::names(one).eq(Self::names(other))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_has_no_slash_and_no_blank() {
        for (text, valid) in [
            ("a", true),
            ("A-b_1", true),
            ("", false),
            ("a b", false),
            ("a/b", false),
            ("é", false),
        ] {
            assert_eq!(FolderName::check(text).is_ok(), valid, "{text}");
        }
        assert!(FolderName::check(&"a".repeat(256)).is_err());
    }

    #[test]
    fn slashes_around_a_path_make_no_difference() {
        for path in ["a/b", "/a/b", "a/b/", "/a/b/"] {
            assert!(FolderPath::same(path, "/a/b"), "{path}");
            assert!(FolderPath::check(path).is_ok(), "{path}");
            assert_eq!(FolderPath::spelled(path), "/a/b");
        }
        assert!(FolderPath::same("", "/"));
        assert!(!FolderPath::same("/a", "/b"));
        assert!(FolderPath::check("/a//b").is_err());
        assert!(FolderPath::check("/a b").is_err());
    }

    #[test]
    fn a_path_is_a_parent_and_a_name() {
        assert_eq!(FolderPath::split("/a/b/"), Some(("/a".into(), "b".into())));
        assert_eq!(FolderPath::split("a"), Some(("/".into(), "a".into())));
        assert_eq!(FolderPath::split("/"), None);
        assert_eq!(FolderPath::join("/", "a"), "/a");
        assert_eq!(FolderPath::join("/a/", "b"), "/a/b");
    }
}
