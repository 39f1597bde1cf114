//! Logins: a file for what proves an identity, and here what follows from a proof.

mod alicloud;
mod aws;
mod gcp;
mod jwt;
mod ldap;
mod oci;
mod tls_cert;
mod universal;

use serde::Serialize;

use super::call::uuid;
use super::{Answer, Call, Route, ok};
use crate::fields::Fields;
use crate::options::Dialect;
use crate::refusal::Refusal;
use crate::state::Attachment;
use crate::token::AccessToken;

/// The maximum TTL that the server gives periodic tokens.
const FOR_EVER: i64 = 1_000_000_000;

/// The emulator's only organization.
pub(super) const ORGANIZATION_SLUG: &str = "emulator";

pub(super) fn routes(dialect: Dialect) -> Vec<Route> {
    let mut routes = vec![universal::route(), aws::route(), gcp::route()];
    routes.extend(jwt::routes(dialect));
    if dialect == Dialect::Current {
        routes.extend([ldap::route(), tls_cert::route(), oci::route(), alicloud::route()]);
    }
    routes
}

/// The refusal of a client that no trusted IP contains.
pub(crate) fn forbidden_address() -> Refusal {
    Refusal::forbidden("You are not allowed to access this resource from the current IP address")
}

/// The sub-organization that a login asks for.
fn organization(call: &Call<'_>, fields: &mut Fields) -> Option<String> {
    if call.current() { fields.text("organizationSlug") } else { None }
}

fn check(organization: Option<&str>) -> Result<(), Refusal> {
    match organization.filter(|slug| *slug != ORGANIZATION_SLUG) {
        Some(slug) => {
            Err(Refusal::not_found(format!("Sub organization with slug {slug} not found")))
        }
        None => Ok(()),
    }
}

/// The method of the identity with this ID, or the refusal with this text.
fn attached(call: &Call<'_>, id: &str, slug: &str, missing: &str) -> Result<Attachment, Refusal> {
    let key = uuid(id).ok_or(Refusal::Database("FindOne"))?;
    let method = call.state.identities.get(&key).and_then(|identity| identity.attachment(slug));
    method.cloned().ok_or_else(|| Refusal::not_found(missing))
}

/// Whether a text is in a comma-separated list; a list that is empty contains everything.
fn allowed(list: Option<&str>, text: &str) -> bool {
    list.is_none_or(|list| list.split(',').any(|item| item.trim() == text))
}

/// The answer of a login that proved an identity.
fn grant(
    call: &mut Call<'_>,
    identity_id: &str,
    method: &Attachment,
    client_secret_id: Option<String>,
) -> Answer {
    let period = method.number("accessTokenPeriod").unwrap_or(0);
    let settings = &method.settings;
    let (ttl, max_ttl) =
        if period > 0 { (period, FOR_EVER) } else { (settings.ttl, settings.max_ttl) };
    let identity_id = uuid(identity_id).unwrap_or_default();
    let row = AccessToken {
        client_secret_id,
        ttl,
        max_ttl,
        uses_limit: settings.uses_limit,
        ..AccessToken::new(&identity_id, method.slug, call.now)
    };
    // The recorded server's JWT lives as long as the token can be renewed.
    let lifetime = if call.current() { ttl } else { max_ttl };
    let access_token = call.state.tokens.issue(row, lifetime);
    ok(&Login::new(&access_token, ttl, max_ttl))
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
