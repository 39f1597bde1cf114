//! `secret_reference`: the text by which one secret refers to another.
//!
//! Syntax: `INTERPOLATION_PATTERN_STRING` in `backend/src/services/secret-v2-bridge/secret-reference-fns.ts`.
//! Servers of 2024 take any text without a `}` for a reference.

use crate::{resources::secret::FAMILY, shared::FolderPath};
use tf_framework::{Function, FunctionError, Schema, Text};

/// Builds a reference to a secret, for the value of another one: `${prod.db.main.PASSWORD}`, or
/// `${PASSWORD}` for a secret of the same folder. The server puts the other secret's value in its place
/// wherever it expands references.
///
/// In a reference, environment, folders and name have nothing but letters without accents, digits, `-` and
/// `_`: today's servers leave everything else as it stands, and a dot separates.
#[derive(Debug, Clone, Default, PartialEq, Schema)]
#[schema(family = FAMILY)]
pub(crate) struct SecretReference {
    /// Slug of the environment; null for a secret of the same folder.
    environment: Option<String>,

    /// Path of the folder, such as `/db/main`, or `/` for the root folder, which null stands for as well.
    folder_path: Option<Text<FolderPath>>,

    /// Name of the secret.
    name: String,
}

impl Function for SecretReference {
    const NAME: &'static str = "secret_reference";
    type Output = String;

    fn call(self) -> Result<String, FunctionError> {
        let name = checked(&self.name, "name")?;
        let Some(environment) = &self.environment else {
            return match self.folder_path {
                None => Ok(format!("${{{name}}}")),
                Some(_) => Err(refused(
                    "A folder is one of an environment, so that this needs the environment, too. Both \
                     are null for a secret of the same folder.",
                    "folder_path",
                )),
            };
        };
        let mut parts = vec![checked(environment, "environment")?];
        let path = self.folder_path.as_ref().map(FolderPath::of).unwrap_or_default();
        parts.extend(path.split('/').filter(|folder| !folder.is_empty()));
        parts.push(name);
        Ok(format!("${{{}}}", parts.join(".")))
    }
}

impl SecretReference {
    /// Whether a text has a reference in it.
    pub(crate) fn is_in(text: &str) -> bool {
        text.match_indices("${").any(|(at, _)| {
            let rest = &text[at..];
            rest.find('}').is_some_and(|end| Self::parse(&rest[..=end]).is_some())
        })
    }

    /// Takes a reference apart; `None` for what is not one reference and nothing else.
    pub(super) fn parse(text: &str) -> Option<Self> {
        let inside = text.strip_prefix("${")?.strip_suffix('}')?;
        let mut parts: Vec<_> = inside.split('.').collect();
        if !parts.iter().all(|part| is_part(part)) {
            return None;
        }
        let name = parts.pop()?.to_owned();
        let Some((environment, folders)) = parts.split_first() else {
            return Some(Self { name, ..Self::default() });
        };
        Some(Self {
            environment: Some((*environment).to_owned()),
            folder_path: Some(format!("/{}", folders.join("/")).into()),
            name,
        })
    }
}

fn is_part(text: &str) -> bool {
    !text.is_empty()
        && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-_".contains(&byte))
}

fn checked<'a>(part: &'a str, parameter: &'static str) -> Result<&'a str, FunctionError> {
    if is_part(part) {
        return Ok(part);
    }
    let why = "A part of a reference has letters without accents, digits, `-` and `_` alone";
    Err(refused(format!("{why}, not {part:?}."), parameter))
}

fn refused(why: impl Into<String>, parameter: &'static str) -> FunctionError {
    FunctionError::new(why).at(parameter)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::{collection::vec, option, prelude::*};

    fn reference(environment: Option<&str>, path: Option<&str>, name: &str) -> SecretReference {
        SecretReference {
            environment: environment.map(str::to_owned),
            folder_path: path.map(Text::from),
            name: name.to_owned(),
        }
    }

    #[test]
    fn a_reference_names_environment_folders_and_secret() {
        for (environment, path, name, expected) in [
            (None, None, "A", "${A}"),
            (Some("dev"), None, "A", "${dev.A}"),
            (Some("dev"), Some("/"), "A", "${dev.A}"),
            (Some("my-env"), Some("/a"), "A_1", "${my-env.a.A_1}"),
            (Some("dev"), Some("/a/b-c/D/"), "A", "${dev.a.b-c.D.A}"),
            (Some("dev"), Some("a"), "A", "${dev.a.A}"),
        ] {
            assert_eq!(reference(environment, path, name).call().as_deref(), Ok(expected));
        }
    }

    #[test]
    fn what_is_no_reference_is_refused_where_it_is_wrong() {
        for (environment, path, name, blamed) in [
            (None, None, "", "name"),
            (None, None, "A.B", "name"),
            (Some("dev"), Some("/"), "A}", "name"),
            (Some("dev"), Some("/"), "Ä", "name"),
            (Some(""), Some("/"), "A", "environment"),
            (Some("de v"), Some("/"), "A", "environment"),
            (None, Some("/"), "A", "folder_path"),
        ] {
            let refused = reference(environment, path, name).call().unwrap_err();
            assert_eq!(refused, refused.clone().at(blamed), "{environment:?} {path:?} {name:?}");
        }
    }

    #[test]
    fn only_one_whole_reference_is_taken_apart() {
        for text in [
            "",
            "A",
            "${}",
            "${A",
            "${A}}",
            "${A} ",
            "${A}${B}",
            "x${A}",
            "${ A}",
            "${dev..A}",
            "${.A}",
        ] {
            assert_eq!(SecretReference::parse(text), None, "{text}");
        }
        for (text, has_one) in [("x${A}", true), ("${ A}${B}", true), ("$A ${} ${ü}", false)] {
            assert_eq!(SecretReference::is_in(text), has_one, "{text}");
        }
    }

    proptest! {
        #[test]
        fn taking_apart_undoes_building(
            place in option::of(("[a-z0-9-]{1,8}", vec("[A-Za-z0-9_-]{1,8}", 0..4))),
            name in "[A-Za-z0-9_-]{1,8}",
        ) {
            let (environment, folders) = place.unzip();
            let folder_path = folders.map(|folders| format!("/{}", folders.join("/")).into());
            let one = SecretReference { environment, folder_path, name };
            let built = one.clone().call().unwrap();
            prop_assert_eq!(SecretReference::parse(&built), Some(one));
        }
    }
}
