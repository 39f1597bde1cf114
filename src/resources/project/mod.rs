//! Projects, and what they have beside their secrets.

#[expect(clippy::module_inception, reason = "a family's first resource has the family's name")]
mod project;
mod project_environment;
mod project_identity;
mod secret_tag;

pub(crate) use project::{Project, no_project, one_project, project_of_slug, projects};
pub(crate) use project_environment::{ProjectEnvironment, environment_of_slug, no_environment};
pub(crate) use project_identity::ProjectIdentity;
pub(crate) use secret_tag::{SecretTag, tag_of_slug};

/// What the registry shows the pages of this family under.
pub(crate) const FAMILY: &str = "Projects";
