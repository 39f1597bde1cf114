//! SPIFFE Auth.

use super::{Method, Refused, Step, Table};
use infisical_emulator::Dialect;
use serde_json::json;

const CA: &str = include_str!("ca.pem");

const MINIMAL: &str = r#"
  trust_domain       = "example.org"
  allowed_spiffe_ids = ["spiffe://example.org/ci", "spiffe://example.org/cd/**"]
  allowed_audiences  = ["infisical", "ci"]
  trust_bundle_distribution = {
    profile = "static"
    bundle  = "{\"keys\": [{\"kty\": \"EC\", \"kid\": \"a\"}]}"
  }
"#;

/// The minimal lines with other trust bundles.
fn distribution(lines: &str) -> String {
    format!(
        r#"
  trust_domain       = "example.org"
  allowed_spiffe_ids = ["spiffe://example.org/ci"]
  allowed_audiences  = ["infisical"]
  trust_bundle_distribution = {{
{lines}
  }}
"#
    )
}

pub(super) static METHOD: Method = Method {
    type_name: "infisical_identity_spiffe_auth",
    title: "SPIFFE Auth",
    slug: "spiffe-auth",
    wrapper: "identitySpiffeAuth",
    dialects: &[Dialect::Current],
    minimal: MINIMAL,
    state: |_| {
        json!({
            "trust_domain": "example.org",
            "allowed_spiffe_ids": ["spiffe://example.org/ci", "spiffe://example.org/cd/**"],
            "allowed_audiences": ["infisical", "ci"],
            "trust_bundle_distribution": {
                "profile": "static",
                "bundle": r#"{"keys": [{"kty": "EC", "kid": "a"}]}"#,
                "endpoint_url": null, "ca_cert": null, "refresh_hint_seconds": null,
            },
        })
    },
    body: || {
        json!({
            "trustDomain": "example.org",
            "allowedSpiffeIds": "spiffe://example.org/cd/**, spiffe://example.org/ci",
            "allowedAudiences": "infisical,ci",
            "trustBundleDistribution": {
                "profile": "static", "bundle": r#"{"keys":[{"kid":"a","kty":"EC"}]}"#,
            },
        })
    },
    changed: (
        "trust_domain",
        r#"
  trust_domain       = "other.example.org"
  allowed_spiffe_ids = ["spiffe://example.org/ci", "spiffe://example.org/cd/**"]
  allowed_audiences  = ["infisical", "ci"]
  trust_bundle_distribution = {
    profile = "static"
    bundle  = "{\"keys\": [{\"kty\": \"EC\", \"kid\": \"a\"}]}"
  }
"#,
        || json!({"trustDomain": "other.example.org"}),
    ),
    steps: |_| {
        [
            Step {
                lines: MINIMAL.to_owned(),
                holds: json!({
                    "trustDomain": "example.org",
                    "allowedSpiffeIds": "spiffe://example.org/ci, spiffe://example.org/cd/**",
                    "allowedAudiences": "infisical, ci",
                    "trustBundleDistribution": {
                        "profile": "static", "bundle": r#"{"keys": [{"kty": "EC", "kid": "a"}]}"#,
                    },
                }),
            },
            Step {
                lines: distribution(&format!(
                    "    profile = \"https_web_bundle\"\n    endpoint_url = \
                     \"https://spire.example.org/bundle\"\n    refresh_hint_seconds = 60\n    ca_cert \
                     = <<-EOT\n{CA}EOT\n"
                )),
                holds: json!({
                    "allowedSpiffeIds": "spiffe://example.org/ci", "allowedAudiences": "infisical",
                    "trustBundleDistribution": {
                        "profile": "https_web_bundle",
                        "endpointUrl": "https://spire.example.org/bundle", "caCert": CA,
                        "refreshHintSeconds": 60, "cachedBundleLastRefreshedAt": null,
                    },
                }),
            },
            Step {
                lines: distribution(
                    "    profile = \"static\"\n    bundle = jsonencode({ keys = [] })",
                ),
                holds: json!({
                    "trustBundleDistribution": {"profile": "static", "bundle": r#"{"keys":[]}"#},
                }),
            },
        ]
    },
    alike: [
        MINIMAL,
        r#"
  trust_domain       = "example.org"
  allowed_spiffe_ids = ["spiffe://example.org/cd/**", "spiffe://example.org/ci "]
  allowed_audiences  = ["ci", "infisical"]
  trust_bundle_distribution = {
    profile = "static"
    bundle  = jsonencode({ keys = [{ kid = "a", kty = "EC" }] })
  }
"#,
    ],
    reordered: || {
        json!({
            "allowedAudiences": "ci,infisical",
            "trustBundleDistribution": {
                "profile": "static", "bundle": r#"{"keys":[{"kid":"a",  "kty":"EC"}]}"#,
            },
        })
    },
    refused: || {
        let remote = "    profile = \"https_web_bundle\"\n";
        vec![
            Refused::new(
                &MINIMAL.replace("\"example.org\"", "\"spiffe://example.org\""),
                "trust_domain",
                "not a trust domain",
            ),
            Refused::new(
                &MINIMAL.replace("[\"infisical\", \"ci\"]", "[]"),
                "allowed_audiences",
                "at least 1",
            ),
            Refused::new(
                &distribution("    profile = \"dynamic\""),
                "trust_bundle_distribution",
                "https_web_bundle",
            ),
            Refused::new(
                &distribution("    profile = \"static\""),
                "trust_bundle_distribution",
                "needs `bundle`",
            ),
            Refused::new(
                &distribution(remote),
                "trust_bundle_distribution",
                "needs `endpoint_url`",
            ),
            Refused::new(
                &distribution(&[remote, "    endpoint_url = \"http://a.b\""].concat()),
                "trust_bundle_distribution",
                "begins with `https://`",
            ),
            Refused::new(
                &distribution(
                    &[remote, "    endpoint_url = \"https://a.b\"\n    bundle = \"{}\""].concat(),
                ),
                "trust_bundle_distribution",
                "not for the profile",
            ),
        ]
    },
    official: None,
};

#[test]
fn an_interval_that_nobody_chose_is_the_servers_and_goes_with_its_profile() {
    let table = Table::of(&METHOD, Dialect::Current);
    let remote = distribution(
        "    profile = \"https_web_bundle\"\n    endpoint_url = \"https://spire.example.org/bundle\"",
    );
    let fixed = distribution("    profile = \"static\"\n    bundle = jsonencode({ keys = [] })");
    let interval = || {
        let bundle = table.lab.state(&METHOD.address(), "trust_bundle_distribution");
        bundle["refresh_hint_seconds"].clone()
    };
    for (lines, seconds) in [(&remote, json!(3600)), (&fixed, json!(null)), (&remote, json!(3600))]
    {
        table.write(|method| method.hcl(lines));
        table.lab.workspace.apply_and_settle();
        assert_eq!(interval(), seconds);
    }
    table.write(|method| method.hcl(&(remote.clone() + "  access_token_ttl = 60")));
    let plan = table.lab.workspace.plan();
    assert_eq!(plan.change(&METHOD.address()).unknown(), [""; 0]);
}
