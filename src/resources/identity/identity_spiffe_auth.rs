//! `infisical_identity_spiffe_auth`: SPIFFE Auth on a machine identity.
//!
//! API: `backend/src/server/routes/v1/identity-spiffe-auth-router.ts` and
//! `backend/src/services/identity-spiffe-auth/identity-spiffe-auth-service.ts`. Servers up to 2024 do not
//! have it.

use crate::{
    Infisical,
    shared::{Attached, AuthMethod, CommaList, Plain},
};
use infisical_client::Endpoint;
use serde_json::json;
use tf_framework::{
    Checked, Computed, Diagnostics, JsonMap, Known, Planning, Schema, Text, TextType, Unordered,
    Value,
    text::{Json, Pem},
};

/// The keys of the trust domain are given.
const STATIC: &str = "static";
/// They are fetched.
const REMOTE: &str = "https_web_bundle";

/// Attaches SPIFFE Auth to a machine identity, so that a workload can log in with its JWT-SVID.
/// Destroying the resource, or removing it from the configuration, revokes SPIFFE Auth; the identity
/// stays.
#[derive(Debug, Clone, Default, PartialEq, Schema)]
pub(crate) struct SpiffeAuth {
    /// Trust domain of the workloads, such as `example.org`: letters, digits, `.` and `-`.
    trust_domain: Text<TrustDomain>,

    /// SPIFFE IDs that may log in, such as `spiffe://example.org/ci`; their order does not matter. `*`
    /// stands for one segment of a path, `**` for any number of them.
    #[attr(length = 1..)]
    allowed_spiffe_ids: Unordered<CommaList<{ usize::MAX }, Plain>>,

    /// Audiences of which a JWT-SVID must have one; their order does not matter.
    #[attr(length = 1..)]
    allowed_audiences: Unordered<CommaList<{ usize::MAX }, Plain>>,

    /// Where the keys come from that the trust domain signs with.
    trust_bundle_distribution: TrustBundle,
}

/// A trust bundle.
#[derive(Debug, Clone, Default, PartialEq, Schema)]
#[schema(check = of_its_profile)]
pub(crate) struct TrustBundle {
    /// `static` for a `bundle` that is given here, `https_web_bundle` for one that the server fetches
    /// from `endpoint_url`.
    #[attr(one_of = [STATIC, REMOTE])]
    profile: String,

    /// The keys, as a JSON Web Key Set. Only with `static`, which needs it.
    #[attr(length = 1..)]
    bundle: Option<Text<Json>>,

    /// URL of the bundle endpoint, which begins with `https://`. The server must reach it, and it must
    /// not be in a private network. Only with `https_web_bundle`, which needs it.
    #[attr(pattern("https://\\S+", "a URL that begins with `https://`"))]
    endpoint_url: Option<String>,

    /// Certificate of the authority that issued the endpoint's certificate, in PEM format. Only with
    /// `https_web_bundle`.
    ca_cert: Option<Text<Pem>>,

    /// How long fetched keys are used before they are fetched again, in seconds. The server's default
    /// is 3600. Only with `https_web_bundle`.
    #[attr(optional, keep = also_null, range = 1..)]
    refresh_hint_seconds: Computed<i64>,
}

/// SPIFFE Auth attached to an identity.
pub(crate) type IdentitySpiffeAuth = Attached<SpiffeAuth>;

impl AuthMethod for SpiffeAuth {
    const TYPE_NAME: &'static str = "infisical_identity_spiffe_auth";
    const TITLE: &'static str = "SPIFFE Auth";
    const SLUG: &'static str = "spiffe-auth";
    const ENDPOINT: Endpoint =
        Endpoint::new("/api/v1/auth/spiffe-auth/identities/{}", "identitySpiffeAuth").gone_says(&[
            "The identity does not have SPIFFE Auth attached", // GET
            "The identity does not have SPIFFE auth",          // DELETE
        ]);

    /// An interval is kept, but not for another profile.
    fn plan(plan: &mut Planning<'_, Infisical>) {
        const BUNDLE: &str = "trust_bundle_distribution";
        const INTERVAL: &str = "refresh_hint_seconds";
        let (Known::Is(before), Known::Is(after)) = (plan.prior(BUNDLE), plan.planned(BUNDLE))
        else {
            return;
        };
        let profile = after.attribute("profile");
        let configured =
            plan.config(BUNDLE).value().is_some_and(|bundle| !bundle.attribute(INTERVAL).is_null());
        if configured || before.attribute("profile") == profile {
            return;
        }
        let none = profile.as_str() == Some(STATIC);
        let mut planned = after.clone();
        if let Value::Object(members) = &mut planned {
            let interval = if none { Value::Null } else { Value::Unknown };
            members.insert(INTERVAL.to_owned(), interval);
        }
        plan.set(BUNDLE, planned);
    }

    /// No certificate is an empty text.
    fn heard(mut answer: JsonMap) -> JsonMap {
        if let Some(bundle) =
            answer.get_mut("trustBundleDistribution").and_then(|it| it.as_object_mut())
            && bundle.get("caCert") == Some(&json!(""))
        {
            bundle.remove("caCert");
        }
        answer
    }
}

/// Each profile has attributes of its own.
fn of_its_profile(values: &Checked<'_>, out: &mut Diagnostics) {
    let (profile, needs, not) = match values.get("profile").value().and_then(|value| value.as_str())
    {
        Some(STATIC) => {
            (STATIC, "bundle", &["endpoint_url", "ca_cert", "refresh_hint_seconds"][..])
        }
        Some(REMOTE) => (REMOTE, "endpoint_url", &["bundle"][..]),
        _ => return,
    };
    if values.get(needs) == Known::Null {
        let detail = format!("The profile `{profile}` needs `{needs}`.");
        values.refuse(out, needs, "Missing attribute", detail);
    }
    for name in not.iter().filter(|name| values.configured(name) != Known::Null) {
        let detail = format!("`{name}` is not for the profile `{profile}`.");
        values.refuse(out, name, "Conflicting attributes", detail);
    }
}

/// The name of a trust domain.
pub(crate) struct TrustDomain;

impl TextType for TrustDomain {
    const INVALID: &'static str = "Invalid trust domain";

    fn check(text: &str) -> Result<(), String> {
        let at_the_ends = [text.chars().next(), text.chars().next_back()];
        let alphanumeric = |c: &Option<char>| c.is_some_and(|c| c.is_ascii_alphanumeric());
        let inside = |c: char| c.is_ascii_alphanumeric() || c == '.' || c == '-';
        if at_the_ends.iter().all(alphanumeric) && text.chars().all(inside) {
            Ok(())
        } else {
            Err(format!(
                "`{text}` is not a trust domain such as `example.org`: letters, digits, `.` and `-`, \
                 beginning and ending with a letter or a digit."
            ))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_trust_domain_is_a_name_without_a_scheme() {
        for (text, valid) in [
            ("example.org", true),
            ("Prod-1.example.org", true),
            ("a", true),
            ("spiffe://example.org", false),
            ("-example.org", false),
            ("example.org.", false),
            ("", false),
        ] {
            assert_eq!(TrustDomain::check(text).is_ok(), valid, "{text}");
        }
    }
}
