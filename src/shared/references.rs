//! References to other secrets that the server did not expand.

use super::quoted;
use crate::{Cx, functions::SecretReference};
use infisical_client::StoredSecret;
use tf_framework::Diagnostic;

/// Warns of the secrets in whose values a reference was left, although the server was asked to expand it.
pub(crate) fn warn_of_references<'a>(
    secrets: impl Iterator<Item = (&'a str, &'a StoredSecret)>,
    cx: &Cx<'_>,
) {
    let left = secrets.filter(|(_, secret)| {
        secret.value.as_ref().is_some_and(|value| SecretReference::is_in(value.expose()))
    });
    let names = quoted(left.map(|(name, _)| name));
    if names.is_empty() {
        return;
    }
    let detail = format!(
        "The server left references in {names}: there is no such secret, it is empty, or it refers back. \
         Where this is no reference but meant as it is, set `expand_secret_references = false`."
    );
    cx.warn(Diagnostic::warning("References not expanded", detail));
}
