//! What the provider block made of this process.

use super::Server;
use crate::{Diagnostic, Provider};
use std::sync::{Arc, PoisonError};
use tf_protocol::AttributePath;

/// What the provider block made of this process.
pub(super) enum Connection<P: Provider> {
    /// There was none yet: `terraform validate`.
    None,
    /// It holds unknowns, at these attributes.
    Unknown(Vec<AttributePath>),
    /// A client.
    Ready(Arc<P::Client>),
}

impl<P: Provider> Server<P> {
    /// The client, or why there is none.
    pub(super) fn client(&self) -> Result<Arc<P::Client>, Diagnostic> {
        match &*self.connection.read().unwrap_or_else(PoisonError::into_inner) {
            Connection::Ready(client) => Ok(Arc::clone(client)),
            Connection::Unknown(paths) => Err(unknown_provider(paths)),
            Connection::None => Err(Diagnostic::bug(
                "Provider not configured",
                "Terraform asked for an operation before it configured the provider.",
            )),
        }
    }

    /// Why nothing can be asked, where the provider block is not known yet.
    pub(super) fn waits_for_provider(&self) -> Option<Diagnostic> {
        match &*self.connection.read().unwrap_or_else(PoisonError::into_inner) {
            Connection::Unknown(paths) => Some(unknown_provider(paths)),
            Connection::Ready(_) | Connection::None => None,
        }
    }
}

/// The provider block is not known yet, so nothing can be asked.
fn unknown_provider(paths: &[AttributePath]) -> Diagnostic {
    let names: Vec<_> = paths.iter().map(|path| format!("`{path}`")).collect();
    Diagnostic::error(
        "Provider configuration not known yet",
        format!(
            "{} of the provider block will only be known after apply, so nothing was sent \
             anywhere. Apply what it depends on first (`terraform apply -target=...`), or give it \
             as a variable.",
            names.join(" and ")
        ),
    )
    .at(paths.first().cloned().unwrap_or_default())
}
