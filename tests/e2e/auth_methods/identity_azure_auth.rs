//! Azure Auth.

use super::{Method, Refused, Step, Table};
use crate::lab::DIALECTS;
use infisical_emulator::Dialect;
use serde_json::json;

const TENANT: &str = r#"  tenant_id = "5f3d5ce6-63e4-4b63-9c0a-6e9b6b3f5d52""#;

pub(super) static METHOD: Method = Method {
    type_name: "infisical_identity_azure_auth",
    title: "Azure Auth",
    slug: "azure-auth",
    wrapper: "identityAzureAuth",
    dialects: &DIALECTS,
    minimal: TENANT,
    state: |_| {
        json!({
            "tenant_id": "5f3d5ce6-63e4-4b63-9c0a-6e9b6b3f5d52",
            "resource_url": "https://management.azure.com",
            "allowed_service_principal_ids": [],
        })
    },
    body: || {
        json!({
            "tenantId": "5f3d5ce6-63e4-4b63-9c0a-6e9b6b3f5d52",
            "resource": "https://management.azure.com",
        })
    },
    changed: (
        "tenant_id",
        r#"  tenant_id = "11111111-1111-4111-8111-111111111111""#,
        || json!({"tenantId": "11111111-1111-4111-8111-111111111111"}),
    ),
    steps: |_| {
        let step = |tenant: &str, url: &str, principals: &[&str]| Step {
            lines: format!(
                "  tenant_id = {tenant:?}\n  resource_url = {url:?}\n  \
                 allowed_service_principal_ids = {principals:?}"
            ),
            holds: json!({
                "tenantId": tenant, "resource": url,
                "allowedServicePrincipalIds": principals.join(", "),
            }),
        };
        [
            step("one", "api://one", &["a", "b"]),
            step("two", "api://two", &["c"]),
            step("two", "https://management.azure.com", &[]),
        ]
    },
    alike: [
        r#"  tenant_id = "5f3d5ce6-63e4-4b63-9c0a-6e9b6b3f5d52"
  allowed_service_principal_ids = ["a", "b", "c"]"#,
        r#"  tenant_id = "5f3d5ce6-63e4-4b63-9c0a-6e9b6b3f5d52"
  allowed_service_principal_ids = ["c", " a ", "b"]"#,
    ],
    reordered: || json!({"allowedServicePrincipalIds": "b,c,  a"}),
    refused: || {
        let refused =
            |lines: &str, at, says| Refused::new(&[TENANT, "\n", lines].concat(), at, says);
        let many = ["\"3c90c3cc-0d44-4b50-8888-8dd25736052a\""; 54].join(", ");
        vec![
            refused("  allowed_service_principal_ids = [\"a,b\"]", "a,b", "comma"),
            refused(
                &format!("  allowed_service_principal_ids = [{many}]"),
                "allowed_service_principal_ids",
                "at most 2048 characters",
            ),
            refused(
                &format!("  resource_url = \"{}\"", "x".repeat(256)),
                "resource_url",
                "between 1 and 255",
            ),
            refused("  resource_url = \"\"", "resource_url", "must not be empty"),
            refused("  resource_url = \" x\"", "resource_url", "blanks around it"),
        ]
    },
    official: Some(|| {
        json!({
            "tenant_id": "5f3d5ce6-63e4-4b63-9c0a-6e9b6b3f5d52",
            "resource_url": "https://management.azure.com",
            "allowed_service_principal_ids": [""],
        })
    }),
};

#[test]
fn a_trailing_slash_is_kept_as_it_is_written() {
    for dialect in DIALECTS {
        let table = Table::of(&METHOD, dialect);
        let write = |url: &str| {
            table.write(|method| method.hcl(&format!("{TENANT}\n  resource_url = {url:?}")));
        };
        write("https://management.azure.com/");
        table.lab.workspace.apply_and_settle();
        table.assert_held(&METHOD, &json!({"resource": "https://management.azure.com/"}));
        table.lab.emulator.clear_journal();
        write("https://management.azure.com");
        table.lab.workspace.apply_and_settle();
        table.assert_writes(&["PATCH"]);
    }
}

/// The official provider has `[""]` for no principals, and so have configurations that please it.
#[test]
fn one_empty_principal_is_none() {
    let table = Table::of(&METHOD, Dialect::Current);
    table.write_minimal();
    table.lab.workspace.apply();
    for none in ["[]", "[\"\"]"] {
        let lines = format!("{TENANT}\n  allowed_service_principal_ids = {none}");
        table.write(|method| method.hcl(&lines));
        table.lab.workspace.expect_settled();
    }
}
