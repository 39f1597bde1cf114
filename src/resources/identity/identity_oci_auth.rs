//! `infisical_identity_oci_auth`: OCI Auth on a machine identity.
//!
//! API: `backend/src/server/routes/v1/identity-oci-auth-router.ts`; the forms of tenancies and user
//! names are in `identity-oci-auth-validators.ts`. Servers up to 2024 do not have it.

use crate::shared::{Attached, AuthMethod, CommaList, max_ttl_above_zero};
use infisical_client::Endpoint;
use serde_json::{Value as Json, json};
use tf_framework::{Computed, JsonMap, Schema, Text, TextType, Unordered};

/// Attaches OCI Auth to a machine identity, so that a workload can log in as its user of Oracle Cloud
/// Infrastructure. Destroying the resource, or removing it from the configuration, revokes OCI Auth;
/// the identity stays.
#[derive(Debug, Clone, Default, PartialEq, Schema)]
#[schema(check = max_ttl_above_zero)]
pub(crate) struct OciAuth {
    /// OCID of the tenancy whose users may log in. It begins with `ocid1.tenancy.oc1.`.
    tenancy_ocid: Text<TenancyOcid>,

    /// Names of the users that may log in; their order does not matter. An empty list admits every user
    /// of the tenancy, which is the server's default. The list, joined with `, `, has at most 500
    /// characters. Without it the value stays what it is on the server.
    #[attr(optional, keep)]
    allowed_usernames: Computed<Unordered<CommaList<500, UserName>>>,
}

/// OCI Auth attached to an identity.
pub(crate) type IdentityOciAuth = Attached<OciAuth>;

impl AuthMethod for OciAuth {
    const TYPE_NAME: &'static str = "infisical_identity_oci_auth";
    const TITLE: &'static str = "OCI Auth";
    const SLUG: &'static str = "oci-auth";
    const ENDPOINT: Endpoint =
        Endpoint::new("/api/v1/auth/oci-auth/identities/{}", "identityOciAuth").gone_says(&[
            "The identity does not have OCI Auth attached", // GET
            "The identity does not have OCI auth",          // DELETE
        ]);

    /// No user names are null.
    fn heard(mut answer: JsonMap) -> JsonMap {
        if let Some(names @ Json::Null) = answer.get_mut("allowedUsernames") {
            *names = json!("");
        }
        answer
    }
}

/// A tenancy of the commercial realm.
pub(crate) struct TenancyOcid;

impl TextType for TenancyOcid {
    const INVALID: &'static str = "Invalid OCID";

    fn check(text: &str) -> Result<(), String> {
        match text.strip_prefix("ocid1.tenancy.oc1.") {
            Some(rest) if !rest.is_empty() && text.trim_end() == text => Ok(()),
            _ => Err(format!(
                "`{text}` is not the OCID of a tenancy, which begins with `ocid1.tenancy.oc1.`."
            )),
        }
    }
}

/// The name of a user.
pub(crate) struct UserName;

impl TextType for UserName {
    const INVALID: &'static str = "Invalid user name";

    fn check(text: &str) -> Result<(), String> {
        if text.chars().all(|c| c.is_ascii_alphanumeric() || "._@-".contains(c)) {
            Ok(())
        } else {
            Err(format!(
                "`{text}` has other characters than letters, digits, `.`, `_`, `@` and `-`."
            ))
        }
    }
}
