//! Which identities of an organization are meant.

use super::Uuid;
use crate::{
    Cx, Error, Result,
    resources::identity::{one_identity, organization_identities},
};
use futures_util::{StreamExt as _, TryStreamExt as _, stream};
use infisical_client::Endpoint;
use serde_json::Value as Json;
use std::collections::BTreeMap;
use tf_framework::{AttributePath, Diagnostic, JsonMap, Schema, Text};

/// The organization that a token is for. Servers up to 2024 take `details` for the ID of an identity.
const DETAILS: Endpoint = Endpoint::new("/api/v1/identities/details", "identityDetails");

/// How many identities are asked for their metadata at a time.
const AT_A_TIME: usize = 8;

/// Finds what is there, managed or not: the identities of an organization that meet everything that is
/// said here, or what is attached to them.
#[derive(Debug, Clone, Default, PartialEq, Schema)]
pub(crate) struct IdentityFilter {
    /// ID of the organization. Without it, the one that the provider is logged in to, which servers up
    /// to 2024 do not tell.
    org_id: Option<Text<Uuid>>,

    /// Only the identities with this name.
    name: Option<String>,

    /// Only the identities whose name contains this, in whatever case.
    name_contains: Option<String>,

    /// Only the identities with this role in the organization: `admin`, `member`, `no-access`, or the
    /// slug of a custom role.
    role: Option<String>,

    /// Only the identities that have this auth method, such as `azure-auth`.
    auth_method: Option<String>,

    /// Only the identities whose metadata has all of these. Costs a request for each identity that
    /// everything else leaves.
    metadata: Option<BTreeMap<String, String>>,
}

impl IdentityFilter {
    /// Those with this name.
    pub(crate) fn named(name: &str, org_id: Option<&Text<Uuid>>) -> Self {
        Self { name: Some(name.to_owned()), org_id: org_id.cloned(), ..Self::default() }
    }

    /// Those of these that have an auth method.
    pub(crate) async fn find_with(&self, method: &str, cx: &Cx<'_>) -> Result<Vec<JsonMap>> {
        let mut found = self.find(cx).await?;
        found.retain(|identity| has_method(identity, method));
        Ok(found)
    }

    /// The identities that are meant, in the words of [`Identity`](crate::resources::identity::Identity),
    /// sorted by name as the server sorts them. They have their metadata only where it is asked for.
    ///
    /// # Errors
    /// What the requests fail with.
    pub(crate) async fn find(&self, cx: &Cx<'_>) -> Result<Vec<JsonMap>> {
        let organization = organization(self.org_id.as_ref(), cx).await?;
        let mut found = organization_identities(&organization, cx).await?;
        found.retain(|identity| self.admits(identity));
        let Some(wanted) = &self.metadata else { return Ok(found) };
        let ids = found.iter().filter_map(|identity| Some(text(identity, "id")?.to_owned()));
        let whole: Vec<_> = stream::iter(ids.collect::<Vec<_>>())
            .map(|id| async move { one_identity(&id, cx).await })
            .buffered(AT_A_TIME)
            .try_collect()
            .await?;
        let has_all =
            |identity: &JsonMap| wanted.iter().all(|(key, value)| has(identity, key, value));
        Ok(whole.into_iter().flatten().filter(has_all).collect())
    }

    /// What does not need the metadata.
    fn admits(&self, identity: &JsonMap) -> bool {
        let is = |wanted: &Option<String>, member| {
            wanted.as_ref().is_none_or(|wanted| text(identity, member) == Some(wanted))
        };
        let name = text(identity, "name").unwrap_or_default().to_lowercase();
        let part = self.name_contains.as_ref().map(|part| part.to_lowercase());
        is(&self.name, "name")
            && is(&self.role, "role")
            && part.is_none_or(|part| name.contains(&part))
            && self.auth_method.as_ref().is_none_or(|method| has_method(identity, method))
    }
}

/// Whether an identity has an auth method.
fn has_method(identity: &JsonMap, slug: &str) -> bool {
    let methods = identity.get("authModes").and_then(Json::as_array);
    methods.is_some_and(|methods| methods.iter().any(|method| method == slug))
}

/// A text of an object.
pub(crate) fn text<'a>(object: &'a JsonMap, member: &str) -> Option<&'a str> {
    object.get(member).and_then(Json::as_str)
}

fn has(identity: &JsonMap, key: &str, value: &str) -> bool {
    let pairs = identity.get("metadata").and_then(Json::as_array);
    pairs.is_some_and(|pairs| pairs.iter().any(|pair| pair["key"] == key && pair["value"] == value))
}

/// The organization that is meant.
///
/// # Errors
/// What the request fails with; a server that does not tell.
pub(crate) async fn organization(given: Option<&Text<Uuid>>, cx: &Cx<'_>) -> Result<String> {
    if let Some(id) = given {
        return Ok(id.as_str().to_owned());
    }
    let told = own_organization(cx).await?;
    Ok(text(&told, "id").unwrap_or_default().to_owned())
}

/// The organization that the provider is logged in to: `id`, `name` and `slug`.
///
/// # Errors
/// What the request fails with; a server that does not tell.
pub(crate) async fn own_organization(cx: &Cx<'_>) -> Result<JsonMap> {
    let details = match cx.api.get(&DETAILS.collection()).await {
        Ok(mut details) => details.remove("organization"),
        Err(error) if matches!(error.status(), Some(404 | 500)) => {
            return Err(not_told(&error.to_string()));
        }
        Err(error) => return Err(error.into()),
    };
    match details {
        Some(Json::Object(organization)) => Ok(organization),
        _ => Err(not_told("The answer has no organization.")),
    }
}

fn not_told(why: &str) -> Error {
    let detail = format!(
        "This server does not tell which organization the provider is logged in to, as those up to \
         2024 do not. Set `org_id` where there is one.\n\n{why}"
    );
    Diagnostic::error("Organization not known", detail).at(AttributePath::root("org_id")).into()
}
