//! Client secrets of Universal Auth.

use crate::lab::{DIALECTS, IDENTITY, Lab};
use serde_json::{Value, json};

const IT: &str = "infisical_identity_universal_auth_client_secret.it";

const METHOD: &str = r#"
resource "infisical_identity_universal_auth" "ci" {
  identity_id = infisical_identity.ci.id
}
"#;

fn secret(lines: &str) -> String {
    format!(
        "resource \"infisical_identity_universal_auth_client_secret\" \"it\" {{\n  identity_id = \
         infisical_identity_universal_auth.ci.identity_id\n{lines}\n}}\n"
    )
}

fn write(lab: &Lab, lines: &str) {
    lab.write(&[IDENTITY, METHOD, &secret(lines)]);
}

/// What somebody gets who logs in with the secret in state.
fn login(lab: &Lab) -> u16 {
    log_in_as(lab, lab.workspace.state().resource(IT))
}

fn log_in_as(lab: &Lab, secret: &Value) -> u16 {
    let body = json!({"clientId": secret["client_id"], "clientSecret": secret["client_secret"]});
    lab.emulator.out_of_band("POST", "/api/v1/auth/universal-auth/login", Some(body)).0
}

fn path(lab: &Lab) -> String {
    format!("/api/v1/auth/universal-auth/identities/{}", lab.identity_id())
}

fn revoke_elsewhere(lab: &Lab) {
    let id = lab.state(IT, "id");
    let id = id.as_str().unwrap();
    lab.elsewhere("POST", &format!("{}/client-secrets/{id}/revoke", path(lab)), None);
}

#[test]
fn it_logs_in_until_it_is_revoked() {
    for dialect in DIALECTS {
        let lab = Lab::speaking(dialect);
        write(&lab, "  description = \"for CI\"\n  ttl = 3600\n  number_of_uses_limit = 9");
        lab.workspace.apply_and_settle();
        let state = lab.workspace.state();
        let made = state.resource(IT).clone();
        assert_eq!(state.sensitive(IT), ["client_secret"]);
        for (name, value) in
            [("description", json!("for CI")), ("ttl", json!(3600)), ("is_revoked", json!(false))]
        {
            assert_eq!(made[name], value, "{name}");
        }
        assert_eq!(log_in_as(&lab, &made), 200);
        lab.workspace.refresh();
        assert_eq!(lab.state(IT, "number_of_uses"), 1);
        lab.emulator.clear_journal();

        write(&lab, "  description = \"for CI\"\n  ttl = 60\n  number_of_uses_limit = 9");
        let plan = lab.workspace.plan();
        assert_eq!(plan.summary(), [format!("delete/create {IT}")]);
        lab.workspace.apply_and_settle();
        assert_eq!(log_in_as(&lab, &made), 401);
        assert_eq!(login(&lab), 200);
        let list = "/api/v1/auth/universal-auth/identities/ID/client-secrets";
        assert_eq!(
            lab.writes(),
            [format!("POST {list}/ID/revoke 200"), format!("POST {list} 200")]
        );
        lab.workspace.destroy();
        assert_eq!(lab.identities("ci"), [""; 0]);
    }
}

#[test]
fn what_the_server_chose_is_in_state_and_zero_is_sent() {
    for dialect in DIALECTS {
        let lab = Lab::speaking(dialect);
        write(&lab, "");
        lab.workspace.apply_and_settle();
        assert_eq!(lab.state(IT, "ttl"), 0);
        assert_eq!(lab.state(IT, "number_of_uses_limit"), 0);
        assert_eq!(lab.state(IT, "description"), Value::Null);
        write(&lab, "  ttl = 0\n  number_of_uses_limit = 0");
        lab.workspace.expect_settled();
    }
}

#[test]
fn revoked_elsewhere_it_is_made_anew() {
    for dialect in DIALECTS {
        let lab = Lab::speaking(dialect);
        write(&lab, "");
        lab.workspace.apply();
        revoke_elsewhere(&lab);
        assert_eq!(lab.workspace.plan().summary(), [format!("create {IT}")]);
        lab.workspace.apply_and_settle();
        assert_eq!(login(&lab), 200);

        // With the whole method.
        lab.elsewhere("DELETE", &path(&lab), None);
        let mut planned = lab.workspace.plan().summary();
        planned.sort();
        assert_eq!(
            planned,
            ["create infisical_identity_universal_auth.ci".to_owned(), format!("create {IT}"),]
        );
        lab.workspace.apply_and_settle();
        assert_eq!(login(&lab), 200);
    }
}

#[test]
fn what_is_gone_already_is_destroyed() {
    for dialect in DIALECTS {
        for refresh in [&[][..], &["-refresh=false"]] {
            let lab = Lab::speaking(dialect);
            write(&lab, "");
            lab.workspace.apply();
            revoke_elsewhere(&lab);
            lab.workspace.destroy_with(refresh);

            write(&lab, "");
            lab.workspace.apply();
            lab.elsewhere("DELETE", &path(&lab), None);
            lab.workspace.destroy_with(refresh);

            write(&lab, "");
            lab.workspace.apply();
            lab.delete_elsewhere(&lab.identity_id());
            lab.workspace.destroy_with(refresh);
            assert_eq!(lab.workspace.state().addresses(), [""; 0]);
        }
    }
}

#[test]
fn keepers_rotate_it() {
    let lab = Lab::new();
    write(&lab, "  keepers = { month = \"2026-11\" }");
    lab.workspace.apply_and_settle();
    let before = lab.state(IT, "id");
    write(&lab, "  keepers = { month = \"2026-12\" }");
    assert_eq!(lab.workspace.plan().summary(), [format!("delete/create {IT}")]);
    lab.workspace.apply_and_settle();
    assert_ne!(lab.state(IT, "id"), before);
    assert_eq!(login(&lab), 200);
}

#[test]
fn an_import_knows_everything_but_the_secret() {
    for dialect in DIALECTS {
        let lab = Lab::speaking(dialect);
        lab.write(&[IDENTITY, METHOD]);
        lab.workspace.apply();
        let made = lab.elsewhere(
            "POST",
            &format!("{}/client-secrets", path(&lab)),
            Some(json!({"description": "by hand", "ttl": 60, "numUsesLimit": 2})),
        );
        let id = made["clientSecretData"]["id"].as_str().unwrap();
        let import =
            format!("import {{\n  to = {IT}\n  id = \"${{infisical_identity.ci.id}},{id}\"\n}}\n");
        let lines = "  description = \"by hand\"\n  ttl = 60\n  number_of_uses_limit = 2";
        lab.write(&[IDENTITY, METHOD, &secret(lines), &import]);
        assert_eq!(lab.workspace.plan().summary(), [""; 0]);
        lab.emulator.clear_journal();
        lab.workspace.apply_and_settle();
        assert_eq!(lab.writes(), [""; 0]);
        assert_eq!(lab.state(IT, "client_secret"), Value::Null);
        assert!(lab.state(IT, "client_id").is_string());
    }
}

#[test]
fn state_of_the_official_provider_is_read_as_it_is() {
    for dialect in DIALECTS {
        let lab = Lab::speaking(dialect);
        write(&lab, "");
        lab.workspace.apply();
        lab.reads_official_state(&["description", "keepers"]);
        assert_eq!(login(&lab), 200);
    }
}

#[test]
fn what_the_server_would_refuse_is_refused_at_once() {
    let lab = Lab::new();
    let long = "x".repeat(256);
    for (line, at) in [
        ("  ttl = 315360001", "ttl"),
        ("  ttl = -1", "ttl"),
        ("  number_of_uses_limit = -1", "number_of_uses_limit"),
        (&*format!("  description = \"{long}\""), "description"),
    ] {
        write(&lab, line);
        let said = lab.workspace.validate();
        assert!(said.error_at(at).summary.contains("range"), "{said}");
    }
    assert_eq!(lab.requests(), [""; 0]);
}

#[test]
fn without_universal_auth_the_servers_word_is_said() {
    let lab = Lab::new();
    let without = secret("")
        .replace("infisical_identity_universal_auth.ci.identity_id", "infisical_identity.ci.id");
    lab.write(&[IDENTITY, &without]);
    let said = lab.workspace.apply_fails();
    let text = said.error_of(IT).text();
    assert!(text.contains("does not have universal auth"), "{said}");
}
