//! The client secrets of Universal Auth.

use serde::Serialize;
use uuid::Uuid;

use super::auth_method::attached;
use super::call::{storable, uuid};
use super::identity_universal_auth::{METHOD, NOT_ATTACHED};
use super::{Answer, Call, Route, ok};
use crate::clock;
use crate::fields::{Number, TEN_YEARS};
use crate::refusal::Refusal;
use crate::state::{ClientSecret, Role};

pub(super) fn routes() -> Vec<Route> {
    const LIST: &str = "/api/v1/auth/universal-auth/identities/:identityId/client-secrets";
    let one = format!("{LIST}/:clientSecretId");
    vec![
        Route::guarded("POST", LIST, create),
        Route::guarded("GET", LIST, list),
        Route::guarded("GET", one.clone(), get),
        Route::guarded("POST", format!("{one}/revoke"), revoke),
    ]
}

fn create(call: &mut Call<'_>) -> Answer {
    let (id, now) = (call.parameter(0), call.now);
    let mut fields = call.fields()?;
    let description = fields.text("description").unwrap_or_default();
    let uses_limit = fields.any_number("numUsesLimit", Number::at_least(0)).unwrap_or(0);
    let ttl = fields.any_number("ttl", Number::between(0, TEN_YEARS)).unwrap_or(0);
    call.accept(fields)?;

    let ua_id = attached(call, &METHOD, &id, NOT_ATTACHED)?.id;
    call.allow("create")?;
    let role = role(call, &id)?;
    let message = if call.current() {
        "Failed to create client secret for identity."
    } else {
        "Failed to add identity to project with more privileged role"
    };
    call.outranks(role, "create-token", message)?;
    if !storable(&description, 255) {
        return Err(Refusal::Database("Create"));
    }

    let secret = new_secret();
    call.state.secrets.push(secret.clone());
    let row = ClientSecret {
        id: Uuid::new_v4().to_string(),
        secret: secret.clone(),
        description,
        uses: 0,
        uses_limit,
        ttl,
        revoked: false,
        created_at: now,
        updated_at: now,
    };
    let identity = call.identity(&id)?;
    identity.client_secrets.push(row.clone());
    ok(&Created { client_secret: &secret, client_secret_data: Data::of(&row, &ua_id) })
}

fn list(call: &mut Call<'_>) -> Answer {
    let id = call.parameter(0);
    let ua_id = attached(call, &METHOD, &id, NOT_ATTACHED)?.id;
    call.allow("read")?;
    let role = role(call, &id)?;
    let message = if call.current() {
        "Failed to get identity client secret with more privileged role"
    } else {
        "Failed to add identity to project with more privileged role"
    };
    call.outranks(role, "get-token", message)?;
    let secrets = &call.identity(&id)?.client_secrets;
    let live = secrets.iter().filter(|secret| !secret.revoked);
    ok(&Wrapped { client_secret_data: live.map(|row| Data::of(row, &ua_id)).collect::<Vec<_>>() })
}

fn get(call: &mut Call<'_>) -> Answer {
    let (id, secret_id) = (call.parameter(0), call.parameter(1));
    let ua_id = attached(call, &METHOD, &id, NOT_ATTACHED)?.id;
    let current = call.current();
    if current {
        find(call, &id, &secret_id)?;
    }
    call.allow("read")?;
    let role = role(call, &id)?;
    let whose = if current {
        "Failed to read identity client secret of identity with more privileged role"
    } else {
        "Failed to read identity client secret of project with more privileged role"
    };
    call.outranks(role, "get-token", whose)?;
    let row = find(call, &id, &secret_id)?;
    ok(&Wrapped { client_secret_data: Data::of(row, &ua_id) })
}

fn revoke(call: &mut Call<'_>) -> Answer {
    call.no_body()?;
    let (id, secret_id, now) = (call.parameter(0), call.parameter(1), call.now);
    let ua_id = attached(call, &METHOD, &id, NOT_ATTACHED)?.id;
    if call.current() {
        find(call, &id, &secret_id)?;
    }
    call.allow("delete")?;
    let role = role(call, &id)?;
    let message = "Failed to revoke identity client secret with more privileged role";
    call.outranks(role, "delete-token", message)?;
    let row = find(call, &id, &secret_id)?;
    row.revoked = true;
    row.updated_at = now;
    ok(&Wrapped { client_secret_data: Data::of(row, &ua_id) })
}

fn role(call: &mut Call<'_>, id: &str) -> Result<Role, Refusal> {
    Ok(call.identity(id)?.membership.role)
}

/// The client secret, or how the dialect says that there is none. The recorded server stumbles
/// over the missing row; the current one names the identity as missing.
fn find<'c>(
    call: &'c mut Call<'_>,
    id: &str,
    secret_id: &str,
) -> Result<&'c mut ClientSecret, Refusal> {
    let current = call.current();
    let key = match uuid(secret_id) {
        Some(key) => key,
        None if current => return Err(Refusal::Database("Find one")),
        None => return Err(Refusal::Internal),
    };
    let identity = call.identity(id)?;
    let found = identity.client_secrets.iter_mut().find(|secret| secret.id == key);
    found.ok_or_else(|| {
        if current {
            Refusal::not_found(format!("Failed to find identity with ID {id}"))
        } else {
            Refusal::Internal
        }
    })
}

/// 64 hexadecimal digits.
pub(crate) fn new_secret() -> String {
    format!("{}{}", Uuid::new_v4().simple(), Uuid::new_v4().simple())
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Created<'a> {
    client_secret: &'a str,
    client_secret_data: Data<'a>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Wrapped<T> {
    client_secret_data: T,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Data<'a> {
    id: &'a str,
    created_at: String,
    updated_at: String,
    description: &'a str,
    client_secret_prefix: &'a str,
    client_secret_num_uses: i64,
    client_secret_num_uses_limit: i64,
    #[serde(rename = "clientSecretTTL")]
    client_secret_ttl: i64,
    #[serde(rename = "identityUAId")]
    ua_id: &'a str,
    is_client_secret_revoked: bool,
}

impl<'a> Data<'a> {
    fn of(row: &'a ClientSecret, ua_id: &'a str) -> Self {
        Self {
            id: &row.id,
            created_at: clock::iso(row.created_at),
            updated_at: clock::iso(row.updated_at),
            description: &row.description,
            client_secret_prefix: row.secret.get(..4).unwrap_or(&row.secret),
            client_secret_num_uses: row.uses,
            client_secret_num_uses_limit: row.uses_limit,
            client_secret_ttl: row.ttl,
            ua_id,
            is_client_secret_revoked: row.revoked,
        }
    }
}
