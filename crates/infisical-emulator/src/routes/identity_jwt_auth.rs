//! JWT Auth on an identity, of the current server alone.

use serde_json::json;

use super::auth_method::{
    HEAD_WITHOUT_TIMES, Lifetimes, Method, NotAttached, OwnValues, Stage, Texts, short_columns,
};
use crate::fields::Fields;
use crate::options::Dialect;
use crate::state::Own;

/// `/api/v1/auth/jwt-auth/identities/{identityId}`
pub(super) static METHOD: Method = Method {
    slug: "jwt-auth",
    wrapper: "identityJwtAuth",
    texts: |_| Texts {
        already_attached: "Failed to add JWT Auth to already configured identity",
        get: NotAttached::BadRequest("The identity does not have JWT Auth attached"),
        update: NotAttached::BadRequest("Failed to update JWT Auth"),
        revoke: NotAttached::BadRequest("The identity does not have JWT auth"),
        more_privileged: "Failed to revoke jwt auth of identity with more privileged role",
        token: "access",
    },
    own,
    own_after: |_, _, _| vec![],
    head: HEAD_WITHOUT_TIMES,
    members: |_| {
        &[
            "configurationType",
            "jwksUrl",
            "boundIssuer",
            "boundAudiences",
            "boundClaims",
            "boundSubject",
            "createdAt",
            "updatedAt",
            "accessTokenPeriod",
            "jwksCaCert",
            "publicKeys",
        ]
    },
    longest: |column, dialect| match column {
        "jwksCaCert" => usize::MAX,
        _ => short_columns(column, dialect),
    },
    only_get: &[],
    lifetimes: Lifetimes::JWT,
    not_in_plan: None,
    verify: |_, _| None,
};

/// What tells where the keys are has to be sent as a whole, at an update as well: what is absent is
/// emptied. Keys are stored in one text, separated by commas, so that none at all reads as an empty one.
fn own(fields: &mut Fields, stage: Stage, _: Dialect) -> OwnValues {
    let attaching = stage == Stage::Attach;
    let unless_set = || attaching.then(String::new);
    let kind = fields.one_of("configurationType", &["jwks", "static"], true);
    let is_static = kind.as_deref() == Some("static");
    if !is_static {
        fields.present("jwksUrl", "string");
    }
    let url = fields.text("jwksUrl");
    if !is_static {
        fields.url("jwksUrl", url.as_deref());
    }
    let certificate = fields.text("jwksCaCert").unwrap_or_default();
    if is_static {
        fields.present("publicKeys", "array");
    }
    let keys = fields.verbatims("publicKeys").unwrap_or_default();
    let enough = !is_static || (!keys.is_empty() && keys.iter().all(|key| !key.is_empty()));
    fields.refine("publicKeys", enough, "Array must contain at least 1 element(s)");
    let keys: Vec<_> = keys.join(",").split(',').map(str::to_owned).collect();

    let issuer = fields.text("boundIssuer").or_else(unless_set);
    let audiences = fields.comma_list("boundAudiences").or_else(unless_set);
    if attaching {
        fields.present("boundClaims", "object");
    }
    let claims = fields.comma_lists("boundClaims");
    let subject = fields.text("boundSubject").or_else(unless_set);
    let texts = [
        ("configurationType", kind),
        ("jwksUrl", Some(url.unwrap_or_default())),
        ("jwksCaCert", Some(certificate)),
        ("boundIssuer", issuer),
        ("boundAudiences", audiences),
        ("boundSubject", subject),
    ];
    let mut own: OwnValues =
        texts.into_iter().filter_map(|(name, text)| Some((name, Own::Text(text?)))).collect();
    own.push(("publicKeys", Own::Json(json!(keys))));
    own.extend(claims.map(|claims| ("boundClaims", Own::Json(claims))));
    if attaching {
        own.push(("accessTokenPeriod", Own::Number(0)));
    }
    own
}
