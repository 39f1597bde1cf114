//! AWS Auth.

use super::{Method, Refused, Step, Table};
use crate::lab::DIALECTS;
use serde_json::json;

pub(super) static METHOD: Method = Method {
    type_name: "infisical_identity_aws_auth",
    title: "AWS Auth",
    slug: "aws-auth",
    wrapper: "identityAwsAuth",
    dialects: &DIALECTS,
    minimal: "",
    state: |_| {
        json!({
            "sts_endpoint": "https://sts.amazonaws.com/",
            "allowed_principal_arns": [],
            "allowed_account_ids": [],
        })
    },
    body: || json!({}),
    changed: (
        "allowed_account_ids",
        r#"  allowed_account_ids = ["123456789012"]"#,
        || json!({"allowedAccountIds": "123456789012"}),
    ),
    steps: |_| {
        let step = |endpoint: &str, arns: &str, accounts: &str, holds| Step {
            lines: format!(
                "  sts_endpoint = \"{endpoint}\"\n  allowed_principal_arns = [{arns}]\n  \
                 allowed_account_ids = [{accounts}]"
            ),
            holds,
        };
        [
            step(
                "https://sts.eu-west-1.amazonaws.com/",
                r#""arn:aws:iam::123456789012:user/ci", "arn:aws:iam::123456789012:*""#,
                r#""123456789012", "210987654321""#,
                json!({
                    "stsEndpoint": "https://sts.eu-west-1.amazonaws.com/",
                    "allowedPrincipalArns":
                        "arn:aws:iam::123456789012:user/ci, arn:aws:iam::123456789012:*",
                    "allowedAccountIds": "123456789012, 210987654321",
                }),
            ),
            step(
                "https://sts.us-east-1.amazonaws.com",
                r#""arn:aws:iam::210987654321:role/ci""#,
                r#""210987654321""#,
                json!({
                    "stsEndpoint": "https://sts.us-east-1.amazonaws.com",
                    "allowedPrincipalArns": "arn:aws:iam::210987654321:role/ci",
                    "allowedAccountIds": "210987654321",
                }),
            ),
            step(
                "https://sts.amazonaws.com/",
                "",
                "",
                json!({
                    "stsEndpoint": "https://sts.amazonaws.com/",
                    "allowedPrincipalArns": "", "allowedAccountIds": "",
                }),
            ),
        ]
    },
    alike: [
        r#"  allowed_principal_arns = ["arn:aws:iam::123456789012:user/ci", "arn:aws:iam::123456789012:*"]
  allowed_account_ids = ["123456789012", "210987654321", "000000000000"]"#,
        r#"  allowed_principal_arns = ["arn:aws:iam::123456789012:*", " arn:aws:iam::123456789012:user/ci"]
  allowed_account_ids = ["000000000000", "123456789012 ", "210987654321"]"#,
    ],
    reordered: || {
        json!({
            "allowedPrincipalArns": "arn:aws:iam::123456789012:*,arn:aws:iam::123456789012:user/ci",
            "allowedAccountIds": "210987654321,  123456789012,000000000000",
        })
    },
    refused: || {
        let many = ["\"123456789012\""; 293].join(", ");
        vec![
            Refused::new(r#"  sts_endpoint = """#, "sts_endpoint", "must not be empty"),
            Refused::new(r#"  allowed_account_ids = ["1234"]"#, "1234", "12 digits"),
            Refused::new(r#"  allowed_principal_arns = ["ci"]"#, "ci", "ARN of an IAM user"),
            Refused::new(
                &format!("  allowed_account_ids = [{many}]"),
                "allowed_account_ids",
                "at most 4096 characters",
            ),
        ]
    },
    official: Some(|| {
        json!({
            "sts_endpoint": "https://sts.amazonaws.com/",
            "allowed_principal_arns": [""],
            "allowed_account_ids": [""],
        })
    }),
};

/// The server empties the lists that an update leaves out.
#[test]
fn an_update_of_something_else_keeps_the_lists() {
    for dialect in DIALECTS {
        let table = Table::of(&METHOD, dialect);
        let held = json!({
            "allowedPrincipalArns": "arn:aws:iam::123456789012:user/ci",
            "allowedAccountIds": "123456789012",
        });
        let lists = r#"
  allowed_principal_arns = ["arn:aws:iam::123456789012:user/ci"]
  allowed_account_ids    = ["123456789012"]"#;
        table.write(|method| method.hcl(lists));
        table.lab.workspace.apply_and_settle();
        for lines in [&format!("{lists}\n  access_token_ttl = 60"), "  access_token_ttl = 120"] {
            table.write(|method| method.hcl(lines));
            table.lab.workspace.apply_and_settle();
            table.assert_held(&METHOD, &held);
        }
    }
}
