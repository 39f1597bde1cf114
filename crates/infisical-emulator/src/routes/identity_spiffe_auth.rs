//! SPIFFE Auth on an identity. A remote trust bundle counts as reachable.

use serde_json::{Value, json};

use super::auth_method::{Lifetimes, Method, NotAttached, OwnValues, Stage, Texts, long_columns};
use crate::fields::{Fields, Number};
use crate::options::Dialect;
use crate::state::Own;

const STATIC: &str = "static";
const REMOTE: &str = "https_web_bundle";

/// `/api/v1/auth/spiffe-auth/identities/{identityId}`
pub(super) static METHOD: Method = Method {
    slug: "spiffe-auth",
    wrapper: "identitySpiffeAuth",
    texts: |_| Texts {
        already_attached: "Failed to add SPIFFE Auth to already configured identity",
        get: NotAttached::BadRequest("The identity does not have SPIFFE Auth attached"),
        update: NotAttached::BadRequest("Failed to update SPIFFE Auth"),
        revoke: NotAttached::BadRequest("The identity does not have SPIFFE auth"),
        more_privileged: "Failed to revoke SPIFFE auth of identity with more privileged role",
        token: "access",
    },
    own,
    own_after: |_, _, _| vec![],
    head: &["id"],
    members: |_| {
        &[
            "identityId",
            "trustDomain",
            "allowedSpiffeIds",
            "allowedAudiences",
            "accessTokenTTL",
            "accessTokenMaxTTL",
            "accessTokenNumUsesLimit",
            "accessTokenTrustedIps",
            "createdAt",
            "updatedAt",
            "trustBundleDistribution",
        ]
    },
    longest: long_columns,
    only_get: &[],
    lifetimes: Lifetimes::SPIFFE,
    not_in_plan: None,
    verify,
};

fn own(fields: &mut Fields, stage: Stage, _: Dialect) -> OwnValues {
    if stage == Stage::Attach {
        for name in ["trustDomain", "allowedSpiffeIds", "allowedAudiences"] {
            fields.present(name, "string");
        }
        fields.present("trustBundleDistribution", "object");
    }
    let domain = fields.text("trustDomain");
    let valid = domain.as_ref().is_none_or(|domain| is_trust_domain(domain));
    fields.refine("trustDomain", valid, "Invalid trust domain format");
    let ids = list(fields, "allowedSpiffeIds", "At least one SPIFFE ID pattern is required");
    let audiences = list(fields, "allowedAudiences", "At least one audience is required");
    let bundle = fields.nested("trustBundleDistribution", |fields| distribution(fields, stage));
    [("trustDomain", domain), ("allowedSpiffeIds", ids), ("allowedAudiences", audiences)]
        .into_iter()
        .filter_map(|(name, text)| Some((name, Own::Text(text?))))
        .chain(bundle.map(|bundle| ("trustBundleDistribution", Own::Json(bundle))))
        .collect()
}

fn list(fields: &mut Fields, name: &'static str, required: &str) -> Option<String> {
    let text = fields.text(name)?;
    fields.refine(name, !text.is_empty(), required);
    let items = text.split(',').map(str::trim).filter(|item| !item.is_empty());
    Some(items.collect::<Vec<_>>().join(", "))
}

/// As it is answered. An interval of 0 is none to an attachment, for which it has a default.
fn distribution(fields: &mut Fields, stage: Stage) -> Value {
    let profile = fields.required_text("profile");
    match profile.as_str() {
        STATIC => {
            fields.present("bundle", "string");
            let bundle = fields.verbatim("bundle").unwrap_or_default();
            fields.refine(
                "bundle",
                !bundle.is_empty(),
                "String must contain at least 1 character(s)",
            );
            json!({"profile": STATIC, "bundle": bundle})
        }
        REMOTE => {
            let url = fields.required_text("endpointUrl");
            let https = url.strip_prefix("https://").is_some_and(|rest| !rest.is_empty());
            fields.refine("endpointUrl", https, "Bundle endpoint URL must use HTTPS");
            let certificate = fields.verbatim("caCert").unwrap_or_default();
            let seconds = fields.integer("refreshHintSeconds", Number::at_least(0)).unwrap_or(3600);
            let seconds = if stage == Stage::Attach && seconds == 0 { 300 } else { seconds };
            json!({
                "profile": REMOTE,
                "endpointUrl": url,
                "caCert": certificate,
                "refreshHintSeconds": seconds,
                "cachedBundleLastRefreshedAt": null,
            })
        }
        _ => {
            fields.refine(
                "profile",
                false,
                "Invalid discriminator value. Expected 'static' | 'https_web_bundle'",
            );
            Value::Null
        }
    }
}

fn is_trust_domain(text: &str) -> bool {
    let alphanumeric = |c: Option<char>| c.is_some_and(|c| c.is_ascii_alphanumeric());
    alphanumeric(text.chars().next())
        && alphanumeric(text.chars().next_back())
        && text.chars().all(|c| c.is_ascii_alphanumeric() || ".-".contains(c))
}

/// A static bundle is a set of keys.
fn verify(own: &OwnValues, _: Stage) -> Option<&'static str> {
    let is_jwks = |bundle: &str| {
        let parsed = serde_json::from_str::<Value>(bundle).unwrap_or_default();
        parsed["keys"].as_array().is_some_and(|keys| keys.iter().all(Value::is_object))
    };
    let bundle = own.iter().find_map(|(_, value)| match value {
        Own::Json(bundle) => bundle["bundle"].as_str(),
        _ => None,
    });
    let wrong = bundle.is_some_and(|bundle| !is_jwks(bundle));
    wrong.then_some("The provided CA Bundle JWKS is not valid JWKS")
}
