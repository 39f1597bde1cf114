//! `infisical_project_scoped_identity`: a machine identity of a project.
//!
//! API: `backend/src/server/routes/v1/project-identity-router.ts`,
//! `identity-project-membership-router.ts` and `backend/src/services/identity-v2/identity-service.ts`.
//! Servers up to 2024 do not have it.

use super::identity::Metadata;
use crate::{
    Cx, Infisical, Result,
    shared::{
        InProject, ProjectRole, Trimmed, Uuid, beginning_now, in_order_of, is_as_planned,
        keep_roles, moves, one_for_good_and_none_twice, without_nothing,
    },
};
use infisical_client::{Collection, Endpoint, Located, OrGone, Trace};
use serde_json::{Value as Json, json};
use tf_framework::{
    ApiObject, Change, Computed, Diagnostic, Found, JsonMap, ListResource, Move, Planning,
    Resource, Schema, Set, Text, Unordered,
};

const IDENTITY: Endpoint = Endpoint::new("/api/v1/projects/{}/identities/{}", "identity");

const IDENTITIES: Collection =
    Collection::new("/api/v1/projects/{}/identities", "identities", "id").paged(100);

/// Which roles it has; it is a member of its project from the beginning.
const MEMBERSHIP: Endpoint =
    Endpoint::new("/api/v1/projects/{}/memberships/identities/{}", "identityMembership");

/// A machine identity that belongs to a project, instead of to the organization: those who administer
/// the project manage it. It has no way to log in until an auth method is attached to it.
#[derive(Debug, Clone, Default, PartialEq, Schema)]
#[schema(check = one_for_good_and_none_twice, family = super::FAMILY)]
pub(crate) struct ProjectScopedIdentity {
    /// ID of the project.
    #[attr(key)]
    project_id: Text<Uuid>,

    /// ID of the identity.
    #[attr(key, keep)]
    id: Computed<Text<Uuid>>,

    /// Name of the identity, at most 255 characters.
    #[attr(length = 1..=255)]
    name: Text<Trimmed>,

    /// Whether the server refuses to delete the identity. To delete a protected identity, set this to
    /// `false` and apply first.
    #[attr(default = false)]
    has_delete_protection: bool,

    /// Auth methods that are attached to the identity, such as `azure-auth`.
    auth_methods: Computed<Vec<String>>,

    /// Metadata of the identity. An empty list says that it has none; without the attribute, metadata
    /// that others give it is left alone.
    #[attr(clear = empty)]
    metadata: Option<Set<Metadata>>,

    /// Roles of the identity in the project; their order does not matter. One of them must not be
    /// temporary.
    #[attr(length = 1..)]
    roles: Unordered<Vec<ProjectRole>>,
}

impl Resource<Infisical> for ProjectScopedIdentity {
    const TYPE_NAME: &'static str = "infisical_project_scoped_identity";

    async fn modify_plan(plan: &mut Planning<'_, Infisical>) -> Result<()> {
        let others = ["project_id", "name", "has_delete_protection", "metadata"];
        keep_roles(plan, &others, "auth_methods");
        Ok(())
    }

    async fn create(plan: Self, cx: &Cx<'_>) -> Result<Self> {
        let plan = Self { roles: beginning_now(&plan.roles), ..plan };
        let project = plan.project_id.as_str();
        let (all, name) = (IDENTITIES.of(project), plan.name.as_str());
        let single = |id: &str| IDENTITY.at(project).at(id);
        let like = |entry: &JsonMap| entry.get("name").and_then(Json::as_str) == Some(name);
        let is_it = |found: &JsonMap| is_as_planned(&plan, |plan| plan.told(found.clone()));
        let trace = Trace::in_list(&all, &single, name, &like, &is_it);
        let at = IDENTITY.collection().at(project);
        let created = cx.api.create(&at, &plan.to_api(), &trace).await?;
        let made = plan.told(created)?;
        cx.save(&made);
        made.settled(cx).await
    }

    async fn read(prior: Self, cx: &Cx<'_>) -> Result<Option<Self>> {
        let Some(mut identity) = cx.api.get(&prior.located()).await.or_gone()? else {
            return Ok(None);
        };
        let Some(membership) = cx.api.get(&prior.membership()).await.or_gone()? else {
            return Ok(None);
        };
        let imported = prior.name.as_str().is_empty();
        if !imported && prior.metadata.is_none() {
            identity.remove("metadata");
        }
        if let Some(roles) = membership.get("roles") {
            identity.insert("roles".to_owned(), in_order_of(&prior.roles, roles));
        }
        Ok(Some(prior.told(identity)?))
    }

    /// Two requests at most: the identity, then its roles.
    async fn update(change: Change<Self>, cx: &Cx<'_>) -> Result<Self> {
        let Change { prior, plan } = change;
        let plan = Self { roles: beginning_now(&plan.roles), ..plan };
        let change = Change { prior, plan };
        let mut body = change.body();
        let roles = body.remove("roles");
        // `identity-service.ts` writes the row when there is a name or protection is switched on, so
        // that switching it off alone would change nothing.
        if body.contains_key("hasDeleteProtection") {
            body.insert("name".to_owned(), json!(change.plan.name.as_str()));
        }
        let Change { prior, plan } = change;
        if !body.is_empty() {
            cx.api.patch(&plan.located(), &body).await?;
            cx.save(&Self { roles: prior.roles, ..plan.clone() });
        }
        if let Some(roles) = roles {
            let body = JsonMap::from_iter([("roles".to_owned(), roles)]);
            cx.api.patch(&plan.membership(), &body).await?;
        }
        plan.settled(cx).await
    }

    async fn delete(prior: Self, cx: &Cx<'_>) -> Result<()> {
        cx.api.delete(&prior.located()).await.or_gone()?;
        Ok(())
    }

    fn moves() -> Vec<Move<Self>> {
        moves()
    }
}

/// The list of a project's own identities, for `terraform query`.
impl ListResource<Infisical> for ProjectScopedIdentity {
    type Filter = InProject;

    async fn list(filter: InProject, cx: &Cx<'_>, found: &Found<'_, Self>) -> Result<()> {
        for listed in cx.api.list(&IDENTITIES.of(filter.project_id())).await? {
            let known = Self { project_id: filter.project_id().into(), ..Self::default() };
            let mut identity = known.told(listed)?;
            let name = identity.name.as_str().to_owned();
            // A list tells neither metadata nor roles.
            if found.wants_objects() {
                let alone =
                    Self { id: identity.id, project_id: identity.project_id, ..Self::default() };
                let Some(whole) = Self::read(alone, cx).await? else { continue };
                identity = whole;
            }
            if !found.push(&identity, &name).await {
                break;
            }
        }
        Ok(())
    }
}

impl ProjectScopedIdentity {
    fn located(&self) -> Located {
        IDENTITY.at(self.project_id.as_str()).at(self.id())
    }

    fn membership(&self) -> Located {
        MEMBERSHIP.at(self.project_id.as_str()).at(self.id())
    }

    fn id(&self) -> &str {
        self.id.known().map(Text::as_str).unwrap_or_default()
    }

    /// This identity with everything that the server tells of it.
    fn told(self, answer: JsonMap) -> std::result::Result<Self, Diagnostic> {
        let answer = without_nothing(&self, answer);
        self.absorb(&answer)
    }

    /// What became of it, as the answers to writes do not tell its roles.
    async fn settled(self, cx: &Cx<'_>) -> Result<Self> {
        let gone = || {
            Diagnostic::remote(
                "Identity gone",
                "The server took the change, and does not have the identity any more: somebody deleted \
                 it meanwhile.",
            )
        };
        Ok(Self::read(self, cx).await?.ok_or_else(gone)?)
    }
}
