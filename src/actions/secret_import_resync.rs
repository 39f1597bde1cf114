//! `infisical_secret_import_resync`.

use crate::{Cx, Infisical, Result, resources::secret::resync, shared::Uuid};
use tf_framework::{Action, Progress, Schema, Text};

/// Copies the secrets of a secret import that replicates once more. Infisical lets people alone do this:
/// the provider needs the access token of a user.
#[derive(Debug, Clone, Default, PartialEq, Schema)]
pub(crate) struct SecretImportResync {
    /// ID of the secret import.
    secret_import_id: Text<Uuid>,
}

impl Action<Infisical> for SecretImportResync {
    const TYPE_NAME: &'static str = "infisical_secret_import_resync";

    async fn invoke(config: Self, cx: &Cx<'_>, progress: &Progress) -> Result<()> {
        let id = config.secret_import_id.as_str();
        resync(id, cx).await?;
        progress.say(format!("secret import {id} is being copied again")).await;
        Ok(())
    }
}
