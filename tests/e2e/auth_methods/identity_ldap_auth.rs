//! LDAP Auth.

use super::{Method, Refused, Step, Table, import_block};
use crate::lab::secret;
use infisical_emulator::{Dialect, Options};
use serde_json::{Value, json};

const CA: &str = include_str!("ca.pem");

/// What the directory is; no password.
const DIRECTORY: &str = r#"
  url         = "ldaps://ldap.example.org"
  bind_dn     = "cn=infisical,dc=example,dc=org"
  search_base = "ou=people,dc=example,dc=org"
"#;

const MINIMAL: &str = r#"
  url         = "ldaps://ldap.example.org"
  bind_dn     = "cn=infisical,dc=example,dc=org"
  bind_pass   = var.secrets.one
  search_base = "ou=people,dc=example,dc=org"
"#;

fn write_only(name: &str, version: u32) -> String {
    format!("{DIRECTORY}  bind_pass_wo = var.secrets.{name}\n  bind_pass_wo_version = {version}\n")
}

fn body() -> Value {
    json!({
        "url": "ldaps://ldap.example.org",
        "bindDN": "cn=infisical,dc=example,dc=org",
        "bindPass": secret("one"),
        "searchBase": "ou=people,dc=example,dc=org",
    })
}

pub(super) static METHOD: Method = Method {
    type_name: "infisical_identity_ldap_auth",
    title: "LDAP Auth",
    slug: "ldap-auth",
    wrapper: "identityLdapAuth",
    dialects: &[Dialect::Current],
    minimal: MINIMAL,
    state: |_| {
        json!({
            "url": "ldaps://ldap.example.org",
            "bind_dn": "cn=infisical,dc=example,dc=org",
            "bind_pass": secret("one"), "bind_pass_wo": null, "bind_pass_wo_version": null,
            "search_base": "ou=people,dc=example,dc=org",
            "search_filter": "(uid={{username}})",
            "allowed_fields": [],
            "ldap_ca_certificate": null,
            "lockout_enabled": true, "lockout_threshold": 3, "lockout_duration_seconds": 300,
            "lockout_counter_reset_seconds": 30,
        })
    },
    body,
    changed: (
        "search_base",
        r#"
  url         = "ldaps://ldap.example.org"
  bind_dn     = "cn=infisical,dc=example,dc=org"
  bind_pass   = var.secrets.one
  search_base = "ou=machines,dc=example,dc=org"
"#,
        || json!({"searchBase": "ou=machines,dc=example,dc=org", "bindPass": secret("one")}),
    ),
    steps: |_| {
        let step = |lines: &str, holds| Step {
            lines: format!("{lines}\n  ldap_ca_certificate = <<-EOT\n{CA}EOT\n"),
            holds,
        };
        [
            step(
                r#"
  url            = "ldap://one.example.org"
  bind_dn        = "cn=one"
  bind_pass      = var.secrets.one
  search_base    = "ou=one"
  search_filter  = "(cn={{username}})"
  allowed_fields = [{ key = "a", value = "1,2" }, { key = "b", value = "3" }]
  lockout_enabled               = true
  lockout_threshold             = 5
  lockout_duration_seconds      = 60
  lockout_counter_reset_seconds = 10"#,
                json!({
                    "url": "ldap://one.example.org", "bindDN": "cn=one",
                    "bindPass": secret("one"), "searchBase": "ou=one",
                    "searchFilter": "(cn={{username}})", "ldapCaCertificate": CA.trim(),
                    "allowedFields": [{"key": "a", "value": "1,2"}, {"key": "b", "value": "3"}],
                    "lockoutEnabled": true, "lockoutThreshold": 5, "lockoutDurationSeconds": 60,
                    "lockoutCounterResetSeconds": 10,
                }),
            ),
            step(
                r#"
  url            = "ldap://two.example.org"
  bind_dn        = "cn=two"
  bind_pass      = var.secrets.two
  search_base    = "ou=two"
  search_filter  = "(mail={{username}})"
  allowed_fields = [{ key = "a", value = "2" }]
  lockout_enabled               = false
  lockout_threshold             = 30
  lockout_duration_seconds      = 86400
  lockout_counter_reset_seconds = 3600"#,
                json!({
                    "url": "ldap://two.example.org", "bindDN": "cn=two",
                    "bindPass": secret("two"), "searchBase": "ou=two",
                    "searchFilter": "(mail={{username}})", "ldapCaCertificate": CA.trim(),
                    "allowedFields": [{"key": "a", "value": "2"}],
                    "lockoutEnabled": false, "lockoutThreshold": 30,
                    "lockoutDurationSeconds": 86_400, "lockoutCounterResetSeconds": 3600,
                }),
            ),
            step(
                r#"
  url            = "ldap://two.example.org"
  bind_dn        = "cn=two"
  bind_pass      = var.secrets.two
  search_base    = "ou=two"
  allowed_fields = []"#,
                json!({"searchFilter": "(uid={{username}})", "allowedFields": []}),
            ),
        ]
    },
    alike: [
        r#"
  url            = "ldaps://ldap.example.org"
  bind_dn        = "cn=infisical,dc=example,dc=org"
  bind_pass      = var.secrets.one
  search_base    = "ou=people,dc=example,dc=org"
  allowed_fields = [{ key = "a", value = "1,2" }, { key = "b", value = "3" }]
"#,
        r#"
  url            = "ldaps://ldap.example.org"
  bind_dn        = "cn=infisical,dc=example,dc=org"
  bind_pass      = var.secrets.one
  search_base    = "ou=people,dc=example,dc=org"
  allowed_fields = [{ key = "b", value = "3" }, { key = "a", value = "1, 2" }]
"#,
    ],
    reordered: || json!({"allowedFields": [{"key": "b", "value": " 3"}, {"key": "a", "value": "1 ,2"}]}),
    refused: || {
        let with = |lines: &str| [MINIMAL, lines].concat();
        vec![
            Refused::new(
                &[
                    DIRECTORY,
                    "  bind_pass = \"x\"\n  bind_pass_wo = \"x\"\n  bind_pass_wo_version = 1",
                ]
                .concat(),
                "bind_pass",
                "cannot be set together",
            ),
            Refused::new(
                &[DIRECTORY, "  bind_pass_wo = \"x\""].concat(),
                "bind_pass_wo",
                "together with `bind_pass_wo_version`",
            ),
            Refused::new(&with("  search_filter = \"\""), "search_filter", "must not be empty"),
            Refused::new(
                &with("  lockout_threshold = 31"),
                "lockout_threshold",
                "between 1 and 30",
            ),
            Refused::new(&with("  ldap_ca_certificate = \"ca\""), "ldap_ca_certificate", "not PEM"),
        ]
    },
    official: None,
};

/// The files that Terraform keeps.
fn state_files(table: &Table) -> String {
    ["terraform.tfstate", "terraform.tfstate.backup"]
        .map(|file| table.lab.workspace.read(file))
        .concat()
}

#[test]
fn a_write_only_password_is_sent_when_its_version_changes_and_is_nowhere_else() {
    let table = Table::of(&METHOD, Dialect::Current);
    let held = |name: &str| table.assert_held(&METHOD, &json!({"bindPass": secret(name)}));
    let write = |lines: &str| table.write(|method| method.hcl(lines));
    write(&write_only("one", 1));
    table.lab.workspace.apply_and_settle();
    held("one");

    write(&write_only("two", 1));
    table.lab.workspace.expect_settled();
    write(&(write_only("two", 1) + "  lockout_threshold = 5"));
    table.lab.workspace.apply_and_settle();
    held("one");

    write(&write_only("two", 2));
    table.lab.workspace.apply_and_settle();
    held("two");
    let kept = state_files(&table);
    for name in ["one", "two"] {
        assert!(!kept.contains(&secret(name)), "{name}");
    }
}

#[test]
fn a_stored_password_leaves_state_for_the_write_only_form() {
    let table = Table::of(&METHOD, Dialect::Current);
    table.write_minimal();
    table.lab.workspace.apply_and_settle();
    table.write(|method| method.hcl(&write_only("two", 1)));
    let plan = table.lab.workspace.plan();
    assert_eq!(plan.change(&METHOD.address()).unknown(), [""; 0]);
    table.lab.workspace.apply_and_settle();
    table.assert_held(&METHOD, &json!({"bindPass": secret("two")}));
    let now = table.lab.workspace.read("terraform.tfstate");
    assert!(!now.contains(&secret("one")) && !now.contains(&secret("two")), "{now}");

    table.write_minimal();
    table.lab.workspace.apply_and_settle();
    table.assert_held(&METHOD, &json!({"bindPass": secret("one")}));
}

#[test]
fn a_password_changed_elsewhere_is_drift_where_it_is_stored() {
    let table = Table::of(&METHOD, Dialect::Current);
    table.write_minimal();
    table.lab.workspace.apply();
    let other = json!({"bindPass": secret("three")});
    table.lab.elsewhere("PATCH", &METHOD.path(&table.id(&METHOD)), Some(other));
    table.assert_planned("update", None);
    table.lab.workspace.apply_and_settle();
    table.assert_held(&METHOD, &json!({"bindPass": secret("one")}));
}

#[test]
fn an_import_for_the_write_only_form_leaves_no_password_in_state() {
    let table = Table::of(&METHOD, Dialect::Current);
    table.attach_elsewhere();
    table.write(|method| {
        method.hcl(&write_only("one", 1)) + &import_block(&method.address(), &table.id(method))
    });
    table.lab.workspace.apply_and_settle();
    let kept = table.lab.workspace.read("terraform.tfstate");
    assert!(!kept.contains(&secret("one")), "{kept}");
}

#[test]
fn it_is_not_attached_without_a_password() {
    let table = Table::of(&METHOD, Dialect::Current);
    table.write(|method| method.hcl(DIRECTORY));
    let errors = table.lab.workspace.plan_fails();
    assert_eq!(errors.error_of(&METHOD.address()).summary, "Missing bind password");
    assert_eq!(table.lab.writes(), [""; 0]);
}

#[test]
fn another_ca_certificate_attaches_anew() {
    let table = Table::of(&METHOD, Dialect::Current);
    let with = |ca: &str| [MINIMAL, "  ldap_ca_certificate = <<-EOT\n", ca, "EOT\n"].concat();
    table.write(|method| method.hcl(&with(CA)));
    table.lab.workspace.apply_and_settle();
    table.lab.emulator.clear_journal();
    table.write(|method| method.hcl(&with(&format!("Example CA\n{CA}"))));
    table.lab.workspace.expect_settled();
    table.write(|method| method.hcl(&with(include_str!("other_ca.pem"))));
    table.lab.workspace.apply_and_settle();
    table.assert_writes(&["DELETE", "POST"]);
}

#[test]
fn without_a_plan_the_servers_reason_is_shown() {
    let table = Table::with(&METHOD, Options { licensed: false, ..Options::default() });
    table.write_minimal();
    let errors = table.lab.workspace.apply_fails();
    let error = errors.error_of(&METHOD.address());
    assert_eq!(error.summary, "Not in the organization's plan");
    assert!(error.text().contains("Upgrade plan to add LDAP Auth"), "{errors}");
}
