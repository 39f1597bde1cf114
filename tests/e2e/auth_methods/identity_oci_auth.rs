//! OCI Auth.

use super::{Method, Refused, Step, Table};
use infisical_emulator::Dialect;
use serde_json::json;

const TENANCY: &str = r#"  tenancy_ocid = "ocid1.tenancy.oc1..one""#;

pub(super) static METHOD: Method = Method {
    type_name: "infisical_identity_oci_auth",
    title: "OCI Auth",
    slug: "oci-auth",
    wrapper: "identityOciAuth",
    dialects: &[Dialect::Current],
    minimal: TENANCY,
    state: |_| json!({"tenancy_ocid": "ocid1.tenancy.oc1..one", "allowed_usernames": []}),
    body: || json!({"tenancyOcid": "ocid1.tenancy.oc1..one"}),
    changed: (
        "tenancy_ocid",
        r#"  tenancy_ocid = "ocid1.tenancy.oc1..two""#,
        || json!({"tenancyOcid": "ocid1.tenancy.oc1..two"}),
    ),
    steps: |_| {
        let step = |tenancy: &str, names: &[&str], held| Step {
            lines: format!("  tenancy_ocid = {tenancy:?}\n  allowed_usernames = {names:?}"),
            holds: json!({"tenancyOcid": tenancy, "allowedUsernames": held}),
        };
        [
            step("ocid1.tenancy.oc1..one", &["ci", "a@example.org"], json!("ci, a@example.org")),
            step("ocid1.tenancy.oc1..two", &["cd"], json!("cd")),
            step("ocid1.tenancy.oc1..one", &[], json!(null)),
        ]
    },
    alike: [
        "  tenancy_ocid = \"ocid1.tenancy.oc1..one\"\n  allowed_usernames = [\"a\", \"b\", \"c\"]",
        "  tenancy_ocid = \"ocid1.tenancy.oc1..one\"\n  allowed_usernames = [\"c\", \" a\", \"b\"]",
    ],
    reordered: || json!({"tenancyOcid": "ocid1.tenancy.oc1..one", "allowedUsernames": "b,c,  a"}),
    refused: || {
        let with = |lines: &str| format!("{TENANCY}\n  allowed_usernames = [{lines}]");
        vec![
            Refused::new(r#"  tenancy_ocid = "one""#, "tenancy_ocid", "ocid1.tenancy.oc1."),
            Refused::new(&with("\"a b\""), "a b", "other characters"),
            Refused::new(
                &with(&[r#""0123456789""#; 43].join(", ")),
                "allowed_usernames",
                "at most 500 characters",
            ),
        ]
    },
    official: None,
};

/// The server clears the user names when an update leaves them out.
#[test]
fn an_update_of_something_else_keeps_the_user_names() {
    let table = Table::of(&METHOD, Dialect::Current);
    let names = format!("{TENANCY}\n  allowed_usernames = [\"ci\"]");
    table.write(|method| method.hcl(&names));
    table.lab.workspace.apply_and_settle();
    for lines in [
        format!("{names}\n  access_token_ttl = 60"),
        format!("{TENANCY}\n  access_token_ttl = 120"),
    ] {
        table.write(|method| method.hcl(&lines));
        table.lab.workspace.apply_and_settle();
        table.assert_held(&METHOD, &json!({"allowedUsernames": "ci"}));
    }
}
