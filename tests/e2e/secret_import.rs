//! Imports of secrets into folders.

use crate::{
    lab::{DIALECTS, Lab},
    wire::{Wire, block_on},
};
use infisical_emulator::Options;
use serde_json::{Value, json};

const ADDRESS: &str = "infisical_secret_import.one";
const CREATE: &str = "POST /api/v1/secret-imports 200";

/// An import from an environment and a path into a path of `dev`.
fn import(name: &str, project: &str, to: &str, from: (&str, &str)) -> String {
    let (environment, path) = from;
    format!(
        "resource \"infisical_secret_import\" {name:?} {{\n  project_id = {project:?}\n  \
         environment_slug = \"dev\"\n  folder_path = {to:?}\n  import_environment_slug = \
         {environment:?}\n  import_folder_path = {path:?}\n  is_replication = false\n}}\n"
    )
}

/// A project with the folders `a`, `b` and `c` in its environment `dev`.
fn project(lab: &Lab) -> String {
    let project = lab.emulator.add_project();
    for name in ["a", "b", "c"] {
        make_folder(lab, &project, "dev", name);
    }
    project
}

fn make_folder(lab: &Lab, project: &str, environment: &str, name: &str) {
    let body = json!({
        "workspaceId": project, "environment": environment, "path": "/", "name": name,
    });
    lab.elsewhere("POST", "/api/v1/folders", Some(body));
}

fn make(lab: &Lab, project: &str, to: &str, from: &str) -> Value {
    let source = json!({"environment": "dev", "path": from});
    let body = json!({
        "workspaceId": project, "environment": "dev", "path": to, "import": source,
    });
    lab.elsewhere("POST", "/api/v1/secret-imports", Some(body))["secretImport"].take()
}

#[test]
fn an_import_from_its_making_to_its_end() {
    for dialect in DIALECTS {
        let lab = Lab::speaking(dialect);
        let project = project(&lab);
        make(&lab, &project, "/a", "/b");
        let staging = import("one", &project, "/a/", ("staging", "/"));
        lab.write(&[&staging]);
        lab.workspace.apply_and_settle();
        assert_eq!(lab.writes(), [CREATE]);
        let id = lab.state(ADDRESS, "id").as_str().unwrap().to_owned();
        assert_eq!(
            lab.workspace.state().resource(ADDRESS),
            &json!({
                "id": id, "project_id": project, "environment_slug": "dev", "folder_path": "/a/",
                "import_environment_slug": "staging", "import_folder_path": "/",
                "is_replication": false, "position": 2,
            })
        );
        lab.reads_official_state(&["position"]);
        lab.is_imported_by(ADDRESS, &[&id, &format!("{project},dev,/a,staging,/")]);
        lab.is_imported_by_block(ADDRESS, &format!("{project},dev,a,staging,"), "");

        // Led elsewhere, moved, and removed elsewhere.
        lab.write(&[&staging]);
        let path = format!("/api/v1/secret-imports/{id}");
        let at = json!({"workspaceId": project, "environment": "dev", "path": "/a"});
        let with = |import: Value| {
            let mut body = at.clone();
            body["import"] = import;
            Some(body)
        };
        lab.elsewhere("PATCH", &path, with(json!({"position": 1})));
        lab.workspace.expect_settled();
        lab.elsewhere("PATCH", &path, with(json!({"environment": "prod", "path": "/"})));
        let plan = lab.workspace.plan();
        assert_eq!(plan.summary(), [format!("delete/create {ADDRESS}")]);
        lab.workspace.apply_and_settle();
        let id = lab.state(ADDRESS, "id").as_str().unwrap().to_owned();
        let path = format!("/api/v1/secret-imports/{id}");
        lab.elsewhere("DELETE", &path, Some(at.clone()));
        assert_eq!(lab.workspace.plan().summary(), [format!("create {ADDRESS}")]);
        lab.workspace.apply_and_settle();

        // Where the folder has another name by now, it is found there; and gone is gone.
        let list = format!("/api/v1/folders?workspaceId={project}&environment=dev&path=/");
        let folder = lab.elsewhere("GET", &list, None)["folders"][0]["id"].take();
        let rename = json!({
            "workspaceId": project, "environment": "dev", "path": "/", "name": "renamed",
        });
        let folder = format!("/api/v1/folders/{}", folder.as_str().unwrap());
        lab.elsewhere("PATCH", &folder, Some(rename));
        lab.workspace.destroy_with(&["-refresh=false"]);
        let list =
            format!("/api/v1/secret-imports?workspaceId={project}&environment=dev&path=/renamed");
        let left = lab.elsewhere("GET", &list, None);
        assert_eq!(left["secretImports"].as_array().unwrap().len(), 1, "{left}");
    }
}

#[test]
fn what_the_server_takes_in_silence_is_said() {
    let lab = Lab::new();
    let project = project(&lab);
    let here = |lines: &[(&str, &str, (&str, &str))]| {
        let all = lines.iter().map(|(name, to, from)| import(name, &project, to, *from));
        lab.write(&[&all.collect::<String>()]);
    };
    here(&[("one", "/a", ("dev", "/a"))]);
    let said = lab.plan_warns("Imports in a circle");
    assert!(said.contains("import itself"), "{said}");

    // A folder that is not there: said when it is made, and from then on, until there is one.
    here(&[("one", "/a", ("prod", "/later"))]);
    let applied = lab.workspace.run(&["apply", "-json", "-auto-approve"]).expect_success();
    assert!(applied.diagnostics().iter().any(|it| it.summary == "Nothing to import"));
    let said = lab.plan_warns("Nothing to import");
    assert!(said.contains("/later in the environment prod"), "{said}");
    make_folder(&lab, &project, "prod", "later");
    let shown = lab.workspace.run(&["plan", "-json"]).expect_success().diagnostics();
    assert!(!shown.iter().any(|it| it.summary == "Nothing to import"), "{shown}");

    // The second of two is no more than the first.
    let there = make(&lab, &project, "/b", "/c");
    here(&[("two", "/b", ("dev", "/c"))]);
    let id = format!("id = {}", there["id"]);
    let said = lab.plan_warns("The import exists");
    assert!(said.contains(&id), "{said}");
    let errors = lab.workspace.apply_fails();
    assert!(errors.error_at("import_folder_path").text().contains(&id), "{errors}");

    // From b over c to a, and back to b.
    make(&lab, &project, "/c", "/a");
    here(&[("three", "/a", ("dev", "/b"))]);
    let said = lab.plan_warns("Imports in a circle");
    assert!(said.contains("lead back to it"), "{said}");
}

#[test]
fn what_is_missing_is_told_where_it_is_named() {
    for dialect in DIALECTS {
        let lab = Lab::speaking(dialect);
        let project = project(&lab);
        lab.write(&[&import("one", &project, "/nope", ("prod", "/"))]);
        let _ = lab.workspace.apply_fails().error_at("folder_path");
        lab.write(&[&import("one", &project, "/a", ("nope", "/"))]);
        let _ = lab.workspace.apply_fails().error_at("import_environment_slug");
    }
}

#[test]
fn imports_of_a_folder_are_read_together() {
    let lab = Lab::new();
    let project = project(&lab);
    let many = import("one", &project, "/a", ("prod", "/SOURCE"))
        .replace("SOURCE", "s${count.index}")
        .replacen("{\n", "{\n  count = 20\n", 1);
    lab.write(&[&many]);
    lab.workspace.apply();
    lab.emulator.clear_journal();
    lab.workspace.expect_settled();
    let requests = lab.requests();
    // Four by themselves and a list, and of each of the two runs a login and where they are from.
    assert!(requests.len() <= 9, "{requests:?}");
}

#[test]
fn replication_needs_a_licence_and_a_resync_a_person() {
    let replicating =
        |project: &str| import("one", project, "/a", ("prod", "/")).replace("= false", "= true");
    let lab = Lab::with(Options { licensed: false, ..Options::default() });
    lab.write(&[&replicating(&project(&lab))]);
    let errors = lab.workspace.apply_fails();
    assert_eq!(errors.only_error().summary, "Not in the organization's plan");
    assert_eq!(lab.workspace.state().addresses(), [""; 0]);

    let lab = Lab::new();
    let project = project(&lab);
    lab.write(&[&replicating(&project)]);
    lab.workspace.apply_and_settle();
    let replica = lab.state(ADDRESS, "id");
    let plain = make(&lab, &project, "/b", "/c")["id"].take();
    block_on(async {
        let mut wire = Wire::of(&lab).await;
        for (id, says) in [(plain, "nothing to copy"), (replica, "lets people resync")] {
            let config = json!({"secret_import_id": id});
            let (_, problems) = wire.ask("infisical_secret_import_resync", config).await;
            assert!(problems[0].detail.contains(says), "{problems:?}");
        }
    });
    lab.workspace.destroy();
}
