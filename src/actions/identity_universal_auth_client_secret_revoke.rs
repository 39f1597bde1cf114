//! `infisical_identity_universal_auth_client_secret_revoke`.

use crate::{Cx, Infisical, Result, resources::identity::client_secret::revoke, shared::Uuid};
use tf_framework::{Action, Progress, Schema, Text};

/// Revokes a client secret of a machine identity, whoever made it. One that is revoked already is no
/// error.
#[derive(Debug, Clone, Default, PartialEq, Schema)]
pub(crate) struct IdentityUniversalAuthClientSecretRevoke {
    /// ID of the machine identity.
    identity_id: Text<Uuid>,

    /// ID of the client secret.
    client_secret_id: Text<Uuid>,
}

impl Action<Infisical> for IdentityUniversalAuthClientSecretRevoke {
    const TYPE_NAME: &'static str = "infisical_identity_universal_auth_client_secret_revoke";

    async fn invoke(config: Self, cx: &Cx<'_>, progress: &Progress) -> Result<()> {
        let id = config.client_secret_id.as_str();
        revoke(config.identity_id.as_str(), id, cx).await?;
        progress.say(format!("client secret {id} is revoked")).await;
        Ok(())
    }
}
