//! With a client ID and a client secret.

use super::grant;
use crate::clock::Millis;
use crate::options::Dialect;
use crate::refusal::Refusal;
use crate::routes::{Answer, Call, Route, forbidden_address};
use crate::state::{Attachment, ClientSecret, Identity, Lockout, Own};

pub(super) fn route() -> Route {
    Route::open("POST", "/api/v1/auth/universal-auth/login", login)
}

fn login(call: &mut Call<'_>) -> Answer {
    let (dialect, now, client) = (call.dialect(), call.now, call.request.client_address());
    let mut fields = call.fields()?;
    let client_id = fields.required_text("clientId");
    let client_secret = fields.required_text("clientSecret");
    let organization = super::organization(call, &mut fields);
    call.accept(fields)?;

    let known = |identity: &&mut Identity| {
        let method = identity.attachment("universal-auth");
        matches!(method.and_then(|m| m.own("clientId")), Some(Own::Text(id)) if *id == client_id)
    };
    let Some(identity) = call.state.identities.values_mut().find(known) else {
        return Err(match dialect {
            Dialect::Recorded2024_10 => {
                Refusal::not_found("No identity with specified client ID was found")
            }
            Dialect::Current => Refusal::unauthorized("Invalid credentials"),
        });
    };
    let method = identity.attachment("universal-auth").cloned().ok_or(Refusal::Internal)?;
    if let Some(Own::TrustedIps(trusted)) = method.own("clientSecretTrustedIps")
        && !trusted.iter().any(|ip| ip.contains(client))
    {
        return Err(forbidden_address());
    }
    let secret_id = check_secret(identity, &method, &client_secret, dialect, now)?;
    let id = identity.id.clone();
    super::check(organization.as_deref())?;
    let secrets =
        call.state.identities.get_mut(&id).into_iter().flat_map(|it| &mut it.client_secrets);
    for secret in secrets.filter(|secret| secret.id == secret_id) {
        secret.uses += 1;
        secret.updated_at = now;
    }
    grant(call, &id, &method, Some(secret_id))
}

/// The ID of the client secret, if it may be used once more.
fn check_secret(
    identity: &mut Identity,
    method: &Attachment,
    client_secret: &str,
    dialect: Dialect,
    now: Millis,
) -> Result<String, Refusal> {
    let current = dialect == Dialect::Current;
    if current && identity.lockout.locked && now < identity.lockout.until {
        return Err(Refusal::unauthorized(
            "This identity auth method is temporarily locked, please try again later",
        ));
    }
    let live = |s: &&mut ClientSecret| !s.revoked && s.secret == client_secret;
    let Some(secret) = identity.client_secrets.iter_mut().find(live) else {
        if current {
            identity.lockout = count_failure(identity.lockout, method, now);
        }
        return Err(Refusal::unauthorized("Invalid credentials"));
    };
    identity.lockout = Lockout::default();
    let reason = if secret.ttl > 0 && now > secret.created_at + secret.ttl * 1000 {
        "Access denied due to expired client secret"
    } else if secret.uses_limit > 0 && secret.uses >= secret.uses_limit {
        "Access denied due to client secret usage limit reached"
    } else {
        return Ok(secret.id.clone());
    };
    secret.revoked = true;
    Err(Refusal::unauthorized(reason))
}

fn count_failure(before: Lockout, method: &Attachment, now: Millis) -> Lockout {
    if !matches!(method.own("lockoutEnabled"), Some(Own::Boolean(true))) {
        return before;
    }
    let number = |name| method.number(name).unwrap_or(0);
    let failures = if now < before.until { before.failures + 1 } else { 1 };
    let locked = failures >= number("lockoutThreshold");
    let kept = if locked { "lockoutDurationSeconds" } else { "lockoutCounterResetSeconds" };
    Lockout { failures, locked, until: now + number(kept) * 1000 }
}
