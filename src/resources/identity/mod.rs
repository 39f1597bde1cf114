//! Machine identities, and the auth methods that they log in with.

#[expect(clippy::module_inception, reason = "a family's first resource has the family's name")]
mod identity;
mod identity_aws_auth;
mod identity_azure_auth;

pub(crate) use identity::{Identity, auth_methods};
pub(crate) use identity_aws_auth::IdentityAwsAuth;
pub(crate) use identity_azure_auth::IdentityAzureAuth;
