//! `infisical_identity_tls_cert_auth`: TLS Certificate Auth on a machine identity.
//!
//! API: `backend/src/server/routes/v1/identity-tls-cert-auth-router.ts`; the types of subject alternative
//! names are in `identity-tls-cert-auth-fns.ts`. Servers up to 2024 do not have it.

use crate::shared::{Attached, AuthMethod, CommaList, Plain, max_ttl_above_zero};
use infisical_client::Endpoint;
use serde_json::{Value as Json, json};
use tf_framework::{JsonMap, Schema, Text, TextType, Unordered, text::Pem};

/// Attaches TLS Certificate Auth to a machine identity, so that a workload can log in with a client
/// certificate. Destroying the resource, or removing it from the configuration, revokes TLS Certificate
/// Auth; the identity stays.
#[derive(Debug, Clone, Default, PartialEq, Schema)]
#[schema(check = max_ttl_above_zero)]
pub(crate) struct TlsCertAuth {
    /// Certificate of the authority that client certificates must be issued by, in PEM format, at most
    /// 10240 characters.
    #[attr(length = 1..=10240)]
    ca_certificate: Text<Pem>,

    /// Common names that a client certificate may have; their order does not matter. Without any, every
    /// common name is accepted.
    allowed_common_names: Option<Unordered<CommaList<{ usize::MAX }, Plain>>>,

    /// Subject alternative names of which a client certificate must have one; their order does not
    /// matter. A name that is not of DNS has its type before it: `URI:spiffe://example.org/ci`,
    /// `IP:192.0.2.7`, `EMAIL:ci@example.org`. Without any, every name is accepted. Servers of before
    /// the middle of 2026 do not know it.
    allowed_subject_alt_names: Option<Unordered<Vec<Text<AltName>>>>,

    /// Whether a client certificate may be issued by intermediate authorities, which the client presents
    /// along with it, instead of by `ca_certificate` itself. Servers of before the middle of 2026 do not
    /// know it.
    #[attr(default = false)]
    verify_client_certificate_chain: bool,
}

/// TLS Certificate Auth attached to an identity.
pub(crate) type IdentityTlsCertAuth = Attached<TlsCertAuth>;

impl AuthMethod for TlsCertAuth {
    const TYPE_NAME: &'static str = "infisical_identity_tls_cert_auth";
    const TITLE: &'static str = "TLS Certificate Auth";
    const SLUG: &'static str = "tls-cert-auth";
    const ENDPOINT: Endpoint =
        Endpoint::new("/api/v1/auth/tls-cert-auth/identities/{}", "identityTlsCertAuth").gone_says(
            &[
                "The identity does not have TLS Certificate Auth attached", // GET
                "The identity does not have TLS Certificate auth",          // DELETE
            ],
        );

    /// No common names are null; the empty text is refused.
    fn said(mut body: JsonMap) -> JsonMap {
        if let Some(names) = body.get_mut("allowedCommonNames")
            && *names == json!("")
        {
            *names = Json::Null;
        }
        body
    }
}

/// A DNS name, or a name behind its type.
pub(crate) struct AltName;

impl TextType for AltName {
    const INVALID: &'static str = "Invalid subject alternative name";

    fn check(text: &str) -> Result<(), String> {
        const TYPES: [&str; 5] = ["dns", "ip", "email", "uri", "url"];
        if text.trim().is_empty() {
            return Err("The name must not be empty.".to_owned());
        }
        match text.split_once(':') {
            Some((kind, _)) if !TYPES.contains(&kind.trim().to_ascii_lowercase().as_str()) => {
                Err(format!(
                    "`{text}` begins with no type that is known: `DNS:`, `IP:`, `EMAIL:` or `URI:`. A \
                     name without a type is one of DNS."
                ))
            }
            _ => Ok(()),
        }
    }

    /// Nobody knows whether the server keeps the blanks around a name; they mean nothing.
    fn same(one: &str, other: &str) -> bool {
        one.trim() == other.trim()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_has_a_known_type_or_none() {
        for (text, valid) in [
            ("ci.example.org", true),
            ("DNS:ci.example.org", true),
            ("uri:spiffe://example.org/ci", true),
            ("IP:2001:db8::1", true),
            ("spiffe://example.org/ci", false),
            (" ", false),
        ] {
            assert_eq!(AltName::check(text).is_ok(), valid, "{text}");
        }
    }
}
