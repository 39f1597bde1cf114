//! Secrets, and what they are in.

#[expect(clippy::module_inception, reason = "a family's first resource has the family's name")]
mod secret;
mod secret_folder;
mod secret_import;

pub(crate) use secret::Secret;
pub(crate) use secret_folder::{SecretFolder, folders_in};
pub(crate) use secret_import::{SecretImport, resync};

/// What the registry shows the pages of this family under.
pub(crate) const FAMILY: &str = "Secrets";
