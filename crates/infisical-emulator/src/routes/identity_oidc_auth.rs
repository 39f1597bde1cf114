//! OIDC Auth on an identity.

use super::auth_method::{
    HEAD_WITHOUT_TIMES, Lifetimes, Method, NotAttached, OwnValues, Stage, Texts,
};
use crate::fields::Fields;
use crate::options::Dialect;
use crate::state::Own;

/// `/api/v1/auth/oidc-auth/identities/{identityId}`
pub(super) static METHOD: Method = Method {
    slug: "oidc-auth",
    wrapper: "identityOidcAuth",
    texts: |_| Texts {
        already_attached: "Failed to add OIDC Auth to already configured identity",
        get: NotAttached::BadRequest("The identity does not have OIDC Auth attached"),
        update: NotAttached::BadRequest("Failed to update OIDC Auth"),
        revoke: NotAttached::BadRequest("The identity does not have OIDC auth"),
        more_privileged: "Failed to revoke OIDC auth of identity with more privileged role",
        token: "access",
    },
    own,
    own_after: |_, _, _| vec![],
    head: HEAD_WITHOUT_TIMES,
    members,
    longest: |column, _| if column == "caCert" { usize::MAX } else { 255 },
    only_get: &[],
    lifetimes: Lifetimes::OIDC,
    not_in_plan: None,
    verify: |_, _| None,
};

fn own(fields: &mut Fields, stage: Stage, dialect: Dialect) -> OwnValues {
    let attaching = stage == Stage::Attach;
    let unless_set = || attaching.then(String::new);
    if attaching {
        fields.present("oidcDiscoveryUrl", "string");
    }
    let url = fields.verbatim("oidcDiscoveryUrl");
    fields.url("oidcDiscoveryUrl", url.as_deref());
    let certificate = fields.text("caCert").or_else(unless_set);
    if attaching {
        fields.present("boundIssuer", "string");
    }
    let issuer = fields.filled_verbatim("boundIssuer");
    let audiences = fields.comma_list("boundAudiences").or_else(unless_set);
    if attaching {
        fields.present("boundClaims", "object");
    }
    let claims = fields.comma_lists("boundClaims");
    let mapping = match dialect {
        Dialect::Recorded2024_10 => None,
        Dialect::Current => fields.comma_lists("claimMetadataMapping"),
    };
    let subject = fields.verbatim("boundSubject").or_else(unless_set);
    let texts = [
        ("oidcDiscoveryUrl", url),
        ("caCert", certificate),
        ("boundIssuer", issuer),
        ("boundAudiences", audiences),
        ("boundSubject", subject),
    ];
    let objects = [("boundClaims", claims), ("claimMetadataMapping", mapping)];
    let texts = texts.into_iter().filter_map(|(name, text)| Some((name, Own::Text(text?))));
    let objects = objects.into_iter().filter_map(|(name, json)| Some((name, Own::Json(json?))));
    texts.chain(objects).collect()
}

fn members(dialect: Dialect) -> &'static [&'static str] {
    const RECORDED: &[&str] = &[
        "oidcDiscoveryUrl",
        "boundIssuer",
        "boundAudiences",
        "boundClaims",
        "boundSubject",
        "createdAt",
        "updatedAt",
        "caCert",
    ];
    const CURRENT: &[&str] = &[
        "oidcDiscoveryUrl",
        "boundIssuer",
        "boundAudiences",
        "boundClaims",
        "claimMetadataMapping",
        "boundSubject",
        "createdAt",
        "updatedAt",
        "caCert",
    ];
    match dialect {
        Dialect::Recorded2024_10 => RECORDED,
        Dialect::Current => CURRENT,
    }
}
