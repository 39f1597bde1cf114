//! What is there while Terraform runs, and in no state.

use crate::lab::{DIALECTS, IDENTITY, Lab, identity};
use serde_json::Value;

const UNIVERSAL: &str = r#"
resource "infisical_identity_universal_auth" "ci" {
  identity_id          = infisical_identity.ci.id
  access_token_ttl     = 3600
  access_token_max_ttl = 36000
}

ephemeral "infisical_identity_universal_auth_client_secret" "ci" {
  identity_id = infisical_identity_universal_auth.ci.identity_id
  description = "one run"
  ttl         = 600
}
"#;

const LOGIN: &str = r#"
ephemeral "infisical_identity_access_token" "ci" {
  client_id     = ephemeral.infisical_identity_universal_auth_client_secret.ci.client_id
  client_secret = ephemeral.infisical_identity_universal_auth_client_secret.ci.client_secret
}
"#;

const TOKEN: &str = r#"
resource "infisical_identity_token_auth" "ci" {
  identity_id = infisical_identity.ci.id
}

ephemeral "infisical_identity_token_auth_token" "ci" {
  identity_id = infisical_identity_token_auth.ci.identity_id
  name        = "one run"
}
"#;

/// Another provider that logs in with what the first one opened, and an identity that it makes: proof
/// that the credentials work while Terraform runs.
fn user_of(login: &str) -> String {
    let host = "host = var.host";
    format!(
        "provider \"infisical\" {{\n  alias = \"ci\"\n  {host}\n  auth  = {{ {login} }}\n}}\n\nresource \
         \"infisical_identity\" \"made\" {{\n  provider = infisical.ci\n  name     = \"made\"\n  role     = \
         \"no-access\"\n  org_id   = var.org_id\n}}\n\nvariable \"host\" {{}}\n"
    )
}

/// A lab whose identity `ci` may make others.
fn lab(dialect: infisical_emulator::Dialect) -> Lab {
    let mut lab = Lab::speaking(dialect);
    let url = lab.emulator.url();
    lab.workspace.set_env("TF_VAR_host", &url);
    lab
}

fn admin() -> String {
    IDENTITY.replace("\"member\"", "\"admin\"")
}

fn live_client_secrets(lab: &Lab) -> usize {
    let id = lab.identity_id();
    let path = format!("/api/v1/auth/universal-auth/identities/{id}/client-secrets");
    lab.elsewhere("GET", &path, None)["clientSecretData"].as_array().unwrap().len()
}

#[test]
fn a_client_secret_and_its_login_serve_another_provider_and_are_revoked() {
    for dialect in DIALECTS {
        let lab = lab(dialect);
        let token = user_of("token = ephemeral.infisical_identity_access_token.ci.access_token");
        lab.write(&[&admin(), UNIVERSAL, LOGIN, &token]);
        lab.workspace.apply();
        assert_eq!(lab.identities("made"), ["made"]);
        assert_eq!(live_client_secrets(&lab), 0);

        // Each run opens and closes its own.
        lab.emulator.clear_journal();
        lab.workspace.expect_settled();
        let secrets = "/api/v1/auth/universal-auth/identities/ID/client-secrets";
        let writes = lab.writes();
        let count = |line: String| writes.iter().filter(|write| **write == line).count();
        let opened = count(format!("POST {secrets} 200"));
        assert!(opened > 0, "{writes:?}");
        assert_eq!(count(format!("POST {secrets}/ID/revoke 200")), opened);
        assert_eq!(count("POST /api/v1/auth/token/revoke 200".to_owned()), opened);
        assert_eq!(live_client_secrets(&lab), 0);
        lab.workspace.destroy();
    }
}

#[test]
fn a_token_serves_another_provider_and_is_revoked() {
    for dialect in DIALECTS {
        let lab = lab(dialect);
        let token = user_of("token = ephemeral.infisical_identity_token_auth_token.ci.token");
        lab.write(&[&admin(), TOKEN, &token]);
        lab.workspace.apply();
        assert_eq!(lab.identities("made"), ["made"]);
        lab.workspace.expect_settled();
        let id = lab.identity_id();
        let path = format!("/api/v1/auth/token-auth/identities/{id}/tokens");
        let all = lab.elsewhere("GET", &path, None);
        let all = all["tokens"].as_array().unwrap();
        assert!(!all.is_empty() && all.iter().all(|token| token["isAccessTokenRevoked"] == true));
        lab.workspace.destroy();
    }
}

/// An identity with an LDAP Auth whose password is `value`, which is not stored.
fn receiver(name: &str, value: &str) -> String {
    format!(
        "{}\nresource \"infisical_identity_ldap_auth\" \"{name}\" {{\n  identity_id = \
         infisical_identity.{name}.id\n  url = \"ldaps://ldap.example.org\"\n  bind_dn = \
         \"cn=infisical,dc=example,dc=org\"\n  bind_pass_wo = {value}\n  bind_pass_wo_version = 1\n  \
         search_base = \"ou=people,dc=example,dc=org\"\n}}\n",
        identity(name, name)
    )
}

#[test]
fn what_is_handed_on_by_ephemeral_and_write_only_is_in_no_state() {
    let lab = Lab::new();
    let secret = "ephemeral.infisical_identity_universal_auth_client_secret.ci.client_secret";
    let parts = [
        IDENTITY,
        UNIVERSAL,
        LOGIN,
        TOKEN,
        &receiver("first", secret),
        &receiver("second", "ephemeral.infisical_identity_access_token.ci.access_token"),
        &receiver("third", "ephemeral.infisical_identity_token_auth_token.ci.token"),
    ];
    lab.write(&parts);
    lab.workspace.apply();
    // They arrived, and they are secrets of the server's making.
    let secrets = lab.emulator.secrets();
    for name in ["first", "second", "third"] {
        let id = lab.identity_named(name);
        let path = format!("/api/v1/auth/ldap-auth/identities/{id}");
        let held = lab.elsewhere("GET", &path, None)["identityLdapAuth"]["bindPass"].take();
        let Value::String(held) = held else { panic!("{name} holds {held}") };
        assert!(secrets.contains(&held), "{name}");
    }
    let assert_nowhere = || {
        for file in ["terraform.tfstate", "terraform.tfstate.backup"] {
            let Ok(bytes) = std::fs::read(lab.workspace.path(file)) else { continue };
            for secret in lab.emulator.secrets() {
                let is_in = bytes.windows(secret.len()).any(|window| window == secret.as_bytes());
                assert!(!is_in, "{file} has a secret");
            }
        }
    };
    assert_nowhere();
    lab.workspace.expect_settled();
    lab.write(&[&parts.concat(), "\noutput \"again\" {\n  value = 1\n}\n"]);
    lab.workspace.apply();
    assert!(lab.workspace.path("terraform.tfstate.backup").exists());
    assert_nowhere();
}

#[test]
fn wrong_credentials_are_said() {
    let lab = Lab::new();
    let credentials = lab.emulator.credentials();
    lab.write(&[&format!(
        "ephemeral \"infisical_identity_access_token\" \"it\" {{\n  client_id = {:?}\n  client_secret = \
         {:?}\n}}\n",
        credentials.client_id, "wrong-secret"
    )]);
    let said = lab.workspace.plan_fails();
    assert!(said.only_error().text().contains("Invalid credentials"), "{said}");
}
