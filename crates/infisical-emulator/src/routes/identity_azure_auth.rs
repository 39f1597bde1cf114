//! Azure Auth on an identity.

use super::auth_method::{HEAD, Lifetimes, Method, NotAttached, OwnValues, Stage, Texts};
use crate::fields::Fields;
use crate::options::Dialect;
use crate::state::Own;

/// `/api/v1/auth/azure-auth/identities/{identityId}`
pub(super) static METHOD: Method = Method {
    slug: "azure-auth",
    wrapper: "identityAzureAuth",
    texts: |_| Texts {
        already_attached: "Failed to add Azure Auth to already configured identity",
        get: NotAttached::BadRequest("The identity does not have Azure Auth attached"),
        update: NotAttached::BadRequest("Failed to update Azure Auth"),
        revoke: NotAttached::BadRequest("The identity does not have azure auth"),
        more_privileged: "Failed to revoke azure auth of identity with more privileged role",
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
        ("allowedServicePrincipalIds", Dialect::Current) => 2048,
        _ => 255,
    },
    only_get: &[],
    lifetimes: Lifetimes::FIRST,
    not_in_plan: None,
    verify: |_, _| None,
};

fn own(fields: &mut Fields, stage: Stage, _: Dialect) -> OwnValues {
    let (tenant_id, resource, principals) = match stage {
        Stage::Attach => (
            Some(fields.required_text("tenantId")),
            Some(fields.required_text("resource")),
            Some(fields.comma_list("allowedServicePrincipalIds").unwrap_or_default()),
        ),
        Stage::Update => (
            fields.text("tenantId"),
            fields.text("resource"),
            fields.comma_list("allowedServicePrincipalIds"),
        ),
    };
    [("tenantId", tenant_id), ("resource", resource), ("allowedServicePrincipalIds", principals)]
        .into_iter()
        .filter_map(|(name, text)| Some((name, Own::Text(text?))))
        .collect()
}

fn members(dialect: Dialect) -> &'static [&'static str] {
    const ALL: &[&str] =
        &["tenantId", "resource", "allowedServicePrincipalIds", "accessTokenPeriod"];
    match dialect {
        Dialect::Recorded2024_10 => &ALL[..3],
        Dialect::Current => ALL,
    }
}
