//! `infisical_project_environment`: an environment of a project, by its slug.

use crate::{
    Cx, Infisical, Result,
    resources::project::{environment_of_slug, no_environment},
    shared::{Slug, Trimmed, Uuid},
};
use tf_framework::{ApiObject, AttributePath, Computed, DataSource, Schema, Text};

/// Reads an environment of a project, by its slug.
#[derive(Debug, Clone, Default, PartialEq, Schema)]
pub(crate) struct ProjectEnvironment {
    /// ID of the project.
    project_id: Text<Trimmed>,

    /// Slug of the environment.
    slug: Text<Slug>,

    /// ID of the environment.
    id: Computed<Text<Uuid>>,

    /// Name of the environment.
    name: Computed<String>,
}

impl DataSource<Infisical> for ProjectEnvironment {
    const TYPE_NAME: &'static str = "infisical_project_environment";

    async fn read(config: Self, cx: &Cx<'_>) -> Result<Self> {
        let slug = config.slug.as_str();
        match environment_of_slug(config.project_id.as_str(), slug, cx).await? {
            Some(found) => Ok(config.absorb(&found)?),
            None => Err(no_environment(slug).at(AttributePath::root("slug")).into()),
        }
    }
}
