//! Alibaba Cloud Auth.

use super::{Method, Refused, Step};
use infisical_emulator::Dialect;
use serde_json::json;

pub(super) static METHOD: Method = Method {
    type_name: "infisical_identity_alicloud_auth",
    title: "Alibaba Cloud Auth",
    slug: "alicloud-auth",
    wrapper: "identityAliCloudAuth",
    dialects: &[Dialect::Current],
    minimal: r#"  allowed_arns = ["acs:ram::1234567890123456:user/ci", "acs:ram::1234567890123456:role/ci"]"#,
    state: |_| {
        json!({
            "allowed_arns":
                ["acs:ram::1234567890123456:user/ci", "acs:ram::1234567890123456:role/ci"],
        })
    },
    body: || {
        json!({
            "allowedArns": "acs:ram::1234567890123456:role/ci, acs:ram::1234567890123456:user/ci",
        })
    },
    changed: (
        "allowed_arns",
        r#"  allowed_arns = ["acs:ram::1234567890123456:user/other"]"#,
        || json!({"allowedArns": "acs:ram::1234567890123456:user/other"}),
    ),
    steps: |_| {
        let step = |arns: &[&str]| Step {
            lines: format!("  allowed_arns = {arns:?}"),
            holds: json!({"allowedArns": arns.join(", ")}),
        };
        [
            step(&["acs:ram::1234567890123456:user/ci", "acs:ram::1234567890123456:role/ci"]),
            step(&["acs:ram::6543210987654321:assumed-role/ci/session"]),
            step(&["acs:ram::6543210987654321:role/ci"]),
        ]
    },
    alike: [
        r#"  allowed_arns = ["acs:ram::1234567890123456:user/ci", "acs:ram::1234567890123456:role/ci"]"#,
        r#"  allowed_arns = ["acs:ram::1234567890123456:role/ci ", "acs:ram::1234567890123456:user/ci"]"#,
    ],
    reordered: || {
        json!({
            "allowedArns": "acs:ram::1234567890123456:role/ci,acs:ram::1234567890123456:user/ci",
        })
    },
    refused: || {
        let many = ["\"acs:ram::1234567890123456:user/ci\""; 15].join(", ");
        vec![
            Refused::new("  allowed_arns = []", "allowed_arns", "at least 1"),
            Refused::new(r#"  allowed_arns = ["ci"]"#, "ci", "ARN of a RAM user"),
            Refused::new(
                &format!("  allowed_arns = [{many}]"),
                "allowed_arns",
                "at most 500 characters",
            ),
        ]
    },
    official: None,
};
