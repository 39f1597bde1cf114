//! Machine identities.

use crate::lab::{DIALECTS, IDENTITY, Lab};
use serde_json::json;

const ADDRESS: &str = "infisical_identity.ci";
const UPDATE: &str = "PATCH /api/v1/identities/ID 200";

fn identity(lines: &str) -> String {
    format!(
        "resource \"infisical_identity\" \"ci\" {{\n  name = \"ci\"\n  role = \"member\"\n  org_id = \
         var.org_id\n{lines}\n}}\n"
    )
}

#[test]
fn created_renamed_and_deleted() {
    for dialect in DIALECTS {
        let lab = Lab::speaking(dialect);
        lab.write(&[IDENTITY]);
        lab.workspace.apply_and_settle();
        let id = lab.identity_id();
        assert_eq!(
            lab.workspace.state().resource(ADDRESS),
            &json!({
                "id": id, "name": "ci", "role": "member", "org_id": lab.emulator.org_id(),
                "has_delete_protection": false, "auth_modes": [], "metadata": null,
            })
        );
        lab.emulator.clear_journal();
        lab.write(&[&IDENTITY.replace("= \"ci\"", "= \"cd\"").replace("member", "no-access")]);
        let plan = lab.workspace.plan();
        assert_eq!(plan.change(ADDRESS).actions, ["update"]);
        assert_eq!(plan.change(ADDRESS).unknown(), ["auth_modes"]);
        lab.workspace.apply_and_settle();
        assert_eq!(lab.writes(), [UPDATE]);
        assert_eq!(lab.identity_id(), id);
        assert_eq!(lab.identities("cd"), ["cd"]);
        lab.workspace.destroy();
        assert_eq!(lab.identities("cd"), [""; 0]);
    }
}

#[test]
fn metadata_is_set_changed_and_cleared() {
    for dialect in DIALECTS {
        let lab = Lab::speaking(dialect);
        let metadata = |entries: &[(&str, &str)]| {
            let entries: Vec<_> = entries
                .iter()
                .map(|(key, value)| format!("{{ key = \"{key}\", value = \"{value}\" }}"))
                .collect();
            format!("  metadata = [{}]", entries.join(", "))
        };
        for lines in [
            metadata(&[("team", "platform"), ("stage", "prod")]),
            metadata(&[("stage", "test")]),
            metadata(&[]),
            metadata(&[("team", "platform")]),
            String::new(),
        ] {
            lab.write(&[&identity(&lines)]);
            lab.workspace.apply_and_settle();
        }
        let path = format!("/api/v1/identities/{}", lab.identity_id());
        assert_eq!(
            lab.emulator.out_of_band("GET", &path, None).1["identity"]["metadata"],
            json!([])
        );
    }
}

#[test]
fn metadata_changed_elsewhere_is_put_right() {
    let lab = Lab::new();
    lab.write(&[&identity("  metadata = [{ key = \"a\", value = \"1\" }]")]);
    lab.workspace.apply_and_settle();
    let path = format!("/api/v1/identities/{}", lab.identity_id());
    let body = json!({"metadata": [{"key": "a", "value": "2"}]});
    assert_eq!(lab.emulator.out_of_band("PATCH", &path, Some(body)).0, 200);
    assert_eq!(lab.workspace.plan().summary(), [format!("update {ADDRESS}")]);
    lab.workspace.apply_and_settle();
}

#[test]
fn delete_protection_is_set_and_lifted() {
    let lab = Lab::new();
    lab.write(&[&identity("  has_delete_protection = true")]);
    lab.workspace.apply_and_settle();
    let refused = lab.workspace.run(&["destroy", "-json", "-auto-approve"]).expect_failure();
    assert!(refused.only_error().text().contains("DELETE /api/v1/identities/"), "{refused}");
    assert!(refused.only_error().text().to_lowercase().contains("protect"), "{refused}");
    assert_eq!(lab.workspace.state().addresses(), [ADDRESS]);
    lab.write(&[&identity("  has_delete_protection = false")]);
    lab.workspace.apply_and_settle();
    lab.workspace.destroy();
}

#[test]
fn what_the_old_server_cannot_do_is_not_sent() {
    let lab = Lab::speaking(infisical_emulator::Dialect::Recorded2024_10);
    lab.write(&[&identity("  has_delete_protection = false")]);
    lab.workspace.apply_and_settle();
}

#[test]
fn deleted_elsewhere_is_created_again_and_destroys() {
    for dialect in DIALECTS {
        let lab = Lab::speaking(dialect);
        lab.write(&[IDENTITY]);
        lab.workspace.apply();
        lab.delete_elsewhere(&lab.identity_id());
        assert_eq!(lab.workspace.plan().summary(), [format!("create {ADDRESS}")]);
        lab.workspace.apply_and_settle();
        lab.delete_elsewhere(&lab.identity_id());
        lab.workspace.destroy_with(&["-refresh=false"]);
        assert_eq!(lab.workspace.state().addresses(), [""; 0]);
    }
}

#[test]
fn bad_input_is_refused_at_validate_on_the_attribute() {
    let lab = Lab::new();
    let long = format!("= \"{}\"", "x".repeat(256));
    for (from, to, at, says) in [
        ("= \"ci\"", long.as_str(), "name", "between 1 and 255"),
        ("var.org_id", "\"acme\"", "org_id", "is not a UUID"),
        ("\"member\"", "\"\"", "role", "must not be empty"),
        ("= \"ci\"", "= \"\"", "name", "must not be empty"),
        ("= \"ci\"", "= \" ci\"", "name", "blanks around it"),
    ] {
        lab.write(&[&IDENTITY.replace(from, to)]);
        let errors = lab.workspace.validate();
        assert!(errors.error_at(at).text().contains(says), "{errors}");
    }
    lab.write(&[&identity("  metadata = [{ key = \"\", value = \"v\" }]")]);
    let errors = lab.workspace.validate();
    assert!(errors.error_at("metadata").text().contains("must not be empty"), "{errors}");
    assert_eq!(lab.requests(), [""; 0]);
}

#[test]
fn an_unknown_role_is_the_servers_to_refuse() {
    for dialect in DIALECTS {
        let lab = Lab::speaking(dialect);
        lab.write(&[&IDENTITY.replace("\"member\"", "\"nope\"")]);
        let errors = lab.workspace.apply_fails();
        let text = errors.only_error().text();
        assert!(text.contains("POST /api/v1/identities answered 404"), "{errors}");
        assert!(text.contains("nope"), "{errors}");
        assert_eq!(lab.workspace.state().addresses(), [""; 0]);
    }
}

#[test]
fn a_rename_leaves_metadata_and_auth_modes_as_they_are() {
    for dialect in DIALECTS {
        let lab = Lab::speaking(dialect);
        let config = identity("  metadata = [{ key = \"team\", value = \"platform\" }]");
        lab.write(&[&config]);
        lab.workspace.apply_and_settle();
        let path = format!("/api/v1/auth/azure-auth/identities/{}", lab.identity_id());
        let body = json!({"tenantId": "t", "resource": "r"});
        assert_eq!(lab.emulator.out_of_band("POST", &path, Some(body)).0, 200);
        lab.write(&[&config.replace("= \"ci\"", "= \"cd\"")]);
        lab.workspace.apply_and_settle();
        assert_eq!(lab.state(ADDRESS, "auth_modes"), json!(["azure-auth"]));
        assert_eq!(lab.state(ADDRESS, "metadata"), json!([{"key": "team", "value": "platform"}]));
    }
}
