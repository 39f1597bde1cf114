//! Identities of the organization as members of a project.

use crate::lab::{DIALECTS, IDENTITY, Lab};
use infisical_emulator::Dialect;
use serde_json::json;

const ADDRESS: &str = "infisical_project_identity.ci";
const ADD: &str = "POST /api/v2/workspace/ID/identity-memberships/ID 200";
const ASSIGN: &str = "PATCH /api/v2/workspace/ID/identity-memberships/ID 200";

/// The identity `ci` as a member of the project, with these lines.
fn member(project: &str, lines: &str) -> String {
    format!(
        "{IDENTITY}\nresource \"infisical_project_identity\" \"ci\" {{\n  project_id = {project:?}\n  \
         identity_id = infisical_identity.ci.id\n{lines}}}\n"
    )
}

fn roles(slugs: &[&str]) -> String {
    let all: Vec<_> = slugs.iter().map(|slug| format!("{{ role_slug = {slug:?} }}")).collect();
    format!("  roles = [{}]\n", all.join(", "))
}

fn path(lab: &Lab, project: &str) -> String {
    format!("/api/v2/workspace/{project}/identity-memberships/{}", lab.identity_id())
}

/// The slugs of the roles that the server holds, in its order.
fn held(lab: &Lab, project: &str) -> Vec<String> {
    let found = lab.elsewhere("GET", &path(lab, project), None);
    let roles = found["identityMembership"]["roles"].as_array().unwrap().iter();
    roles.map(|role| role["role"].as_str().unwrap().to_owned()).collect()
}

#[test]
fn a_membership_from_its_making_to_its_end() {
    for dialect in DIALECTS {
        let lab = Lab::speaking(dialect);
        let project = lab.emulator.add_project();
        let temporary = "  roles = [\n    { role_slug = \"viewer\" },\n    { role_slug = \"admin\", \
                         is_temporary = true, temporary_range = \"1d\" },\n  ]\n";
        lab.write(&[&member(&project, temporary)]);
        lab.workspace.apply_and_settle();
        assert_eq!(lab.writes(), ["POST /api/v1/identities 200", ADD]);
        let state = lab.workspace.state().resource(ADDRESS).clone();
        assert_eq!(state["identity"]["name"], "ci");
        assert_eq!(state["identity"]["auth_methods"], json!([]));
        let role = &state["roles"][1];
        assert_eq!(role["temporary_mode"], "relative");
        assert!(role["temporary_access_end_time"].is_string() && role["id"].is_string(), "{role}");
        lab.reads_official_state(&[]);

        // Another order is no change, other roles are one request.
        lab.emulator.clear_journal();
        let lines = roles(&["member", "viewer"]);
        lab.write(&[&member(&project, &lines)]);
        lab.workspace.apply_and_settle();
        assert_eq!(lab.writes(), [ASSIGN]);
        lab.write(&[&member(&project, &roles(&["viewer", "member"]))]);
        lab.workspace.expect_settled();

        // Changed elsewhere, and removed elsewhere.
        lab.elsewhere("PATCH", &path(&lab, &project), Some(json!({"roles": [{"role": "admin"}]})));
        assert_eq!(lab.workspace.plan().summary(), [format!("update {ADDRESS}")]);
        lab.workspace.apply_and_settle();
        assert_eq!(held(&lab, &project), ["viewer", "member"]);
        let id = format!("{project},{}", lab.identity_id());
        lab.is_imported_by(ADDRESS, &[&id]);
        if dialect == Dialect::Current {
            let membership = lab.state(ADDRESS, "membership_id");
            lab.is_imported_by(ADDRESS, &[membership.as_str().unwrap()]);
        }
        lab.elsewhere("DELETE", &path(&lab, &project), None);
        assert_eq!(lab.workspace.plan().summary(), [format!("create {ADDRESS}")]);
        lab.workspace.apply_and_settle();
        // Today's server fails to remove the membership of an identity that is gone.
        lab.delete_elsewhere(&lab.identity_id());
        lab.workspace.destroy_with(&["-refresh=false"]);
    }
}

#[test]
fn who_is_a_member_already_is_told_or_taken_over() {
    for dialect in DIALECTS {
        let lab = Lab::speaking(dialect);
        let project = lab.emulator.add_project();
        lab.write(&[IDENTITY]);
        lab.workspace.apply();
        let id = format!("id = \"{project},{}\"", lab.identity_id());
        lab.elsewhere("POST", &path(&lab, &project), Some(json!({"role": "admin"})));
        lab.write(&[&member(&project, &roles(&["viewer"]))]);
        let warned = lab.plan_warns("The identity is a member already");
        assert!(warned.contains(&id), "{warned}");
        let errors = lab.workspace.apply_fails();
        let error = errors.error_at("identity_id").text();
        assert!(error.contains(&id) && error.contains("adopt_existing = true"), "{error}");

        lab.write(&[&member(&project, &(roles(&["viewer"]) + "  adopt_existing = true\n"))]);
        let shown = lab.workspace.run(&["apply", "-json", "-auto-approve"]).expect_success();
        let shown = shown.diagnostics();
        let adopted = shown.iter().find(|it| it.summary == "Membership taken over").unwrap();
        assert!(adopted.text().contains("Its roles were: admin."), "{}", adopted.text());
        lab.workspace.expect_settled();
        assert_eq!(held(&lab, &project), ["viewer"]);
        // That it was taken over is nothing to the server.
        lab.emulator.clear_journal();
        lab.write(&[&member(&project, &roles(&["viewer"]))]);
        lab.workspace.apply_and_settle();
        assert_eq!(lab.writes(), [""; 0]);
    }
}

#[test]
fn bad_roles_are_refused_before_any_request() {
    let lab = Lab::new();
    let project = lab.emulator.add_project();
    for lines in [roles(&[]), roles(&["viewer", "viewer"])] {
        lab.write(&[&member(&project, &lines)]);
        let errors = lab.workspace.validate();
        let _ = errors.error_at("roles");
    }
    assert_eq!(lab.requests(), [""; 0]);
    lab.write(&[&member(&project, &roles(&["nope"]))]);
    let errors = lab.workspace.apply_fails();
    assert!(errors.only_error().text().contains("not found"), "{errors}");
    assert_eq!(lab.workspace.state().addresses(), ["infisical_identity.ci"]);
}
