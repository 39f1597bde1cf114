//! OIDC Auth.

use super::{Method, OTHER_PEM, PEM, Refused, Step, hcl_text};
use crate::lab::DIALECTS;
use infisical_emulator::Dialect;
use serde_json::{Value, json};

const MINIMAL: &str = r#"  oidc_discovery_url = "https://token.actions.githubusercontent.com"
  bound_issuer = "https://token.actions.githubusercontent.com""#;

pub(super) static METHOD: Method = Method {
    type_name: "infisical_identity_oidc_auth",
    title: "OIDC Auth",
    slug: "oidc-auth",
    wrapper: "identityOidcAuth",
    dialects: &DIALECTS,
    minimal: MINIMAL,
    state: |_| minimal_state(),
    body: || {
        json!({
            "oidcDiscoveryUrl": "https://token.actions.githubusercontent.com",
            "boundIssuer": "https://token.actions.githubusercontent.com",
            "boundClaims": {},
        })
    },
    changed: (
        "bound_issuer",
        r#"  oidc_discovery_url = "https://token.actions.githubusercontent.com"
  bound_issuer = "https://gitlab.example.com""#,
        || json!({"boundIssuer": "https://gitlab.example.com"}),
    ),
    steps: |dialect| {
        let step = |host: &str, pem: &str, subject: &str, audiences: &[&str], claims: Value| {
            let url = format!("https://{host}");
            let mut lines = format!(
                "  oidc_discovery_url = {url:?}\n  bound_issuer = {url:?}\n  \
                 oidc_ca_certificate = {}\n  bound_subject = {subject:?}\n  \
                 bound_audiences = {audiences:?}\n  bound_claims = {claims}\n",
                hcl_text(pem)
            );
            let mut holds = json!({
                "oidcDiscoveryUrl": url, "boundIssuer": url, "caCert": pem.trim(),
                "boundSubject": subject, "boundAudiences": audiences.join(", "),
                "boundClaims": claims,
            });
            if dialect == Dialect::Current {
                lines.extend(["  claim_metadata_mapping = ", &claims.to_string()]);
                holds["claimMetadataMapping"] = claims;
            }
            Step { lines, holds }
        };
        [
            step(
                "one.example.com",
                PEM,
                "repo:o/r:*",
                &["a", "b"],
                json!({"ref": "main, dev", "repository": "o/r"}),
            ),
            step("two.example.com", OTHER_PEM, "sub", &["c"], json!({"ref": "dev"})),
            step("two.example.com", "", "", &[], json!({})),
        ]
    },
    alike: [
        r#"  oidc_discovery_url = "https://token.actions.githubusercontent.com"
  bound_issuer = "https://token.actions.githubusercontent.com"
  bound_audiences = ["a", "b", "c"]
  bound_claims = { ref = "main, dev", repository = "o/r" }"#,
        r#"  oidc_discovery_url = "https://token.actions.githubusercontent.com/"
  bound_issuer = "https://token.actions.githubusercontent.com"
  bound_audiences = ["c", "a ", "b"]
  bound_claims = { repository = " o/r", ref = "main,dev" }"#,
    ],
    reordered: || {
        json!({
            "boundAudiences": "b,c,  a", "boundClaims": {"repository": "o/r", "ref": "main ,dev"},
        })
    },
    refused: || {
        let refused =
            |lines: &str, at, says| Refused::new(&[MINIMAL, "\n", lines].concat(), at, says);
        vec![
            refused("  bound_audiences = [\"a,b\"]", "a,b", "comma"),
            refused("  oidc_ca_certificate = \"ca.pem\"", "ca.pem", "is not PEM"),
            refused(
                &format!("  bound_subject = \"{}\"", "x".repeat(256)),
                "bound_subject",
                "at most 255",
            ),
            Refused::new(
                "  oidc_discovery_url = \"gitlab.example.com\"\n  bound_issuer = \"i\"",
                "oidc_discovery_url",
                "is not a URL",
            ),
            Refused::new(
                "  oidc_discovery_url = \"https://g.example.com\"\n  bound_issuer = \"\"",
                "bound_issuer",
                "must not be empty",
            ),
        ]
    },
    official: Some(|| {
        let mut state = minimal_state();
        state["bound_audiences"] = json!([""]);
        state
    }),
};

fn minimal_state() -> Value {
    json!({
        "oidc_discovery_url": "https://token.actions.githubusercontent.com",
        "oidc_ca_certificate": "",
        "bound_issuer": "https://token.actions.githubusercontent.com",
        "bound_subject": "",
        "bound_audiences": [],
        "bound_claims": {},
        "claim_metadata_mapping": {},
    })
}
