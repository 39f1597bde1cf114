//! Secrets, and what they are in.

mod secret_folder;

pub(crate) use secret_folder::{SecretFolder, folders_in};

/// What the registry shows the pages of this family under.
pub(crate) const FAMILY: &str = "Secrets";
