//! `infisical_identity`: a machine identity of an organization.
//!
//! API: `backend/src/server/routes/v1/identity-router.ts` and
//! `backend/src/services/identity/identity-service.ts`. Servers up to 2024 have one `authMethod` and
//! know no delete protection; later ones have `authMethods`.

use crate::{
    Cx, Infisical, Result,
    shared::{Trimmed, Uuid},
};
use infisical_client::{Endpoint, OrGone};
use serde_json::{Value as Json, json};
use tf_framework::{ApiObject, Change, Computed, Diagnostic, JsonMap, Resource, Schema, Set, Text};

/// `POST`, `PATCH` and `DELETE` answer with the identity, `GET` with its membership of the
/// organization, both as `identity`.
const IDENTITY: Endpoint = Endpoint::new("/api/v1/identities/{}", "identity");

/// A machine identity of an organization: what a workload logs in as. It has no way to log in until
/// an auth method is attached to it.
#[derive(Debug, Clone, Default, PartialEq, Schema)]
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

    /// Metadata of the identity. Without it the identity has none.
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

    async fn create(plan: Self, cx: &Cx<'_>) -> Result<Self> {
        let mut body = plan.to_api();
        // Not protected is the server's default, and older servers do not know the member.
        if body.get("hasDeleteProtection") == Some(&Json::Bool(false)) {
            body.remove("hasDeleteProtection");
        }
        let created = cx.api.post(&IDENTITY.collection(), &body).await?;
        Ok(plan.told(created)?)
    }

    async fn read(prior: Self, cx: &Cx<'_>) -> Result<Option<Self>> {
        let found = cx.api.get(&IDENTITY.at(prior.id())).await.or_gone()?;
        Ok(found.map(|current| prior.told(current)).transpose()?)
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
}

impl Identity {
    /// This identity with everything that the server tells of it. No metadata is an empty list to the
    /// server, which is not to become `[]` where nobody wrote one.
    fn told(self, answer: JsonMap) -> std::result::Result<Self, Diagnostic> {
        let mut answer = flat(answer);
        if self.metadata.is_none() && answer.get("metadata") == Some(&json!([])) {
            answer.remove("metadata");
        }
        self.absorb(&answer)
    }

    fn id(&self) -> &str {
        self.id.known().map(Text::as_str).unwrap_or_default()
    }
}

/// The auth methods of an identity, as the server lists them; `None` when there is no such identity.
///
/// # Errors
/// What the request fails with.
pub(crate) async fn auth_methods(id: &str, cx: &Cx<'_>) -> Result<Option<Vec<String>>> {
    let found = cx.api.get(&IDENTITY.at(id)).await.or_gone()?;
    Ok(found.map(flat).map(|identity| match identity.get("authModes") {
        Some(Json::Array(methods)) => {
            methods.iter().filter_map(Json::as_str).map(str::to_owned).collect()
        }
        _ => Vec::new(),
    }))
}

/// An identity or a membership of either dialect as one object in the words of [`Identity`].
fn flat(mut answer: JsonMap) -> JsonMap {
    let membership = match answer.remove("identity") {
        Some(Json::Object(identity)) => Some(std::mem::replace(&mut answer, identity)),
        _ => None,
    };
    let methods = match (answer.remove("authMethods"), answer.remove("authMethod")) {
        (Some(methods), _) => Some(methods),
        (None, Some(Json::String(method))) => Some(json!([method])),
        (None, Some(_)) => Some(json!([])),
        (None, None) => None,
    };
    if let Some(methods) = methods {
        answer.insert("authModes".to_owned(), methods);
    }
    answer.entry("hasDeleteProtection").or_insert(Json::Bool(false));
    // The identity's `orgId` and `role` are said of it in the membership.
    answer.remove("role");
    if let Some(mut membership) = membership {
        let custom = membership.get("customRole").and_then(|role| role.get("slug")).cloned();
        let role = custom.or_else(|| membership.remove("role"));
        for (name, value) in [
            ("role", role),
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
