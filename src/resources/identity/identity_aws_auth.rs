//! `infisical_identity_aws_auth`: AWS Auth on a machine identity.
//!
//! API: `backend/src/server/routes/v1/identity-aws-iam-auth-router.ts`; the forms of accounts and
//! principals are in `identity-aws-auth-validators.ts`.

use crate::shared::{Attached, AuthMethod, CommaList, Trimmed, max_ttl_above_zero};
use infisical_client::Endpoint;
use tf_framework::{Computed, Schema, Text, TextType, Unordered};

/// Attaches AWS Auth to a machine identity, so that a workload can log in with its IAM user or role.
/// Destroying the resource, or removing it from the configuration, revokes AWS Auth; the identity
/// stays.
#[derive(Debug, Clone, Default, PartialEq, Schema)]
#[schema(check = max_ttl_above_zero)]
pub(crate) struct AwsAuth {
    /// URL of the AWS STS endpoint that a login is checked with where the login does not name a
    /// region, at most 255 characters. The server's default is `https://sts.amazonaws.com/`. Without
    /// it the value stays what it is on the server.
    #[attr(optional, keep, length = 1..=255)]
    sts_endpoint: Computed<Text<Trimmed>>,

    /// ARNs of the IAM users and roles that may log in, such as `arn:aws:iam::123456789012:role/ci`, or
    /// `arn:aws:iam::123456789012:*` for a whole account; their order does not matter. An empty list
    /// admits every principal, which is the server's default. The list, joined with `, `, has at most
    /// 4096 characters (255 on servers up to 2024). Without it the value stays what it is on the
    /// server.
    #[attr(optional, keep)]
    allowed_principal_arns: Computed<Unordered<CommaList<4096, PrincipalArn>>>,

    /// IDs of the AWS accounts whose principals may log in, of 12 digits each; their order does not
    /// matter. An empty list admits every account, which is the server's default. The list, joined with
    /// `, `, has at most 4096 characters (255 on servers up to 2024). Without it the value stays what
    /// it is on the server.
    #[attr(optional, keep)]
    allowed_account_ids: Computed<Unordered<CommaList<4096, AccountId>>>,
}

/// AWS Auth attached to an identity.
pub(crate) type IdentityAwsAuth = Attached<AwsAuth>;

impl AuthMethod for AwsAuth {
    const TYPE_NAME: &'static str = "infisical_identity_aws_auth";
    const TITLE: &'static str = "AWS Auth";
    const SLUG: &'static str = "aws-auth";
    const ENDPOINT: Endpoint =
        Endpoint::new("/api/v1/auth/aws-auth/identities/{}", "identityAwsAuth").gone_says(&[
            "The identity does not have AWS Auth attached", // GET
            "The identity does not have aws auth",          // DELETE
        ]);
}

/// An AWS account.
pub(crate) struct AccountId;

impl TextType for AccountId {
    const INVALID: &'static str = "Invalid AWS account ID";

    fn check(text: &str) -> Result<(), String> {
        if text.len() == 12 && text.bytes().all(|byte| byte.is_ascii_digit()) {
            Ok(())
        } else {
            Err(format!("`{text}` is not an account ID of 12 digits such as `123456789012`."))
        }
    }
}

/// An IAM user or role, several of them by wildcards, or a whole account. Which characters a name may
/// have depends on the server's version.
pub(crate) struct PrincipalArn;

impl TextType for PrincipalArn {
    const INVALID: &'static str = "Invalid ARN";

    fn check(text: &str) -> Result<(), String> {
        let of_account = text.strip_prefix("arn:aws:iam::").and_then(|rest| rest.split_once(':'));
        let named = |who: &str| {
            let name = who.strip_prefix("user/").or_else(|| who.strip_prefix("role/"));
            name.is_some_and(|name| !name.is_empty())
        };
        match of_account {
            Some((account, who))
                if AccountId::check(account).is_ok() && (who == "*" || named(who)) =>
            {
                Ok(())
            }
            _ => Err(format!(
                "`{text}` is not the ARN of an IAM user (`arn:aws:iam::123456789012:user/NAME`), of a \
                 role (`arn:aws:iam::123456789012:role/NAME`) or of all principals of an account \
                 (`arn:aws:iam::123456789012:*`)."
            )),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn arns_are_of_users_roles_and_whole_accounts() {
        for (text, valid) in [
            ("arn:aws:iam::123456789012:user/ci", true),
            ("arn:aws:iam::123456789012:role/path/to/ci-*", true),
            ("arn:aws:iam::123456789012:*", true),
            ("arn:aws:iam::12345678901:user/ci", false),
            ("arn:aws:iam::123456789012:user/", false),
            ("arn:aws:iam::123456789012:group/ci", false),
            ("arn:aws:sts::123456789012:assumed-role/ci/session", false),
            ("ci", false),
            ("", false),
        ] {
            assert_eq!(PrincipalArn::check(text).is_ok(), valid, "{text}");
        }
    }
}
