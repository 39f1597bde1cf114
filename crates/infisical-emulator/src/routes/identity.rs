//! Machine identities and their membership of the organization.

use serde::Serialize;
use serde_json::Value;
use uuid::Uuid;

use super::call::{storable, uuid};
use super::identity_view::{Extras, Identities, View, Wrapped};
use super::login::ORGANIZATION_SLUG;
use super::project_membership::Whole;
use super::{Answer, Call, Route, ok};
use crate::fields::Fields;
use crate::options::Dialect;
use crate::rate_limit::Budget;
use crate::refusal::Refusal;
use crate::state::{Identity, Metadata, Role};

/// How many characters of a metadata value are kept.
const LONGEST_VALUE: usize = 1020;

pub(super) fn routes(dialect: Dialect) -> Vec<Route> {
    // The recorded server counts the list as a write.
    let list = match dialect {
        Dialect::Recorded2024_10 => Budget::Write,
        Dialect::Current => Budget::Read,
    };
    let mut routes = vec![
        Route::guarded("POST", "/api/v1/identities", create),
        Route::guarded("GET", "/api/v1/identities", self::list).budget(list),
        Route::guarded("GET", "/api/v1/identities/:identityId", get),
        Route::guarded("PATCH", "/api/v1/identities/:identityId", update),
        Route::guarded("DELETE", "/api/v1/identities/:identityId", delete),
        Route::guarded("GET", "/api/v1/identities/:identityId/identity-memberships", projects),
    ];
    if dialect == Dialect::Current {
        // Before the route whose parameter would take it for an ID.
        routes.insert(0, Route::guarded("GET", "/api/v1/identities/details", details));
    }
    routes
}

fn create(call: &mut Call<'_>) -> Answer {
    let (current, now) = (call.current(), call.now);
    let mut fields = call.fields()?;
    let name = fields.required_text("name");
    let org_id = fields.required_text("organizationId");
    let role = fields.filled_text("role").unwrap_or_else(|| "no-access".to_owned());
    let protection = if current { fields.boolean("hasDeleteProtection") } else { None };
    let metadata = fields.pairs("metadata").unwrap_or_default();
    call.accept(fields)?;

    call.in_organization(&org_id)?;
    call.allow("create")?;
    let role = organization_role(call, &role)?;
    grant(call, role, "Failed to create identity")?;
    let metadata = rows(metadata)?;
    if !storable(&name, 255) {
        return Err(Refusal::Database("Create"));
    }
    let identity = call.state.add_identity(&name, role, now);
    identity.delete_protection = protection.unwrap_or(false);
    identity.metadata = metadata;
    let id = identity.id.clone();
    let view = View::new(call, &id)?;
    let extras = if current { Extras::MethodsAndMetadata } else { Extras::None };
    ok(&view.row(extras, view.identity.metadata.as_slice()))
}

fn list(call: &mut Call<'_>) -> Answer {
    let mut query = Fields::new(Value::Object(call.query()))?;
    let org_id = query.required_text("orgId");
    query.finish().1?;
    call.in_organization(&org_id)?;
    call.allow("read")?;

    let mut identities: Vec<&Identity> = call.state.identities.values().collect();
    identities.sort_by_cached_key(|identity| (identity.name.to_lowercase(), identity.created_at));
    let views: Vec<View<'_>> = identities.into_iter().map(|i| View::of(call, i)).collect();
    ok(&Identities {
        total_count: views.len(),
        identities: views.iter().map(|view| view.membership(false)).collect(),
    })
}

fn get(call: &mut Call<'_>) -> Answer {
    let id = find(call, "FindByOrgId")?;
    call.allow("read")?;
    let view = View::new(call, &id)?;
    ok(&Wrapped { identity: view.membership(true) })
}

fn update(call: &mut Call<'_>) -> Answer {
    let (current, now) = (call.current(), call.now);
    let mut fields = call.fields()?;
    let name = fields.text("name");
    let role = fields.filled_text("role");
    let protection = if current { fields.boolean("hasDeleteProtection") } else { None };
    let metadata = fields.pairs("metadata");
    call.accept(fields)?;

    let id = find(call, if current { "MembershipGetByIdentityId" } else { "FindOne" })?;
    call.allow("edit")?;
    if !current {
        let role = call.identity(&id)?.membership.role;
        call.outranks(role, "edit", "Failed to delete more privileged identity")?;
    }
    let role = role.map(|role| organization_role(call, &role)).transpose()?;
    if let Some(role) = role {
        grant(call, role, "Failed to update identity")?;
    }
    let replaced = metadata.map(rows).transpose()?;
    // An empty name counts as none; the current server writes the row only for a name or for
    // switching the protection *on*, so switching it off needs the name beside it.
    let named = name.as_ref().is_some_and(|name| !name.is_empty());
    let writes = named || protection == Some(true);
    if writes && name.as_ref().is_some_and(|name| !storable(name, 255)) {
        return Err(Refusal::Database("Update by id"));
    }

    let identity = call.identity(&id)?;
    if writes {
        identity.name = name.unwrap_or_else(|| identity.name.clone());
        identity.delete_protection = protection.unwrap_or(identity.delete_protection);
        identity.updated_at = now;
    }
    if let Some(role) = role {
        identity.membership.role = role;
        if !current {
            identity.membership.updated_at = now;
        }
    }
    // The answer has the metadata of this request only, not what was stored before.
    let answered = replaced.clone().unwrap_or_default();
    if let Some(metadata) = replaced {
        identity.metadata = metadata;
    }
    let view = View::new(call, &id)?;
    ok(&view.row(if current { Extras::Metadata } else { Extras::None }, &answered))
}

fn delete(call: &mut Call<'_>) -> Answer {
    let current = call.current();
    let id = find(call, if current { "MembershipGetByIdentityId" } else { "FindOne" })?;
    call.allow("delete")?;
    let identity = call.identity(&id)?;
    let (role, protected) = (identity.membership.role, identity.delete_protection);
    if !current {
        call.outranks(role, "delete", "Failed to delete more privileged identity")?;
    } else if protected {
        return Err(Refusal::bad_request("Identity has delete protection"));
    }
    let answer = {
        let view = View::new(call, &id)?;
        ok(&view.row(Extras::None, &[]))
    };
    call.state.remove_identity(&id);
    answer
}

/// The organization of the caller; every caller may ask.
fn details(call: &mut Call<'_>) -> Answer {
    let organization =
        Organization { id: &call.state.org_id, name: "Emulator", slug: ORGANIZATION_SLUG };
    ok(&Details { identity_details: OrganizationOf { organization } })
}

/// The projects of an identity.
fn projects(call: &mut Call<'_>) -> Answer {
    let id = find(call, "FindOne")?;
    call.allow("read")?;
    let identity = call.state.identities.get(&id).ok_or(Refusal::Internal)?;
    ok(&Projects { identity_memberships: Whole::all(call, identity) })
}

/// The ID of the path in the database's form, if there is such an identity.
fn find(call: &Call<'_>, step: &'static str) -> Result<String, Refusal> {
    let id = call.parameter(0);
    let key = uuid(&id).ok_or(Refusal::Database(step))?;
    if call.state.identities.contains_key(&key) {
        return Ok(key);
    }
    Err(Refusal::not_found(format!("Failed to find identity with id {id}")))
}

fn organization_role(call: &Call<'_>, slug: &str) -> Result<Role, Refusal> {
    let org_id = &call.state.org_id;
    let what = if call.current() { "roles" } else { "role" };
    let message =
        format!("Specified {what} '{slug}' was not found in the organization with ID '{org_id}'");
    Role::parse(slug).ok_or_else(|| Refusal::not_found(message))
}

/// Whether the caller may give an identity this role.
fn grant(call: &Call<'_>, role: Role, message: &'static str) -> Result<(), Refusal> {
    if !call.current() {
        return call.outranks(role, "create", "Failed to create a more privileged identity");
    }
    let creates = message == "Failed to create identity";
    if creates && role == Role::NoAccess {
        return Ok(());
    }
    call.outranks(role, "grant-privileges", message)
}

/// Metadata as it is stored.
pub(super) fn rows(pairs: Vec<(String, String)>) -> Result<Vec<Metadata>, Refusal> {
    if pairs.iter().any(|(key, value)| !storable(key, 255) || !storable(value, LONGEST_VALUE)) {
        return Err(Refusal::Database("Create"));
    }
    let row = |(key, value)| Metadata { id: Uuid::new_v4().to_string(), key, value };
    Ok(pairs.into_iter().map(row).collect())
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Projects<'a> {
    identity_memberships: Vec<Whole<'a>>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Details<'a> {
    identity_details: OrganizationOf<'a>,
}

#[derive(Serialize)]
struct OrganizationOf<'a> {
    organization: Organization<'a>,
}

#[derive(Serialize)]
struct Organization<'a> {
    id: &'a str,
    name: &'static str,
    slug: &'static str,
}
