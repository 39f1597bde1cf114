//! Universal Auth.

use super::{Method, Refused, Step, trusted_ips};
use crate::lab::DIALECTS;
use serde_json::{Value, json};

pub(super) static METHOD: Method = Method {
    type_name: "infisical_identity_universal_auth",
    title: "Universal Auth",
    slug: "universal-auth",
    wrapper: "identityUniversalAuth",
    dialects: &DIALECTS,
    minimal: "",
    state: |_| {
        json!({
            "client_id": "{clientId}",
            "client_secret_trusted_ips": [{"ip_address": "0.0.0.0/0"}, {"ip_address": "::/0"}],
        })
    },
    body: || json!({}),
    changed: (
        "client_secret_trusted_ips",
        r#"  client_secret_trusted_ips = [{ ip_address = "10.0.0.0/8" }]"#,
        || json!({"clientSecretTrustedIps": [ipv4("10.0.0.0", 8)]}),
    ),
    steps: |_| {
        let step = |ips: &[&str], holds: Value| Step {
            lines: secret_ips(ips),
            holds: json!({"clientSecretTrustedIps": holds}),
        };
        [
            step(
                &["10.0.0.0/8", "198.51.100.7"],
                json!([ipv4("10.0.0.0", 8), {"type": "ipv4", "ipAddress": "198.51.100.7"}]),
            ),
            step(&["192.0.2.0/24"], json!([ipv4("192.0.2.0", 24)])),
            step(&["0.0.0.0/0"], json!([ipv4("0.0.0.0", 0)])),
        ]
    },
    alike: [
        r#"  client_secret_trusted_ips = [{ ip_address = "10.0.0.0/8" }, { ip_address = "192.0.2.7" }]"#,
        r#"  client_secret_trusted_ips = [{ ip_address = "192.0.2.7/32" }, { ip_address = "10.1.2.3/8" }]"#,
    ],
    reordered: || json!({"clientSecretTrustedIps": [{"ipAddress": "192.0.2.7"}, {"ipAddress": "10.0.0.0/8"}]}),
    refused: || {
        let name = "client_secret_trusted_ips";
        vec![
            Refused::new(&secret_ips(&[]), name, "at least 1"),
            Refused::new(&secret_ips(&["300.1.1.1"]), name, "300.1.1.1"),
            Refused::new(&secret_ips(&["10.0.0.0/99"]), name, "10.0.0.0/99"),
        ]
    },
    official: Some(|| {
        json!({
            "client_secret_trusted_ips": [{"ip_address": "0.0.0.0/0"}, {"ip_address": "::/0"}],
        })
    }),
};

fn secret_ips(ips: &[&str]) -> String {
    trusted_ips(ips).replace("access_token_trusted_ips", "client_secret_trusted_ips")
}

fn ipv4(address: &str, prefix: u8) -> Value {
    json!({"type": "ipv4", "ipAddress": address, "prefix": prefix})
}
