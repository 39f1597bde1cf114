//! Login with Universal Auth.

use serde::Serialize;

use super::{Answer, Call, Route, ok};
use crate::clock::Millis;
use crate::options::Dialect;
use crate::refusal::Refusal;
use crate::state::{Attachment, ClientSecret, Identity, Lockout, Own};
use crate::token::AccessToken;

/// The maximum TTL that the server gives periodic tokens.
const FOR_EVER: i64 = 1_000_000_000;

pub(super) fn routes() -> Vec<Route> {
    vec![Route::open("POST", "/api/v1/auth/universal-auth/login", login)]
}

fn login(call: &mut Call<'_>) -> Answer {
    let (dialect, now, client) = (call.dialect(), call.now, call.request.client_address());
    let mut fields = call.fields()?;
    let client_id = fields.required_text("clientId");
    let client_secret = fields.required_text("clientSecret");
    let organization = if call.current() { fields.text("organizationSlug") } else { None };
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
    if let Some(slug) = organization.filter(|slug| *slug != ORGANIZATION_SLUG) {
        return Err(Refusal::not_found(format!("Sub organization with slug {slug} not found")));
    }
    for secret in identity.client_secrets.iter_mut().filter(|secret| secret.id == secret_id) {
        secret.uses += 1;
        secret.updated_at = now;
    }
    let period = method.number("accessTokenPeriod").unwrap_or(0);
    let settings = &method.settings;
    let (ttl, max_ttl) =
        if period > 0 { (period, FOR_EVER) } else { (settings.ttl, settings.max_ttl) };
    let row = AccessToken {
        identity_id: identity.id.clone(),
        method: method.slug,
        client_secret_id: Some(secret_id),
        ttl,
        max_ttl,
        uses: 0,
        uses_limit: settings.uses_limit,
        created_at: now,
        renewed_at: None,
        internal: false,
    };
    // The recorded server's JWT lives as long as the token can be renewed.
    let lifetime = if dialect == Dialect::Current { ttl } else { max_ttl };
    let access_token = call.state.tokens.issue(row, lifetime);
    ok(&Login::new(&access_token, ttl, max_ttl))
}

/// The emulator's only organization.
pub(super) const ORGANIZATION_SLUG: &str = "emulator";

/// The refusal of a client that no trusted IP contains.
pub(crate) fn forbidden_address() -> Refusal {
    Refusal::forbidden("You are not allowed to access this resource from the current IP address")
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

/// The answer of every login, and of a renewal.
#[derive(Serialize)]
pub(super) struct Login<'a> {
    #[serde(rename = "accessToken")]
    access_token: &'a str,
    #[serde(rename = "expiresIn")]
    expires_in: i64,
    #[serde(rename = "accessTokenMaxTTL")]
    max_ttl: i64,
    #[serde(rename = "tokenType")]
    kind: &'static str,
}

impl<'a> Login<'a> {
    pub(super) fn new(access_token: &'a str, expires_in: i64, max_ttl: i64) -> Self {
        Self { access_token, expires_in, max_ttl, kind: "Bearer" }
    }
}
