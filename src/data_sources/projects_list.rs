//! `infisical_projects_list`: the projects that the identity is a member of.

use super::projects::{ProjectEnvironmentFacts, ProjectFacts, with_defaults};
use crate::{Cx, Infisical, Result, shared::ProjectFilter};
use serde_json::Value as Json;
use tf_framework::{ApiObject, Computed, DataSource, JsonMap, Schema};

/// Lists the projects that the identity is a member of.
#[derive(Debug, Clone, Default, PartialEq, Schema)]
pub(crate) struct ProjectsList {
    #[attr(flatten)]
    filter: ProjectFilter,

    /// The projects, sorted by name and slug.
    projects: Computed<Vec<Found>>,
}

/// A project.
#[derive(Debug, Clone, Default, PartialEq, Schema)]
pub(crate) struct Found {
    #[attr(flatten)]
    facts: ProjectFacts,

    /// Slug of the project.
    slug: Computed<String>,

    /// The environments of the project, in their order.
    environments: Computed<Vec<ProjectEnvironmentFacts>>,
}

impl DataSource<Infisical> for ProjectsList {
    const TYPE_NAME: &'static str = "infisical_projects_list";

    async fn read(config: Self, cx: &Cx<'_>) -> Result<Self> {
        let found = config.filter.find(cx).await?.into_iter();
        let found = found.map(|project| Json::Object(with_defaults(project))).collect();
        let answer = JsonMap::from_iter([("projects".to_owned(), Json::Array(found))]);
        Ok(config.absorb(&answer)?)
    }
}
