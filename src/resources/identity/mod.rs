//! Machine identities, and the auth methods that they log in with.

#[expect(clippy::module_inception, reason = "a family's first resource has the family's name")]
mod identity;
mod identity_alicloud_auth;
mod identity_aws_auth;
mod identity_azure_auth;
mod identity_gcp_auth;
mod identity_jwt_auth;
mod identity_kubernetes_auth;
mod identity_ldap_auth;
mod identity_oci_auth;
mod identity_oidc_auth;
mod identity_spiffe_auth;
mod identity_tls_cert_auth;
mod identity_token_auth;
mod identity_token_auth_token;
mod identity_universal_auth;
mod identity_universal_auth_client_secret;
mod project_scoped_identity;

pub(crate) use identity::{
    Identity, auth_methods, one_identity, organization_identities, take_auth_methods,
};
pub(crate) use identity_alicloud_auth::IdentityAlicloudAuth;
pub(crate) use identity_aws_auth::IdentityAwsAuth;
pub(crate) use identity_azure_auth::IdentityAzureAuth;
pub(crate) use identity_gcp_auth::IdentityGcpAuth;
pub(crate) use identity_jwt_auth::IdentityJwtAuth;
pub(crate) use identity_kubernetes_auth::IdentityKubernetesAuth;
pub(crate) use identity_ldap_auth::IdentityLdapAuth;
pub(crate) use identity_oci_auth::IdentityOciAuth;
pub(crate) use identity_oidc_auth::IdentityOidcAuth;
pub(crate) use identity_spiffe_auth::IdentitySpiffeAuth;
pub(crate) use identity_tls_cert_auth::IdentityTlsCertAuth;
pub(crate) use identity_token_auth::IdentityTokenAuth;
pub(crate) use identity_token_auth_token::IdentityTokenAuthToken;
pub(crate) use identity_universal_auth::IdentityUniversalAuth;
pub(crate) use identity_universal_auth_client_secret::IdentityUniversalAuthClientSecret;
pub(crate) use project_scoped_identity::ProjectScopedIdentity;

/// What the registry shows the pages of this family under.
pub(crate) const FAMILY: &str = "Machine Identities";

/// Client secrets, also for what is no managed resource.
pub(crate) mod client_secret {
    pub(crate) use super::identity_universal_auth_client_secret::{
        LONGEST, Limits, client_id, make, revoke,
    };
}

/// The tokens of Token Auth, likewise.
pub(crate) mod token {
    pub(crate) use super::identity_token_auth_token::{is_live, make, revoke, tokens};
}
