//! What is only read. An auth method of an identity is read by the resource's own code.

mod identities;
mod identity;
mod identity_details;
mod project_environment;
mod projects;
mod projects_list;
mod secret_folders;
mod secret_metadata;
mod secret_tag;
mod secrets;

pub(crate) use identities::Identities;
pub(crate) use identity::Identity;
pub(crate) use identity_details::IdentityDetails;
pub(crate) use project_environment::ProjectEnvironment;
pub(crate) use projects::Projects;
pub(crate) use projects_list::ProjectsList;
pub(crate) use secret_folders::SecretFolders;
pub(crate) use secret_metadata::SecretMetadata;
pub(crate) use secret_tag::SecretTag;
pub(crate) use secrets::Secrets;
