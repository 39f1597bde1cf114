//! What a provider is to this framework.

use crate::{Block, Diagnostic, Diagnostics, Registry, Schema};
use std::{
    future::Future,
    sync::{Mutex, PoisonError},
};
use tokio_util::sync::CancellationToken;

/// A provider: its block, its client, and what it offers.
pub trait Provider: Send + Sync + Sized + 'static {
    /// The provider block.
    type Config: Schema + Send;
    /// What resources call.
    type Client: Send + Sync + 'static;
    /// What resources fail with.
    type Error: From<Diagnostic> + Send + 'static;

    /// Everything that it offers, one line each.
    fn registry(&self) -> Registry<Self>;

    /// Makes a client of a provider block in which everything is known. A block that holds an
    /// unknown never comes here: nothing may be sent anywhere on a guess.
    fn configure(
        &self,
        config: Self::Config,
        setup: &Setup,
    ) -> impl Future<Output = Result<Self::Client, Diagnostics>> + Send;

    /// What a practitioner reads about a failure. `block` knows which attribute a member of the
    /// API's JSON maps to; see [`Block::locate`].
    fn diagnose(error: Self::Error, block: &Block) -> Diagnostics;

    /// What the client has to tell the practitioner that no operation failed for, such as where the
    /// time goes. Asked at the end of each operation, whose answer carries it: each thing once.
    fn notices(client: &Self::Client) -> Diagnostics {
        let _ = client;
        Diagnostics::default()
    }
}

/// What [`Provider::configure`] gets beside the block.
#[derive(Debug)]
pub struct Setup {
    /// The version of Terraform or `OpenTofu` that runs the provider.
    pub terraform_version: String,
    /// Cancelled at the first interrupt.
    pub cancelled: CancellationToken,
    warnings: Mutex<Diagnostics>,
}

impl Setup {
    /// A set-up without warnings.
    #[must_use]
    pub fn new(terraform_version: String, cancelled: CancellationToken) -> Self {
        Self { terraform_version, cancelled, warnings: Mutex::default() }
    }

    /// Something for the practitioner to know.
    pub fn warn(&self, warning: Diagnostic) {
        self.warnings.lock().unwrap_or_else(PoisonError::into_inner).push(warning);
    }

    pub(crate) fn into_warnings(self) -> Diagnostics {
        self.warnings.into_inner().unwrap_or_else(PoisonError::into_inner)
    }
}
