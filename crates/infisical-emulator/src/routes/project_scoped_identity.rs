//! Machine identities of a project, and the roles that they have there. There are no custom roles.

use serde_json::{Value, json};

use super::call::{storable, uuid};
use super::identity::rows;
use super::identity_view::methods_of;
use super::{Answer, Call, Route, ok};
use crate::clock::{self, Millis};
use crate::fields::Fields;
use crate::refusal::Refusal;
use crate::state::{Identity, Metadata, ProjectMembership, ProjectRole, Role, Temporary};

pub(super) fn routes() -> Vec<Route> {
    let all = "/api/v1/projects/:projectId/identities";
    let one = "/api/v1/projects/:projectId/identities/:identityId";
    let membership = "/api/v1/projects/:projectId/memberships/identities/:identityId";
    vec![
        Route::guarded("POST", all, create),
        Route::guarded("GET", all, list),
        Route::guarded("GET", one, get),
        Route::guarded("PATCH", one, update),
        Route::guarded("DELETE", one, delete),
        Route::guarded("GET", membership, get_membership),
        Route::guarded("PATCH", membership, update_membership),
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

    let project_id = project(call)?;
    call.allow("create")?;
    let roles = roles.filter(|roles| !roles.is_empty());
    let roles = roles.map(|roles| assigned(roles, now)).transpose()?;
    let metadata = rows(metadata)?;
    if !storable(&name, 255) {
        return Err(Refusal::Database("Create"));
    }
    let identity = call.state.add_identity(&name, Role::NoAccess, now);
    identity.delete_protection = protection;
    identity.metadata = metadata;
    identity.project = Some(project_id.clone());
    let identity = identity.clone();
    let roles = roles.unwrap_or_else(|| vec![ProjectRole::new("no-access", None, now)]);
    let project = call.state.projects.get_mut(&project_id).ok_or(Refusal::Internal)?;
    project.add_member(&identity.id, roles, now);
    let mut row = row(call, &identity);
    row["authMethods"] = json!([]);
    row["metadata"] = pairs(&identity.metadata);
    ok(&json!({"identity": row}))
}

fn list(call: &mut Call<'_>) -> Answer {
    let mut query = Fields::new(Value::Object(call.query()))?;
    let [offset, limit] = ["offset", "limit"].map(|name| query.text(name));
    query.finish().1?;
    let project_id = project(call)?;
    call.allow("read")?;
    let of_project = |identity: &&Identity| identity.project.as_ref() == Some(&project_id);
    let mut all: Vec<&Identity> = call.state.identities.values().filter(of_project).collect();
    all.sort_by_cached_key(|identity| (identity.name.to_lowercase(), identity.created_at));
    let number = |text: Option<String>, otherwise| {
        text.and_then(|text| text.parse().ok()).unwrap_or(otherwise)
    };
    let page = all.iter().skip(number(offset, 0)).take(number(limit, 20));
    let page: Vec<_> = page.map(|identity| whole(call, identity)).collect();
    ok(&json!({"identities": page, "totalCount": all.len()}))
}

fn get(call: &mut Call<'_>) -> Answer {
    let identity = find(call)?;
    call.allow("read")?;
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

    let id = find(call)?.id;
    call.allow("edit")?;
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
    let identity = find(call)?;
    call.allow("delete")?;
    if identity.delete_protection {
        let message = "Cannot delete identity while delete protection is enabled";
        return Err(Refusal::bad_request(message));
    }
    let row = row(call, &identity);
    call.state.remove_identity(&identity.id);
    ok(&json!({"identity": row}))
}

fn get_membership(call: &mut Call<'_>) -> Answer {
    let (identity, place) = member(call)?;
    call.allow("read")?;
    let roles: Vec<_> = place.roles.iter().map(role).collect();
    ok(&json!({"identityMembership": {
        "id": place.id,
        "createdAt": clock::iso(place.created_at),
        "updatedAt": clock::iso(place.updated_at),
        "roles": roles,
        "lastLoginAuthMethod": null,
        "lastLoginTime": null,
        "identity": {
            "name": identity.name,
            "id": identity.id,
            "orgId": call.state.org_id,
            "projectId": identity.project,
            "authMethods": methods_of(&identity),
            "metadata": pairs(&identity.metadata),
        },
    }}))
}

fn update_membership(call: &mut Call<'_>) -> Answer {
    let now = call.now;
    let mut fields = call.fields()?;
    fields.present("roles", "array");
    let roles = read_roles(&mut fields).unwrap_or_default();
    fields.refine("roles", !roles.is_empty(), "Array must contain at least 1 element(s)");
    call.accept(fields)?;

    let (identity, _) = member(call)?;
    call.allow("edit")?;
    let roles = assigned(roles, now)?;
    let mut projects = call.state.projects.values_mut();
    let project = projects.find(|project| identity.project.as_ref() == Some(&project.id));
    let place = project.and_then(|project| project.members.get_mut(&identity.id));
    let place = place.ok_or(Refusal::Internal)?;
    place.roles = roles;
    place.updated_at = now;
    ok(&json!({"identityMembership": {
        "id": place.id,
        "createdAt": clock::iso(place.created_at),
        "updatedAt": clock::iso(place.updated_at),
        "projectId": identity.project,
        "identityId": identity.id,
    }}))
}

/// The project of the path.
fn project(call: &Call<'_>) -> Result<String, Refusal> {
    call.project(&call.parameter(0)).map(|project| project.id.clone())
}

/// The identity of the path, which is of the project.
fn find(call: &mut Call<'_>) -> Result<Identity, Refusal> {
    let message = format!("Identity with id {} not found", call.parameter(1));
    of_project(call, message).map(|(identity, _)| identity)
}

fn member(call: &mut Call<'_>) -> Result<(Identity, ProjectMembership), Refusal> {
    of_project(call, "Identity membership not found".to_owned())
}

fn of_project(
    call: &mut Call<'_>,
    message: String,
) -> Result<(Identity, ProjectMembership), Refusal> {
    let (project_id, id) = (project(call)?, call.parameter(1));
    let key = uuid(&id).ok_or(Refusal::Database("FindOne"))?;
    let identity = call.state.identities.get(&key);
    let found = identity.filter(|identity| identity.project.as_ref() == Some(&project_id));
    let members = call.state.projects.get(&project_id).map(|project| &project.members);
    let place = members.and_then(|members| members.get(&key));
    found.cloned().zip(place.cloned()).ok_or_else(|| Refusal::not_found(message))
}

/// A role as it is asked for.
struct Asked {
    role: String,
    temporary: Option<Temporary>,
}

fn read_roles(fields: &mut Fields) -> Option<Vec<Asked>> {
    fields.each("roles", |fields| {
        let role = fields.required_text("role");
        let temporary = fields.boolean("isTemporary").unwrap_or(false).then(|| {
            let mode = fields.required_text("temporaryMode");
            fields.refine("temporaryMode", mode == "relative", "Invalid enum value");
            let range = fields.required_text("temporaryRange");
            let lasts = milliseconds(&range).filter(|lasts| *lasts > 0);
            fields.refine(
                "temporaryRange",
                lasts.is_some(),
                "Temporary range must be a positive number",
            );
            let start = fields.required_text("temporaryAccessStartTime");
            let start = clock::from_iso(&start);
            fields.refine("temporaryAccessStartTime", start.is_some(), "Invalid datetime");
            let start = start.unwrap_or_default();
            Temporary { range, start, end: start + lasts.unwrap_or_default() }
        });
        Asked { role, temporary }
    })
}

/// What `ms` makes of a range: a number and a unit.
fn milliseconds(range: &str) -> Option<i64> {
    let end = range.find(|c: char| !c.is_ascii_digit()).unwrap_or(range.len());
    let number: i64 = range[..end].parse().ok()?;
    let unit = match range[end..].trim() {
        "s" => 1000,
        "m" => 60_000,
        "h" => 3_600_000,
        "d" => 86_400_000,
        "w" => 604_800_000,
        "y" => 31_557_600_000,
        _ => return None,
    };
    number.checked_mul(unit)
}

fn assigned(asked: Vec<Asked>, now: Millis) -> Result<Vec<ProjectRole>, Refusal> {
    if asked.iter().all(|role| role.temporary.is_some()) {
        return Err(Refusal::bad_request("Identity must have at least one permanent role"));
    }
    let known = ["admin", "member", "viewer", "no-access"];
    if asked.iter().any(|asked| !known.contains(&asked.role.as_str())) {
        return Err(Refusal::not_found("One or more custom roles not found"));
    }
    let assign = |Asked { role, temporary }: Asked| ProjectRole::new(&role, temporary, now);
    Ok(asked.into_iter().map(assign).collect())
}

fn role(role: &ProjectRole) -> Value {
    let temporary = role.temporary.as_ref();
    let time = |at: fn(&Temporary) -> i64| temporary.map(|temporary| clock::iso(at(temporary)));
    json!({
        "id": role.id,
        "role": role.role,
        "customRoleId": null,
        "customRoleName": null,
        "customRoleSlug": null,
        "isTemporary": temporary.is_some(),
        "temporaryMode": temporary.map(|_| "relative"),
        "temporaryRange": temporary.map(|temporary| &temporary.range),
        "temporaryAccessStartTime": time(|temporary| temporary.start),
        "temporaryAccessEndTime": time(|temporary| temporary.end),
    })
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

fn pairs(metadata: &[Metadata]) -> Value {
    metadata
        .iter()
        .map(|Metadata { id, key, value }| json!({"id": id, "key": key, "value": value}))
        .collect()
}
