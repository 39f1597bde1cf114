//! What a project has beside its secrets.

mod project_identity;
mod secret_tag;

pub(crate) use project_identity::ProjectIdentity;
pub(crate) use secret_tag::{SecretTag, tag_of_slug};

/// What the registry shows the pages of this family under.
pub(crate) const FAMILY: &str = "Projects";
