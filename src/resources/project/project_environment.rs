//! `infisical_project_environment`: an environment of a project.
//!
//! API: `backend/src/server/routes/v1/deprecated-project-env-router.ts` and
//! `backend/src/services/project-env/project-env-service.ts`, the same on servers up to 2024
//! (`v1/project-env-router.ts`).

use super::project::project_id;
use crate::{
    Cx, Infisical, Result,
    shared::{InProject, Slug, Trimmed, Uuid, is_as_planned, moves, text},
};
use infisical_client::{Collection, Endpoint, Listed, Located, OrGone, Trace};
use tf_framework::{
    ApiObject, Change, Computed, Diagnostic, Found, JsonMap, ListResource, Move, Resource, Schema,
    Text,
};

const ENVIRONMENT: Endpoint = Endpoint::new("/api/v1/workspace/{}/environments/{}", "environment");

/// The same for those who do not know the project. On servers up to 2024 it has less of a budget.
const BY_ID: Endpoint = Endpoint::new("/api/v1/workspace/environments/{}", "environment");

/// The project's own answer lists its environments by their position, which it does not tell.
const ENVIRONMENTS: Collection = Collection::new("/api/v1/workspace/{}", "environments", "id")
    .inside("workspace")
    .in_order("place");

/// An environment of a project, such as `dev` or `prod`: it has its own folders and secrets, under the same
/// names as the others. Destroying it destroys them.
#[derive(Debug, Clone, Default, PartialEq, Schema)]
#[schema(family = super::FAMILY)]
pub(crate) struct ProjectEnvironment {
    /// ID of the environment.
    #[attr(key, keep)]
    id: Computed<Text<Uuid>>,

    /// ID of the project.
    #[attr(replace)]
    project_id: Text<Trimmed>,

    /// Name of the environment, at most 255 characters.
    #[attr(length = 1..=255)]
    name: Text<Trimmed>,

    /// Slug of the environment, unique in the project: what paths and references to secrets say.
    slug: Text<Slug>,

    /// Where the environment stands among the others, from 1; the end by default. One that is put where
    /// another stands moves that and what follows.
    #[attr(optional, keep, range = 1..=MOST)]
    position: Computed<i64>,
}

/// The largest position that the server stores.
const MOST: i32 = i32::MAX;

impl Resource<Infisical> for ProjectEnvironment {
    const TYPE_NAME: &'static str = "infisical_project_environment";
    const IMPORT_ID: Option<&'static str> = Some(
        "the ID of the environment, or the ID or slug of its project and its own slug, with a comma \
         between them",
    );

    async fn create(plan: Self, cx: &Cx<'_>) -> Result<Self> {
        let project = plan.project_id.as_str();
        let (all, slug) = (environments_of(project), plan.slug.as_str());
        let single = |id: &str| ENVIRONMENT.at(project).at(id);
        let like = |entry: &JsonMap| text(entry, "slug") == Some(slug);
        let is_it = |found: &JsonMap| is_as_planned(&plan, |plan| plan.absorb(found));
        let trace = Trace::in_list(&all, &single, slug, &like, &is_it);
        let at = ENVIRONMENT.collection().at(project);
        let mut body = plan.to_api();
        body.remove("projectId");
        let created = cx.api.create(&at, &body, &trace).await?;
        Ok(plan.absorb(&created)?)
    }

    async fn read(prior: Self, cx: &Cx<'_>) -> Result<Option<Self>> {
        let imported = prior.project_id.as_str().is_empty();
        let Some(current) = (if imported {
            cx.api.get(&BY_ID.at(prior.id())).await.or_gone()?
        } else {
            prior.current(cx).await?
        }) else {
            return Ok(None);
        };
        Ok(Some(prior.absorb(&current)?))
    }

    async fn update(change: Change<Self>, cx: &Cx<'_>) -> Result<Self> {
        let (at, body) = (change.prior.located(), change.body());
        let mut updated = cx.api.patch(&at, &body).await?;
        // Another environment that moves at the same time may have moved this one.
        if !body.contains_key("position") {
            updated.remove("position");
        }
        Ok(change.plan.absorb(&updated)?)
    }

    async fn delete(prior: Self, cx: &Cx<'_>) -> Result<()> {
        cx.api.delete(&prior.located()).await.or_gone()?;
        Ok(())
    }

    async fn import(id: &str, cx: &Cx<'_>) -> Result<Option<Self>> {
        let parts = Self::import_keys(id);
        let [project, slug] = &parts[..] else { return Ok(None) };
        let project_id = project_id(project, cx).await?;
        let found = environment_of_slug(&project_id, slug, cx).await?;
        let found = found.ok_or_else(|| no_environment(slug))?;
        Ok(Some(Self::default().absorb(&found)?))
    }

    fn moves() -> Vec<Move<Self>> {
        moves()
    }
}

/// The list of a project's environments, for `terraform query`.
impl ListResource<Infisical> for ProjectEnvironment {
    type Filter = InProject;

    async fn list(filter: InProject, cx: &Cx<'_>, found: &Found<'_, Self>) -> Result<()> {
        for listed in environments(filter.project_id(), cx).await? {
            let project_id = Text::from(filter.project_id());
            let mut environment = Self { project_id, ..Self::default() }.absorb(&listed)?;
            // The list does not tell the position.
            if found.wants_objects() {
                let Some(whole) = Self::read(environment, cx).await? else { continue };
                environment = whole;
            }
            let name = environment.slug.as_str().to_owned();
            if !found.push(&environment, &name).await {
                break;
            }
        }
        Ok(())
    }
}

impl ProjectEnvironment {
    /// What the server tells of it, read together with the project's others where that tells enough: an
    /// environment that stands where its position says stands there. What is counted elsewhere, where
    /// positions have gaps for example, is asked for by itself.
    async fn current(&self, cx: &Cx<'_>) -> Result<Option<JsonMap>> {
        let all = environments_of(self.project_id.as_str());
        let found = cx.api.get_among(&self.located(), &all, self.id()).await.or_gone()?;
        let Some(found) = found else { return Ok(None) };
        let place = found.get("place").and_then(serde_json::Value::as_i64);
        if place.is_none() || place.as_ref() == self.position.known() {
            return Ok(Some(found));
        }
        Ok(cx.api.get(&self.located()).await.or_gone()?)
    }

    fn located(&self) -> Located {
        ENVIRONMENT.at(self.project_id.as_str()).at(self.id())
    }

    fn id(&self) -> &str {
        self.id.known().map(Text::as_str).unwrap_or_default()
    }
}

fn environments_of(project_id: &str) -> Listed {
    ENVIRONMENTS.of(project_id)
}

/// The environments of a project by their position: `id`, `name` and `slug`.
///
/// # Errors
/// What the request fails with; a project that is not there.
pub(crate) async fn environments(project_id: &str, cx: &Cx<'_>) -> Result<Vec<JsonMap>> {
    Ok(cx.api.list(&environments_of(project_id)).await?)
}

/// The environment of a project with this slug.
///
/// # Errors
/// What the request fails with; a project that is not there.
pub(crate) async fn environment_of_slug(
    project_id: &str,
    slug: &str,
    cx: &Cx<'_>,
) -> Result<Option<JsonMap>> {
    let all = environments(project_id, cx).await?;
    Ok(all.into_iter().find(|entry| text(entry, "slug") == Some(slug)))
}

/// There is no environment with this slug.
pub(crate) fn no_environment(slug: &str) -> Diagnostic {
    let detail = format!("The project has no environment with the slug `{slug}`.");
    Diagnostic::error("No such environment", detail)
}
