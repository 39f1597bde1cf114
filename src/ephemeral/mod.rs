//! What is there while Terraform runs, and in no state.

mod identity_access_token;
mod identity_token_auth_token;
mod identity_universal_auth_client_secret;
mod secret;
mod secrets;

pub(crate) use identity_access_token::IdentityAccessToken;
pub(crate) use identity_token_auth_token::IdentityTokenAuthToken;
pub(crate) use identity_universal_auth_client_secret::IdentityUniversalAuthClientSecret;
pub(crate) use secret::Secret;
pub(crate) use secrets::Secrets;
