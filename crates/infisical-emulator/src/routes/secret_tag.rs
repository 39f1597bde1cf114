//! Tags that secrets of a project may have: `v1/secret-tag-router.ts` and `secret-tag-service.ts` of
//! 2024; in the current server `v1/deprecated-secret-tag-router.ts` and `v1/secret-tag-router.ts`.

use std::collections::BTreeMap;

use serde::Serialize;
use uuid::Uuid;

use super::call::{storable, uuid};
use super::{Answer, Call, Route, ok};
use crate::clock;
use crate::fields::Slug;
use crate::options::Dialect;
use crate::refusal::Refusal;
use crate::state::Tag;

pub(super) fn routes(dialect: Dialect) -> Vec<Route> {
    let mut routes = Vec::from(of_project("/api/v1/workspace", "workspaceTag", "workspaceTags"));
    if dialect == Dialect::Current {
        routes.extend(of_project("/api/v1/projects", "tag", "tags"));
    }
    routes
}

/// The routes below a prefix; their answers hold what `one` and `all` say.
fn of_project(prefix: &str, one: &'static str, all: &'static str) -> [Route; 6] {
    let tags = format!("{prefix}/:projectId/tags");
    let tag = format!("{tags}/:tagId");
    let by_slug = format!("{tags}/slug/:tagSlug");
    [
        Route::guarded("GET", tags.clone(), move |call| list(call, all)),
        Route::guarded("POST", tags, move |call| create(call, one)),
        Route::guarded("GET", tag.clone(), move |call| get(call, one)),
        Route::guarded("PATCH", tag.clone(), move |call| update(call, one)),
        Route::guarded("DELETE", tag, move |call| delete(call, one)),
        Route::guarded("GET", by_slug, move |call| get_by_slug(call, one)),
    ]
}

fn list(call: &mut Call<'_>, within: &'static str) -> Answer {
    let project = call.project_to("read", "tags", &call.parameter(0))?;
    let rows = project.tags.iter().map(|tag| Row::new(&project.id, tag));
    ok(&BTreeMap::from([(within, rows.collect::<Vec<_>>())]))
}

fn create(call: &mut Call<'_>, within: &'static str) -> Answer {
    let now = call.now;
    let (slug, color) = read(call)?;
    let project = call.project_to("create", "tags", &call.parameter(0))?;
    if project.tags.iter().any(|tag| tag.slug == slug) {
        return Err(taken(call));
    }
    if !storable(&slug, 255) || !storable(&color, 255) {
        return Err(Refusal::Database("Create"));
    }
    let (project_id, created_by) = (project.id.clone(), call.caller_id().to_owned());
    let id = Uuid::new_v4().to_string();
    let tag = Tag { id, slug, color, created_by, created_at: now, updated_at: now };
    let project = call.state.projects.get_mut(&project_id).ok_or(Refusal::Internal)?;
    project.tags.push(tag.clone());
    answer(within, Row::new(&project_id, &tag))
}

fn get(call: &mut Call<'_>, within: &'static str) -> Answer {
    let (project_id, tag) = find(call)?;
    call.project_to("read", "tags", &project_id)?;
    answer(within, Row::named(&project_id, &tag))
}

fn get_by_slug(call: &mut Call<'_>, within: &'static str) -> Answer {
    let (project_id, slug) = (call.parameter(0), call.parameter(1));
    let mut tags =
        call.state.projects.get(&project_id).into_iter().flat_map(|project| &project.tags);
    let Some(tag) = tags.find(|tag| tag.slug == slug) else {
        return Err(Refusal::not_found(format!("Tag with slug '{slug}' not found")));
    };
    call.project_to("read", "tags", &project_id)?;
    answer(within, Row::named(&project_id, tag))
}

fn update(call: &mut Call<'_>, within: &'static str) -> Answer {
    let now = call.now;
    let (slug, color) = read(call)?;
    let (project_id, Tag { id, .. }) = find(call)?;
    let tags = call.state.projects.get(&project_id).map(|project| project.tags.as_slice());
    let mut others = tags.unwrap_or_default().iter().filter(|other| other.id != id);
    if others.any(|other| other.slug == slug && !slug.is_empty()) {
        return Err(taken(call));
    }
    call.project_to("edit", "tags", &project_id)?;
    if !storable(&slug, 255) || !storable(&color, 255) {
        return Err(Refusal::Database("Update by id"));
    }
    let project = call.state.projects.get_mut(&project_id).ok_or(Refusal::Internal)?;
    let tag = project.tags.iter_mut().find(|tag| tag.id == id).ok_or(Refusal::Internal)?;
    (tag.slug, tag.color, tag.updated_at) = (slug, color, now);
    answer(within, Row::new(&project_id, tag))
}

fn delete(call: &mut Call<'_>, within: &'static str) -> Answer {
    let (project_id, tag) = find(call)?;
    call.project_to("delete", "tags", &project_id)?;
    let project = call.state.projects.get_mut(&project_id).ok_or(Refusal::Internal)?;
    project.tags.retain(|other| other.id != tag.id);
    answer(within, Row::new(&project_id, &tag))
}

/// Slug and color, which have to be there both to make and to change a tag.
fn read(call: &mut Call<'_>) -> Result<(String, String), Refusal> {
    let current = call.current();
    let mut fields = call.fields()?;
    fields.present("slug", "string");
    let slug = fields.text("slug");
    let slug = if current { slug } else { slug.map(|slug| slug.to_lowercase()) };
    let rules = if current {
        Slug::current(1, 64)
    } else {
        let message = "Invalid slug. Slug can only contain alphanumeric characters and hyphens.";
        Slug::recorded(0, u32::MAX, message)
    };
    fields.slug("slug", slug.as_deref(), rules);
    let color = fields.required_text("color");
    call.accept(fields)?;
    Ok((slug.unwrap_or_default(), color))
}

/// The tag whose ID is in the path, and the ID of its project; that of the path is not looked at.
fn find(call: &Call<'_>) -> Result<(String, Tag), Refusal> {
    let id = call.parameter(1);
    let key = uuid(&id).ok_or(Refusal::Database("Find by id"))?;
    let mut tags = call
        .state
        .projects
        .values()
        .flat_map(|project| project.tags.iter().map(|tag| (&project.id, tag)));
    let found = tags.find(|(_, tag)| tag.id == key);
    let missing = || Refusal::not_found(format!("Tag with ID '{id}' not found"));
    found.map(|(project_id, tag)| (project_id.clone(), tag.clone())).ok_or_else(missing)
}

fn taken(call: &Call<'_>) -> Refusal {
    Refusal::bad_request(if call.current() { "Tag already exists" } else { "Tag already exist" })
}

fn answer(within: &'static str, row: Row<'_>) -> Answer {
    ok(&BTreeMap::from([(within, row)]))
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Row<'a> {
    id: &'a str,
    slug: &'a str,
    color: &'a str,
    created_at: String,
    updated_at: String,
    created_by: &'a str,
    project_id: &'a str,
    created_by_actor_type: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    name: Option<&'a str>,
}

impl<'a> Row<'a> {
    fn new(project_id: &'a str, tag: &'a Tag) -> Self {
        Self {
            id: &tag.id,
            slug: &tag.slug,
            color: &tag.color,
            created_at: clock::iso(tag.created_at),
            updated_at: clock::iso(tag.updated_at),
            created_by: &tag.created_by,
            project_id,
            created_by_actor_type: "identity",
            name: None,
        }
    }

    /// What reading one tag answers: its slug twice.
    fn named(project_id: &'a str, tag: &'a Tag) -> Self {
        Self { name: Some(&tag.slug), ..Self::new(project_id, tag) }
    }
}
