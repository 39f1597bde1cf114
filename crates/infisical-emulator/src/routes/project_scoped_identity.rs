//! Machine identities that belong to a project.

use serde_json::{Value, json};

use super::call::{storable, uuid};
use super::identity::rows;
use super::identity_view::methods_of;
use super::project_membership::{Asked, granted, one_for_good, read_roles, unknown_roles};
use super::{Answer, Call, Route, ok, page};
use crate::clock;
use crate::fields::{Fields, Number};
use crate::refusal::Refusal;
use crate::state::{Identity, Metadata, Project, Role};

pub(super) fn routes() -> Vec<Route> {
    let all = "/api/v1/projects/:projectId/identities";
    let one = "/api/v1/projects/:projectId/identities/:identityId";
    vec![
        Route::guarded("POST", all, create),
        Route::guarded("GET", all, list),
        Route::guarded("GET", one, get),
        Route::guarded("PATCH", one, update),
        Route::guarded("DELETE", one, delete),
    ]
}

fn create(call: &mut Call<'_>) -> Answer {
    let now = call.now;
    let mut fields = call.fields()?;
    fields.present("name", "string");
    let name = fields.filled_text("name").unwrap_or_default();
    let protection = fields.boolean("hasDeleteProtection").unwrap_or(false);
    let metadata = fields.pairs("metadata").unwrap_or_default();
    let roles = read_roles(&mut fields);
    call.accept(fields)?;

    let project = project(call, "create")?;
    let roles = roles.filter(|roles| !roles.is_empty());
    let roles = roles.unwrap_or_else(|| vec![Asked::permanent("no-access")]);
    one_for_good(&roles)?;
    if !unknown_roles(&roles, project).is_empty() {
        return Err(Refusal::not_found("One or more custom roles not found"));
    }
    let project_id = project.id.clone();
    let metadata = rows(metadata)?;
    if !storable(&name, 255) {
        return Err(Refusal::Database("Create"));
    }
    let identity = call.state.add_identity(&name, Role::NoAccess, now);
    identity.delete_protection = protection;
    identity.metadata = metadata;
    identity.project = Some(project_id.clone());
    let identity = identity.clone();
    let project = call.state.projects.get_mut(&project_id).ok_or(Refusal::Internal)?;
    project.add_member(&identity.id, granted(roles, now), now);
    let mut row = row(call, &identity);
    row["authMethods"] = json!([]);
    row["metadata"] = pairs(&identity.metadata);
    ok(&json!({"identity": row}))
}

fn list(call: &mut Call<'_>) -> Answer {
    let mut query = Fields::new(Value::Object(call.query()))?;
    let offset = query.coerced("offset", Number::at_least(0));
    let limit = query.coerced("limit", Number::at_least(1));
    query.finish().1?;
    let id = &project(call, "read")?.id;
    let of_project = |identity: &&Identity| identity.project.as_ref() == Some(id);
    let mut all: Vec<&Identity> = call.state.identities.values().filter(of_project).collect();
    all.sort_by_cached_key(|identity| (identity.name.to_lowercase(), identity.created_at));
    let total_count = all.len();
    let page = page(all, offset, limit.or(Some(20))).into_iter();
    let page: Vec<_> = page.map(|identity| whole(call, identity)).collect();
    ok(&json!({"identities": page, "totalCount": total_count}))
}

fn get(call: &mut Call<'_>) -> Answer {
    let identity = find(call, "read")?;
    let mut answer = whole(call, &identity);
    answer["activeLockoutAuthMethods"] = json!([]);
    ok(&json!({"identity": answer}))
}

/// Writes the row only for a name or for switching the protection *on*.
fn update(call: &mut Call<'_>) -> Answer {
    let now = call.now;
    let mut fields = call.fields()?;
    let name = fields.filled_text("name");
    let protection = fields.boolean("hasDeleteProtection");
    let metadata = fields.pairs("metadata");
    call.accept(fields)?;

    let id = find(call, "edit")?.id;
    let replaced = metadata.map(rows).transpose()?;
    if name.as_ref().is_some_and(|name| !storable(name, 255)) {
        return Err(Refusal::Database("Update by id"));
    }
    let identity = call.identity(&id)?;
    if name.is_some() || protection == Some(true) {
        identity.name = name.unwrap_or_else(|| identity.name.clone());
        identity.delete_protection = protection.unwrap_or(identity.delete_protection);
        identity.updated_at = now;
    }
    // The answer has the metadata of this request only.
    let answered = replaced.clone().unwrap_or_default();
    if let Some(metadata) = replaced {
        identity.metadata = metadata;
    }
    let identity = identity.clone();
    let mut row = row(call, &identity);
    row["metadata"] = pairs(&answered);
    ok(&json!({"identity": row}))
}

fn delete(call: &mut Call<'_>) -> Answer {
    let identity = find(call, "delete")?;
    if identity.delete_protection {
        let message = "Cannot delete identity while delete protection is enabled";
        return Err(Refusal::bad_request(message));
    }
    let row = row(call, &identity);
    call.state.remove_identity(&identity.id);
    ok(&json!({"identity": row}))
}

/// The project of the path, in which the caller may do this to identities.
fn project<'a>(call: &'a Call<'_>, action: &'static str) -> Result<&'a Project, Refusal> {
    call.project_to(action, "identity", &call.parameter(0))
}

/// The identity of the path, which is of the project.
fn find(call: &Call<'_>, action: &'static str) -> Result<Identity, Refusal> {
    let (project, id) = (project(call, action)?, call.parameter(1));
    let key = uuid(&id).ok_or(Refusal::Database("FindOne"))?;
    let identity = call.state.identities.get(&key);
    let found = identity.filter(|identity| identity.project.as_ref() == Some(&project.id));
    let missing = || Refusal::not_found(format!("Identity with id {id} not found"));
    found.cloned().ok_or_else(missing)
}

fn row(call: &Call<'_>, identity: &Identity) -> Value {
    json!({
        "id": identity.id,
        "name": identity.name,
        "orgId": call.state.org_id,
        "projectId": identity.project,
        "createdAt": clock::iso(identity.created_at),
        "updatedAt": clock::iso(identity.updated_at),
        "hasDeleteProtection": identity.delete_protection,
    })
}

fn whole(call: &Call<'_>, identity: &Identity) -> Value {
    let mut row = row(call, identity);
    row["authMethods"] = json!(methods_of(identity));
    row["metadata"] = pairs(&identity.metadata);
    row
}

pub(super) fn pairs(metadata: &[Metadata]) -> Value {
    metadata
        .iter()
        .map(|Metadata { id, key, value }| json!({"id": id, "key": key, "value": value}))
        .collect()
}
