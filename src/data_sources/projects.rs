//! `infisical_projects`: a project, by its slug.

use crate::{
    Cx, Infisical, Result,
    resources::project::{no_project, project_of_slug},
    shared::{Uuid, text},
};
use serde_json::{Value as Json, json};
use std::collections::BTreeMap;
use tf_framework::{ApiObject, AttributePath, Computed, DataSource, JsonMap, Schema, Text};

/// Reads a project, by its slug.
#[derive(Debug, Clone, Default, PartialEq, Schema)]
pub(crate) struct Projects {
    /// Slug of the project.
    #[attr(length = 1..)]
    slug: String,

    #[attr(flatten)]
    facts: ProjectFacts,

    /// How far an upgrade from an older kind of project is; empty when there is none.
    upgrade_status: Computed<String>,

    /// The environments of the project, by their slugs.
    environments: Computed<BTreeMap<String, ProjectEnvironmentFacts>>,
}

/// What a project's answers tell of it.
#[derive(Debug, Clone, Default, PartialEq, Schema)]
pub(crate) struct ProjectFacts {
    /// ID of the project.
    id: Computed<String>,

    /// Name of the project.
    name: Computed<String>,

    /// What the project is about.
    description: Computed<String>,

    /// What the project is for, such as `secret-manager`.
    r#type: Computed<String>,

    /// Whether the names of secrets are turned into upper case.
    auto_capitalization: Computed<bool>,

    /// Whether the server refuses to delete the project.
    has_delete_protection: Computed<bool>,

    /// ID of the organization.
    org_id: Computed<Text<Uuid>>,

    /// When the project was created.
    created_at: Computed<String>,

    /// When the project itself was changed last.
    updated_at: Computed<String>,

    /// Which kind of project it is, as to how its secrets are encrypted.
    version: Computed<i64>,
}

/// What a project's answers tell of an environment.
#[derive(Debug, Clone, Default, PartialEq, Schema)]
pub(crate) struct ProjectEnvironmentFacts {
    /// ID of the environment.
    id: Computed<Text<Uuid>>,

    /// Name of the environment.
    name: Computed<String>,

    /// Slug of the environment.
    slug: Computed<String>,
}

impl DataSource<Infisical> for Projects {
    const TYPE_NAME: &'static str = "infisical_projects";

    async fn read(config: Self, cx: &Cx<'_>) -> Result<Self> {
        let Some(found) = project_of_slug(&config.slug, cx).await? else {
            return Err(no_project(&config.slug).at(AttributePath::root("slug")).into());
        };
        let mut found = with_defaults(found);
        let by_slug = |environment: Json| {
            Some((text(environment.as_object()?, "slug")?.to_owned(), environment.clone()))
        };
        if let Some(Json::Array(all)) = found.remove("environments") {
            let all: JsonMap = all.into_iter().filter_map(by_slug).collect();
            found.insert("environments".to_owned(), Json::Object(all));
        }
        Ok(config.absorb(&found)?)
    }
}

/// What a project's answer tells, with what the server means where it says nothing: older ones know no
/// other.
pub(super) fn with_defaults(mut project: JsonMap) -> JsonMap {
    for (member, default) in [
        ("description", json!("")),
        ("type", json!("secret-manager")),
        ("hasDeleteProtection", json!(false)),
        ("upgradeStatus", json!("")),
    ] {
        if project.get(member).is_none_or(Json::is_null) {
            project.insert(member.to_owned(), default);
        }
    }
    project
}
