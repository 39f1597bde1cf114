//! `infisical_identity_gcp_auth`: GCP Auth on a machine identity.
//!
//! API: `backend/src/server/routes/v1/identity-gcp-auth-router.ts`.

use crate::shared::{Attached, AuthMethod, CommaList};
use infisical_client::Endpoint;
use tf_framework::{Computed, Schema, Unordered};

/// Attaches GCP Auth to a machine identity, so that a workload can log in with the ID token of its
/// Google Cloud instance or service account. Destroying the resource, or removing it from the
/// configuration, revokes GCP Auth; the identity stays.
#[derive(Debug, Clone, Default, PartialEq, Schema)]
pub(crate) struct GcpAuth {
    /// What logs in: `gce`, an instance with the ID token of its metadata service, or `iam`, a service
    /// account with a token that it signed.
    #[attr(default = "gce", one_of = ["gce", "iam"])]
    r#type: String,

    /// E-mail addresses of the service accounts that may log in; their order does not matter. An empty
    /// list admits every service account, which is the server's default. The list, joined with `, `,
    /// has at most 5000 characters (255 on servers up to 2024). Without it the value stays what it is
    /// on the server.
    #[attr(optional, keep, api = "allowedServiceAccounts")]
    allowed_service_account_emails: Computed<Unordered<CommaList<5000>>>,

    /// IDs of the projects whose instances may log in, for `gce` only; their order does not matter. An
    /// empty list admits every project, which is the server's default. The list, joined with `, `, has
    /// at most 2500 characters (255 on servers up to 2024). Without it the value stays what it is on the
    /// server.
    #[attr(optional, keep)]
    allowed_projects: Computed<Unordered<CommaList<2500>>>,

    /// Zones whose instances may log in, such as `us-west2-a`, for `gce` only; their order does not
    /// matter. An empty list admits every zone, which is the server's default. The list, joined with
    /// `, `, has at most 2500 characters (255 on servers up to 2024). Without it the value stays what it
    /// is on the server.
    #[attr(optional, keep)]
    allowed_zones: Computed<Unordered<CommaList<2500>>>,
}

/// GCP Auth attached to an identity.
pub(crate) type IdentityGcpAuth = Attached<GcpAuth>;

impl AuthMethod for GcpAuth {
    const TYPE_NAME: &'static str = "infisical_identity_gcp_auth";
    const TITLE: &'static str = "GCP Auth";
    const SLUG: &'static str = "gcp-auth";
    const ENDPOINT: Endpoint =
        Endpoint::new("/api/v1/auth/gcp-auth/identities/{}", "identityGcpAuth").gone_says(&[
            "The identity does not have GCP Auth attached", // GET
            "The identity does not have gcp auth",          // DELETE
        ]);
}
