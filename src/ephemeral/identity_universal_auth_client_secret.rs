//! `infisical_identity_universal_auth_client_secret`: a client secret for as long as Terraform runs.

use crate::{
    Cx, Infisical, Result,
    resources::identity::client_secret::{LONGEST, Limits, client_id, make, revoke},
    shared::{Plain, Uuid},
};
use tf_framework::{ApiObject, Computed, Ephemeral, Opened, Schema, Sensitive, Text};

/// A client secret of a machine identity with Universal Auth, which is in no state. Terraform makes one
/// in every plan and in every apply, and revokes it when nothing needs it any more. A `ttl` bounds the
/// life of one whose Terraform was killed.
#[derive(Debug, Clone, Default, PartialEq, Schema)]
pub(crate) struct IdentityUniversalAuthClientSecret {
    /// ID of the machine identity, which must have Universal Auth.
    identity_id: Text<Uuid>,

    /// What the client secret is for, at most 255 characters.
    #[attr(length = 1..=255)]
    description: Option<Text<Plain>>,

    /// How many times it may log in; 0 means without limit, which is the server's default.
    #[attr(optional, range = 0.., api = "clientSecretNumUsesLimit")]
    number_of_uses_limit: Computed<i64>,

    /// Lifetime in seconds, at most 315360000; 0 means for ever, which is the server's default.
    #[attr(optional, range = 0..=LONGEST, api = "clientSecretTTL")]
    ttl: Computed<i64>,

    /// ID of the client secret.
    id: Computed<Text<Uuid>>,

    /// Client ID to log in with, beside the client secret.
    client_id: Computed<String>,

    /// The client secret.
    client_secret: Computed<Sensitive<String>>,

    /// When it was made.
    created_at: Computed<String>,
}

impl Ephemeral<Infisical> for IdentityUniversalAuthClientSecret {
    const TYPE_NAME: &'static str = "infisical_identity_universal_auth_client_secret";

    /// The identity, and the client secret's ID.
    type Lease = (String, String);

    async fn open(config: Self, cx: &Cx<'_>) -> Result<Opened<Self, Self::Lease>> {
        let identity_id = config.identity_id.as_str().to_owned();
        // Before the secret, so that no failure leaves one behind.
        let client_id = client_id(&identity_id, cx).await?;
        let limits = Limits {
            number_of_uses: config.number_of_uses_limit.known().copied(),
            ttl: config.ttl.known().copied(),
        };
        let description = config.description.as_ref().map(Text::as_str);
        let mut made = make(&identity_id, description, limits, cx).await?;
        made.remove("description");
        let client_id = client_id.map_or(Computed::Unknown, Computed::Known);
        let result = Self { client_id, ..config }.absorb(&made)?;
        let id = result.id.known().map(Text::as_str).unwrap_or_default().to_owned();
        Ok(Opened { result, lease: (identity_id, id), renew_at: None })
    }

    async fn close((identity_id, id): Self::Lease, cx: &Cx<'_>) -> Result<()> {
        revoke(&identity_id, &id, cx).await
    }
}
