//! Where projects are found.
//!
//! API: as that of [`Project`](super::Project).

use crate::{
    Cx, Result,
    shared::{Uuid, text},
};
use infisical_client::{Collection, Endpoint, OrGone};
use tf_framework::{Diagnostic, JsonMap, TextType};

/// A project that is not there is a 500 on servers up to 2024, and so is a database that fails
/// (`project-dal.ts`); asked for the groups of a project, they tell the two apart.
pub(super) const PROJECT: Endpoint = Endpoint::new("/api/v1/workspace/{}", "workspace")
    .gone_fails("Failed to find project by id")
    .proven_by("/api/v2/workspace/{}/groups");

pub(super) const BY_SLUG: Endpoint =
    Endpoint::new("/api/v2/workspace/{}", "").gone_fails("Failed to find project by slug");

/// The projects that the identity is a member of. Servers up to 2024 do not have it.
pub(super) const PROJECTS: Collection = Collection::new("/api/v1/projects", "projects", "id");

/// Whether a text is a project's ID and no slug. Before 2024, an ID was 24 hexadecimal digits.
pub(super) fn is_id(text: &str) -> bool {
    Uuid::check(text).is_ok() || (text.len() == 24 && text.bytes().all(|b| b.is_ascii_hexdigit()))
}

/// All projects that the identity is a member of, with their environments; `None` where the server is too
/// old to list them.
///
/// # Errors
/// What the request fails with.
pub(crate) async fn projects(cx: &Cx<'_>) -> Result<Option<Vec<JsonMap>>> {
    match cx.api.list(&PROJECTS.all()).await {
        Ok(listed) => Ok(Some(listed)),
        Err(error) if error.is_unknown_route() => Ok(None),
        Err(error) => Err(error.into()),
    }
}

/// A project with its environments; `None` when there is none.
///
/// # Errors
/// What the request fails with.
pub(crate) async fn one_project(id: &str, cx: &Cx<'_>) -> Result<Option<JsonMap>> {
    Ok(cx.api.get(&PROJECT.at(id)).await.or_gone()?)
}

/// A project with its environments, as the server tells it; `None` when none that the identity may see
/// has this slug.
///
/// # Errors
/// What the request fails with.
pub(crate) async fn project_of_slug(slug: &str, cx: &Cx<'_>) -> Result<Option<JsonMap>> {
    Ok(cx.api.get(&BY_SLUG.at(slug)).await.or_gone()?)
}

/// The ID of the project that an import ID names by its ID or by its slug.
///
/// # Errors
/// What the request fails with; a slug that no project has.
pub(crate) async fn project_id(named: &str, cx: &Cx<'_>) -> Result<String> {
    if is_id(named) {
        return Ok(named.to_owned());
    }
    let found = project_of_slug(named, cx).await?;
    let id = found.as_ref().and_then(|found| text(found, "id"));
    Ok(id.ok_or_else(|| no_project(named))?.to_owned())
}

/// There is no project with this slug.
pub(crate) fn no_project(slug: &str) -> Diagnostic {
    let detail = format!("The identity may see no project with the slug `{slug}`.");
    Diagnostic::error("No such project", detail)
}
