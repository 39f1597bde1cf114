//! Folders of secrets.

use crate::lab::{DIALECTS, Lab};
use infisical_emulator::Dialect;
use serde_json::{Value, json};

const TOP: &str = "infisical_secret_folder.top";
const SUB: &str = "infisical_secret_folder.sub";
const CREATE: &str = "POST /api/v1/folders 200";
const RENAME: &str = "PATCH /api/v1/folders/ID 200";

/// A folder named `name` in the one at the path that `parent` is, in HCL.
fn folder(address: &str, project: &str, parent: &str, name: &str, lines: &str) -> String {
    format!(
        "resource \"infisical_secret_folder\" {address:?} {{\n  project_id = {project:?}\n  \
         environment_slug = \"dev\"\n  folder_path = {parent}\n  name = {name:?}\n{lines}}}\n"
    )
}

/// The folder `top`, and `sub` in it by reference.
fn tree(project: &str, top: &str) -> String {
    folder("top", project, "\"/\"", top, "  force_delete = true\n")
        + &folder("sub", project, "infisical_secret_folder.top.path", "sub", "")
}

fn id(lab: &Lab, address: &str) -> String {
    lab.state(address, "id").as_str().unwrap().to_owned()
}

/// The folders that the server has right in a folder: their names.
fn names(lab: &Lab, project: &str, path: &str) -> Vec<String> {
    let list = format!("/api/v1/folders?workspaceId={project}&environment=dev&path={path}");
    let found = lab.elsewhere("GET", &list, None);
    let found = found["folders"].as_array().unwrap().iter();
    found.map(|folder| folder["name"].as_str().unwrap().to_owned()).collect()
}

fn make(lab: &Lab, project: &str, path: &str, name: &str) -> Value {
    let body = json!({"workspaceId": project, "environment": "dev", "path": path, "name": name});
    lab.elsewhere("POST", "/api/v1/folders", Some(body))["folder"].take()
}

fn without_value(mut secret: Value) -> Value {
    secret.as_object_mut().unwrap().remove("secretValue");
    secret
}

fn rename(lab: &Lab, project: &str, id: &str, name: &str) {
    let body = json!({"workspaceId": project, "environment": "dev", "path": "/", "name": name});
    lab.elsewhere("PATCH", &format!("/api/v1/folders/{id}"), Some(body));
}

#[test]
fn a_tree_is_made_renamed_in_place_and_put_right() {
    for dialect in DIALECTS {
        let lab = Lab::speaking(dialect);
        let project = lab.emulator.add_project();
        lab.write(&[&tree(&project, "top")]);
        // The paths are known before anything is made.
        let plan = lab.workspace.plan();
        assert_eq!(plan.change(SUB).unknown(), ["description", "environment_id", "id"]);
        lab.workspace.apply_and_settle();
        assert_eq!(lab.writes(), [CREATE, CREATE]);
        let (top, sub) = (id(&lab, TOP), id(&lab, SUB));
        assert_eq!(
            lab.workspace.state().resource(SUB),
            &json!({
                "id": sub, "project_id": project, "environment_slug": "dev",
                "folder_path": "/top", "name": "sub", "path": "/top/sub",
                "environment_id": lab.state(TOP, "environment_id"), "description": "",
                "force_delete": false,
            })
        );
        lab.reads_official_state(&["description"]);

        // The folder below has moved with its parent: nothing is to do, least of all to delete it.
        lab.emulator.clear_journal();
        lab.write(&[&tree(&project, "other")]);
        let plan = lab.workspace.plan();
        assert_eq!(plan.summary(), [format!("update {SUB}"), format!("update {TOP}")]);
        assert_eq!(plan.change(SUB).unknown(), [""; 0]);
        lab.workspace.apply_and_settle();
        assert_eq!(lab.writes(), [RENAME]);
        assert_eq!(lab.state(SUB, "path"), "/other/sub");

        // Renamed elsewhere, and removed elsewhere.
        rename(&lab, &project, &top, "stray");
        lab.workspace.apply_and_settle();
        assert_eq!(names(&lab, &project, "/"), ["other"]);
        assert_eq!((id(&lab, TOP), id(&lab, SUB)), (top.clone(), sub));
        let at_root = json!({"workspaceId": project, "environment": "dev", "path": "/"});
        lab.elsewhere("DELETE", &format!("/api/v1/folders/{top}"), Some(at_root.clone()));
        let plan = lab.workspace.plan();
        assert_eq!(plan.summary(), [format!("create {SUB}"), format!("create {TOP}")]);
        lab.workspace.apply_and_settle();

        // Into another folder that is there: another folder.
        lab.write(&[&tree(&project, "other").replace("infisical_secret_folder.top.path", "\"/\"")]);
        let plan = lab.workspace.plan();
        assert_eq!(plan.summary(), [format!("delete/create {SUB}")]);
        lab.write(&[&tree(&project, "other")]);
        let top = id(&lab, TOP);
        lab.is_imported_by(SUB, &[&id(&lab, SUB), &format!("{project},dev,/other/sub/")]);
        let top_alone = folder("top", &project, "\"/\"", "other", "  force_delete = true\n");
        lab.is_imported_by_block(SUB, &format!("{project},dev,other/sub"), &top_alone);
        lab.write(&[&tree(&project, "other")]);
        lab.elsewhere("DELETE", &format!("/api/v1/folders/{top}"), Some(at_root));
        lab.workspace.destroy_with(&["-refresh=false"]);
    }
}

#[test]
fn a_folder_that_exists_is_not_taken_over_in_silence() {
    for dialect in DIALECTS {
        let lab = Lab::speaking(dialect);
        let project = lab.emulator.add_project();
        let made = make(&lab, &project, "/", "top");
        let import = format!("id = {}", made["id"]);
        lab.write(&[&tree(&project, "top")]);
        let warned = lab.plan_warns("The folder exists");
        assert!(warned.contains(&import), "{warned}");
        lab.emulator.clear_journal();
        let errors = lab.workspace.apply_fails();
        let error = errors.error_at("name");
        assert_eq!(error.summary, "The folder exists");
        assert!(error.text().contains(&import), "{errors}");
        assert_eq!(lab.writes(), [""; 0]);
    }
}

#[test]
fn a_folder_with_something_in_it_is_kept_unless_it_is_forced() {
    // What the server of 2024 would delete without a word is looked for before.
    for dialect in DIALECTS {
        let lab = Lab::speaking(dialect);
        let project = lab.emulator.add_project();
        let write = |lines| lab.write(&[&folder("top", &project, "\"/\"", "top", lines)]);
        let refuses = || {
            let refused =
                lab.workspace.run(&["destroy", "-json", "-auto-approve"]).expect_failure();
            let error = refused.only_error();
            assert_eq!(error.summary, "The folder is not empty", "{refused}");
            assert!(error.text().contains("force_delete = true"), "{refused}");
        };
        write("");
        lab.workspace.apply_and_settle();
        let secret = json!({
            "workspaceId": project, "environment": "dev", "secretPath": "/top",
            "secretValue": "a value of a secret",
        });
        lab.elsewhere("POST", "/api/v3/secrets/raw/KEY", Some(secret.clone()));
        refuses();
        lab.elsewhere("DELETE", "/api/v3/secrets/raw/KEY", Some(without_value(secret)));
        let below = make(&lab, &project, "/top", "a");
        refuses();
        let at = json!({"workspaceId": project, "environment": "dev", "path": "/top"});
        let below = format!("/api/v1/folders/{}", below["id"].as_str().unwrap());
        lab.elsewhere("DELETE", &below, Some(at));
        lab.workspace.destroy();

        write("");
        lab.workspace.apply();
        make(&lab, &project, "/top/a", "b");
        write("  force_delete = true\n");
        lab.emulator.clear_journal();
        lab.workspace.apply_and_settle();
        assert_eq!(lab.writes(), [""; 0]);
        lab.workspace.destroy();
        assert_eq!(names(&lab, &project, "/"), [""; 0]);
    }
}

#[test]
fn the_folders_of_a_parent_are_read_together_and_listed() {
    let lab = Lab::speaking(Dialect::Recorded2024_10);
    let project = lab.emulator.add_project();
    let many = |address: &str, environment: &str| {
        folder(address, &project, "\"/\"", "NAME", "  count = 20\n  force_delete = true\n")
            .replace("\"NAME\"", "\"f${count.index}\"")
            .replace("\"dev\"", &format!("{environment:?}"))
    };
    let found = format!(
        "data \"infisical_secret_folders\" \"dev\" {{\n  project_id = {project:?}\n  \
         environment_slug = \"dev\"\n  folder_path = \"/\"\n  depends_on = \
         [infisical_secret_folder.a]\n}}\noutput \"found\" {{\n  value = \
         length(data.infisical_secret_folders.dev.folders)\n}}\n"
    );
    lab.write(&[&many("a", "dev"), &many("b", "prod"), &found]);
    lab.workspace.apply();
    assert_eq!(lab.workspace.state().output("found"), &json!(20));
    lab.write(&[&many("a", "dev"), &many("b", "prod")]);
    lab.workspace.apply();
    lab.emulator.clear_journal();
    lab.workspace.expect_settled();
    let reads = lab.requests().into_iter().filter(|line| line.starts_with("GET ")).count();
    // Four by themselves and a list for each environment.
    assert!(reads <= 10, "{:?}", lab.requests());
}

#[test]
fn bad_input_is_refused_before_any_request() {
    let lab = Lab::new();
    for (parent, name, at) in [
        ("\"/a//b\"", "a", "folder_path"),
        ("\"/a b\"", "a", "folder_path"),
        ("\"/\"", "a/b", "name"),
        ("\"/\"", "", "name"),
        ("\"/\"", &"a".repeat(256), "name"),
    ] {
        lab.write(&[&folder("top", "project", parent, name, "")]);
        let errors = lab.workspace.validate();
        let _ = errors.error_at(at);
    }
    assert_eq!(lab.requests(), [""; 0]);
}
