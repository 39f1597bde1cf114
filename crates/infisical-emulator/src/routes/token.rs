//! Renewal and revocation of access tokens.

use serde::Serialize;

use super::login::Login;
use super::{Answer, Call, Route, ok};
use crate::refusal::Refusal;

pub(super) fn routes() -> Vec<Route> {
    vec![
        Route::open("POST", "/api/v1/auth/token/renew", renew),
        Route::open("POST", "/api/v1/auth/token/revoke", revoke),
    ]
}

fn access_token(call: &mut Call<'_>) -> Result<String, Refusal> {
    let mut fields = call.fields()?;
    let token = fields.required_text("accessToken");
    call.accept(fields)?;
    Ok(token)
}

fn renew(call: &mut Call<'_>) -> Answer {
    let (jwt, now, current) = (access_token(call)?, call.now, call.current());
    let tokens = &mut call.state.tokens;
    let id = tokens.verify(&jwt, now)?;
    let row = tokens.live(&id, now)?;
    let (ttl, max_ttl) = (row.ttl, row.max_ttl);
    if max_ttl > 0 {
        let last = row.created_at + max_ttl * 1000;
        let reason = if now > last {
            Some("Failed to renew MI access token due to Max TTL expiration")
        } else if now + ttl * 1000 > last {
            Some("Failed to renew MI access token past its Max TTL expiration")
        } else {
            None
        };
        if let Some(reason) = reason {
            tokens.remove(&id);
            return Err(Refusal::unauthorized(reason));
        }
    }
    row.renewed_at = Some(now);
    // The current server signs a new JWT, the recorded one hands back the old.
    let jwt = if current { tokens.reissue(&id, now, ttl).ok_or(Refusal::Internal)? } else { jwt };
    ok(&Login::new(&jwt, ttl, max_ttl))
}

fn revoke(call: &mut Call<'_>) -> Answer {
    let (jwt, now) = (access_token(call)?, call.now);
    let tokens = &mut call.state.tokens;
    let id = tokens.verify(&jwt, now)?;
    if !tokens.remove(&id) {
        return Err(Refusal::unauthorized("No identity access token found"));
    }
    ok(&Revoked { message: "Successfully revoked access token" })
}

#[derive(Serialize)]
struct Revoked {
    message: &'static str,
}
