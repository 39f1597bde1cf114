//! Which projects are meant.
//!
//! API: `GET /api/v1/projects` lists those that the identity is a member of. Servers up to 2024 list them
//! by organization (`v2/organization-router.ts`), and tell little of each.

use super::{Uuid, organization, text};
use crate::{
    Cx, Result,
    resources::project::{one_project, project_of_slug, projects},
};
use futures_util::{StreamExt as _, TryStreamExt as _, stream};
use infisical_client::Collection;
use tf_framework::{JsonMap, Schema, Text};

const OF_ORGANIZATION: Collection =
    Collection::new("/api/v2/organizations/{}/workspaces", "workspaces", "id");

/// How many projects of an older server are asked for at a time.
const AT_A_TIME: usize = 8;

/// Finds the projects that the identity is a member of and that meet everything that is said here.
#[derive(Debug, Clone, Default, PartialEq, Schema)]
pub(crate) struct ProjectFilter {
    /// Only the projects with one of these slugs.
    slugs: Option<Vec<String>>,

    /// Only the projects whose name contains this, in whatever case.
    name_contains: Option<String>,

    /// ID of the organization. Servers up to 2024 need it, unless `slugs` are given.
    org_id: Option<Text<Uuid>>,
}

impl ProjectFilter {
    /// The projects that are meant, with their environments, sorted by name and slug.
    ///
    /// # Errors
    /// What the requests fail with; a server that does not tell the organization.
    pub(crate) async fn find(&self, cx: &Cx<'_>) -> Result<Vec<JsonMap>> {
        let mut found = match projects(cx).await? {
            Some(found) => found,
            None => self.find_one_by_one(cx).await?,
        };
        found.retain(|project| self.admits(project));
        let told = |project: &JsonMap, member| text(project, member).map(str::to_owned);
        found.sort_by_cached_key(|project| (told(project, "name"), told(project, "slug")));
        Ok(found)
    }

    async fn find_one_by_one(&self, cx: &Cx<'_>) -> Result<Vec<JsonMap>> {
        let found: Vec<_> = match (&self.slugs, &self.org_id) {
            (Some(slugs), None) => {
                let each = stream::iter(slugs.clone());
                let each = each.map(|slug| async move { project_of_slug(&slug, cx).await });
                each.buffered(AT_A_TIME).try_collect().await?
            }
            (_, org_id) => {
                let organization = organization(org_id.as_ref(), cx).await?;
                let listed = cx.api.list(&OF_ORGANIZATION.of(&organization)).await?;
                let meant = listed.into_iter().filter(|project| self.admits(project));
                let ids: Vec<_> =
                    meant.filter_map(|project| Some(text(&project, "id")?.to_owned())).collect();
                let each = stream::iter(ids).map(|id| async move { one_project(&id, cx).await });
                each.buffered(AT_A_TIME).try_collect().await?
            }
        };
        Ok(found.into_iter().flatten().collect())
    }

    fn admits(&self, project: &JsonMap) -> bool {
        let told = |member| text(project, member);
        let slug = told("slug").unwrap_or_default();
        let name = told("name").unwrap_or_default().to_lowercase();
        let of = self.org_id.as_ref().map(Text::as_str).zip(told("orgId"));
        self.slugs.as_ref().is_none_or(|slugs| slugs.iter().any(|wanted| wanted == slug))
            && self.name_contains.as_ref().is_none_or(|part| name.contains(&part.to_lowercase()))
            && of.is_none_or(|(wanted, is)| wanted.eq_ignore_ascii_case(is))
    }
}
