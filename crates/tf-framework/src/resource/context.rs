//! What one operation gets, and what it leaves behind.

use super::Private;
use crate::{Diagnostic, Diagnostics, Provider, Schema};
use serde::{Serialize, de::DeserializeOwned};
use std::sync::{Mutex, MutexGuard, PoisonError};
use tf_protocol::Value;
use tokio_util::sync::CancellationToken;

/// What one operation gets.
pub struct Cx<'a, P: Provider> {
    /// The configured client.
    pub api: &'a P::Client,
    scope: &'a Scope,
}

/// What outlives an operation that panics or is given up.
#[derive(Default)]
pub(crate) struct Scope {
    kept: Mutex<Kept>,
    pub(crate) cancelled: CancellationToken,
}

/// What an operation left behind.
#[derive(Default)]
pub(crate) struct Kept {
    pub(crate) saved: Option<Value>,
    pub(crate) warnings: Diagnostics,
    pub(crate) private: Private,
}

impl Scope {
    pub(crate) fn new(private: Private, cancelled: CancellationToken) -> Self {
        let kept = Kept { private, ..Kept::default() };
        Self { kept: Mutex::new(kept), cancelled }
    }

    fn kept(&self) -> MutexGuard<'_, Kept> {
        self.kept.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// What the operation left behind, with what the client has to say.
    pub(crate) fn into_kept<P: Provider>(self, client: &P::Client) -> Kept {
        let mut kept = self.kept.into_inner().unwrap_or_else(PoisonError::into_inner);
        kept.warnings.extend(P::notices(client));
        kept
    }
}

impl<'a, P: Provider> Cx<'a, P> {
    pub(crate) fn new(api: &'a P::Client, scope: &'a Scope) -> Self {
        Self { api, scope }
    }

    /// Remembers what exists by now: it is what state holds if a later step fails.
    pub fn save(&self, resource: &impl Schema) {
        let saved = resource.to_value();
        self.scope.kept().saved = Some(saved);
    }

    /// Something for the practitioner to know.
    pub fn warn(&self, warning: Diagnostic) {
        self.scope.kept().warnings.push(warning);
    }

    /// Cancelled at the first interrupt, and when the operation's time is up. What waits should stop;
    /// what is being written should be finished.
    #[must_use]
    pub fn cancelled(&self) -> &CancellationToken {
        &self.scope.cancelled
    }

    /// What the resource kept for itself under `key`.
    ///
    /// # Errors
    /// Something else is kept there.
    pub fn private<T: DeserializeOwned>(&self, key: &str) -> Result<Option<T>, Diagnostic> {
        self.scope.kept().private.get(key)
    }

    /// Keeps `value` under `key`, beside the state, where neither practitioner nor plan sees it.
    /// Terraform stores it as it stores state: it is no place for a secret.
    ///
    /// # Errors
    /// A value that has no JSON, or a key that begins with a dot.
    pub fn set_private<T: Serialize>(&self, key: &str, value: &T) -> Result<(), Diagnostic> {
        self.scope.kept().private.set(key, value)
    }

    /// Keeps nothing under `key` any more.
    pub fn remove_private(&self, key: &str) {
        self.scope.kept().private.remove(key);
    }
}
