//! What is only read. An auth method of an identity is read by the resource's own code.

mod identities;
mod identity;
mod identity_details;
mod secret_metadata;
mod secrets;

pub(crate) use identities::Identities;
pub(crate) use identity::Identity;
pub(crate) use identity_details::IdentityDetails;
pub(crate) use secret_metadata::SecretMetadata;
pub(crate) use secrets::Secrets;
