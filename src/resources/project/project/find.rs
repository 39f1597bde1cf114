//! Where projects are found.
//!
//! API: as that of [`Project`](super::Project).

use crate::{Cx, Result, shared::Uuid};
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
pub(crate) fn is_id(text: &str) -> bool {
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

/// There is no project with this slug.
pub(crate) fn no_project(slug: &str) -> Diagnostic {
    let detail = format!("The identity may see no project with the slug `{slug}`.");
    Diagnostic::error("No such project", detail)
}
