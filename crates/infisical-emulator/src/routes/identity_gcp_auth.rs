//! GCP Auth on an identity.

use super::auth_method::{HEAD, Lifetimes, Method, NotAttached, OwnValues, Stage, Texts};
use crate::fields::Fields;
use crate::options::Dialect;
use crate::state::Own;

/// `/api/v1/auth/gcp-auth/identities/{identityId}`
pub(super) static METHOD: Method = Method {
    slug: "gcp-auth",
    wrapper: "identityGcpAuth",
    texts: |_| Texts {
        already_attached: "Failed to add GCP Auth to already configured identity",
        get: NotAttached::BadRequest("The identity does not have GCP Auth attached"),
        update: NotAttached::BadRequest("Failed to update GCP Auth"),
        revoke: NotAttached::BadRequest("The identity does not have gcp auth"),
        more_privileged: "Failed to revoke gcp auth of identity with more privileged role",
        token: "access",
    },
    own,
    own_after: |_, stage, dialect| match (stage, dialect) {
        // A column that no field of the schema sets.
        (Stage::Attach, Dialect::Current) => vec![("accessTokenPeriod", Own::Number(0))],
        _ => vec![],
    },
    head: HEAD,
    members,
    longest: |column, dialect| match (column, dialect) {
        ("allowedServiceAccounts", Dialect::Current) => 5000,
        ("allowedProjects" | "allowedZones", Dialect::Current) => 2500,
        _ => 255,
    },
    only_get: &[],
    lifetimes: Lifetimes::FIRST,
    not_in_plan: None,
    verify: |_, _| None,
};

fn own(fields: &mut Fields, stage: Stage, _: Dialect) -> OwnValues {
    let attaching = stage == Stage::Attach;
    let kind = fields.one_of("type", &["iam", "gce"], attaching);
    let lists = ["allowedServiceAccounts", "allowedProjects", "allowedZones"]
        .map(|name| (name, fields.comma_list(name).or_else(|| attaching.then(String::new))));
    let mut own = OwnValues::new();
    own.extend(kind.map(|kind| ("type", Own::Text(kind))));
    own.extend(lists.into_iter().filter_map(|(name, list)| Some((name, Own::Text(list?)))));
    own
}

fn members(dialect: Dialect) -> &'static [&'static str] {
    const ALL: &[&str] =
        &["type", "allowedServiceAccounts", "allowedProjects", "allowedZones", "accessTokenPeriod"];
    match dialect {
        Dialect::Recorded2024_10 => &ALL[..4],
        Dialect::Current => ALL,
    }
}
