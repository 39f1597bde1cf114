//! The endpoints: one file a family.

use serde::Serialize;

use crate::options::Dialect;
use crate::rate_limit::Budget;
use crate::refusal::Refusal;

pub(crate) mod auth_method;
mod call;
mod identity;
mod identity_alicloud_auth;
mod identity_aws_auth;
mod identity_azure_auth;
mod identity_gcp_auth;
mod identity_jwt_auth;
mod identity_kubernetes_auth;
mod identity_ldap_auth;
mod identity_oci_auth;
mod identity_oidc_auth;
mod identity_spiffe_auth;
mod identity_tls_cert_auth;
mod identity_token_auth;
mod identity_token_auth_token;
pub(crate) mod identity_universal_auth;
mod identity_universal_auth_client_secret;
mod identity_view;
mod login;
mod project;
mod project_environment;
mod project_identity;
mod project_membership;
mod project_scoped_identity;
mod project_view;
pub(crate) mod secret;
mod secret_folder;
mod secret_import;
mod secret_tag;
mod status;
mod token;

pub(crate) use call::{Call, Caller};
pub(crate) use identity_universal_auth_client_secret::new_secret;
pub(crate) use login::forbidden_address;

/// The body of a 200, or the refusal.
pub(crate) type Answer = Result<String, Refusal>;

type Handler = Box<dyn Fn(&mut Call<'_>) -> Answer + Send + Sync>;

/// An endpoint.
pub(crate) struct Route {
    pub(crate) method: &'static str,
    /// Segments that begin with a colon are parameters.
    pub(crate) path: String,
    pub(crate) budget: Budget,
    pub(crate) audience: Audience,
    /// Whether its schema has a body; those of GET and most DELETE have none.
    pub(crate) body: bool,
    pub(crate) handler: Handler,
}

/// Whom an endpoint is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Audience {
    Everybody,
    /// Whoever has a token.
    Tokens,
    /// People, whose tokens the emulator does not have; machine identities are refused.
    People,
}

impl Route {
    /// A route for callers with a token: GET draws from the budget of reads, the rest of writes.
    fn guarded(
        method: &'static str,
        path: impl Into<String>,
        handler: impl Fn(&mut Call<'_>) -> Answer + Send + Sync + 'static,
    ) -> Self {
        let budget = if method == "GET" { Budget::Read } else { Budget::Write };
        let body = !matches!(method, "GET" | "DELETE");
        let (path, audience) = (path.into(), Audience::Tokens);
        Self { method, path, budget, audience, body, handler: Box::new(handler) }
    }

    /// A route for everybody.
    fn open(
        method: &'static str,
        path: impl Into<String>,
        handler: impl Fn(&mut Call<'_>) -> Answer + Send + Sync + 'static,
    ) -> Self {
        Self { audience: Audience::Everybody, ..Self::guarded(method, path, handler) }
    }

    /// A route that takes the tokens of people only.
    fn people(method: &'static str, path: impl Into<String>) -> Self {
        let refuse = |_: &mut Call<'_>| Err(Refusal::Internal);
        Self { audience: Audience::People, ..Self::guarded(method, path, refuse) }
    }

    fn budget(mut self, budget: Budget) -> Self {
        self.budget = budget;
        self
    }

    /// A DELETE that says what it deletes in a body.
    fn with_body(mut self) -> Self {
        self.body = true;
        self
    }

    /// The parameters of a path that this route matches; `segments` are decoded.
    pub(crate) fn matches(&self, segments: &[String]) -> Option<Vec<String>> {
        // Fastify's limit in characters as JavaScript counts them; a longer one finds no route.
        const LONGEST_PARAMETER: usize = 100;

        let pattern: Vec<&str> = self.path.split('/').skip(1).collect();
        if pattern.len() != segments.len() {
            return None;
        }
        let mut parameters = Vec::new();
        for (expected, segment) in pattern.iter().zip(segments) {
            let length = segment.encode_utf16().count();
            if expected.starts_with(':') && (1..=LONGEST_PARAMETER).contains(&length) {
                parameters.push(segment.clone());
            } else if expected != segment {
                return None;
            }
        }
        Some(parameters)
    }
}

/// All endpoints of a dialect.
pub(crate) fn table(dialect: Dialect) -> Vec<Route> {
    let mut routes = vec![];
    routes.extend(status::routes());
    routes.extend(identity::routes(dialect));
    routes.extend(login::routes(dialect));
    routes.extend(token::routes());
    routes.extend(identity_universal_auth_client_secret::routes());
    routes.extend(identity_token_auth_token::routes(dialect));
    routes.extend(project::routes(dialect));
    routes.extend(project_environment::routes(dialect));
    routes.extend(project_identity::routes(dialect));
    routes.extend(secret_tag::routes(dialect));
    routes.extend(secret_folder::routes(dialect));
    routes.extend(secret_import::routes(dialect));
    routes.extend(secret::routes(dialect));
    for method in [
        &identity_universal_auth::METHOD,
        &identity_token_auth::METHOD,
        &identity_aws_auth::METHOD,
        &identity_azure_auth::METHOD,
        &identity_gcp_auth::METHOD,
        &identity_kubernetes_auth::METHOD,
        &identity_oidc_auth::METHOD,
    ] {
        routes.extend(auth_method::routes(method));
    }
    if dialect == Dialect::Current {
        routes.extend(project_scoped_identity::routes());
        for method in [
            &identity_jwt_auth::METHOD,
            &identity_tls_cert_auth::METHOD,
            &identity_ldap_auth::METHOD,
            &identity_oci_auth::METHOD,
            &identity_alicloud_auth::METHOD,
            &identity_spiffe_auth::METHOD,
        ] {
            routes.extend(auth_method::routes(method));
        }
    }
    routes
}

/// A 200 with this body. Members keep the order in which the type declares them.
fn ok(body: &impl Serialize) -> Answer {
    serde_json::to_string(body).map_err(|_| Refusal::Internal)
}

/// The part of a list that a query asks for.
fn page<T>(all: Vec<T>, offset: Option<i64>, limit: Option<i64>) -> Vec<T> {
    let number = |number: Option<i64>| number.and_then(|number| usize::try_from(number).ok());
    let skipped = all.into_iter().skip(number(offset).unwrap_or(0));
    skipped.take(number(limit).unwrap_or(usize::MAX)).collect()
}
