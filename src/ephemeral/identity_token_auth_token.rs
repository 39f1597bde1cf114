//! `infisical_identity_token_auth_token`: a token of Token Auth for as long as Terraform runs.

use crate::{
    Cx, Infisical, Result,
    resources::identity::token::{make, revoke},
    shared::{Plain, Uuid},
};
use tf_framework::{Computed, Ephemeral, Opened, Schema, Sensitive, Text};

/// An access token of a machine identity with Token Auth, which is in no state. Terraform makes one in
/// every plan and in every apply, and revokes it when nothing needs it any more. It has the lifetime and
/// the limits of the identity's Token Auth.
#[derive(Debug, Clone, Default, PartialEq, Schema)]
pub(crate) struct IdentityTokenAuthToken {
    /// ID of the machine identity, which must have Token Auth.
    identity_id: Text<Uuid>,

    /// What the token is called, at most 255 characters.
    #[attr(length = 1..=255)]
    name: Option<Text<Plain>>,

    /// ID of the token.
    id: Computed<Text<Uuid>>,

    /// The access token.
    token: Computed<Sensitive<String>>,

    /// Lifetime in seconds; 0 means for ever.
    ttl: Computed<i64>,
}

impl Ephemeral<Infisical> for IdentityTokenAuthToken {
    const TYPE_NAME: &'static str = "infisical_identity_token_auth_token";

    /// The token's ID.
    type Lease = String;

    async fn open(config: Self, cx: &Cx<'_>) -> Result<Opened<Self, Self::Lease>> {
        let name = config.name.as_ref().map(Text::as_str);
        let made = make(config.identity_id.as_str(), name, cx).await?;
        let result = Self {
            id: Computed::Known(made.id.as_str().into()),
            token: Computed::Known(made.token.into()),
            ttl: Computed::Known(made.ttl),
            ..config
        };
        Ok(Opened { result, lease: made.id, renew_at: None })
    }

    async fn close(id: Self::Lease, cx: &Cx<'_>) -> Result<()> {
        revoke(&id, cx).await
    }
}
