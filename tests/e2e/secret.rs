//! Secrets.

use crate::lab::{DIALECTS, secret};
use crate::wire::{Wire, block_on};
use crate::with_project::{PROJECT, Project};
use infisical_emulator::Dialect;
use serde_json::{Value, json};

/// A secret in `/app`, with lines of its own.
fn block(address: &str, name: &str, lines: &str) -> String {
    block_in(address, name, "/app", lines)
}

fn block_in(address: &str, name: &str, path: &str, lines: &str) -> String {
    format!(
        "\nresource \"infisical_secret\" {address:?} {{\n  name = {name:?}\n  env_slug = \"dev\"\n  \
         folder_path = {path:?}\n  workspace_id = var.project_id\n{lines}\n}}\n"
    )
}

/// So many secrets in each of some folders.
fn many(count: usize, folders: &[&str]) -> String {
    format!(
        "\nresource \"infisical_secret\" \"many\" {{\n  for_each = {{ for it in setproduct({folders:?}, range({count}\
         )) : \"${{it[0]}}/${{it[1]}}\" => it }}\n  name = \"S${{each.value[1]}}\"\n  env_slug = \"dev\"\n  \
         folder_path = each.value[0]\n  workspace_id = var.project_id\n  value_wo = var.secrets.one\n  \
         value_wo_version = 1\n}}\n"
    )
}

const STORED: &str = "  value = var.secrets.one";
const WRITE_ONLY: &str = "  value_wo = var.secrets.two\n  value_wo_version = 1";

/// A project with `/app` and `/other`.
fn project(dialect: Dialect) -> Project {
    let it = Project::new(dialect);
    it.folder("dev", "/", "app");
    it.folder("dev", "/", "other");
    it
}

/// The requests about secrets that begin so.
fn requests(it: &Project, begins: &str) -> usize {
    let all = it.lab.requests();
    all.iter().filter(|line| line.starts_with(begins) && line.contains("/secrets")).count()
}

fn address(name: &str) -> String {
    format!("infisical_secret.{name}")
}

#[test]
fn a_secret_lives_under_any_name_with_any_value_and_is_renamed_and_moved_in_place() {
    for dialect in DIALECTS {
        let it = project(dialect);
        let long = "x".repeat(120);
        let odd = ["A#B", "A?x=1", "..", "ключ", &long];
        let blanks = "  value = \" \\n${var.secrets.three} \\n\\n\"";
        let odd_ones: Vec<_> = odd
            .iter()
            .enumerate()
            .map(|(at, name)| block(&format!("odd{at}"), name, blanks))
            .collect();
        let odd_ones = odd_ones.concat();
        it.lab.write(&[PROJECT, &odd_ones, &block("it", "FIRST", WRITE_ONLY)]);
        it.lab.workspace.apply_and_settle();
        for name in odd {
            let stored = it.stored("dev", "/app", name);
            assert_eq!(stored["secretValue"], format!("{}\n", secret("three")), "{name}");
        }

        let id = it.lab.state(&address("it"), "id");
        it.lab.emulator.clear_journal();
        let renamed =
            format!("{WRITE_ONLY}\n  comment = \"why\"\n  skip_multiline_encoding = true");
        it.lab.write(&[PROJECT, &odd_ones, &block("it", "SECOND", &renamed)]);
        let plan = it.lab.workspace.plan();
        assert_eq!(plan.summary(), [format!("update {}", address("it"))]);
        assert_eq!(plan.change(&address("it")).unknown(), ["last_updated"]);
        it.lab.workspace.apply_and_settle();
        assert_eq!(it.lab.state(&address("it"), "id"), id);
        assert_eq!(it.lab.writes().len(), 1, "{:?}", it.lab.writes());
        let stored = it.stored("dev", "/app", "SECOND");
        assert_eq!(
            (&stored["secretValue"], &stored["secretComment"]),
            (&json!(secret("two")), &json!("why"))
        );

        // To another folder, with another value at once.
        let sent_again = renamed.replace("= 1", "= 2").replace(".two", ".one");
        it.lab.write(&[PROJECT, &odd_ones, &block_in("it", "SECOND", "/other", &sent_again)]);
        assert_eq!(it.lab.workspace.plan().summary(), [format!("update {}", address("it"))]);
        it.lab.workspace.apply_and_settle();
        assert_eq!(it.names("dev", "/other"), ["SECOND"]);
        let stored = it.stored("dev", "/other", "SECOND");
        assert_eq!(
            (&stored["secretValue"], &stored["secretComment"]),
            (&json!(secret("one")), &json!("why"))
        );
        assert_eq!(it.lab.state(&address("it"), "id"), stored["id"]);

        let bare = WRITE_ONLY.replace("= 1", "= 2");
        it.lab.write(&[PROJECT, &odd_ones, &block_in("it", "SECOND", "/other", &bare)]);
        it.lab.workspace.apply_and_settle();
        assert_eq!(it.stored("dev", "/other", "SECOND")["secretComment"], "");
        it.lab.reads_official_state(&["comment", "skip_multiline_encoding"]);
        // Somebody else was faster with one of them.
        it.change("DELETE", "dev", "/other", "SECOND", json!({}));
        it.lab.workspace.destroy_with(&["-refresh=false"]);
        assert_eq!(it.names("dev", "/app"), [""; 0]);
    }
}

#[test]
fn what_is_write_only_is_nowhere_and_what_is_stored_is_warned_of() {
    let it = project(Dialect::Current);
    it.lab.write(&[PROJECT, &block("it", "A", WRITE_ONLY)]);
    let silent = it.lab.workspace.run(&["plan", "-json", "-input=false"]).expect_success();
    assert!(!silent.diagnostics().to_string().contains("stored in state"));
    let plan = it.lab.workspace.plan();
    assert_eq!(plan.summary(), [format!("create {}", address("it"))]);
    let shown = it.lab.workspace.run(&["show", "-json", "home/plan"]).expect_success();
    it.lab.workspace.apply_planned();
    it.lab.workspace.expect_settled();
    let state = it.lab.workspace.read("terraform.tfstate");
    let value = secret("two");
    assert!(!state.contains(&value));
    // The variable is in a plan; nothing of the resource is.
    let shown: Value = serde_json::from_str(&shown.stdout).unwrap();
    let [change] = &shown["resource_changes"].as_array().unwrap()[..] else { panic!("{shown}") };
    assert_eq!(change["change"]["after"]["name"], "A");
    assert!(!change.to_string().contains(&value));
    let log = it.lab.workspace.log();
    assert!(log.contains("secrets") && log.contains("[TRACE]") && !log.contains(&value));
    assert_eq!(it.stored("dev", "/app", "A")["secretValue"], value);

    it.lab.write(&[PROJECT, &block("it", "A", STORED)]);
    let said = it.lab.workspace.run(&["plan", "-json", "-input=false"]).expect_success();
    let said = said.diagnostics();
    assert!(said.to_string().contains("`value` is stored in state"), "{said}");
}

#[test]
fn a_folder_is_read_as_a_whole_and_written_in_batches() {
    for dialect in DIALECTS {
        let folders = ["/a", "/b", "/c", "/d"];
        let it = Project::new(dialect);
        for folder in folders {
            it.folder("dev", "/", &folder[1..]);
        }
        it.lab.write(&[PROJECT, &many(25, &folders)]);
        it.lab.workspace.apply();
        let (batches, all) = (requests(&it, "POST"), requests(&it, ""));
        // Terraform makes ten at a time, and these are in four folders.
        assert!(batches <= 80, "{batches} of {all}");
        let together = it.lab.writes();
        assert!(together.iter().any(|line| line.contains("/secrets") && line.contains("/batch")));
        it.lab.emulator.clear_journal();
        it.lab.workspace.expect_settled();
        // v3 costs finding it out.
        assert!(requests(&it, "") <= 8, "{:#?}", it.lab.requests());
        it.lab.emulator.clear_journal();
        it.lab.workspace.destroy();
        assert!(requests(&it, "DELETE") <= 80);
    }
}

#[test]
fn a_refused_one_says_why_and_its_neighbours_are_made() {
    for dialect in DIALECTS {
        let it = project(dialect);
        it.secret("dev", "/app", "THERE", "x", json!({}));
        let tag = "5f3d5ce6-63e4-4b63-9c0a-6e9b6b3f5d52";
        let names = ["A", "B", "C", "D"].map(|name| block(name, name, STORED)).concat();
        it.lab.write(&[
            PROJECT,
            &names,
            &block("there", "THERE", STORED),
            &block("tagged", "TAGGED", &format!("{STORED}\n  tag_ids = [{tag:?}]")),
            &block_in("nowhere", "NOWHERE", "/nowhere", STORED),
            &block("colon", "a:b", STORED),
        ]);
        let said = it.lab.workspace.apply_fails();
        for (name, line, summary) in [
            ("there", "name", "A secret of this name exists"),
            ("tagged", "tag_ids", "Tag not found"),
            ("nowhere", "folder_path", "Folder not found"),
        ] {
            let error = said.error_of(&address(name));
            assert_eq!(error.summary, summary, "{said}");
            assert!(error.code.trim().starts_with(line), "{said}");
        }
        let text = said.error_of(&address("there")).text();
        assert!(text.contains(&format!("write-only:{}:dev:/app:THERE", it.id)), "{text}");
        let mut expected = vec!["A", "B", "C", "D", "THERE"];
        if dialect == Dialect::Current {
            assert!(said.error_of(&address("colon")).code.trim().starts_with("name"), "{said}");
        } else {
            expected.push("a:b");
        }
        assert_eq!(it.names("dev", "/app"), expected);
        assert!(!it.lab.workspace.state().addresses().contains(&&*address("there")));
    }
}

#[test]
fn a_proposal_is_no_broken_state_and_settles_itself() {
    let it = project(Dialect::Current);
    it.lab.emulator.protect(&it.id, "dev", "/app");
    it.lab.write(&[PROJECT, &block("it", "A", STORED)]);
    let said = it.lab.workspace.run(&["apply", "-json", "-auto-approve"]).expect_success();
    let [request] = &it.lab.emulator.approvals()[..] else { panic!("one request") };
    let said = said.diagnostics().to_string();
    assert!(said.contains("Waiting for approval") && said.contains(request), "{said}");
    assert!(!it.lab.workspace.state().is_tainted(&address("it")));
    // Turned down: proposed again.
    assert!(it.lab.emulator.reject(request));
    assert_eq!(it.lab.workspace.plan().summary(), [format!("create {}", address("it"))]);
    it.lab.workspace.apply();
    // Merged: nothing to do, and the secret's own ID.
    let [request] = &it.lab.emulator.approvals()[..] else { panic!("one request") };
    assert!(it.lab.emulator.merge(request));
    it.lab.workspace.expect_settled();
    it.lab.workspace.refresh();
    let stored = it.stored("dev", "/app", "A");
    assert_eq!(it.lab.state(&address("it"), "id"), stored["id"]);

    it.lab.write(&[PROJECT, &block("it", "A", "  value = var.secrets.two")]);
    it.lab.workspace.apply();
    let [request] = &it.lab.emulator.approvals()[..] else { panic!("one request") };
    assert_eq!(it.lab.workspace.plan().summary(), [format!("update {}", address("it"))]);
    assert!(it.lab.emulator.merge(request));
    it.lab.workspace.expect_settled();
    let said = it.lab.workspace.run(&["destroy", "-json", "-auto-approve"]).expect_failure();
    assert_eq!(said.only_error().summary, "Waiting for approval");
    let [request] = &it.lab.emulator.approvals()[..] else { panic!("one request") };
    assert!(it.lab.emulator.merge(request));
    it.lab.workspace.destroy();
}

#[test]
fn what_happens_elsewhere_is_seen() {
    for dialect in DIALECTS {
        let it = project(dialect);
        it.folder("dev", "/", "gone");
        let all = ["CHANGED", "REMOVED", "RENAMED", "KEPT"].map(|name| block(name, name, STORED));
        let deep = block_in("deep", "DEEP", "/other", STORED);
        let gone = block_in("gone", "GONE", "/gone", STORED);
        it.lab.write(&[PROJECT, &all.concat(), &deep, &gone]);
        it.lab.workspace.apply_and_settle();

        it.change("PATCH", "dev", "/app", "CHANGED", json!({"secretValue": "something else"}));
        it.change("DELETE", "dev", "/app", "REMOVED", json!({}));
        let renamed = json!({"newSecretName": "OTHERWISE", "secretValue": secret("one")});
        it.change("PATCH", "dev", "/app", "RENAMED", renamed);
        let folder = |name: &str| {
            let path = format!("/api/v1/folders?workspaceId={}&environment=dev&path=/", it.id);
            let found = it.lab.elsewhere("GET", &path, None);
            let folders = found["folders"].as_array().unwrap();
            let found = folders.iter().find(|folder| folder["name"] == name).unwrap();
            format!("/api/v1/folders/{}", found["id"].as_str().unwrap())
        };
        let place = json!({"workspaceId": it.id, "environment": "dev", "path": "/"});
        let with = |more: Value| {
            let mut body = place.clone();
            body.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
            Some(body)
        };
        it.lab.elsewhere("PATCH", &folder("other"), with(json!({"name": "newer"})));
        it.lab.elsewhere("DELETE", &folder("gone"), with(json!({})));

        let plan = it.lab.workspace.plan();
        let mut summary = plan.summary();
        summary.sort();
        let expected = [
            ("create", "REMOVED"),
            ("create", "gone"),
            ("update", "CHANGED"),
            ("update", "RENAMED"),
            ("update", "deep"),
        ];
        assert_eq!(summary, expected.map(|(verb, name)| format!("{verb} {}", address(name))));
        let change = plan.change(&address("RENAMED"));
        assert_eq!(
            (&change.before["name"], &change.after["name"]),
            (&json!("OTHERWISE"), &json!("RENAMED"))
        );
        let moved = plan.change(&address("deep"));
        assert_eq!(moved.before["folder_path"], "/newer");

        // The folders' names in the configuration follow; the rest is repaired.
        let deep = deep.replace("/other", "/newer");
        it.folder("dev", "/", "gone");
        it.lab.write(&[PROJECT, &all.concat(), &deep, &gone]);
        it.lab.workspace.apply_and_settle();
        assert_eq!(it.names("dev", "/app"), ["CHANGED", "KEPT", "REMOVED", "RENAMED"]);
        assert_eq!(it.stored("dev", "/app", "CHANGED")["secretValue"], secret("one"));

        // The environment gets another slug: once the configuration has it, nothing is to be done.
        let project = it.lab.elsewhere("GET", &format!("/api/v1/workspace/{}", it.id), None);
        let environments = project["workspace"]["environments"].as_array().unwrap();
        let dev = environments.iter().find(|environment| environment["slug"] == "dev").unwrap();
        let path =
            format!("/api/v1/workspace/{}/environments/{}", it.id, dev["id"].as_str().unwrap());
        it.lab.elsewhere("PATCH", &path, Some(json!({"slug": "development"})));
        let renamed = [all.concat(), deep, gone].concat().replace("\"dev\"", "\"development\"");
        it.lab.write(&[PROJECT, &renamed]);
        it.lab.workspace.refresh();
        it.lab.workspace.expect_settled();
    }
}

#[test]
fn a_folder_that_is_renamed_takes_its_secrets_along() {
    for dialect in DIALECTS {
        let it = Project::new(dialect);
        let folder = |name: &str| {
            format!(
                "\nresource \"infisical_secret_folder\" \"app\" {{\n  name = {name:?}\n  environment_slug \
                 = \"dev\"\n  folder_path = \"/\"\n  project_id = var.project_id\n}}\n"
            )
        };
        let within = |name: &str| {
            block(name, name, WRITE_ONLY).replace("\"/app\"", "infisical_secret_folder.app.path")
        };
        let secrets = ["A", "B", "C"].map(within).concat();
        it.lab.write(&[PROJECT, &folder("app"), &secrets]);
        it.lab.workspace.apply_and_settle();
        let id = it.lab.state(&address("A"), "id");
        it.lab.write(&[PROJECT, &folder("newer"), &secrets]);
        it.lab.workspace.apply_and_settle();
        assert_eq!(it.names("dev", "/newer"), ["A", "B", "C"]);
        assert_eq!(it.lab.state(&address("A"), "id"), id);
    }
}

#[test]
fn tags_metadata_and_reminders_are_kept_cleared_and_left_alone() {
    for dialect in DIALECTS {
        let it = project(dialect);
        let tags = ["red", "blue"].map(|slug| {
            let path = format!("/api/v1/workspace/{}/tags", it.id);
            let made =
                it.lab.elsewhere("POST", &path, Some(json!({"slug": slug, "color": "#ff0000"})));
            made["workspaceTag"]["id"].as_str().unwrap().to_owned()
        });
        let current = dialect == Dialect::Current;
        let metadata = if current { "\n  metadata = { team = \"a\" }" } else { "" };
        let full = format!(
            "{STORED}\n  tag_ids = {tags:?}{metadata}\n  secret_reminder = {{ repeat_days = 30, note = \"turn\" \
             }}\n  comment = \"why\""
        );
        let siblings = ["A", "B", "C"].map(|name| block(name, name, &full)).concat();
        it.lab.write(&[PROJECT, &siblings]);
        it.lab.workspace.apply_and_settle();
        let stored = it.stored("dev", "/app", "A");
        assert_eq!(stored["tags"].as_array().unwrap().len(), 2);
        assert_eq!(stored["secretReminderRepeatDays"], 30);
        if current {
            assert_eq!(stored["secretMetadata"][0]["key"], "team");
        }

        // A move keeps what it has.
        let moved = siblings.replace("/app", "/other");
        it.lab.write(&[PROJECT, &moved]);
        it.lab.workspace.apply_and_settle();
        let stored = it.stored("dev", "/other", "B");
        assert_eq!(stored["tags"].as_array().unwrap().len(), 2);
        assert_eq!(
            (&stored["secretComment"], &stored["secretReminderNote"]),
            (&json!("why"), &json!("turn"))
        );

        // A tag is taken away elsewhere, and comes back.
        let less = json!({"tagIds": [tags[0]], "secretValue": secret("one")});
        it.change("PATCH", "dev", "/other", "A", less);
        assert_eq!(it.lab.workspace.plan().summary(), [format!("update {}", address("A"))]);
        it.lab.workspace.apply_and_settle();

        let nothing = if current { "\n  metadata = {}" } else { "" };
        let cleared = format!("{STORED}\n  tag_ids = []{nothing}");
        let removed =
            block_in("A", "A", "/other", &cleared) + &block_in("B", "B", "/other", STORED);
        it.lab.write(&[PROJECT, &removed]);
        it.lab.workspace.apply_and_settle();
        for name in ["A", "B"] {
            let stored = it.stored("dev", "/other", name);
            assert_eq!(stored["tags"], json!([]), "{name}");
            assert_eq!(stored["secretComment"], "", "{name}");
            if current {
                assert_eq!(stored["secretMetadata"], json!([]), "{name}");
            }
        }
        // What nobody manages is left alone.
        it.change(
            "PATCH",
            "dev",
            "/other",
            "B",
            json!({"tagIds": [tags[1]], "secretValue": secret("one")}),
        );
        it.lab.workspace.expect_settled();
        if !current {
            let noted =
                block_in("B", "B", "/other", &format!("{STORED}\n  metadata = {{ a = \"b\" }}"));
            it.lab.write(&[PROJECT, &noted]);
            let said = it.lab.workspace.apply_fails();
            assert_eq!(said.error_at("metadata").summary, "Not in this version of Infisical");
        }
    }
}

#[test]
fn what_cannot_be_is_said_before_anything_is_sent() {
    let it = project(Dialect::Current);
    let one = |lines: &str| block("it", "A", lines);
    let large = format!("{STORED}\n").replace(
        "var.secrets.one",
        "join(\"\", [for i in range(1024) : join(\"\", [for j in range(1024) : \"x\"])])",
    );
    for (config, line, summary) in [
        (one(""), "resource", "Missing value"),
        (
            one(STORED).replace("  workspace_id = var.project_id\n", ""),
            "resource",
            "Missing project",
        ),
        (one(STORED).replace("\"A\"", "\" A\""), "name", "Invalid name of a secret"),
        (one(STORED).replace("/app", "/a b"), "folder_path", "Invalid folder path"),
        (one(&large), "value", "Value too large"),
        (one(&format!("{STORED}\n{WRITE_ONLY}")), "value", "Conflicting attributes"),
        (
            one(&format!("{STORED}\n  secret_reminder = {{ repeat_days = 0 }}")),
            "secret_reminder",
            "Value out of range",
        ),
    ] {
        it.lab.write(&[PROJECT, &config]);
        let said = it.lab.workspace.plan_fails();
        let mut errors = said.errors();
        let found =
            errors.any(|error| error.code.trim().starts_with(line) && error.summary == summary);
        assert!(found, "{summary}: {said}");
    }
    assert_eq!(it.lab.writes(), [""; 0]);
    // What is not known yet is not judged.
    let unknown = "\nresource \"terraform_data\" \"a\" {\n  input = \"/app\"\n}\n";
    let later = one(STORED).replace("\"/app\"", "terraform_data.a.output");
    it.lab.write(&[PROJECT, unknown, &later]);
    it.lab.workspace.apply_and_settle();
}

#[test]
fn a_secret_is_imported_as_people_know_it() {
    for dialect in DIALECTS {
        let it = project(dialect);
        it.secret("dev", "/app", "A", &secret("one"), json!({"secretComment": "why"}));
        let id = it.stored("dev", "/app", "A")["id"].as_str().unwrap().to_owned();
        let named = format!("{}:dev:/app:A", it.id);
        it.lab.write(&[PROJECT, &block("it", "A", &format!("{STORED}\n  comment = \"why\""))]);
        it.lab.workspace.import(&address("it"), &named);
        it.lab.workspace.expect_settled();
        it.lab.workspace.verify_import(&address("it"), &format!("write-only:{named}"), &["value"]);
        if dialect == Dialect::Current {
            it.lab.workspace.verify_import(&address("it"), &id, &[]);
        } else {
            let said = it.lab.workspace.import_fails(&address("it"), &id);
            assert!(said.contains("PROJECT:ENVIRONMENT:FOLDER:NAME"), "{said}");
        }
        let said = it.lab.workspace.import_fails(&address("it"), &format!("{named}NOT"));
        assert!(
            said.contains("There is no secret `ANOT` in /app in the environment dev"),
            "{said}"
        );

        // By block, with a configuration that Terraform writes: it has no value, and needs none.
        let _ = it.lab.workspace.run(&["state", "rm", &address("it")]).expect_success();
        let import =
            format!("\nimport {{\n  to = {}\n  id = \"write-only:{named}\"\n}}\n", address("it"));
        it.lab.write(&[PROJECT, &import]);
        let plan = it.lab.workspace.plan_with(&["-generate-config-out=generated.tf"]);
        assert_eq!(plan.summary(), [""; 0]);
        let generated = it.lab.workspace.read("generated.tf");
        assert!(
            generated.contains("\"why\"") && !generated.contains(&secret("one")),
            "{generated}"
        );
        it.lab.workspace.apply_and_settle();
        assert!(!it.lab.workspace.read("terraform.tfstate").contains(&secret("one")));
        assert_eq!(it.stored("dev", "/app", "A")["secretValue"], secret("one"));
    }
}

#[test]
fn secrets_are_listed_by_name() {
    for dialect in DIALECTS {
        let it = project(dialect);
        it.folder("dev", "/app", "deep");
        it.secret("dev", "/app", "A", &secret("one"), json!({"secretComment": "why"}));
        it.secret("dev", "/app/deep", "B", &secret("two"), json!({}));
        block_on(async {
            let mut wire = Wire::of(&it.lab).await;
            let filter = json!({
                "workspace_id": it.id, "env_slug": "dev", "folder_path": "/app", "recursive": true,
            });
            let mut found = wire.list("infisical_secret", filter).await;
            found.sort_by(|(one, ..), (other, ..)| one.cmp(other));
            let names: Vec<_> = found.iter().map(|(name, ..)| name.as_str()).collect();
            assert_eq!(names, ["/app/A", "/app/deep/B"]);
            let (_, identity, object) = &found[0];
            assert_eq!(identity.attribute("name").as_str(), Some("A"));
            assert_eq!(identity.attribute("workspace_id").as_str(), Some(&*it.id));
            assert_eq!(object.attribute("comment").as_str(), Some("why"));
            assert!(object.attribute("value").is_null());
        });
    }
}
