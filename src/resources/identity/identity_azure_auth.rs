//! `infisical_identity_azure_auth`: Azure Auth on a machine identity.
//!
//! API: `backend/src/server/routes/v1/identity-azure-auth-router.ts`.

use crate::shared::{Attached, AuthMethod, CommaList, Trimmed};
use infisical_client::Endpoint;
use tf_framework::{Computed, Schema, Text, Unordered};

/// Attaches Azure Auth to a machine identity, so that a workload can log in with its Microsoft Entra
/// token. Destroying the resource, or removing it from the configuration, revokes Azure Auth; the
/// identity stays.
#[derive(Debug, Clone, Default, PartialEq, Schema)]
pub(crate) struct AzureAuth {
    /// [Tenant ID](https://learn.microsoft.com/entra/fundamentals/how-to-find-tenant) of the
    /// Microsoft Entra organization, at most 255 characters.
    #[attr(length = 1..=255)]
    tenant_id: Text<Trimmed>,

    /// Resource URL of the application registered in Entra, at most 255 characters. The `aud` claim of
    /// the token that logs in must equal it; a value with a trailing slash also takes a token without
    /// one, which is why the slash is kept as it is written.
    #[attr(api = "resource", default = "https://management.azure.com", length = 1..=255)]
    resource_url: Text<Trimmed>,

    /// Object IDs of the service principals that may log in; their order does not matter. An empty
    /// list admits every service principal of the tenant, which is the server's default. The list,
    /// joined with `, `, has at most 2048 characters (255 on servers up to 2024). Without it the value stays what it is on the
    /// server.
    #[attr(optional, keep)]
    allowed_service_principal_ids: Computed<Unordered<CommaList<2048>>>,
}

/// Azure Auth attached to an identity.
pub(crate) type IdentityAzureAuth = Attached<AzureAuth>;

impl AuthMethod for AzureAuth {
    const TYPE_NAME: &'static str = "infisical_identity_azure_auth";
    const TITLE: &'static str = "Azure Auth";
    const SLUG: &'static str = "azure-auth";
    const ENDPOINT: Endpoint =
        Endpoint::new("/api/v1/auth/azure-auth/identities/{}", "identityAzureAuth").gone_says(&[
            "The identity does not have Azure Auth attached", // GET
            "The identity does not have azure auth",          // DELETE
        ]);
}
