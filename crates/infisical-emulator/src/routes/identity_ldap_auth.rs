//! LDAP Auth on an identity. There are no templates: an unknown one is no template to the server.

use serde_json::{Value, json};

use super::auth_method::{
    HEAD_WITHOUT_TIMES, Lifetimes, Method, NotAttached, OwnValues, Stage, Texts, long_columns,
};
use super::identity_universal_auth::lockout;
use crate::fields::Fields;
use crate::options::Dialect;
use crate::state::Own;

/// `/api/v1/auth/ldap-auth/identities/{identityId}`
pub(super) static METHOD: Method = Method {
    slug: "ldap-auth",
    wrapper: "identityLdapAuth",
    texts: |_| Texts {
        already_attached: "Failed to add LDAP Auth to already configured identity",
        get: NotAttached::BadRequest("The identity does not have LDAP Auth attached"),
        update: NotAttached::Missing("The identity does not have LDAP Auth attached"),
        revoke: NotAttached::BadRequest("The identity does not have LDAP Auth attached"),
        more_privileged: "Failed to revoke LDAP auth of identity with more privileged role",
        token: "access",
    },
    own,
    own_after: |fields, stage, _| lockout(fields, stage),
    head: HEAD_WITHOUT_TIMES,
    members: |_| {
        &[
            "url",
            "searchBase",
            "searchFilter",
            "allowedFields",
            "createdAt",
            "updatedAt",
            "accessTokenPeriod",
            "templateId",
            "lockoutEnabled",
            "lockoutThreshold",
            "lockoutDurationSeconds",
            "lockoutCounterResetSeconds",
        ]
    },
    longest: long_columns,
    only_get: &["bindDN", "bindPass", "ldapCaCertificate"],
    lifetimes: Lifetimes::LATER,
    not_in_plan: Some([
        "Failed to add LDAP Auth to identity due to plan restriction. Upgrade plan to add LDAP Auth.",
        "Failed to update LDAP Auth due to plan restriction. Upgrade plan to update LDAP Auth.",
    ]),
    verify,
};

fn own(fields: &mut Fields, stage: Stage, _: Dialect) -> OwnValues {
    let [url, bind_dn, bind_pass, search_base] =
        ["url", "bindDN", "bindPass", "searchBase"].map(|name| match stage {
            Stage::Attach => Some(fields.required_text(name)),
            Stage::Update => fields.filled_text(name),
        });
    let template = fields.text("templateId");
    let filter = fields.filled_text("searchFilter");
    let balanced = filter.as_ref().is_none_or(|filter| is_filter(filter));
    fields.refine("searchFilter", balanced, "Invalid LDAP search filter");
    let allowed = fields.loose_pairs("allowedFields").map(|pairs| {
        let pair = |(key, value): (String, String)| {
            let value: String = value.split_whitespace().collect();
            json!({"key": key, "value": value})
        };
        pairs.into_iter().map(pair).collect::<Value>()
    });
    let mut own = OwnValues::new();
    let filter = match stage {
        // An update without a template takes the one away that was there.
        Stage::Update => {
            own.push(("templateId", Own::Json(Value::Null)));
            filter
        }
        Stage::Attach => {
            let certificate = fields.text("ldapCaCertificate").filter(|pem| !pem.is_empty());
            own.extend(certificate.map(|pem| ("ldapCaCertificate", Own::Text(pem))));
            own.extend(template.map(|template| ("templateId", Own::Text(template))));
            filter.or_else(|| Some("(uid={{username}})".to_owned()))
        }
    };
    let texts =
        [("url", url), ("bindDN", bind_dn), ("searchBase", search_base), ("searchFilter", filter)];
    own.extend(texts.into_iter().filter_map(|(name, text)| Some((name, Own::Text(text?)))));
    own.extend(bind_pass.map(|secret| ("bindPass", Own::Secret(secret))));
    own.extend(allowed.map(|allowed| ("allowedFields", Own::Json(allowed))));
    own
}

/// As far as parentheses go.
fn is_filter(text: &str) -> bool {
    let mut depth = 0_i32;
    let closed = text.chars().all(|c| {
        depth += i32::from(c == '(') - i32::from(c == ')');
        depth >= 0
    });
    closed && depth == 0
}

/// An attachment without a template needs all four.
fn verify(own: &OwnValues, stage: Stage) -> Option<&'static str> {
    let empty = |(_, value): &(&str, Own)| match value {
        Own::Text(text) | Own::Secret(text) => text.is_empty(),
        _ => false,
    };
    let missing = stage == Stage::Attach && own.iter().any(empty);
    missing.then_some("Invalid request. Missing bind DN, bind pass, search base, or URL.")
}
