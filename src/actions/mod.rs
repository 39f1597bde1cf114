//! What is done once, and leaves no object behind.

mod identity_token_auth_tokens_revoke;
mod identity_universal_auth_client_secret_revoke;
mod secret_import_resync;
mod secrets_move;

pub(crate) use identity_token_auth_tokens_revoke::IdentityTokenAuthTokensRevoke;
pub(crate) use identity_universal_auth_client_secret_revoke::IdentityUniversalAuthClientSecretRevoke;
pub(crate) use secret_import_resync::SecretImportResync;
pub(crate) use secrets_move::SecretsMove;
