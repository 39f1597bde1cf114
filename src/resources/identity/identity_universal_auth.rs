//! `infisical_identity_universal_auth`: Universal Auth on a machine identity.
//!
//! API: `backend/src/server/routes/v1/identity-universal-auth-router.ts`.

use crate::shared::{Attached, AuthMethod, TrustedIp};
use infisical_client::Endpoint;
use tf_framework::{Computed, Schema, Unordered};

/// Attaches Universal Auth to a machine identity, so that a workload can log in with a client ID and a
/// client secret. Destroying the resource, or removing it from the configuration, revokes Universal
/// Auth with all its client secrets; the identity stays.
#[derive(Debug, Clone, Default, PartialEq, Schema)]
pub(crate) struct UniversalAuth {
    /// Client ID to log in with, beside a client secret. A new one at each attachment.
    #[attr(keep)]
    client_id: Computed<String>,

    /// IP addresses or CIDR ranges from which client secrets may be used; their order does not matter.
    /// The server's default is everywhere. Ranges other than `0.0.0.0/0` and `::/0` need a plan that
    /// includes IP allowlisting. Without it the value stays what it is on the server.
    #[attr(optional, keep, length = 1..)]
    client_secret_trusted_ips: Computed<Unordered<Vec<TrustedIp>>>,
}

/// Universal Auth attached to an identity.
pub(crate) type IdentityUniversalAuth = Attached<UniversalAuth>;

impl AuthMethod for UniversalAuth {
    const TYPE_NAME: &'static str = "infisical_identity_universal_auth";
    const TITLE: &'static str = "Universal Auth";
    const SLUG: &'static str = "universal-auth";
    const ENDPOINT: Endpoint =
        Endpoint::new("/api/v1/auth/universal-auth/identities/{}", "identityUniversalAuth")
            .gone_says(&["The identity does not have universal auth"]);
}
