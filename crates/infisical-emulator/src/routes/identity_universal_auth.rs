//! Universal Auth on an identity. Its client secrets are in `identity_universal_auth_client_secret.rs`.

use uuid::Uuid;

use super::auth_method::{Lifetimes, Method, NotAttached, OwnValues, Stage, Texts, short_columns};
use crate::fields::{Fields, Number, TEN_YEARS};
use crate::ip::TrustedIp;
use crate::options::Dialect;
use crate::state::Own;

/// `/api/v1/auth/universal-auth/identities/{identityId}`
pub(crate) static METHOD: Method = Method {
    slug: "universal-auth",
    wrapper: "identityUniversalAuth",
    texts,
    own,
    own_after,
    head: &["id"],
    members,
    longest: short_columns,
    only_get: &[],
    lifetimes: Lifetimes::FIRST,
    not_in_plan: None,
    verify: |_, _| None,
};

pub(super) const NOT_ATTACHED: NotAttached =
    NotAttached::BadRequest("The identity does not have universal auth");

fn texts(dialect: Dialect) -> Texts {
    let gone = NotAttached::NotFound("Failed to find universal auth for identity with ID");
    let (get, update) = match dialect {
        Dialect::Recorded2024_10 => {
            (NOT_ATTACHED, NotAttached::BadRequest("Failed to updated universal auth"))
        }
        Dialect::Current => (gone, gone),
    };
    Texts {
        already_attached: "Failed to add universal auth to already configured identity",
        get,
        update,
        revoke: NOT_ATTACHED,
        more_privileged: "Failed to revoke universal auth of identity with more privileged role",
        token: "service",
    }
}

fn own(fields: &mut Fields, stage: Stage, _: Dialect) -> OwnValues {
    let trusted = fields.addresses("clientSecretTrustedIps").map(Own::Addresses);
    match stage {
        Stage::Update => trusted.map(|list| ("clientSecretTrustedIps", list)).into_iter().collect(),
        Stage::Attach => vec![
            ("clientId", Own::Text(Uuid::new_v4().to_string())),
            (
                "clientSecretTrustedIps",
                trusted.unwrap_or_else(|| Own::TrustedIps(TrustedIp::anywhere())),
            ),
        ],
    }
}

/// The periodic tokens and the lockout of the current server.
fn own_after(fields: &mut Fields, stage: Stage, dialect: Dialect) -> OwnValues {
    if dialect == Dialect::Recorded2024_10 {
        return vec![];
    }
    let period = match stage {
        Stage::Attach => Number::at_least(0),
        Stage::Update => Number::between(0, TEN_YEARS),
    };
    let period = fields.integer("accessTokenPeriod", period);
    let period = if stage == Stage::Attach { period.or(Some(0)) } else { period };
    let mut own = lockout(fields, stage);
    own.extend(period.map(|period| ("accessTokenPeriod", Own::Number(period))));
    own
}

/// When failed logins lock a method, and for how long.
pub(super) fn lockout(fields: &mut Fields, stage: Stage) -> OwnValues {
    let enabled = fields.boolean("lockoutEnabled");
    let threshold = fields.any_number("lockoutThreshold", Number::between(1, 30));
    let duration = fields.any_number("lockoutDurationSeconds", Number::between(30, 86_400));
    let reset = fields.any_number("lockoutCounterResetSeconds", Number::between(5, 3_600));
    let or_default = |value: Option<i64>, default| match stage {
        Stage::Attach => value.or(Some(default)),
        Stage::Update => value,
    };
    let numbers = [
        ("lockoutThreshold", or_default(threshold, 3)),
        ("lockoutDurationSeconds", or_default(duration, 300)),
        ("lockoutCounterResetSeconds", or_default(reset, 30)),
    ];
    let enabled = if stage == Stage::Attach { enabled.or(Some(true)) } else { enabled };
    numbers
        .into_iter()
        .filter_map(|(name, value)| Some((name, Own::Number(value?))))
        .chain(enabled.map(|enabled| ("lockoutEnabled", Own::Boolean(enabled))))
        .collect()
}

fn members(dialect: Dialect) -> &'static [&'static str] {
    const ALL: &[&str] = &[
        "clientId",
        "accessTokenTTL",
        "accessTokenMaxTTL",
        "accessTokenNumUsesLimit",
        "clientSecretTrustedIps",
        "accessTokenTrustedIps",
        "createdAt",
        "updatedAt",
        "identityId",
        "accessTokenPeriod",
        "lockoutEnabled",
        "lockoutThreshold",
        "lockoutDurationSeconds",
        "lockoutCounterResetSeconds",
    ];
    match dialect {
        Dialect::Recorded2024_10 => &ALL[..9],
        Dialect::Current => ALL,
    }
}
