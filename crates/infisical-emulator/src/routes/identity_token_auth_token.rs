//! The tokens of Token Auth.

use serde::Serialize;
use serde_json::Value;

use super::auth_method::attached;
use super::identity_token_auth::{METHOD, NOT_ATTACHED};
use super::{Answer, Call, Route, ok};
use crate::clock;
use crate::fields::{Fields, Number};
use crate::options::Dialect;
use crate::refusal::Refusal;
use crate::token::AccessToken;

pub(super) fn routes(dialect: Dialect) -> Vec<Route> {
    const LIST: &str = "/api/v1/auth/token-auth/identities/:identityId/tokens";
    const ONE: &str = "/api/v1/auth/token-auth/tokens/:tokenId";
    let mut routes = vec![
        Route::guarded("POST", LIST, create),
        Route::guarded("GET", LIST, list),
        Route::guarded("PATCH", ONE, update),
        Route::guarded("POST", format!("{ONE}/revoke"), revoke),
    ];
    if dialect == Dialect::Current {
        routes.push(Route::guarded("GET", ONE, get));
    }
    routes
}

fn create(call: &mut Call<'_>) -> Answer {
    let (id, now, current) = (call.parameter(0), call.now, call.current());
    let mut fields = call.fields()?;
    let name = fields.text("name");
    if current {
        // The emulator has no sub-organizations.
        fields.text("subOrganizationName");
    }
    call.accept(fields)?;

    let settings = attached(call, &METHOD, &id, NOT_ATTACHED)?.settings;
    call.allow("edit")?;
    outranks(call, &id, "Failed to create token for identity with more privileged role")?;
    let identity_id = call.identity(&id)?.id.clone();
    let row = AccessToken {
        name,
        ttl: settings.ttl,
        max_ttl: settings.max_ttl,
        uses_limit: settings.uses_limit,
        ..AccessToken::new(&identity_id, METHOD.slug, now)
    };
    // The recorded server's JWT lives as long as the token can be renewed.
    let lifetime = if current { settings.ttl } else { settings.max_ttl };
    let access_token = call.state.tokens.issue(row, lifetime);
    let token_id = call.state.tokens.verify(&access_token, now)?;
    let row = call.state.tokens.get(&token_id).ok_or(Refusal::Internal)?;
    ok(&Created {
        access_token: &access_token,
        expires_in: settings.ttl,
        max_ttl: settings.max_ttl,
        token_type: "Bearer",
        token_data: current.then(|| Data::of(&token_id, row, current)),
    })
}

fn list(call: &mut Call<'_>) -> Answer {
    let id = call.parameter(0);
    // Parameters of a query become numbers first.
    let mut query = call.query();
    for value in query.values_mut() {
        if let Some(number) = value.as_str().and_then(|text| text.parse::<i64>().ok()) {
            *value = number.into();
        }
    }
    let mut fields = Fields::new(Value::Object(query))?;
    let offset = fields.any_number("offset", Number::between(0, 100)).unwrap_or(0);
    let limit = fields.any_number("limit", Number::between(1, 100)).unwrap_or(20);
    fields.finish().1?;

    attached(call, &METHOD, &id, NOT_ATTACHED)?;
    call.allow("read")?;
    let (identity_id, current) = (call.identity(&id)?.id.clone(), call.current());
    let (offset, limit) =
        (usize::try_from(offset).unwrap_or(0), usize::try_from(limit).unwrap_or(0));
    let all = call.state.tokens.of(&identity_id, METHOD.slug);
    let page = all.into_iter().skip(offset).take(limit);
    ok(&Listed { tokens: page.map(|(id, row)| Data::of(id, row, current)).collect() })
}

fn get(call: &mut Call<'_>) -> Answer {
    let (token_id, _) = find(call, "not found", true)?;
    call.allow("read")?;
    answer(call, &token_id)
}

fn update(call: &mut Call<'_>) -> Answer {
    let now = call.now;
    let mut fields = call.fields()?;
    let name = fields.text("name");
    call.accept(fields)?;

    let (token_id, identity_id) = find(call, "not found", true)?;
    attached(call, &METHOD, &identity_id, NOT_ATTACHED)?;
    call.allow("edit")?;
    outranks(call, &identity_id, "Failed to update token for identity with more privileged role")?;
    let name = name.ok_or(Refusal::Database("Update"))?;
    call.state.tokens.change(&token_id, now, |row| row.name = Some(name));
    answer(call, &token_id)
}

fn revoke(call: &mut Call<'_>) -> Answer {
    call.no_body()?;
    let now = call.now;
    let (token_id, _) = find(call, "not found or already revoked", false)?;
    call.allow("edit")?;
    call.state.tokens.change(&token_id, now, |row| row.revoked = true);
    ok(&Revoked { message: "Successfully revoked access token" })
}

/// The token of the path and its identity; revoked ones only where they count.
fn find(call: &Call<'_>, missing: &str, revoked: bool) -> Result<(String, String), Refusal> {
    let token_id = call.parameter(0);
    let found = call.state.tokens.get(&token_id);
    match found.filter(|row| row.method == METHOD.slug && (revoked || !row.revoked)) {
        Some(row) => Ok((token_id, row.identity_id.clone())),
        None => Err(Refusal::not_found(format!("Token with ID {token_id} {missing}"))),
    }
}

fn outranks(call: &mut Call<'_>, identity_id: &str, message: &'static str) -> Result<(), Refusal> {
    let role = call.identity(identity_id)?.membership.role;
    call.outranks(role, "create-token", message)
}

fn answer(call: &Call<'_>, token_id: &str) -> Answer {
    let row = call.state.tokens.get(token_id).ok_or(Refusal::Internal)?;
    ok(&Wrapped { token: Data::of(token_id, row, call.current()) })
}

#[derive(Serialize)]
struct Created<'a> {
    #[serde(rename = "accessToken")]
    access_token: &'a str,
    #[serde(rename = "expiresIn")]
    expires_in: i64,
    #[serde(rename = "accessTokenMaxTTL")]
    max_ttl: i64,
    #[serde(rename = "tokenType")]
    token_type: &'static str,
    #[serde(rename = "tokenData", skip_serializing_if = "Option::is_none")]
    token_data: Option<Data<'a>>,
}

#[derive(Serialize)]
struct Listed<'a> {
    tokens: Vec<Data<'a>>,
}

#[derive(Serialize)]
struct Wrapped<'a> {
    token: Data<'a>,
}

#[derive(Serialize)]
struct Revoked {
    message: &'static str,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Data<'a> {
    id: &'a str,
    #[serde(rename = "accessTokenTTL")]
    ttl: i64,
    #[serde(rename = "accessTokenMaxTTL")]
    max_ttl: i64,
    access_token_num_uses: i64,
    access_token_num_uses_limit: i64,
    access_token_last_used_at: Option<()>,
    access_token_last_renewed_at: Option<String>,
    is_access_token_revoked: bool,
    #[serde(rename = "identityUAClientSecretId")]
    client_secret_id: Option<()>,
    identity_id: &'a str,
    created_at: String,
    updated_at: String,
    name: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    auth_method: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    access_token_period: Option<i64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    sub_organization_id: Option<Value>,
}

impl<'a> Data<'a> {
    fn of(id: &'a str, row: &'a AccessToken, current: bool) -> Self {
        Self {
            id,
            ttl: row.ttl,
            max_ttl: row.max_ttl,
            access_token_num_uses: row.uses,
            access_token_num_uses_limit: row.uses_limit,
            access_token_last_used_at: None,
            access_token_last_renewed_at: row.renewed_at.map(clock::iso),
            is_access_token_revoked: row.revoked,
            client_secret_id: None,
            identity_id: &row.identity_id,
            created_at: clock::iso(row.created_at),
            updated_at: clock::iso(row.updated_at),
            name: row.name.as_deref(),
            auth_method: current.then_some(METHOD.slug),
            access_token_period: current.then_some(0),
            sub_organization_id: current.then_some(Value::Null),
        }
    }
}
