//! `infisical_identity`: a machine identity of an organization.
//!
//! API: `backend/src/server/routes/v1/identity-router.ts` and
//! `backend/src/services/identity/identity-service.ts`. Servers up to 2024 have one `authMethod` and
//! know no delete protection; later ones have `authMethods`.

use crate::{
    Cx, Infisical, Result,
    shared::{
        IdentityFilter, Trimmed, Uuid, is_as_planned, moves, planned_text, text, without_nothing,
    },
};
use infisical_client::{Collection, Endpoint, Listed, OrGone, Trace};
use serde_json::{Value as Json, json};
use tf_framework::{
    ApiObject, Change, Computed, Diagnostic, Found, JsonMap, ListResource, Move, Planning,
    Resource, Schema, Set, Text,
};

/// `POST`, `PATCH` and `DELETE` answer with the identity, `GET` with its membership of the
/// organization, both as `identity`.
const IDENTITY: Endpoint = Endpoint::new("/api/v1/identities/{}", "identity");

/// The memberships of an organization's identities (`GET` with `orgId`): the same as `GET` of an
/// identity answers, without metadata. The list in pages of `v2/identity-org-router.ts` does not tell
/// whether an identity is protected.
const IDENTITIES: Collection = Collection::new("/api/v1/identities", "identities", "identityId");

/// The identities of an organization.
fn identities_of(organization: &str) -> Listed {
    IDENTITIES.with("orgId", organization)
}

/// A machine identity of an organization: what a workload logs in as. It has no way to log in until
/// an auth method is attached to it.
#[derive(Debug, Clone, Default, PartialEq, Schema)]
#[schema(family = super::FAMILY)]
pub(crate) struct Identity {
    /// ID of the identity.
    #[attr(key, keep)]
    id: Computed<Text<Uuid>>,

    /// Name of the identity, at most 255 characters.
    #[attr(length = 1..=255)]
    name: Text<Trimmed>,

    /// ID of the organization.
    #[attr(replace, api = "organizationId")]
    org_id: Text<Uuid>,

    /// Role of the identity in the organization: `admin`, `member`, `no-access`, or the slug of a
    /// custom role.
    #[attr(length = 1..=255)]
    role: Text<Trimmed>,

    /// Whether the server refuses to delete the identity; `false` by default. To delete a protected
    /// identity, set this to `false` and apply first. Servers up to 2024 do not know it.
    #[attr(optional, keep)]
    has_delete_protection: Computed<bool>,

    /// Auth methods that are attached to the identity, such as `azure-auth`.
    auth_modes: Computed<Vec<String>>,

    /// Metadata of the identity. An empty list says that it has none; without the attribute, metadata
    /// that others give it is left alone.
    #[attr(clear = empty)]
    metadata: Option<Set<Metadata>>,
}

/// One entry of an identity's metadata.
#[derive(Debug, Clone, Default, PartialEq, Schema)]
pub(crate) struct Metadata {
    /// Key of the entry, at most 255 characters.
    #[attr(length = 1..=255)]
    key: Text<Trimmed>,

    /// Value of the entry.
    value: Text<Trimmed>,
}

impl Resource<Infisical> for Identity {
    const TYPE_NAME: &'static str = "infisical_identity";

    /// The server takes a name twice. An interrupted apply may have left an identity that no state knows.
    async fn modify_plan(plan: &mut Planning<'_, Infisical>) -> Result<()> {
        let (Some(api), true) = (plan.api, plan.is_create()) else { return Ok(()) };
        let (Some(name), Some(organization)) =
            (planned_text(plan, "name"), planned_text(plan, "org_id"))
        else {
            return Ok(());
        };
        let others =
            api.others(&identities_of(&organization), |entry| is_named(entry, &name)).await;
        let Some(id) = others.first() else { return Ok(()) };
        let detail = format!(
            "The organization has an identity named `{name}` already ({}), and there will be another. \
             If an interrupted apply left it behind, import it instead: put this block beside the \
             resource, with the resource's own name for NAME.\n\nimport {{\n  to = {}.NAME\n  id = \
             \"{id}\"\n}}",
            others.join(", "),
            Self::TYPE_NAME,
        );
        let path = tf_framework::AttributePath::root("name");
        plan.report(Diagnostic::warning("An identity of this name exists", detail).at(path));
        Ok(())
    }

    async fn create(plan: Self, cx: &Cx<'_>) -> Result<Self> {
        let mut body = plan.to_api();
        // Not protected is the server's default, and older servers do not know the member.
        if body.get("hasDeleteProtection") == Some(&Json::Bool(false)) {
            body.remove("hasDeleteProtection");
        }
        let (organization, name) = (identities_of(plan.org_id.as_str()), plan.name.as_str());
        let like = |entry: &JsonMap| is_named(entry, name);
        let is_it = |found: &JsonMap| is_as_planned(&plan, |plan| plan.told(found.clone()));
        let trace = Trace::in_list(&organization, &|id| IDENTITY.at(id), name, &like, &is_it);
        let created = cx.api.create(&IDENTITY.collection(), &body, &trace).await?;
        Ok(plan.told(created)?)
    }

    async fn read(prior: Self, cx: &Cx<'_>) -> Result<Option<Self>> {
        let (at, organization) = (IDENTITY.at(prior.id()), prior.org_id.as_str());
        // After an import nothing is known but the id: not where to look, nor whether metadata is
        // managed here.
        let imported = organization.is_empty();
        let found = if imported || prior.metadata.is_some() {
            cx.api.get(&at).await
        } else {
            cx.api.get_among(&at, &identities_of(organization), prior.id()).await
        };
        let Some(mut current) = found.or_gone()? else { return Ok(None) };
        if !imported && prior.metadata.is_none() {
            current.remove("metadata");
        }
        Ok(Some(prior.told(current)?))
    }

    async fn update(change: Change<Self>, cx: &Cx<'_>) -> Result<Self> {
        let mut body = change.body();
        // `identity-service.ts` writes the row when there is a name or protection is switched on, so
        // that switching it off alone would change nothing.
        if body.contains_key("hasDeleteProtection") {
            body.insert("name".to_owned(), json!(change.plan.name.as_str()));
        }
        let Change { prior, plan } = change;
        let at = IDENTITY.at(prior.id());
        if body.is_empty() {
            return Ok(plan.told(cx.api.get(&at).await?)?);
        }
        let mut updated = cx.api.patch(&at, &body).await?;
        // The answer has the metadata of this request, not of the identity: the plan has it all. Nor
        // does it know the auth methods, which this request did not change; today's server leaves
        // `authMethod` null beside several of them.
        for unreliable in ["metadata", "authMethod", "authMethods"] {
            updated.remove(unreliable);
        }
        Ok(Self { auth_modes: prior.auth_modes, ..plan }.told(updated)?)
    }

    async fn delete(prior: Self, cx: &Cx<'_>) -> Result<()> {
        cx.api.delete(&IDENTITY.at(prior.id())).await.or_gone()?;
        Ok(())
    }

    fn moves() -> Vec<Move<Self>> {
        moves()
    }
}

/// The list of all identities, for `terraform query`.
impl ListResource<Infisical> for Identity {
    type Filter = IdentityFilter;

    async fn list(filter: IdentityFilter, cx: &Cx<'_>, found: &Found<'_, Self>) -> Result<()> {
        for listed in filter.find(cx).await? {
            let name = text(&listed, "name").unwrap_or_default().to_owned();
            let mut identity = Self::default().told(listed)?;
            // A list tells no metadata.
            if found.wants_objects() {
                let Some(whole) = one_identity(identity.id(), cx).await? else { continue };
                identity = Self::default().told(whole)?;
            }
            if !found.push(&identity, &name).await {
                break;
            }
        }
        Ok(())
    }
}

impl Identity {
    /// This identity with everything that the server tells of it.
    fn told(self, answer: JsonMap) -> std::result::Result<Self, Diagnostic> {
        let answer = without_nothing(&self, flat(answer));
        self.absorb(&answer)
    }

    fn id(&self) -> &str {
        self.id.known().map(Text::as_str).unwrap_or_default()
    }
}

/// Whether an entry of a list is an identity of this name.
fn is_named(entry: &JsonMap, name: &str) -> bool {
    entry.get("identity").and_then(|identity| identity.get("name")).and_then(Json::as_str)
        == Some(name)
}

/// The identities of an organization in the words of [`Identity`], without metadata.
///
/// # Errors
/// What the request fails with.
pub(crate) async fn organization_identities(
    organization: &str,
    cx: &Cx<'_>,
) -> Result<Vec<JsonMap>> {
    let listed = cx.api.list(&identities_of(organization)).await?;
    Ok(listed.into_iter().map(flat).collect())
}

/// An identity in the words of [`Identity`]; `None` when there is none.
///
/// # Errors
/// What the request fails with.
pub(crate) async fn one_identity(id: &str, cx: &Cx<'_>) -> Result<Option<JsonMap>> {
    Ok(cx.api.get(&IDENTITY.at(id)).await.or_gone()?.map(flat))
}

/// The auth methods of an identity, as the server lists them; `None` when there is no such identity.
///
/// # Errors
/// What the request fails with.
pub(crate) async fn auth_methods(id: &str, cx: &Cx<'_>) -> Result<Option<Vec<String>>> {
    Ok(one_identity(id, cx).await?.map(|identity| match identity.get("authModes") {
        Some(Json::Array(methods)) => {
            methods.iter().filter_map(Json::as_str).map(str::to_owned).collect()
        }
        _ => Vec::new(),
    }))
}

/// Takes the auth methods out of what either dialect says of an identity; none where it does not tell.
pub(crate) fn take_auth_methods(answer: &mut JsonMap) -> Option<Json> {
    match (answer.remove("authMethods"), answer.remove("authMethod")) {
        (Some(methods), _) => Some(methods),
        (None, Some(Json::String(method))) => Some(json!([method])),
        (None, Some(_)) => Some(json!([])),
        (None, None) => None,
    }
}

/// An identity or a membership of either dialect as one object in the words of [`Identity`].
fn flat(mut answer: JsonMap) -> JsonMap {
    let membership = match answer.remove("identity") {
        Some(Json::Object(identity)) => Some(std::mem::replace(&mut answer, identity)),
        _ => None,
    };
    if let Some(methods) = take_auth_methods(&mut answer) {
        answer.insert("authModes".to_owned(), methods);
    }
    answer.entry("hasDeleteProtection").or_insert(Json::Bool(false));
    // The identity's `orgId` and `role` are said of it in the membership.
    answer.remove("role");
    if let Some(mut membership) = membership {
        let custom =
            |member| membership.get("customRole").and_then(|role| role.get(member)).cloned();
        let (custom, custom_id) = (custom("slug"), custom("id"));
        let role = custom.or_else(|| membership.remove("role"));
        for (name, value) in [
            ("role", role),
            ("customRoleId", custom_id),
            ("organizationId", membership.remove("orgId")),
            ("metadata", membership.remove("metadata")),
        ] {
            if let Some(value) = value {
                answer.insert(name.to_owned(), value);
            }
        }
    }
    answer
}
