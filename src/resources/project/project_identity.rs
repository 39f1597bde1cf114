//! `infisical_project_identity`: a machine identity of the organization as a member of a project.
//!
//! API: `backend/src/server/routes/v2/identity-project-router.ts`, `deprecated-identity-project-router.ts`
//! and `backend/src/services/identity-project/identity-project-service.ts`.

use crate::{
    Cx, Infisical, Result,
    resources::identity::take_auth_methods,
    shared::{
        InProject, ProjectRole, Trimmed, Uuid, beginning_now, import_it, in_order_of,
        is_as_planned, keep_roles, moves, one_for_good_and_none_twice, planned_text, text,
    },
};
use infisical_client::{Collection, Endpoint, Error as ClientError, Located, OrGone, Trace};
use serde_json::Value as Json;
use tf_framework::{
    ApiObject, AttributePath, Change, Computed, Diagnostic, Found, JsonMap, Known, ListResource,
    Move, Planning, Resource, Schema, Text, Unordered,
};

/// `POST` and `DELETE` answer without the roles, `PATCH` with nothing else. Of an identity that is no
/// member today's server says so with a 400.
const MEMBERSHIP: Endpoint =
    Endpoint::new("/api/v2/workspace/{}/identity-memberships/{}", "identityMembership")
        .gone_says(&["Identity doesn't have membership"]);

/// The roles of a membership.
const ROLES: Endpoint = Endpoint::new("/api/v2/workspace/{}/identity-memberships/{}", "");

/// By its own ID. Servers up to 2024 do not have it.
const MEMBERSHIP_OF_ID: Endpoint =
    Endpoint::new("/api/v2/workspace/identity-memberships/{}", "identityMembership");

const MEMBERSHIPS: Collection = Collection::new(
    "/api/v2/workspace/{}/identity-memberships",
    "identityMemberships",
    "identityId",
)
.paged(100);

/// Makes a machine identity of the organization a member of a project, with roles there. An identity
/// that belongs to a project alone is `infisical_project_scoped_identity`.
#[derive(Debug, Clone, Default, PartialEq, Schema)]
#[schema(check = one_for_good_and_none_twice, family = super::FAMILY)]
pub(crate) struct ProjectIdentity {
    /// ID of the project.
    #[attr(key)]
    project_id: Text<Trimmed>,

    /// ID of the identity.
    #[attr(key)]
    identity_id: Text<Uuid>,

    /// ID of the membership.
    #[attr(keep, api = "id")]
    membership_id: Computed<Text<Uuid>>,

    /// Whether to take over an identity that is a member already, and to give it these roles. Whoever
    /// creates a project is a member of it from the beginning. Otherwise it is an error.
    #[attr(default = false, local)]
    adopt_existing: bool,

    /// The identity.
    identity: Computed<Member>,

    /// Roles of the identity in the project; their order does not matter. One of them must not be
    /// temporary.
    #[attr(length = 1..)]
    roles: Unordered<Vec<ProjectRole>>,
}

/// A machine identity that is a member.
#[derive(Debug, Clone, Default, PartialEq, Schema)]
pub(crate) struct Member {
    /// ID of the identity.
    id: Computed<Text<Uuid>>,

    /// Name of the identity.
    name: Computed<String>,

    /// Auth methods that are attached to the identity, such as `azure-auth`.
    auth_methods: Computed<Vec<String>>,
}

impl Resource<Infisical> for ProjectIdentity {
    const TYPE_NAME: &'static str = "infisical_project_identity";

    const IMPORT_ID: Option<&'static str> = Some(
        "the ID of the project and that of the identity, with a comma between them; or the ID of the \
         membership, which servers up to 2024 do not look up",
    );

    /// Says of a new one that the identity is a member already: the server takes it once.
    async fn modify_plan(plan: &mut Planning<'_, Infisical>) -> Result<()> {
        keep_roles(plan, &[], "identity");
        let (Some(api), true) = (plan.api, plan.is_create()) else { return Ok(()) };
        let (Some(project), Some(identity)) =
            (planned_text(plan, "project_id"), planned_text(plan, "identity_id"))
        else {
            return Ok(());
        };
        if plan.planned("adopt_existing") == Known::Is(&true.into()) {
            return Ok(());
        }
        let is_it = |member: &JsonMap| is_of(member, &identity);
        if !api.others(&MEMBERSHIPS.of(&project), is_it).await.is_empty() {
            let there = is_member(&project, &identity);
            plan.report(Diagnostic::warning(there.summary, there.detail).at(identity_path()));
        }
        Ok(())
    }

    async fn create(plan: Self, cx: &Cx<'_>) -> Result<Self> {
        let plan = Self { roles: beginning_now(&plan.roles), ..plan };
        let at = plan.located();
        let there = if plan.adopt_existing { cx.api.get(&at).await.or_gone()? } else { None };
        if let Some(there) = there {
            cx.warn(plan.adopted(&there));
            plan.assign(cx).await?;
            cx.save(&plan);
            return plan.settled(cx).await;
        }
        let is_it = |found: &JsonMap| is_as_planned(&plan, |plan| plan.told(found.clone()));
        match cx.api.create(&at, &plan.to_api(), &Trace::at_its_path(&is_it)).await {
            Err(error) if says_member(&error) => {
                let there = is_member(plan.project_id.as_str(), plan.identity_id.as_str());
                Err(there.at(identity_path()).into())
            }
            created => {
                let made = plan.told(created?)?;
                cx.save(&made);
                made.settled(cx).await
            }
        }
    }

    async fn read(prior: Self, cx: &Cx<'_>) -> Result<Option<Self>> {
        let all = MEMBERSHIPS.of(prior.project_id.as_str());
        let found = cx.api.get_among(&prior.located(), &all, prior.identity_id.as_str()).await;
        Ok(found.or_gone()?.map(|found| prior.told(found)).transpose()?)
    }

    async fn update(change: Change<Self>, cx: &Cx<'_>) -> Result<Self> {
        if change.body().is_empty() {
            return Ok(change.plan);
        }
        let plan = Self { roles: beginning_now(&change.plan.roles), ..change.plan };
        plan.assign(cx).await?;
        plan.settled(cx).await
    }

    /// Today's server fails where the identity itself is gone, so that its membership decides.
    async fn delete(prior: Self, cx: &Cx<'_>) -> Result<()> {
        let at = prior.located();
        match cx.api.delete(&at).await.or_gone() {
            Err(error) if error.status() == Some(500) => match cx.api.get(&at).await.or_gone() {
                Ok(None) => Ok(()),
                _ => Err(error.into()),
            },
            other => Ok(other.map(drop)?),
        }
    }

    fn moves() -> Vec<Move<Self>> {
        moves()
    }

    async fn import(id: &str, cx: &Cx<'_>) -> Result<Option<Self>> {
        let [membership_id] = &Self::import_keys(id)[..] else { return Ok(None) };
        let Some(found) = cx.api.get(&MEMBERSHIP_OF_ID.at(membership_id)).await.or_gone()? else {
            let detail = format!("No identity has a membership with the ID {membership_id}.");
            return Err(Diagnostic::error("No such membership", detail).into());
        };
        let project = found.get("project").and_then(|project| project.get("id"));
        Ok(Some(Self {
            project_id: project.and_then(Json::as_str).unwrap_or_default().into(),
            identity_id: text(&found, "identityId").unwrap_or_default().into(),
            ..Self::default()
        }))
    }
}

/// The list of the identities that are members of a project, for `terraform query`.
impl ListResource<Infisical> for ProjectIdentity {
    type Filter = InProject;

    async fn list(filter: InProject, cx: &Cx<'_>, found: &Found<'_, Self>) -> Result<()> {
        for listed in cx.api.list(&MEMBERSHIPS.of(filter.project_id())).await? {
            let known = Self {
                project_id: filter.project_id().into(),
                identity_id: text(&listed, "identityId").unwrap_or_default().into(),
                ..Self::default()
            };
            let name = listed.get("identity").and_then(|identity| identity["name"].as_str());
            let name = name.unwrap_or_default().to_owned();
            if !found.push(&known.told(listed)?, &name).await {
                break;
            }
        }
        Ok(())
    }
}

impl ProjectIdentity {
    fn located(&self) -> Located {
        MEMBERSHIP.at(self.project_id.as_str()).at(self.identity_id.as_str())
    }

    /// Gives it the roles, and no others.
    async fn assign(&self, cx: &Cx<'_>) -> Result<()> {
        let at = ROLES.at(self.project_id.as_str()).at(self.identity_id.as_str());
        cx.api.patch(&at, &self.to_api()).await?;
        Ok(())
    }

    /// This membership with everything that the server tells of it.
    fn told(self, mut answer: JsonMap) -> std::result::Result<Self, Diagnostic> {
        if let Some(roles) = answer.get("roles") {
            let roles = in_order_of(&self.roles, roles);
            answer.insert("roles".to_owned(), roles);
        }
        if let Some(Json::Object(identity)) = answer.get_mut("identity") {
            let methods = take_auth_methods(identity).unwrap_or_else(|| Json::Array(Vec::new()));
            identity.insert("authMethods".to_owned(), methods);
        }
        self.absorb(&answer)
    }

    /// What became of it, as the answers to writes do not tell everything.
    async fn settled(self, cx: &Cx<'_>) -> Result<Self> {
        let found = cx.api.get(&self.located()).await?;
        Ok(self.told(found)?)
    }

    fn adopted(&self, there: &JsonMap) -> Diagnostic {
        let roles = there.get("roles").and_then(Json::as_array).into_iter().flatten();
        let before: Vec<_> = roles.filter_map(ProjectRole::slug_in).collect();
        let (identity, project) = (&self.identity_id, &self.project_id);
        let detail = format!(
            "Identity {identity} was a member of project {project} already, and is managed here from now \
             on. Its roles were: {}.",
            before.join(", ")
        );
        Diagnostic::warning("Membership taken over", detail).at(identity_path())
    }
}

/// Whether an entry of the list is the membership of this identity.
fn is_of(membership: &JsonMap, identity: &str) -> bool {
    text(membership, "identityId").is_some_and(|id| id.eq_ignore_ascii_case(identity))
}

fn identity_path() -> AttributePath {
    AttributePath::root("identity_id")
}

fn is_member(project: &str, identity: &str) -> Diagnostic {
    let import = import_it(ProjectIdentity::TYPE_NAME, &format!("{project},{identity}"));
    let detail = format!(
        "Identity {identity} is a member of project {project}, and is so once. To take it over as it is \
         created, set `adopt_existing = true`. {import}"
    );
    Diagnostic::error("The identity is a member already", detail)
}

/// `Identity with ID … already exists in project with ID …`; today's server says it more shortly.
fn says_member(error: &ClientError) -> bool {
    error.status() == Some(400)
        && error.message().is_some_and(|message| message.contains("already"))
}
