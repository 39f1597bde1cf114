//! TLS Certificate Auth on an identity.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Value, json};

use super::auth_method::{
    HEAD, Lifetimes, Method, NotAttached, OwnValues, Stage, Texts, long_columns,
};
use crate::fields::Fields;
use crate::options::Dialect;
use crate::state::Own;

/// `/api/v1/auth/tls-cert-auth/identities/{identityId}`
pub(super) static METHOD: Method = Method {
    slug: "tls-cert-auth",
    wrapper: "identityTlsCertAuth",
    texts: |_| Texts {
        already_attached: "Failed to add TLS Certificate Auth to already configured identity",
        get: NotAttached::BadRequest("The identity does not have TLS Certificate Auth attached"),
        update: NotAttached::Missing("The identity does not have TLS Certificate Auth attached"),
        revoke: NotAttached::BadRequest("The identity does not have TLS Certificate auth"),
        more_privileged: "Failed to revoke TLS Certificate auth of identity with more privileged role",
        token: "access",
    },
    own,
    own_after: |_, _, _| vec![],
    head: HEAD,
    members: |_| &["allowedCommonNames", "allowedSubjectAltNames", "verifyClientCertificateChain"],
    longest: long_columns,
    only_get: &["caCertificate"],
    lifetimes: Lifetimes::LATER,
    not_in_plan: None,
    verify: |_, _| None,
};

fn own(fields: &mut Fields, stage: Stage, _: Dialect) -> OwnValues {
    const LONGEST_CERTIFICATE: usize = 10_240;

    let names = if fields.is_null("allowedCommonNames") {
        Some(Value::Null)
    } else {
        let names = fields.filled_text("allowedCommonNames");
        names.map(|names| json!(joined(&names)))
    };
    let alt_names = if fields.is_null("allowedSubjectAltNames") {
        Some(Vec::new())
    } else {
        fields.texts("allowedSubjectAltNames")
    };
    let known = alt_names.iter().flatten().all(|name| is_alt_name(name));
    fields.refine("allowedSubjectAltNames", known, "Invalid subject alternative name");

    if stage == Stage::Attach {
        fields.present("caCertificate", "string");
    }
    let certificate = fields.verbatim("caCertificate");
    let fits = certificate.as_ref().is_none_or(|pem| pem.len() <= LONGEST_CERTIFICATE);
    fields.refine("caCertificate", fits, "String must contain at most 10240 character(s)");
    let valid = certificate.as_ref().is_none_or(|pem| is_certificate(pem));
    fields.refine("caCertificate", valid, "Invalid CA Certificate.");

    let chain = fields.boolean("verifyClientCertificateChain");
    let (names, alt_names, chain) = match stage {
        Stage::Update => (names, alt_names, chain),
        Stage::Attach => (
            names.or(Some(Value::Null)),
            Some(alt_names.unwrap_or_default()),
            Some(chain.unwrap_or(false)),
        ),
    };
    [
        ("allowedCommonNames", names.map(Own::Json)),
        ("allowedSubjectAltNames", alt_names.map(|names| Own::Json(json!(names)))),
        ("caCertificate", certificate.map(Own::Text)),
        ("verifyClientCertificateChain", chain.map(Own::Boolean)),
    ]
    .into_iter()
    .filter_map(|(name, value)| Some((name, value?)))
    .collect()
}

/// Every item is trimmed, joined with a comma alone.
fn joined(names: &str) -> String {
    names.split(',').map(str::trim).collect::<Vec<_>>().join(",")
}

/// A DNS name, or a name behind its type.
fn is_alt_name(name: &str) -> bool {
    const TYPES: [&str; 5] = ["dns", "ip", "email", "uri", "url"];
    let kind = name.split_once(':').map(|(kind, _)| kind.trim().to_ascii_lowercase());
    !name.is_empty() && kind.is_none_or(|kind| TYPES.contains(&kind.as_str()))
}

/// Whether there is a block that could be a certificate: Base64 of an ASN.1 sequence.
fn is_certificate(pem: &str) -> bool {
    const SEQUENCE: u8 = 0x30;

    let inside = pem
        .split_once("-----BEGIN CERTIFICATE-----")
        .and_then(|(_, rest)| rest.split_once("-----END CERTIFICATE-----"));
    inside.is_some_and(|(inside, _)| {
        let base64: String = inside.split_whitespace().collect();
        STANDARD.decode(base64).is_ok_and(|der| der.first() == Some(&SEQUENCE))
    })
}
