//! `infisical_identity_token_auth_tokens_revoke`.

use crate::{
    Cx, Infisical, Result,
    resources::identity::token::{is_live, revoke, tokens},
    shared::{Uuid, text},
};
use tf_framework::{Action, Progress, Schema, Text};

/// Revokes all tokens of a machine identity's Token Auth, whoever made them. The server lists the two
/// hundred that changed last, revoked ones among them; older ones are beyond reach.
#[derive(Debug, Clone, Default, PartialEq, Schema)]
pub(crate) struct IdentityTokenAuthTokensRevoke {
    /// ID of the machine identity.
    identity_id: Text<Uuid>,
}

impl Action<Infisical> for IdentityTokenAuthTokensRevoke {
    const TYPE_NAME: &'static str = "infisical_identity_token_auth_tokens_revoke";

    async fn invoke(config: Self, cx: &Cx<'_>, progress: &Progress) -> Result<()> {
        let all = tokens(config.identity_id.as_str(), cx).await?;
        for id in all.iter().filter(|token| is_live(token)).filter_map(|token| text(token, "id")) {
            revoke(id, cx).await?;
            progress.say(format!("token {id} is revoked")).await;
        }
        Ok(())
    }
}
