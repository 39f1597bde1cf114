//! Everything that the provider offers: one line a thing.

use crate::{
    Infisical, actions, data_sources, ephemeral, functions,
    resources::{
        identity::{
            Identity, IdentityAlicloudAuth, IdentityAwsAuth, IdentityAzureAuth, IdentityGcpAuth,
            IdentityJwtAuth, IdentityKubernetesAuth, IdentityLdapAuth, IdentityOciAuth,
            IdentityOidcAuth, IdentitySpiffeAuth, IdentityTlsCertAuth, IdentityTokenAuth,
            IdentityTokenAuthToken, IdentityUniversalAuth, IdentityUniversalAuthClientSecret,
            ProjectScopedIdentity,
        },
        project::{Project, ProjectEnvironment, ProjectIdentity, SecretTag},
        secret::{Secret, SecretFolder, SecretImport},
    },
};
use std::path::{Path, PathBuf};
use tf_framework::{Registry, docs};

/// Where the provider is published. It is the official provider's address, because this provider
/// stands in for it: neither HCL nor state has to change.
pub const ADDRESS: &str = "registry.terraform.io/infisical/infisical";

/// Everything that the provider offers.
pub(crate) fn registry() -> Registry<Infisical> {
    auth_methods()
        .resource::<Identity>()
        .list::<Identity>()
        .resource::<Project>()
        .list::<Project>()
        .resource::<ProjectEnvironment>()
        .list::<ProjectEnvironment>()
        .resource::<IdentityTokenAuthToken>()
        .resource::<IdentityUniversalAuthClientSecret>()
        .resource::<ProjectScopedIdentity>()
        .list::<ProjectScopedIdentity>()
        .resource::<ProjectIdentity>()
        .lookup::<ProjectIdentity>()
        .list::<ProjectIdentity>()
        .resource::<SecretTag>()
        .list::<SecretTag>()
        .resource::<SecretFolder>()
        .list::<SecretFolder>()
        .resource::<Secret>()
        .list::<Secret>()
        .resource::<SecretImport>()
        .data_source::<data_sources::Identities>()
        .data_source::<data_sources::Identity>()
        .data_source::<data_sources::IdentityDetails>()
        .data_source::<data_sources::ProjectEnvironment>()
        .data_source::<data_sources::Projects>()
        .data_source::<data_sources::ProjectsList>()
        .data_source::<data_sources::SecretMetadata>()
        .data_source::<data_sources::Secrets>()
        .data_source::<data_sources::SecretFolders>()
        .data_source::<data_sources::SecretTag>()
        .ephemeral::<ephemeral::IdentityAccessToken>()
        .ephemeral::<ephemeral::IdentityTokenAuthToken>()
        .ephemeral::<ephemeral::IdentityUniversalAuthClientSecret>()
        .ephemeral::<ephemeral::Secret>()
        .ephemeral::<ephemeral::Secrets>()
        .function::<functions::Dotenv>()
        .function::<functions::Json>()
        .function::<functions::ParseSecretReference>()
        .function::<functions::SecretReference>()
        .action::<actions::IdentityTokenAuthTokensRevoke>()
        .action::<actions::IdentityUniversalAuthClientSecretRevoke>()
        .action::<actions::SecretImportResync>()
        .action::<actions::SecretsMove>()
}

/// Each auth method of an identity: to attach it, to read it, and to find who has it.
fn auth_methods() -> Registry<Infisical> {
    macro_rules! each {
        ($($method:ty,)*) => {
            Registry::new()$(.resource::<$method>().lookup::<$method>().list::<$method>())*
        };
    }
    each![
        IdentityAlicloudAuth,
        IdentityAwsAuth,
        IdentityAzureAuth,
        IdentityGcpAuth,
        IdentityJwtAuth,
        IdentityKubernetesAuth,
        IdentityLdapAuth,
        IdentityOciAuth,
        IdentityOidcAuth,
        IdentitySpiffeAuth,
        IdentityTlsCertAuth,
        IdentityTokenAuth,
        IdentityUniversalAuth,
    ]
}

/// The registry's pages, as paths below `docs/` and their texts. `examples` is the folder of the
/// examples that they show.
///
/// # Errors
/// An example that is missing or cannot be read.
pub fn docs_pages(examples: &Path) -> std::io::Result<Vec<(PathBuf, String)>> {
    docs::pages("infisical", &registry(), &docs::Examples::new(examples))
}
