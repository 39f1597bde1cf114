//! Everything that the provider offers: one line a thing.

use crate::{
    Infisical,
    resources::identity::{
        Identity, IdentityAlicloudAuth, IdentityAwsAuth, IdentityAzureAuth, IdentityGcpAuth,
        IdentityJwtAuth, IdentityKubernetesAuth, IdentityLdapAuth, IdentityOciAuth,
        IdentityOidcAuth, IdentitySpiffeAuth, IdentityTlsCertAuth, IdentityTokenAuth,
        IdentityTokenAuthToken, IdentityUniversalAuth, IdentityUniversalAuthClientSecret,
        ProjectScopedIdentity,
    },
};
use std::path::{Path, PathBuf};
use tf_framework::{Registry, docs};

/// Where the provider is published. It is the official provider's address, because this provider
/// stands in for it: neither HCL nor state has to change.
pub const ADDRESS: &str = "registry.terraform.io/infisical/infisical";

/// Everything that the provider offers.
pub(crate) fn registry() -> Registry<Infisical> {
    Registry::new()
        .resource::<Identity>()
        .resource::<IdentityAlicloudAuth>()
        .resource::<IdentityAwsAuth>()
        .resource::<IdentityAzureAuth>()
        .resource::<IdentityGcpAuth>()
        .resource::<IdentityJwtAuth>()
        .resource::<IdentityKubernetesAuth>()
        .resource::<IdentityLdapAuth>()
        .resource::<IdentityOciAuth>()
        .resource::<IdentityOidcAuth>()
        .resource::<IdentitySpiffeAuth>()
        .resource::<IdentityTlsCertAuth>()
        .resource::<IdentityTokenAuth>()
        .resource::<IdentityTokenAuthToken>()
        .resource::<IdentityUniversalAuth>()
        .resource::<IdentityUniversalAuthClientSecret>()
        .resource::<ProjectScopedIdentity>()
}

/// The registry's pages, as paths below `docs/` and their texts. `examples` is the folder of the
/// examples that they show.
///
/// # Errors
/// An example that is missing or cannot be read.
pub fn docs_pages(examples: &Path) -> std::io::Result<Vec<(PathBuf, String)>> {
    docs::pages("infisical", &registry(), &docs::Examples::new(examples))
}
