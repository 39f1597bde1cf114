//! `dotenv`: secrets as a dotenv file.

use crate::resources::secret::FAMILY;
use std::{collections::BTreeMap, fmt::Write as _};
use tf_framework::{Function, FunctionError, Schema};

/// Writes secrets as a dotenv file: a `NAME='value'` for each, sorted by name.
///
/// The dialect is that of POSIX shells, so that `set -a; . ./.env` reads each value as it is, byte for
/// byte: in single quotes nothing is special, be it a line break, a `#`, a `$`, a backslash or a blank,
/// and a single quote in a value is written `'\''`. What takes quotes for a part of the value, as Docker's
/// `--env-file` does, does not speak this dialect.
#[derive(Debug, Clone, Default, PartialEq, Schema)]
#[schema(family = FAMILY)]
pub(crate) struct Dotenv {
    /// The secrets, by name. A name must be one that a variable of a shell can have: letters without
    /// accents, digits and `_`, no digit first. A value must not hold a NUL character.
    secrets: BTreeMap<String, String>,
}

impl Function for Dotenv {
    const NAME: &'static str = "dotenv";
    type Output = String;

    fn call(self) -> Result<String, FunctionError> {
        let mut file = String::new();
        for (name, value) in &self.secrets {
            if !is_variable(name) {
                return Err(refused(format!(
                    "No variable of a dotenv file can be named {name:?}. A name has letters without \
                     accents, digits and `_`, and no digit first."
                )));
            }
            if value.contains('\0') {
                return Err(refused(format!(
                    "The value of `{name}` holds a NUL character, which no dotenv file can have."
                )));
            }
            let _ = writeln!(file, "{name}='{}'", value.replace('\'', r"'\''"));
        }
        Ok(file)
    }
}

fn is_variable(name: &str) -> bool {
    !name.starts_with(|first: char| first.is_ascii_digit())
        && !name.is_empty()
        && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_')
}

fn refused(why: String) -> FunctionError {
    FunctionError::new(why).at("secrets")
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::{collection::btree_map, prelude::*};
    use std::{
        io::Write as _,
        process::{Command, Stdio},
    };

    fn dotenv(secrets: &BTreeMap<String, String>) -> Result<String, FunctionError> {
        Dotenv { secrets: secrets.clone() }.call()
    }

    /// What a shell reads of a file: the values of these variables.
    fn read_by_a_shell(file: &str, names: impl Iterator<Item = String>) -> Vec<String> {
        let print = names.map(|name| format!("printf '%s\\0' \"${name}\"\n"));
        let script: String = std::iter::once(file.to_owned()).chain(print).collect();
        let mut shell = Command::new("sh")
            .arg("-eus")
            .env_clear()
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        shell.stdin.take().unwrap().write_all(script.as_bytes()).unwrap();
        let output = shell.wait_with_output().unwrap();
        assert!(output.status.success(), "{file}");
        let text = String::from_utf8(output.stdout).unwrap();
        text.split_terminator('\0').map(str::to_owned).collect()
    }

    /// What quoting can get wrong, and any other character but NUL.
    fn value() -> impl Strategy<Value = String> {
        prop_oneof![r#"[ \t\r\n'"`\\$#!=(){}&;|<>*?~a-z]{0,20}"#, "[^\0]{0,20}"]
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(64))]

        #[test]
        fn a_shell_reads_what_was_written(
            secrets in btree_map("[A-Za-z_][A-Za-z0-9_]{9,12}", value(), 0..20)
        ) {
            let file = dotenv(&secrets).unwrap();
            let read = read_by_a_shell(&file, secrets.keys().cloned());
            prop_assert_eq!(read, secrets.into_values().collect::<Vec<_>>());
        }
    }

    #[test]
    fn the_file_is_sorted_and_quoted() {
        let secrets = [("b", "it's $HOME\n"), ("A", ""), ("_1", " # ")];
        let secrets = secrets.map(|(name, value)| (name.to_owned(), value.to_owned())).into();
        assert_eq!(dotenv(&secrets).unwrap(), "A=''\n_1=' # '\nb='it'\\''s $HOME\n'\n");
        assert_eq!(dotenv(&BTreeMap::new()).unwrap(), "");
    }

    #[test]
    fn what_no_file_can_have_is_refused() {
        let names = ["", "1A", "A-B", "A.B", "A B", "A=B", "Ä", "A\n"].map(|name| (name, "x"));
        for (name, value) in names.into_iter().chain([("A", "hunter\0two")]) {
            let refused = dotenv(&[(name.to_owned(), value.to_owned())].into()).unwrap_err();
            assert_eq!(refused, refused.clone().at("secrets"), "{name:?}");
            assert!(!format!("{refused:?}").contains("hunter"), "{refused:?}");
        }
    }
}
