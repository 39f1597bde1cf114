//! Identities of the organization in a project, and the roles that they have there:
//! `v2/identity-project-router.ts` and `identity-project-service.ts` of 2024; in the current server
//! `v2/deprecated-identity-project-router.ts`, `v1/identity-project-membership-router.ts` and
//! `membership-identity-service.ts` with its `project-membership-identity-factory.ts`.

use std::collections::BTreeMap;

use serde::Serialize;
use serde_json::{Value, json};

use super::call::uuid;
use super::identity_view::methods_of;
use super::project_membership::{
    Asked, Row, Whole, assigned, granted, one_for_good, read_roles, roles, unknown_roles,
};
use super::project_scoped_identity::pairs;
use super::{Answer, Call, Route, ok, page};
use crate::clock;
use crate::fields::{Fields, Number};
use crate::options::Dialect;
use crate::refusal::Refusal;
use crate::state::{Identity, Project, ProjectMembership, rank};

/// The permission on identities that giving roles takes in the current server.
const GRANT: &str = "grant-privileges";

pub(super) fn routes(dialect: Dialect) -> Vec<Route> {
    let all = "/api/v2/workspace/:projectId/identity-memberships";
    let one = "/api/v2/workspace/:projectId/identity-memberships/:identityId";
    let mut routes = vec![
        Route::guarded("GET", all, list),
        Route::guarded("GET", one, get),
        Route::guarded("POST", one, create),
        Route::guarded("PATCH", one, |call| update(call, false)),
        Route::guarded("DELETE", one, delete),
    ];
    if dialect == Dialect::Current {
        let by_membership = "/api/v2/workspace/identity-memberships/:membershipId";
        let all = "/api/v1/projects/:projectId/memberships/identities";
        let one = "/api/v1/projects/:projectId/memberships/identities/:identityId";
        routes.extend([
            Route::guarded("GET", by_membership, get_by_membership),
            Route::guarded("GET", all, list_members),
            Route::guarded("GET", one, get_member),
            Route::guarded("POST", one, create),
            Route::guarded("PATCH", one, |call| update(call, true)),
            Route::guarded("DELETE", one, delete),
        ]);
    }
    routes
}

fn create(call: &mut Call<'_>) -> Answer {
    let (current, now) = (call.current(), call.now);
    let mut fields = call.fields()?;
    let role = fields.text("role").unwrap_or_else(|| "no-access".to_owned());
    let asked = read_roles(&mut fields);
    call.accept(fields)?;

    if role.is_empty() && asked.is_none() {
        return Err(Refusal::bad_request("You must provide either role or roles field"));
    }
    let asked = asked.unwrap_or_else(|| vec![Asked::permanent(&role)]);
    if current {
        one_for_good(&asked)?;
    }
    let (project_id, id) = (call.parameter(0), call.parameter(1));
    let project = call.project_to("create", "identity", &project_id)?;
    let key = uuid(&id).ok_or(Refusal::Database("Find one"))?;
    let member = project.members.contains_key(&key);
    if member && !current {
        let already =
            format!("Identity with ID {id} already exists in project with ID {project_id}");
        return Err(Refusal::bad_request(already));
    }
    newcomer(call, &id, &key)?;
    grant(call, project, &asked, "Failed to create identity project membership")?;
    if member {
        return Err(Refusal::bad_request("Identity is already a member"));
    }
    let project = call.state.projects.get_mut(&project_id).ok_or(Refusal::Internal)?;
    let place = project.add_member(&key, granted(asked, now), now);
    changed(&project_id, &id, place)
}

/// Answers the roles, or the membership on the newer route.
fn update(call: &mut Call<'_>, modern: bool) -> Answer {
    let (current, now) = (call.current(), call.now);
    let mut fields = call.fields()?;
    let asked = read_roles(&mut fields);
    fields.filled_list("roles");
    call.accept(fields)?;

    let asked = asked.unwrap_or_default();
    let (project_id, id) = (call.parameter(0), call.parameter(1));
    let project = call.project_to("edit", "identity", &project_id)?;
    if current {
        scope(call, &id, |of| of != project_id, "update")?;
    } else {
        member(project, &id, "Find one", || {
            let message = "doesn't exists in project with ID";
            Refusal::not_found(format!("Identity with ID {id} {message} {project_id}"))
        })?;
    }
    // The current server does not look at who may give no access.
    if !current || asked.iter().any(|asked| asked.role != "no-access") {
        grant(call, project, &asked, "Failed to update identity project membership")?;
    }
    if current {
        one_for_good(&asked)?;
        member(project, &id, "Find one", no_membership)?;
    }
    let key = uuid(&id).unwrap_or_default();
    let project = call.state.projects.get_mut(&project_id).ok_or(Refusal::Internal)?;
    let place = project.members.get_mut(&key).ok_or(Refusal::Internal)?;
    // The membership itself does not change.
    place.roles = granted(asked, now);
    let place = place.clone();
    if modern {
        return changed(&project_id, &id, &place);
    }
    ok(&BTreeMap::from([("roles", assigned(project, &place))]))
}

fn delete(call: &mut Call<'_>) -> Answer {
    let (project_id, id) = (call.parameter(0), call.parameter(1));
    let place = if call.current() {
        let project = call.project_to("delete", "identity", &project_id)?;
        scope(call, &id, |_| true, "delete")?;
        let (key, place) = member(project, &id, "Find one", no_membership)?;
        if key == call.caller_id() {
            return Err(Refusal::bad_request("You can't delete your own membership"));
        }
        place.clone()
    } else {
        let missing = || Refusal::not_found(format!("Failed to find identity with ID {id}"));
        let project = call.state.projects.get(&project_id).ok_or_else(missing)?;
        let (_, place) = member(project, &id, "Find one", missing)?;
        let project = call.project_to("delete", "identity", &project_id)?;
        let caller = project.members.get(call.caller_id()).map(|place| place.rank(call.now));
        if caller < Some(place.rank(call.now)) {
            return Err(Refusal::forbidden("Failed to delete more privileged identity"));
        }
        place.clone()
    };
    let project = call.state.projects.get_mut(&project_id).ok_or(Refusal::Internal)?;
    project.members.remove(&uuid(&id).unwrap_or_default());
    changed(&project_id, &id, &place)
}

fn get(call: &mut Call<'_>) -> Answer {
    let (project_id, id) = (call.parameter(0), call.parameter(1));
    let project = call.project_to("read", "identity", &project_id)?;
    let missing = || {
        let in_project = format!("'{id} in project with ID '{project_id}' not found");
        Refusal::not_found(format!("Project membership for identity with ID {in_project}"))
    };
    let (key, place) = member(project, &id, "FindByProjectId", missing)?;
    let identity = call.state.identities.get(&key).ok_or_else(missing)?;
    if place.roles.is_empty() {
        return Err(missing());
    }
    one(&Whole::new(call, project, identity, place))
}

fn get_by_membership(call: &mut Call<'_>) -> Answer {
    let id = call.parameter(0);
    let key = uuid(&id).ok_or(Refusal::Database("Find one"))?;
    let of = |project: &Project| {
        let mut members = project.members.iter();
        let (identity_id, _) = members.find(|(_, place)| place.id == key)?;
        Some((project.id.clone(), identity_id.clone()))
    };
    let found = call.state.projects.values().find_map(of);
    let missing = || Refusal::not_found(format!("Project membership with ID '{id}' not found"));
    let (project_id, identity_id) = found.ok_or_else(missing)?;
    let project = call.project_to("read", "identity", &project_id)?;
    let place = project.members.get(&identity_id).ok_or_else(missing)?;
    let identity = call.state.identities.get(&identity_id).ok_or_else(missing)?;
    one(&Whole::new(call, project, identity, place))
}

fn list(call: &mut Call<'_>) -> Answer {
    let mut query = Fields::new(Value::Object(call.query()))?;
    let offset = query.coerced("offset", Number::at_least(0));
    let limit = query.coerced("limit", Number::between(1, 20_000));
    query.one_of("orderBy", &["name"], false);
    let direction = query.one_of("orderDirection", &["asc", "desc"], false);
    let search = query.text("search").unwrap_or_default();
    call.accept(query)?;
    let project = call.project_to("read", "identity", &call.parameter(0))?;
    let mut members = members(call, project, &search);
    if direction.as_deref() == Some("desc") {
        members.reverse();
    }
    let total_count = members.len();
    // Without a limit, the offset does not count either.
    let page = page(members, limit.and(offset), limit);
    let with_roles = page.into_iter().filter(|(_, place)| !place.roles.is_empty());
    let row = |(identity, place)| Whole::new(call, project, identity, place);
    let identity_memberships = with_roles.map(row).collect::<Vec<_>>();
    ok(&List { identity_memberships, total_count })
}

/// The newer list, which tells less of an identity.
fn list_members(call: &mut Call<'_>) -> Answer {
    let mut query = Fields::new(Value::Object(call.query()))?;
    let offset = query.coerced("offset", Number::at_least(0));
    let limit = query.coerced("limit", Number::between(1, 1000));
    let name = query.text("identityName").unwrap_or_default();
    call.accept(query)?;
    let project = call.project_to("read", "identity", &call.parameter(0))?;
    let members = members(call, project, &name);
    let total_count = members.len();
    let row = |(identity, place): (&Identity, &ProjectMembership)| {
        json!({
            "id": place.id,
            "identityId": identity.id,
            "createdAt": clock::iso(place.created_at),
            "updatedAt": clock::iso(place.updated_at),
            "roles": roles(project, place),
            "identity": of_organization(call, identity),
        })
    };
    let page = page(members, offset, limit.or(Some(20)));
    let identity_memberships = page.into_iter().map(row).collect::<Vec<_>>();
    ok(&List { identity_memberships, total_count })
}

/// The newer way to read a membership.
fn get_member(call: &mut Call<'_>) -> Answer {
    let project = call.project_to("read", "identity", &call.parameter(0))?;
    let missing = || Refusal::not_found("Identity membership not found");
    let (key, place) = member(project, &call.parameter(1), "FindOne", missing)?;
    let identity = call.state.identities.get(&key).ok_or_else(missing)?;
    let mut shown = of_organization(call, identity);
    shown["authMethods"] = json!(methods_of(identity));
    shown["metadata"] = pairs(&identity.metadata);
    ok(&json!({"identityMembership": {
        "id": place.id,
        "createdAt": clock::iso(place.created_at),
        "updatedAt": clock::iso(place.updated_at),
        "roles": roles(project, place),
        "lastLoginAuthMethod": null,
        "lastLoginTime": null,
        "identity": shown,
    }}))
}

fn of_organization(call: &Call<'_>, identity: &Identity) -> Value {
    json!({
        "name": identity.name,
        "id": identity.id,
        "orgId": call.state.org_id,
        "projectId": identity.project,
    })
}

/// The place of an identity in a project, and the identity's ID as it is stored.
fn member<'a>(
    project: &'a Project,
    id: &str,
    step: &'static str,
    missing: impl FnOnce() -> Refusal,
) -> Result<(String, &'a ProjectMembership), Refusal> {
    let key = uuid(id).ok_or(Refusal::Database(step))?;
    let place = project.members.get(&key).ok_or_else(missing)?;
    Ok((key, place))
}

fn no_membership() -> Refusal {
    Refusal::bad_request("Identity doesn't have membership")
}

/// What the current server looks at before the membership: it trips over an identity that is gone,
/// and refuses one of a project.
fn scope(
    call: &Call<'_>,
    id: &str,
    refused: impl FnOnce(&str) -> bool,
    verb: &str,
) -> Result<(), Refusal> {
    let key = uuid(id).ok_or(Refusal::Database("Find by id"))?;
    let identity = call.state.identities.get(&key).ok_or(Refusal::Internal)?;
    if identity.project.as_deref().is_some_and(refused) {
        return Err(of_a_project(verb));
    }
    Ok(())
}

fn of_a_project(verb: &str) -> Refusal {
    let what = "project membership for a project scoped identity";
    Refusal::bad_request(format!("Failed to {verb} {what}"))
}

/// Whether there is such an identity of the organization.
fn newcomer(call: &Call<'_>, id: &str, key: &str) -> Result<(), Refusal> {
    match call.state.identities.get(key) {
        Some(identity) if identity.project.is_some() => Err(of_a_project("create")),
        Some(_) => Ok(()),
        None if call.current() => {
            let message = format!("Identity {id} is missing organization membership");
            Err(Refusal::bad_request(message))
        }
        None => Err(Refusal::not_found(format!("Failed to find identity with ID {id}"))),
    }
}

/// Whether the roles exist and the caller may give them.
fn grant(
    call: &Call<'_>,
    project: &Project,
    asked: &[Asked],
    message: &'static str,
) -> Result<(), Refusal> {
    let unknown = unknown_roles(asked, project);
    let place = project.members.get(call.caller_id());
    let own = place.map_or(0, |place| place.rank(call.now));
    if call.current() {
        if !unknown.is_empty() {
            let (unknown, id) = (unknown.join(","), &project.id);
            let message =
                format!("Specified roles '{unknown}' was not found in the project with ID '{id}'");
            return Err(Refusal::not_found(message));
        }
        if own < rank("admin") {
            return Err(Refusal::Boundary { message, action: GRANT });
        }
        return Ok(());
    }
    for Asked { role, .. } in asked {
        if unknown.contains(&role.as_str()) {
            return Err(Refusal::not_found(format!("Specified role was not found: {role}")));
        }
        if rank(role) > own {
            return Err(Refusal::forbidden("Failed to change to a more privileged role"));
        }
    }
    Ok(())
}

type Member<'a> = (&'a Identity, &'a ProjectMembership);

/// The members whose names contain a text, by name.
fn members<'a>(call: &'a Call<'_>, project: &'a Project, search: &str) -> Vec<Member<'a>> {
    let search = search.to_lowercase();
    let members = project.members.iter();
    let known = members.filter_map(|(id, place)| Some((call.state.identities.get(id)?, place)));
    let mut found: Vec<_> =
        known.filter(|(identity, _)| identity.name.to_lowercase().contains(&search)).collect();
    found.sort_by_cached_key(|(identity, _)| (identity.name.to_lowercase(), identity.created_at));
    found
}

fn changed(project_id: &str, identity_id: &str, place: &ProjectMembership) -> Answer {
    one(&Row::new(project_id, identity_id, place))
}

fn one(membership: &impl Serialize) -> Answer {
    ok(&BTreeMap::from([("identityMembership", membership)]))
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct List<T> {
    identity_memberships: Vec<T>,
    total_count: usize,
}
