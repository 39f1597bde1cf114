//! `parse_secret_reference`: which secret a reference means.

use super::SecretReference;
use crate::resources::secret::FAMILY;
use tf_framework::{Function, FunctionError, Object, Schema};

/// Takes a reference to a secret apart: `${prod.db.main.PASSWORD}` is the secret `PASSWORD` in the folder
/// `/db/main` of the environment `prod`. In `${PASSWORD}`, a secret of the same folder, environment and
/// folder are null.
#[derive(Debug, Clone, Default, PartialEq, Schema)]
#[schema(family = FAMILY)]
pub(crate) struct ParseSecretReference {
    /// The reference, with nothing around it.
    reference: String,
}

impl Function for ParseSecretReference {
    const NAME: &'static str = "parse_secret_reference";
    type Output = Object<SecretReference>;

    fn call(self) -> Result<Object<SecretReference>, FunctionError> {
        SecretReference::parse(&self.reference).map(Object::from).ok_or_else(|| {
            let why = "This is no reference to a secret such as `${PASSWORD}` or \
                       `${prod.db.main.PASSWORD}`, whose parts have letters without accents, digits, `-` \
                       and `_` alone.";
            FunctionError::new(why).at("reference")
        })
    }
}
