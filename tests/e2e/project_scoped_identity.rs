//! Machine identities of a project.

use crate::lab::{Lab, secret};
use infisical_emulator::Dialect;
use serde_json::{Value, json};

const ADDRESS: &str = "infisical_project_scoped_identity.ci";
const CREATE: &str = "POST /api/v1/projects/ID/identities 200";
const UPDATE: &str = "PATCH /api/v1/projects/ID/identities/ID 200";
const ASSIGN: &str = "PATCH /api/v1/projects/ID/memberships/identities/ID 200";
const DELETE: &str = "DELETE /api/v1/projects/ID/identities/ID 200";

/// A server with a project.
struct Project {
    lab: Lab,
    id: String,
}

impl Project {
    fn new() -> Self {
        let lab = Lab::new();
        let id = lab.emulator.add_project();
        Self { lab, id }
    }

    /// The identity `ci` with these lines.
    fn write(&self, lines: &str) {
        self.lab.write(&[&self.hcl("ci", lines)]);
    }

    fn hcl(&self, name: &str, lines: &str) -> String {
        let id = &self.id;
        format!(
            "resource \"infisical_project_scoped_identity\" \"ci\" {{\n  project_id = {id:?}\n  name = \
             {name:?}\n{lines}\n}}\n"
        )
    }

    fn identity_id(&self) -> String {
        self.lab.state(ADDRESS, "id").as_str().unwrap().to_owned()
    }

    fn path(&self) -> String {
        format!("/api/v1/projects/{}/identities/{}", self.id, self.identity_id())
    }

    fn membership_path(&self) -> String {
        format!("/api/v1/projects/{}/memberships/identities/{}", self.id, self.identity_id())
    }

    /// What the server holds.
    fn held(&self) -> Value {
        self.lab.elsewhere("GET", &self.path(), None)["identity"].take()
    }

    /// The slugs of the roles that the server holds, in its order.
    fn held_roles(&self) -> Vec<String> {
        let membership = self.lab.elsewhere("GET", &self.membership_path(), None);
        let roles = membership["identityMembership"]["roles"].as_array().unwrap().clone();
        roles.iter().map(|role| role["role"].as_str().unwrap().to_owned()).collect()
    }
}

fn roles(slugs: &[&str]) -> String {
    let all: Vec<_> = slugs.iter().map(|slug| format!("{{ role_slug = {slug:?} }}")).collect();
    format!("  roles = [{}]\n", all.join(", "))
}

#[test]
fn created_in_one_request_and_deleted() {
    let project = Project::new();
    project.write(&roles(&["viewer", "member"]));
    project.lab.workspace.apply_and_settle();
    assert_eq!(project.lab.writes(), [CREATE]);
    let mut state = project.lab.workspace.state().resource(ADDRESS).clone();
    for role in state["roles"].as_array_mut().unwrap() {
        assert!(role["id"].take().is_string());
    }
    let role = |slug: &str| {
        json!({
            "id": null, "role_slug": slug, "custom_role_id": null, "is_temporary": false,
            "temporary_mode": null, "temporary_range": null,
            "temporary_access_start_time": null, "temporary_access_end_time": null,
        })
    };
    assert_eq!(
        state,
        json!({
            "project_id": project.id, "id": project.identity_id(), "name": "ci",
            "has_delete_protection": false, "auth_methods": [], "metadata": null,
            "roles": [role("viewer"), role("member")],
        })
    );
    project.lab.emulator.clear_journal();
    project.lab.workspace.destroy();
    assert_eq!(project.lab.writes(), [DELETE]);
}

#[test]
fn each_change_is_the_request_that_it_needs() {
    let project = Project::new();
    project.write(&roles(&["viewer"]));
    project.lab.workspace.apply_and_settle();
    let id = project.identity_id();
    let change = |name: &str, lines: &str, writes: &[&str]| {
        project.lab.emulator.clear_journal();
        project.lab.write(&[&project.hcl(name, lines)]);
        project.lab.workspace.apply_and_settle();
        assert_eq!(project.lab.writes(), writes, "{lines}");
        assert_eq!(project.identity_id(), id);
    };
    change("cd", &roles(&["viewer"]), &[UPDATE]);
    change("cd", &roles(&["admin", "viewer"]), &[ASSIGN]);
    assert_eq!(project.held_roles(), ["admin", "viewer"]);
    let all = roles(&["member"])
        + "  has_delete_protection = true\n  metadata = [{ key = \"team\", value = \"platform\" }]";
    change("ce", &all, &[UPDATE, ASSIGN]);
    let held = project.held();
    assert_eq!((&held["name"], &held["hasDeleteProtection"]), (&json!("ce"), &json!(true)));
    assert_eq!(held["metadata"][0]["key"], "team");
    change("ce", &roles(&["member"]), &[UPDATE]);
    let held = project.held();
    assert_eq!((&held["metadata"], &held["hasDeleteProtection"]), (&json!([]), &json!(false)));
    assert_eq!(project.held_roles(), ["member"]);
}

#[test]
fn roles_in_another_order_are_no_change_and_stay_known() {
    let project = Project::new();
    project.write(&roles(&["viewer", "member"]));
    project.lab.workspace.apply_and_settle();
    project.write(&roles(&["member", "viewer"]));
    project.lab.workspace.expect_settled();

    project.lab.write(&[&project.hcl("cd", &roles(&["member", "viewer"]))]);
    let plan = project.lab.workspace.plan();
    assert_eq!(plan.change(ADDRESS).unknown(), ["auth_methods"]);
    project.lab.workspace.apply_and_settle();

    let other = json!({"roles": [{"role": "member"}, {"role": "viewer"}]});
    project.lab.elsewhere("PATCH", &project.membership_path(), Some(other));
    project.lab.workspace.expect_settled();
}

#[test]
fn a_temporary_role_begins_at_the_apply_or_when_it_is_told() {
    let project = Project::new();
    let temporary = |more: &str| {
        format!(
            "  roles = [\n    {{ role_slug = \"no-access\" }},\n    {{ role_slug = \"admin\", \
             is_temporary = true{more} }},\n  ]\n"
        )
    };
    project.write(&temporary(""));
    project.lab.workspace.apply_and_settle();
    let role = project.lab.state(ADDRESS, "roles")[1].clone();
    assert_eq!(
        (&role["temporary_mode"], &role["temporary_range"]),
        (&json!("relative"), &json!("1h"))
    );
    assert!(role["temporary_access_end_time"].is_string(), "{role}");

    // Another apply does not begin it anew.
    project.lab.write(&[&project.hcl("cd", &temporary(""))]);
    project.lab.workspace.apply_and_settle();
    assert_eq!(project.lab.state(ADDRESS, "roles")[1], role);

    let told = ", temporary_range = \"7d\", temporary_access_start_time = \"2030-01-01T00:00:00Z\"";
    project.write(&temporary(told));
    project.lab.workspace.apply_and_settle();
    let role = project.lab.state(ADDRESS, "roles")[1].clone();
    assert_eq!(role["temporary_access_start_time"], "2030-01-01T00:00:00Z");
    assert_eq!(role["temporary_access_end_time"], "2030-01-08T00:00:00.000Z");
}

#[test]
fn drift_is_put_right() {
    let project = Project::new();
    let lines = roles(&["viewer"]) + "  metadata = [{ key = \"a\", value = \"1\" }]";
    project.write(&lines);
    project.lab.workspace.apply_and_settle();
    let other = json!({"name": "other", "metadata": []});
    project.lab.elsewhere("PATCH", &project.path(), Some(other));
    let other = json!({"roles": [{"role": "admin"}]});
    project.lab.elsewhere("PATCH", &project.membership_path(), Some(other));
    assert_eq!(project.lab.workspace.plan().summary(), [format!("update {ADDRESS}")]);
    project.lab.workspace.apply_and_settle();
    assert_eq!(project.held()["name"], "ci");
    assert_eq!(project.held_roles(), ["viewer"]);

    project.lab.elsewhere("DELETE", &project.path(), None);
    assert_eq!(project.lab.workspace.plan().summary(), [format!("create {ADDRESS}")]);
    project.lab.workspace.apply_and_settle();
    project.lab.elsewhere("DELETE", &project.path(), None);
    project.lab.workspace.destroy_with(&["-refresh=false"]);
}

#[test]
fn imported_by_command_and_by_block_with_generated_configuration() {
    let project = Project::new();
    let lines = roles(&["member", "viewer"]) + "  metadata = [{ key = \"a\", value = \"1\" }]";
    project.write(&lines);
    project.lab.workspace.apply_and_settle();
    let id = format!("{},{}", project.id, project.identity_id());
    let forget = || {
        let _ = project.lab.workspace.run(&["state", "rm", ADDRESS]).expect_success();
        project.lab.emulator.clear_journal();
    };
    forget();
    let _ = project.lab.workspace.run(&["import", ADDRESS, &id]).expect_success();
    project.lab.workspace.expect_settled();

    forget();
    project.lab.write(&[&format!("import {{\n  to = {ADDRESS}\n  id = {id:?}\n}}\n")]);
    let plan = project.lab.workspace.plan_with(&["-generate-config-out=generated.tf"]);
    assert_eq!(plan.summary(), [""; 0]);
    project.lab.workspace.apply_and_settle();
    assert_eq!(project.lab.writes(), [""; 0]);
}

#[test]
fn an_auth_method_is_attached_to_it() {
    let project = Project::new();
    let method = format!(
        "resource \"infisical_identity_ldap_auth\" \"ci\" {{\n  identity_id = {ADDRESS}.id\n  url = \
         \"ldap://ldap.example.org\"\n  bind_dn = \"cn=ci\"\n  bind_pass_wo = var.secrets.one\n  \
         bind_pass_wo_version = 1\n  search_base = \"ou=ci\"\n}}\n"
    );
    project.lab.write(&[&project.hcl("ci", &roles(&["viewer"])), &method]);
    project.lab.workspace.apply();
    project.lab.workspace.apply_and_settle();
    assert_eq!(project.lab.state(ADDRESS, "auth_methods"), json!(["ldap-auth"]));
    assert!(!project.lab.workspace.read("terraform.tfstate").contains(&secret("one")));
    project.lab.workspace.destroy();
}

#[test]
fn bad_input_is_refused_before_any_request() {
    let project = Project::new();
    let temporary = "  roles = [{ role_slug = \"admin\", is_temporary = true }]";
    for (lines, summary) in [
        (roles(&[]), "Length out of range"),
        (roles(&["viewer", "admin", "viewer"]), "Role there twice"),
        (temporary.to_owned(), "No permanent role"),
        (
            "  roles = [{ role_slug = \"admin\", temporary_range = \"1h\" }]".to_owned(),
            "Not a temporary role",
        ),
    ] {
        project.write(&lines);
        let errors = project.lab.workspace.validate();
        assert_eq!(errors.error_at("roles").summary, summary, "{errors}");
    }
    assert_eq!(project.lab.requests(), [""; 0]);
}

#[test]
fn an_unknown_role_makes_no_identity() {
    let project = Project::new();
    project.write(&roles(&["nope"]));
    let errors = project.lab.workspace.apply_fails();
    assert!(errors.only_error().text().contains("custom roles not found"), "{errors}");
    assert_eq!(project.lab.workspace.state().addresses(), [""; 0]);
}

#[test]
fn a_protected_identity_is_not_deleted() {
    let project = Project::new();
    project.write(&(roles(&["viewer"]) + "  has_delete_protection = true"));
    project.lab.workspace.apply_and_settle();
    let refused =
        project.lab.workspace.run(&["destroy", "-json", "-auto-approve"]).expect_failure();
    assert!(refused.only_error().text().contains("delete protection"), "{refused}");
    project.write(&roles(&["viewer"]));
    project.lab.workspace.apply_and_settle();
    project.lab.workspace.destroy();
}

#[test]
fn a_server_that_is_too_old_is_named() {
    let lab = Lab::speaking(Dialect::Recorded2024_10);
    let id = lab.emulator.add_project();
    let project = Project { lab, id };
    project.write(&roles(&["viewer"]));
    let errors = project.lab.workspace.apply_fails();
    assert_eq!(errors.only_error().summary, "Not in this version of Infisical");
}
