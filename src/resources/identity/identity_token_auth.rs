//! `infisical_identity_token_auth`: Token Auth on a machine identity.
//!
//! API: `backend/src/server/routes/v1/identity-token-auth-router.ts`.

use crate::shared::{Attached, AuthMethod};
use infisical_client::Endpoint;
use tf_framework::Schema;

/// Attaches Token Auth to a machine identity, so that access tokens can be made for it. Destroying the
/// resource, or removing it from the configuration, revokes Token Auth with all its tokens; the identity
/// stays.
#[derive(Debug, Clone, Default, PartialEq, Schema)]
pub(crate) struct TokenAuth {}

/// Token Auth attached to an identity.
pub(crate) type IdentityTokenAuth = Attached<TokenAuth>;

impl AuthMethod for TokenAuth {
    const TYPE_NAME: &'static str = "infisical_identity_token_auth";
    const TITLE: &'static str = "Token Auth";
    const SLUG: &'static str = "token-auth";
    const ENDPOINT: Endpoint =
        Endpoint::new("/api/v1/auth/token-auth/identities/{}", "identityTokenAuth").gone_says(&[
            "The identity does not have Token Auth attached", // GET
            "The identity does not have Token Auth",          // DELETE
        ]);
}
