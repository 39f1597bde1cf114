//! Token Auth on an identity. Its tokens are in `identity_token_auth_token.rs`.

use super::auth_method::{HEAD, Lifetimes, Method, NotAttached, Texts, short_columns};
use crate::options::Dialect;

/// `/api/v1/auth/token-auth/identities/{identityId}`
pub(super) static METHOD: Method = Method {
    slug: "token-auth",
    wrapper: "identityTokenAuth",
    texts,
    own: |_, _, _| vec![],
    own_after: |_, _, _| vec![],
    head: HEAD,
    members: |_| &[],
    longest: short_columns,
    only_get: &[],
    lifetimes: Lifetimes::FIRST,
    not_in_plan: None,
    verify: |_, _| None,
};

/// How every request but `GET` and `PATCH` of the method itself says it.
pub(super) const NOT_ATTACHED: NotAttached =
    NotAttached::BadRequest("The identity does not have Token Auth");

fn texts(dialect: Dialect) -> Texts {
    let (get, update, more_privileged) = match dialect {
        Dialect::Recorded2024_10 => (
            NotAttached::BadRequest("The identity does not have Token Auth attached"),
            NotAttached::BadRequest("Failed to update Token Auth"),
            "Failed to revoke Token Auth of identity with more privileged role",
        ),
        Dialect::Current => (
            NotAttached::Missing("Token Auth configuration not found for identity"),
            NotAttached::BadRequest("The identity does not have token auth"),
            "Failed to revoke token auth of identity with more privileged role",
        ),
    };
    Texts {
        already_attached: "Failed to add Token Auth to already configured identity",
        get,
        update,
        revoke: NOT_ATTACHED,
        more_privileged,
        token: "access",
    }
}
