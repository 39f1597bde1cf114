//! TLS Certificate Auth.

use super::{Method, Refused, Step, Table};
use infisical_emulator::Dialect;
use serde_json::{Value, json};

const CA: &str = include_str!("ca.pem");
const OTHER_CA: &str = include_str!("other_ca.pem");

const MINIMAL: &str = concat!("  ca_certificate = <<-EOT\n", include_str!("ca.pem"), "EOT\n");

/// The names that a client certificate may have.
fn names(common: &[&str], alternative: &[&str]) -> String {
    format!("  allowed_common_names = {common:?}\n  allowed_subject_alt_names = {alternative:?}\n")
}

pub(super) static METHOD: Method = Method {
    type_name: "infisical_identity_tls_cert_auth",
    title: "TLS Certificate Auth",
    slug: "tls-cert-auth",
    wrapper: "identityTlsCertAuth",
    dialects: &[Dialect::Current],
    minimal: MINIMAL,
    state: |_| state(),
    body: || json!({"caCertificate": CA}),
    changed: (
        "verify_client_certificate_chain",
        concat!(
            "  ca_certificate = <<-EOT\n",
            include_str!("ca.pem"),
            "EOT\n  verify_client_certificate_chain = true"
        ),
        || json!({"verifyClientCertificateChain": true, "caCertificate": CA}),
    ),
    steps: |_| {
        let step = |ca: &str, lines: &str, holds| Step {
            lines: format!("  ca_certificate = <<-EOT\n{ca}EOT\n{lines}"),
            holds,
        };
        [
            step(
                CA,
                &(names(&["ci", "cd"], &["ci.example.org", "URI:spiffe://example.org/ci"])
                    + "  verify_client_certificate_chain = true"),
                json!({
                    "caCertificate": CA, "allowedCommonNames": "ci,cd",
                    "allowedSubjectAltNames": ["ci.example.org", "URI:spiffe://example.org/ci"],
                    "verifyClientCertificateChain": true,
                }),
            ),
            step(
                OTHER_CA,
                &names(&["cd"], &["IP:192.0.2.7"]),
                json!({
                    "caCertificate": OTHER_CA, "allowedCommonNames": "cd",
                    "allowedSubjectAltNames": ["IP:192.0.2.7"],
                    "verifyClientCertificateChain": false,
                }),
            ),
            step(
                OTHER_CA,
                &names(&[], &[]),
                json!({"allowedCommonNames": null, "allowedSubjectAltNames": []}),
            ),
        ]
    },
    alike: [
        MINIMAL,
        concat!("  ca_certificate = <<-EOT\nExample CA\n\n", include_str!("ca.pem"), "\n\nEOT\n"),
    ],
    reordered: || json!({"caCertificate": CA.replace('\n', "\r\n")}),
    refused: || {
        let with = |lines: &str| [MINIMAL, lines].concat();
        vec![
            Refused::new("  ca_certificate = \"ca\"", "ca_certificate", "not PEM"),
            Refused::new(&with("  allowed_common_names = [\"a,b\"]"), "a,b", "comma"),
            Refused::new(
                &with("  allowed_subject_alt_names = [\"spiffe://example.org/ci\"]"),
                "allowed_subject_alt_names",
                "begins with no type",
            ),
        ]
    },
    official: Some(state),
};

fn state() -> Value {
    json!({
        "ca_certificate": CA,
        "allowed_common_names": null,
        "allowed_subject_alt_names": null,
        "verify_client_certificate_chain": false,
    })
}

#[test]
fn names_in_another_order_are_no_change_and_names_removed_are_cleared() {
    let table = Table::of(&METHOD, Dialect::Current);
    let write = |lines: &str| table.write(|method| method.hcl(&[MINIMAL, lines].concat()));
    write(&names(&["a", "b"], &["a.example.org", "b.example.org"]));
    table.lab.workspace.apply_and_settle();
    table.lab.emulator.clear_journal();
    write(&names(&["b", "a"], &["b.example.org", " a.example.org"]));
    table.lab.workspace.expect_settled();
    let other = json!({"allowedCommonNames": "b,a"});
    table.lab.elsewhere("PATCH", &METHOD.path(&table.id(&METHOD)), Some(other));
    table.lab.workspace.expect_settled();
    assert_eq!(table.lab.writes(), [""; 0]);

    write("");
    table.assert_planned("update", None);
    table.lab.workspace.apply_and_settle();
    table.assert_held(&METHOD, &json!({"allowedCommonNames": null, "allowedSubjectAltNames": []}));
    table.assert_writes(&["PATCH"]);
}

#[test]
fn names_set_elsewhere_are_drift() {
    let table = Table::of(&METHOD, Dialect::Current);
    table.write_minimal();
    table.lab.workspace.apply();
    let names = json!({"allowedCommonNames": "x", "allowedSubjectAltNames": ["x"]});
    table.lab.elsewhere("PATCH", &METHOD.path(&table.id(&METHOD)), Some(names));
    table.assert_planned("update", None);
    table.lab.workspace.apply_and_settle();
    table.assert_held(&METHOD, &json!({"allowedCommonNames": null, "allowedSubjectAltNames": []}));
}
