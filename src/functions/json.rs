//! `json`: secrets as a JSON file.

use crate::resources::secret::FAMILY;
use std::collections::BTreeMap;
use tf_framework::{AttributeType as _, Function, FunctionError, Schema};

/// Writes secrets as one JSON object, on one line and sorted by name.
///
/// Unlike `jsonencode`, it writes `<`, `>` and `&` as they are, so that those who compare texts find a
/// password again.
#[derive(Debug, Clone, Default, PartialEq, Schema)]
#[schema(family = FAMILY)]
pub(crate) struct Json {
    /// The secrets, by name.
    secrets: BTreeMap<String, String>,
}

impl Function for Json {
    const NAME: &'static str = "json";
    type Output = String;

    fn call(self) -> Result<String, FunctionError> {
        Ok(self.secrets.to_json().unwrap_or_default().to_string())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::{collection::btree_map, prelude::*};

    proptest! {
        #[test]
        fn a_parser_reads_what_was_written(
            secrets in btree_map(any::<String>(), any::<String>(), 0..20)
        ) {
            let file = Json { secrets: secrets.clone() }.call().unwrap();
            prop_assert_eq!(serde_json::from_str::<BTreeMap<_, _>>(&file).unwrap(), secrets);
        }
    }

    #[test]
    fn the_object_is_sorted_and_escapes_what_json_must() {
        let secrets = [("b", "<\"\\\n\t ü>"), ("a.1", "&")];
        let secrets = secrets.map(|(name, value)| (name.to_owned(), value.to_owned())).into();
        let file = Json { secrets }.call().unwrap();
        assert_eq!(file, r#"{"a.1":"&","b":"<\"\\\n\t ü>"}"#);
    }
}
