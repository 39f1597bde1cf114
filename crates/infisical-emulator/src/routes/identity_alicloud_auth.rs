//! Alibaba Cloud Auth on an identity.

use super::auth_method::{
    HEAD, Lifetimes, Method, NotAttached, OwnValues, Stage, Texts, long_columns,
};
use crate::fields::Fields;
use crate::options::Dialect;
use crate::state::Own;

/// `/api/v1/auth/alicloud-auth/identities/{identityId}`
pub(super) static METHOD: Method = Method {
    slug: "alicloud-auth",
    wrapper: "identityAliCloudAuth",
    texts: |_| Texts {
        already_attached: "Failed to add Alibaba Cloud Auth to already configured identity",
        get: NotAttached::BadRequest("The identity does not have Alibaba Cloud Auth attached"),
        update: NotAttached::Missing("The identity does not have Alibaba Cloud Auth attached"),
        revoke: NotAttached::BadRequest("The identity does not have Alibaba Cloud auth"),
        more_privileged: "Failed to revoke Alibaba Cloud auth of identity with more privileged role",
        token: "access",
    },
    own,
    own_after: |_, _, _| vec![],
    head: HEAD,
    members: |_| &["type", "allowedArns"],
    longest: long_columns,
    only_get: &[],
    lifetimes: Lifetimes::LATER,
    not_in_plan: None,
    verify: |_, _| None,
};

/// Both schemas want the ARNs.
fn own(fields: &mut Fields, stage: Stage, _: Dialect) -> OwnValues {
    let text = fields.required_text("allowedArns");
    fields.refine("allowedArns", !text.is_empty(), "Allowed ARNs required");
    let fits = text.chars().count() <= 500;
    fields.refine("allowedArns", fits, "Input exceeds the maximum limit of 500 characters");
    let arns: Vec<_> = text.split(',').map(str::trim).filter(|arn| !arn.is_empty()).collect();
    let valid = arns.iter().all(|arn| is_arn(arn));
    fields.refine("allowedArns", valid, "One or more ARNs are invalid");
    let mut own = vec![("allowedArns", Own::Text(arns.join(", ")))];
    if stage == Stage::Attach {
        own.push(("type", Own::Text("iam".to_owned())));
    }
    own
}

/// `acs:ram::ACCOUNT:KIND/NAME`, where the account has 16 digits.
fn is_arn(text: &str) -> bool {
    let parts = text.strip_prefix("acs:ram::").and_then(|rest| rest.split_once(':'));
    parts.is_some_and(|(account, rest)| {
        let kind = rest.split_once('/').map(|(kind, _)| kind);
        account.len() == 16
            && account.bytes().all(|b| b.is_ascii_digit())
            && kind.is_some_and(|kind| ["user", "role", "assumed-role"].contains(&kind))
    })
}
