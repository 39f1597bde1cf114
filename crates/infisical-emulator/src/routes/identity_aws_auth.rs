//! AWS Auth on an identity.

use super::auth_method::{HEAD, Lifetimes, Method, NotAttached, OwnValues, Stage, Texts};
use crate::fields::Fields;
use crate::options::Dialect;
use crate::state::Own;

/// `/api/v1/auth/aws-auth/identities/{identityId}`
pub(super) static METHOD: Method = Method {
    slug: "aws-auth",
    wrapper: "identityAwsAuth",
    texts: |_| Texts {
        already_attached: "Failed to add AWS Auth to already configured identity",
        get: NotAttached::BadRequest("The identity does not have AWS Auth attached"),
        update: NotAttached::BadRequest("Failed to update AWS Auth"),
        revoke: NotAttached::BadRequest("The identity does not have aws auth"),
        more_privileged: "Failed to revoke aws auth of identity with more privileged role",
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
        ("allowedPrincipalArns" | "allowedAccountIds", Dialect::Current) => 4096,
        _ => 255,
    },
    only_get: &[],
    lifetimes: Lifetimes::AWS,
    not_in_plan: None,
    verify: |_, _| None,
};

/// A list that an update leaves out becomes empty, as its schema has the same default as that of the
/// attachment.
fn own(fields: &mut Fields, stage: Stage, dialect: Dialect) -> OwnValues {
    const ARN: &str = "Each ARN must be in the format of \
        'arn:aws:iam::123456789012:user/UserName', 'arn:aws:iam::123456789012:role/RoleName', or \
        'arn:aws:iam::123456789012:*'.";
    const ACCOUNT: &str = "Each account ID must be a 12-digit number.";

    let arn = match dialect {
        Dialect::Recorded2024_10 => |arn: &str| is_arn(arn, "-_"),
        Dialect::Current => |arn: &str| is_arn(arn, "-_.@+*/"),
    };
    let endpoint = fields.filled_text("stsEndpoint");
    let endpoint = match stage {
        Stage::Attach => endpoint.or_else(|| Some("https://sts.amazonaws.com/".to_owned())),
        Stage::Update => endpoint,
    };
    let principals = fields.comma_list_of("allowedPrincipalArns", arn, ARN).unwrap_or_default();
    let accounts =
        fields.comma_list_of("allowedAccountIds", is_account, ACCOUNT).unwrap_or_default();
    let mut own = vec![];
    if stage == Stage::Attach {
        own.push(("type", Own::Text("iam".to_owned())));
    }
    own.extend(endpoint.map(|endpoint| ("stsEndpoint", Own::Text(endpoint))));
    own.push(("allowedPrincipalArns", Own::Text(principals)));
    own.push(("allowedAccountIds", Own::Text(accounts)));
    own
}

fn is_account(text: &str) -> bool {
    text.len() == 12 && text.bytes().all(|byte| byte.is_ascii_digit())
}

/// An ARN whose name has letters, digits and these.
fn is_arn(text: &str, others: &str) -> bool {
    let Some((account, who)) =
        text.strip_prefix("arn:aws:iam::").and_then(|rest| rest.split_once(':'))
    else {
        return false;
    };
    let name = who.strip_prefix("user/").or_else(|| who.strip_prefix("role/"));
    let is_name = |name: &str| {
        !name.is_empty() && name.chars().all(|c| c.is_ascii_alphanumeric() || others.contains(c))
    };
    is_account(account) && (who == "*" || name.is_some_and(is_name))
}

fn members(dialect: Dialect) -> &'static [&'static str] {
    const ALL: &[&str] =
        &["type", "stsEndpoint", "allowedPrincipalArns", "allowedAccountIds", "accessTokenPeriod"];
    match dialect {
        Dialect::Recorded2024_10 => &ALL[..4],
        Dialect::Current => ALL,
    }
}
