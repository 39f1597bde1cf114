//! Access tokens of Token Auth.

use crate::lab::{DIALECTS, IDENTITY, Lab};
use infisical_emulator::Dialect;
use serde_json::{Value, json};

const IT: &str = "infisical_identity_token_auth_token.it";

const METHOD: &str = r#"
resource "infisical_identity_token_auth" "ci" {
  identity_id      = infisical_identity.ci.id
  access_token_ttl = 3600
}
"#;

fn token(lines: &str) -> String {
    format!(
        "resource \"infisical_identity_token_auth_token\" \"it\" {{\n  identity_id = \
         infisical_identity_token_auth.ci.identity_id\n{lines}\n}}\n"
    )
}

fn write(lab: &Lab, lines: &str) {
    lab.write(&[IDENTITY, METHOD, &token(lines)]);
}

/// What the server says of it.
fn held(lab: &Lab) -> Value {
    let path = format!("/api/v1/auth/token-auth/identities/{}/tokens", lab.identity_id());
    let all = lab.elsewhere("GET", &path, None);
    let id = lab.state(IT, "id");
    let found = all["tokens"].as_array().unwrap().iter().find(|token| token["id"] == id);
    found.unwrap().clone()
}

fn revoke_elsewhere(lab: &Lab) {
    let id = lab.state(IT, "id");
    let path = format!("/api/v1/auth/token-auth/tokens/{}/revoke", id.as_str().unwrap());
    lab.elsewhere("POST", &path, None);
}

#[test]
fn it_is_made_renamed_and_revoked() {
    for dialect in DIALECTS {
        let lab = Lab::speaking(dialect);
        write(&lab, "  name = \"ci\"");
        lab.workspace.apply_and_settle();
        let state = lab.workspace.state();
        assert_eq!(state.sensitive(IT), ["token"]);
        assert_eq!(state.resource(IT)["ttl"], 3600);
        assert_eq!(held(&lab)["name"], "ci");

        for (lines, name) in [("  name = \"cd\"", json!("cd")), ("", json!(""))] {
            lab.emulator.clear_journal();
            write(&lab, lines);
            let plan = lab.workspace.plan();
            assert_eq!(plan.change(IT).actions, ["update"]);
            assert_eq!(plan.change(IT).unknown(), ["number_of_uses"]);
            lab.workspace.apply_and_settle();
            assert_eq!(lab.writes(), ["PATCH /api/v1/auth/token-auth/tokens/ID 200"]);
            assert_eq!(held(&lab)["name"], name);
        }
        assert_eq!(lab.workspace.state().resource(IT)["token"], state.resource(IT)["token"]);
        lab.emulator.clear_journal();
        lab.write(&[IDENTITY, METHOD]);
        lab.workspace.apply_and_settle();
        assert_eq!(lab.writes(), ["POST /api/v1/auth/token-auth/tokens/ID/revoke 200"]);
    }
}

#[test]
fn revoked_elsewhere_it_is_made_anew() {
    for dialect in DIALECTS {
        let lab = Lab::speaking(dialect);
        write(&lab, "");
        lab.workspace.apply();
        let before = lab.state(IT, "id");
        revoke_elsewhere(&lab);
        assert_eq!(lab.workspace.plan().summary(), [format!("create {IT}")]);
        lab.workspace.apply_and_settle();
        assert_ne!(lab.state(IT, "id"), before);
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
    write(&lab, "  keepers = { month = \"2026-12\" }");
    assert_eq!(lab.workspace.plan().summary(), [format!("delete/create {IT}")]);
    lab.workspace.apply_and_settle();
}

/// Makes a token without Terraform: its id.
fn made_elsewhere(lab: &Lab) -> String {
    let list = format!("/api/v1/auth/token-auth/identities/{}/tokens", lab.identity_id());
    lab.elsewhere("POST", &list, Some(json!({"name": "by hand"})));
    let all = lab.elsewhere("GET", &list, None);
    all["tokens"][0]["id"].as_str().unwrap().to_owned()
}

#[test]
fn an_import_knows_everything_but_the_token() {
    let lab = Lab::new();
    lab.write(&[IDENTITY, METHOD]);
    lab.workspace.apply();
    let id = made_elsewhere(&lab);
    let import = format!("import {{\n  to = {IT}\n  id = \"{id}\"\n}}\n");
    lab.write(&[IDENTITY, METHOD, &token("  name = \"by hand\""), &import]);
    assert_eq!(lab.workspace.plan().summary(), [""; 0]);
    lab.workspace.apply_and_settle();
    assert_eq!(lab.state(IT, "token"), Value::Null);
    assert_eq!(lab.state(IT, "ttl"), 3600);
}

/// The server of 2024 tells no token alone, and an import ID does not say of which identity it is.
#[test]
fn an_old_server_is_too_old_for_the_import_by_id() {
    let lab = Lab::speaking(Dialect::Recorded2024_10);
    lab.write(&[IDENTITY, METHOD]);
    lab.workspace.apply();
    let id = made_elsewhere(&lab);
    lab.write(&[IDENTITY, METHOD, &token("")]);
    let said = lab.workspace.import_fails(IT, &id);
    assert!(said.contains("Not in this version of Infisical"), "{said}");
}

#[test]
fn state_of_the_official_provider_is_read_as_it_is() {
    for dialect in DIALECTS {
        let lab = Lab::speaking(dialect);
        write(&lab, "");
        lab.workspace.apply();
        lab.reads_official_state(&["keepers"]);
    }
}
