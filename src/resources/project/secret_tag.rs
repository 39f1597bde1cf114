//! `infisical_secret_tag`: a tag of a project's secrets.
//!
//! API: `backend/src/server/routes/v1/secret-tag-router.ts` and
//! `backend/src/services/secret-tag/secret-tag-service.ts`. The server has no names of tags: where it
//! tells one, it is the slug.

use crate::{
    Cx, Infisical, Result,
    shared::{
        InProject, OrEmpty, Slug, Trimmed, Uuid, import_it, is_as_planned, moves, planned_text,
        text,
    },
};
use infisical_client::{Collection, Endpoint, Error as ClientError, OrGone, Trace};
use tf_framework::{
    ApiObject, AttributePath, Change, Computed, Diagnostic, Found, JsonMap, ListResource, Move,
    Planning, Resource, Schema, Text, TextType,
};

/// Today's server has the same at `/api/v1/projects`, as `tag`.
const TAG: Endpoint = Endpoint::new("/api/v1/workspace/{}/tags/{}", "workspaceTag");

const TAG_OF_SLUG: Endpoint = Endpoint::new("/api/v1/workspace/{}/tags/slug/{}", "workspaceTag");

const TAGS: Collection = Collection::new("/api/v1/workspace/{}/tags", "workspaceTags", "id");

/// A tag of a project, which its secrets can have.
#[derive(Debug, Clone, Default, PartialEq, Schema)]
#[schema(family = super::FAMILY)]
pub(crate) struct SecretTag {
    /// ID of the project.
    #[attr(key)]
    project_id: Text<Trimmed>,

    /// ID of the tag.
    #[attr(key, keep)]
    id: Computed<Text<Uuid>>,

    /// Slug of the tag, which is what the server calls it: at most 64 lower-case letters and digits, with
    /// single hyphens between them. A project has it once.
    slug: Text<Slug>,

    /// Name of the tag. Only Terraform knows it: the server has none. An imported tag has its slug for a
    /// name.
    #[attr(local, length = 1..)]
    name: String,

    /// Color of the tag, such as `#fbbf24`; at most 255 characters, or none.
    #[attr(length = 0..=255)]
    color: Text<OrEmpty<Trimmed>>,
}

impl Resource<Infisical> for SecretTag {
    const TYPE_NAME: &'static str = "infisical_secret_tag";

    const IMPORT_ID: Option<&'static str> = Some(
        "the ID of the project and that of the tag, with a comma between them; or its slug in the place \
         of its ID",
    );

    /// The server refuses a slug that is taken: an interrupted apply may have left a tag that no state
    /// knows.
    async fn modify_plan(plan: &mut Planning<'_, Infisical>) -> Result<()> {
        let (Some(api), true) = (plan.api, plan.is_create()) else { return Ok(()) };
        let (Some(project), Some(slug)) =
            (planned_text(plan, "project_id"), planned_text(plan, "slug"))
        else {
            return Ok(());
        };
        let others = api.others(&TAGS.of(&project), |tag| text(tag, "slug") == Some(&slug)).await;
        if let Some(id) = others.first() {
            let taken = taken(&project, &slug, id);
            plan.report(Diagnostic::warning(taken.summary, taken.detail).at(slug_path()));
        }
        Ok(())
    }

    async fn create(plan: Self, cx: &Cx<'_>) -> Result<Self> {
        let (project, slug) = (plan.project_id.as_str(), plan.slug.as_str());
        let (all, single) = (TAGS.of(project), |id: &str| TAG.at(project).at(id));
        let like = |tag: &JsonMap| text(tag, "slug") == Some(slug);
        let is_it = |found: &JsonMap| is_as_planned(&plan, |plan| plan.absorb(found));
        let trace = Trace::in_list(&all, &single, slug, &like, &is_it);
        let created = cx.api.create(&TAG.collection().at(project), &plan.to_api(), &trace).await;
        match created {
            Err(error) if says_taken(&error) => {
                let there = tag_of_slug(project, slug, cx).await.unwrap_or_default();
                Err(match text(&there, "id") {
                    Some(id) => taken(project, slug, id).at(slug_path()).into(),
                    None => error.into(),
                })
            }
            created => Ok(plan.absorb(&created?)?),
        }
    }

    async fn read(prior: Self, cx: &Cx<'_>) -> Result<Option<Self>> {
        let (project, id) = (prior.project_id.as_str(), prior.id());
        let found = cx.api.get_among(&TAG.at(project).at(id), &TAGS.of(project), id).await;
        let Some(found) = found.or_gone()? else { return Ok(None) };
        Ok(Some(prior.absorb(&found)?.called()))
    }

    /// The server wants both members, whichever of them changes.
    async fn update(change: Change<Self>, cx: &Cx<'_>) -> Result<Self> {
        if change.body().is_empty() {
            return Ok(change.plan);
        }
        let body = change.whole_body();
        let plan = change.plan;
        let at = TAG.at(plan.project_id.as_str()).at(plan.id());
        let updated = cx.api.patch(&at, &body).await?;
        Ok(plan.absorb(&updated)?)
    }

    async fn delete(prior: Self, cx: &Cx<'_>) -> Result<()> {
        cx.api.delete(&TAG.at(prior.project_id.as_str()).at(prior.id())).await.or_gone()?;
        Ok(())
    }

    fn moves() -> Vec<Move<Self>> {
        moves()
    }

    async fn import(id: &str, cx: &Cx<'_>) -> Result<Option<Self>> {
        let keys = Self::import_keys(id);
        let [project, slug] = &keys[..] else { return Ok(None) };
        if Uuid::check(slug).is_ok() {
            return Ok(None);
        }
        let found = tag_of_slug(project, slug, cx).await?;
        let tag = Self { project_id: project.as_str().into(), ..Self::default() };
        Ok(Some(tag.absorb(&found)?))
    }
}

/// The list of a project's tags, for `terraform query`.
impl ListResource<Infisical> for SecretTag {
    type Filter = InProject;

    async fn list(filter: InProject, cx: &Cx<'_>, found: &Found<'_, Self>) -> Result<()> {
        for listed in cx.api.list(&TAGS.of(filter.project_id())).await? {
            let tag = Self { project_id: filter.project_id().into(), ..Self::default() };
            let tag = tag.absorb(&listed)?.called();
            if !found.push(&tag, tag.slug.as_str()).await {
                break;
            }
        }
        Ok(())
    }
}

impl SecretTag {
    fn id(&self) -> &str {
        self.id.known().map(Text::as_str).unwrap_or_default()
    }

    /// With its slug for a name, where nobody has given it one.
    fn called(self) -> Self {
        let name = if self.name.is_empty() { self.slug.as_str().to_owned() } else { self.name };
        Self { name, ..self }
    }
}

/// The tag of a project that has this slug.
///
/// # Errors
/// What the request fails with; a slug that no tag has.
pub(crate) async fn tag_of_slug(project: &str, slug: &str, cx: &Cx<'_>) -> Result<JsonMap> {
    let found = cx.api.get(&TAG_OF_SLUG.at(project).at(slug)).await.or_gone()?;
    Ok(found.ok_or_else(|| {
        let detail = format!("Project {project} has no tag with the slug `{slug}`.");
        Diagnostic::error("No such tag", detail).at(slug_path())
    })?)
}

fn slug_path() -> AttributePath {
    AttributePath::root("slug")
}

fn taken(project: &str, slug: &str, id: &str) -> Diagnostic {
    let import = import_it(SecretTag::TYPE_NAME, &format!("{project},{id}"));
    let detail = format!("The project has a tag with the slug `{slug}`, and has it once. {import}");
    Diagnostic::error("A tag of this slug exists", detail)
}

/// `Tag already exist`; today's server says `exists`.
fn says_taken(error: &ClientError) -> bool {
    error.status() == Some(400)
        && error.message().is_some_and(|message| message.starts_with("Tag already exist"))
}
