//! `infisical_identity_alicloud_auth`: Alibaba Cloud Auth on a machine identity.
//!
//! API: `backend/src/server/routes/v1/identity-alicloud-auth-router.ts`; the form of an ARN is in
//! `identity-alicloud-auth-validators.ts`. Servers up to 2024 do not have it.

use crate::shared::{Attached, AuthMethod, CommaList, max_ttl_above_zero};
use infisical_client::Endpoint;
use tf_framework::{Schema, TextType, Unordered};

/// Attaches Alibaba Cloud Auth to a machine identity, so that a workload can log in with its RAM user or
/// role. Destroying the resource, or removing it from the configuration, revokes Alibaba Cloud Auth;
/// the identity stays.
#[derive(Debug, Clone, Default, PartialEq, Schema)]
#[schema(check = max_ttl_above_zero)]
pub(crate) struct AlicloudAuth {
    /// ARNs of the RAM users and roles that may log in, such as
    /// `acs:ram::1234567890123456:user/ci`; their order does not matter. The list, joined with `, `,
    /// has at most 500 characters.
    #[attr(length = 1..)]
    allowed_arns: Unordered<CommaList<500, RamArn>>,
}

/// Alibaba Cloud Auth attached to an identity.
pub(crate) type IdentityAlicloudAuth = Attached<AlicloudAuth>;

impl AuthMethod for AlicloudAuth {
    const TYPE_NAME: &'static str = "infisical_identity_alicloud_auth";
    const TITLE: &'static str = "Alibaba Cloud Auth";
    const SLUG: &'static str = "alicloud-auth";
    const ENDPOINT: Endpoint =
        Endpoint::new("/api/v1/auth/alicloud-auth/identities/{}", "identityAliCloudAuth")
            .gone_says(&[
                "The identity does not have Alibaba Cloud Auth attached", // GET
                "The identity does not have Alibaba Cloud auth",          // DELETE
            ]);
}

/// A RAM user, or a role.
pub(crate) struct RamArn;

impl TextType for RamArn {
    const INVALID: &'static str = "Invalid ARN";

    fn check(text: &str) -> Result<(), String> {
        let parts = text.strip_prefix("acs:ram::").and_then(|rest| rest.split_once(':'));
        let of_account = |account: &str| {
            account.len() == 16 && account.bytes().all(|byte| byte.is_ascii_digit())
        };
        let known = |who: &str| {
            let kinds = ["user/", "role/", "assumed-role/"];
            kinds.iter().any(|kind| who.starts_with(kind))
        };
        match parts {
            Some((account, who)) if of_account(account) && known(who) => Ok(()),
            _ => Err(format!(
                "`{text}` is not the ARN of a RAM user (`acs:ram::1234567890123456:user/NAME`), of a \
                 role (`acs:ram::1234567890123456:role/NAME`) or of an assumed role \
                 (`acs:ram::1234567890123456:assumed-role/NAME/SESSION`)."
            )),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn arns_are_of_users_and_roles() {
        for (text, valid) in [
            ("acs:ram::1234567890123456:user/ci", true),
            ("acs:ram::1234567890123456:role/ci", true),
            ("acs:ram::1234567890123456:assumed-role/ci/session", true),
            ("acs:ram::123456789012345:user/ci", false),
            ("acs:ram::+234567890123456:user/ci", false),
            ("acs:ram::1234567890123456:group/ci", false),
            ("acs:ram::1234567890123456", false),
            ("", false),
        ] {
            assert_eq!(RamArn::check(text).is_ok(), valid, "{text}");
        }
    }
}
