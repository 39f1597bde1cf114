//! JWT Auth.

use super::{Method, OTHER_PEM, PEM, PEM_IN_OTHER_LINES, Refused, Step, Table, hcl_text};
use infisical_emulator::Dialect;
use serde_json::{Value, json};

const MINIMAL: &str = r#"  configuration_type = "jwks"
  jwks_url = "https://login.example.com/jwks""#;

pub(super) static METHOD: Method = Method {
    type_name: "infisical_identity_jwt_auth",
    title: "JWT Auth",
    slug: "jwt-auth",
    wrapper: "identityJwtAuth",
    dialects: &[Dialect::Current],
    minimal: MINIMAL,
    state: |_| minimal_state(),
    body: || {
        json!({
            "configurationType": "jwks", "jwksUrl": "https://login.example.com/jwks",
            "boundClaims": {},
        })
    },
    changed: (
        "jwks_url",
        r#"  configuration_type = "jwks"
  jwks_url = "https://login.example.com/other""#,
        || json!({"jwksUrl": "https://login.example.com/other"}),
    ),
    steps: |_| {
        let step = |kind: &str, pem: &str, bound: &str, audiences: &[&str], claims: Value| {
            let is_static = kind == "static";
            let url = if is_static { "" } else { "https://login.example.com/jwks" };
            let (certificate, key) = if is_static { ("", pem) } else { (pem, "") };
            let keys = if is_static { hcl_text(key) } else { String::new() };
            Step {
                lines: format!(
                    "  configuration_type = {kind:?}\n  jwks_url = {url:?}\n  jwks_ca_cert = {}\n  \
                     public_keys = [{keys}]\n  bound_issuer = {bound:?}\n  \
                     bound_subject = {bound:?}\n  bound_audiences = {audiences:?}\n  \
                     bound_claims = {claims}",
                    hcl_text(certificate)
                ),
                holds: json!({
                    "configurationType": kind, "jwksUrl": url, "jwksCaCert": certificate.trim(),
                    "publicKeys": [key], "boundIssuer": bound, "boundSubject": bound,
                    "boundAudiences": audiences.join(", "), "boundClaims": claims,
                }),
            }
        };
        [
            step("static", PEM, "one", &["a", "b"], json!({"ref": "main, dev"})),
            step("jwks", OTHER_PEM, "two", &["c"], json!({"repository": "o/r"})),
            step("jwks", "", "", &[], json!({})),
        ]
    },
    alike: [
        r#"  configuration_type = "jwks"
  jwks_url = "https://login.example.com/jwks"
  bound_audiences = ["a", "b", "c"]
  bound_claims = { ref = "main, dev", repository = "o/r" }"#,
        r#"  configuration_type = "jwks"
  jwks_url = "HTTPS://login.example.com:443/jwks"
  bound_audiences = ["c", "a ", "b"]
  bound_claims = { repository = " o/r", ref = "main,dev" }"#,
    ],
    reordered: || {
        json!({
            "configurationType": "jwks", "jwksUrl": "https://login.example.com/jwks",
            "boundAudiences": "b,c,  a", "boundClaims": {"repository": "o/r", "ref": "main ,dev"},
        })
    },
    refused: || {
        let refused =
            |lines: &str, at, says| Refused::new(&[MINIMAL, "\n", lines].concat(), at, says);
        vec![
            refused("  bound_audiences = [\"a,b\"]", "a,b", "comma"),
            refused("  bound_issuer = \" i\"", "bound_issuer", "blanks around it"),
            refused("  jwks_ca_cert = \"ca.pem\"", "ca.pem", "is not PEM"),
            refused("  public_keys = [\"key.pem\"]", "key.pem", "is not PEM"),
            Refused::new("  configuration_type = \"pem\"", "pem", "`jwks`"),
            Refused::new(
                "  configuration_type = \"jwks\"\n  jwks_url = \"/jwks\"",
                "/jwks",
                "is not a URL",
            ),
            Refused::new(
                "  configuration_type = \"static\"\n  public_keys = []",
                "public_keys",
                "`public_keys` is needed",
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
        "configuration_type": "jwks",
        "jwks_url": "https://login.example.com/jwks",
        "jwks_ca_cert": "",
        "public_keys": [],
        "bound_issuer": "",
        "bound_subject": "",
        "bound_audiences": [],
        "bound_claims": {},
    })
}

#[test]
fn keys_in_another_order_or_other_lines_are_the_same() {
    let table = Table::of(&METHOD, Dialect::Current);
    let write = |keys: [&str; 2]| {
        let [one, two] = keys.map(hcl_text);
        let lines = format!("  configuration_type = \"static\"\n  public_keys = [{one}, {two}]");
        table.write(|method| method.hcl(&lines));
    };
    write([PEM, OTHER_PEM]);
    table.lab.workspace.apply_and_settle();
    table.lab.emulator.clear_journal();
    write([OTHER_PEM, PEM_IN_OTHER_LINES]);
    table.lab.workspace.expect_settled();
    assert_eq!(table.lab.writes(), [""; 0]);
}

#[test]
fn keys_that_are_nowhere_are_refused_at_plan() {
    let table = Table::of(&METHOD, Dialect::Current);
    for (kind, summary) in [("jwks", "Missing JWKS URL"), ("static", "Missing public keys")] {
        table.write(|method| method.hcl(&format!("  configuration_type = {kind:?}")));
        let errors = table.lab.workspace.plan_fails();
        assert_eq!(errors.error_of(&METHOD.address()).summary, summary);
    }
    assert_eq!(table.lab.writes(), [""; 0]);
}
