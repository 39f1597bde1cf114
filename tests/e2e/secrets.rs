//! Reading the secrets of a folder, and moving them.

use crate::lab::{DIALECTS, Lab, secret};
use crate::wire::{Wire, block_on};
use crate::with_project::{PROJECT, Project};
use infisical_emulator::Dialect;
use serde_json::{Value, json};

impl Project {
    /// `/app` with a folder below and imports, one of which is of no folder, in the project `dev`.
    fn with_an_application(dialect: Dialect) -> Self {
        let it = Self::new(dialect);
        it.folder("dev", "/", "app");
        it.folder("dev", "/app", "db");
        it.folder("prod", "/", "shared");
        it.folder("prod", "/", "later");
        it.secret("dev", "/app", "OWN", &secret("one"), json!({"secretComment": "why"}));
        it.secret("dev", "/app", "URL", "x://${OWN}@${dev.app.db.HOST}", json!({}));
        it.secret("dev", "/app", "LOOP", "${POOL}", json!({}));
        it.secret("dev", "/app", "POOL", "${LOOP}", json!({}));
        it.secret("dev", "/app", "NOWHERE", "${prod.shared.NONE}", json!({}));
        it.secret("dev", "/app/db", "HOST", &secret("two"), json!({}));
        it.secret("prod", "/shared", "OWN", "hidden by the own one", json!({}));
        it.secret("prod", "/shared", "BOTH", "hidden by the later import", json!({}));
        it.secret("prod", "/shared", "DEEP", "<${BOTH}>", json!({}));
        it.secret("prod", "/later", "BOTH", &secret("three"), json!({}));
        it.import("dev", "/app", "prod", "/shared");
        it.import("dev", "/app", "prod", "/missing");
        it.import("dev", "/app", "prod", "/later");
        it
    }
}

/// A block that reads `/app`.
fn block(kind: &str, name: &str, more: &str) -> String {
    let (kind, ty) = kind.split_once(' ').unwrap();
    format!(
        "\n{kind} {ty:?} {name:?} {{\n  workspace_id = var.project_id\n  env_slug = \"dev\"\n  folder_path = \
         \"/app\"\n{more}\n}}\n"
    )
}

/// The same, in which something must be true of what was read.
fn block_where(kind: &str, name: &str, more: &str, holds: &str) -> String {
    let condition = format!(
        "{more}\n  lifecycle {{\n    postcondition {{\n      condition = {holds}\n      error_message = \"\
         {name} is something else.\"\n    }}\n  }}"
    );
    block(kind, name, &condition)
}

/// The values in state.
fn values(lab: &Lab, address: &str) -> Value {
    let mut secrets = lab.state(address, "secrets");
    let secrets = secrets.as_object_mut().unwrap();
    secrets.iter_mut().map(|(name, secret)| (name.clone(), secret["value"].take())).collect()
}

#[test]
fn a_folder_is_what_an_application_would_get() {
    for dialect in DIALECTS {
        let it = Project::with_an_application(dialect);
        let (one, two, three) = (secret("one"), secret("two"), secret("three"));
        // Today's server goes once around; that of 2024 ten times.
        let (in_loop, in_pool) = match dialect {
            Dialect::Current => ("${POOL}", "${LOOP}"),
            Dialect::Recorded2024_10 => ("${LOOP}", "${POOL}"),
        };
        let own = json!({
            "OWN": one, "URL": format!("x://{one}@{two}"), "LOOP": in_loop, "POOL": in_pool,
            "NOWHERE": "${prod.shared.NONE}",
        });
        let merged = |more: Value| {
            let mut all = own.as_object().unwrap().clone();
            all.extend(more.as_object().unwrap().clone());
            Value::Object(all)
        };
        it.lab.write(&[
            PROJECT,
            &block("data infisical_secrets", "plain", ""),
            &block("data infisical_secrets", "deep", "  recursive = true"),
            &block("data infisical_secrets", "imports", "  include_imports = true"),
            &block("data infisical_secrets", "raw", "  expand_secret_references = false"),
        ]);
        it.lab.workspace.apply_and_settle();
        let told = |name: &str| values(&it.lab, &format!("data.infisical_secrets.{name}"));
        assert_eq!(told("plain"), own);
        assert_eq!(told("deep"), merged(json!({"db/HOST": two})));
        assert_eq!(
            told("imports"),
            merged(json!({"BOTH": three, "DEEP": "<hidden by the later import>"}))
        );
        assert_eq!(told("raw")["URL"], "x://${OWN}@${dev.app.db.HOST}");
    }
}

#[test]
fn ephemeral_secrets_are_the_same_for_one_run() {
    for dialect in DIALECTS {
        let it = Project::with_an_application(dialect);
        let all = "self.secrets.OWN.value == var.secrets.one && self.values.DEEP == \"<hidden by the later import>\"";
        it.lab.write(&[
            PROJECT,
            &block_where(
                "ephemeral infisical_secrets",
                "all",
                "  include_imports = true",
                &format!("{all} && self.values.BOTH == var.secrets.three"),
            ),
            &block_where(
                "ephemeral infisical_secret",
                "one",
                "  name = \"OWN\"",
                "self.value == var.secrets.one && self.comment == \"why\" && self.version == 1",
            ),
            &block_where(
                "ephemeral infisical_secret",
                "imported",
                "  name = \"BOTH\"\n  include_imports = true",
                "self.value == var.secrets.three",
            ),
        ]);
        // Terraform 1.11 cannot show a state with conditions on what is ephemeral, so that it is not asked.
        it.lab.workspace.apply();
        let state = it.lab.workspace.read("terraform.tfstate");
        assert!(it.lab.emulator.secrets().iter().all(|secret| !state.contains(secret)), "{state}");
        let wrong = block_where(
            "ephemeral infisical_secret",
            "it",
            "  name = \"OWN\"",
            "self.value == \"\"",
        );
        it.lab.write(&[PROJECT, &wrong]);
        let said = it.lab.workspace.plan_fails();
        assert!(said.only_error().text().contains("it is something else"), "{said}");
    }
}

#[test]
fn what_the_server_left_is_warned_of() {
    let it = Project::with_an_application(Dialect::Current);
    it.lab.write(&[PROJECT, &block("data infisical_secrets", "plain", "")]);
    let output = it.lab.workspace.run(&["plan", "-json", "-input=false"]).expect_success();
    let said = output.diagnostics();
    let warnings: Vec<_> = said.iter().map(tf_harness::Diagnostic::text).collect();
    let left = "The server left references in `LOOP`, `NOWHERE`, `POOL`:";
    assert!(warnings.iter().any(|said| said.contains(left)), "{warnings:?}");
    assert!(warnings.iter().any(|said| said.contains("stored in state")), "{warnings:?}");
}

#[test]
fn what_is_not_there_is_named() {
    for dialect in DIALECTS {
        let it = Project::with_an_application(dialect);
        let missing = |kind: &str, name: &str, more: &str| {
            block(kind, name, more).replacen("/app", "/nowhere", 1)
        };
        it.lab.write(&[
            PROJECT,
            &missing("data infisical_secrets", "folder", ""),
            &missing("ephemeral infisical_secrets", "folder", ""),
            &missing("ephemeral infisical_secret", "folder", "  name = \"OWN\""),
            &block("ephemeral infisical_secret", "name", "  name = \"NONE\""),
            "\ndata \"infisical_secret_metadata\" \"name\" {\n  project_id = var.project_id\n  \
             environment_slug = \"dev\"\n  folder_path = \"/app\"\n  name = \"HOST\"\n}\n",
        ]);
        let said = it.lab.workspace.plan_fails();
        for (address, line) in [
            ("data.infisical_secrets.folder", "folder_path"),
            ("ephemeral.infisical_secrets.folder", "folder_path"),
            ("ephemeral.infisical_secret.folder", "folder_path"),
            ("ephemeral.infisical_secret.name", "name"),
            ("data.infisical_secret_metadata.name", "name"),
        ] {
            let error = said.error_of(address);
            assert_eq!(error.summary, "Not found in Infisical", "{address}: {said}");
            assert!(error.code.trim().starts_with(line), "{address}: {said}");
        }
    }
}

#[test]
fn what_cannot_be_read_is_refused_before_it_is_asked_for() {
    let it = Project::new(Dialect::Current);
    for (more, line) in [
        ("  recursive = true\n  include_imports = true", "include_imports"),
        ("  tag_slugs = [\"a\"]\n  include_imports = true", "tag_slugs"),
    ] {
        it.lab.write(&[PROJECT, &block("ephemeral infisical_secrets", "it", more)]);
        let said = it.lab.workspace.validate();
        let _ = said.error_at(line);
    }
    let without =
        block("data infisical_secrets", "it", "").replace("  workspace_id = var.project_id\n", "");
    it.lab.write(&[&without]);
    let said = it.lab.workspace.validate();
    assert_eq!(said.only_error().summary, "Missing project", "{said}");
}

#[test]
fn a_reference_that_breaks_the_read_is_found_out() {
    let it = Project::with_an_application(Dialect::Recorded2024_10);
    it.secret("dev", "/app", "BROKEN", "${nowhere.A}", json!({}));
    let broken = |more: &str| {
        block("ephemeral infisical_secret", "it", &format!("  name = \"BROKEN\"\n{more}"))
    };
    it.lab.write(&[PROJECT, &broken("")]);
    let said = it.lab.workspace.plan_fails();
    assert_eq!(said.error_at("name").summary, "References not expanded", "{said}");
    it.lab.write(&[PROJECT, &broken("  expand_secret_references = false")]);
    it.lab.workspace.apply();
    // The list leaves it as it is.
    it.lab.write(&[PROJECT, &block("data infisical_secrets", "it", "")]);
    it.lab.workspace.apply();
    assert_eq!(values(&it.lab, "data.infisical_secrets.it")["BROKEN"], "${nowhere.A}");
}

#[test]
fn tags_and_metadata_say_which_secrets_and_state_has_no_value() {
    for dialect in DIALECTS {
        let it = Project::new(dialect);
        let tag = json!({"slug": "red", "color": "#ff0000"});
        let tag = it.lab.elsewhere("POST", &format!("/api/v1/workspace/{}/tags", it.id), Some(tag));
        let tag = &tag["workspaceTag"]["id"];
        it.secret("dev", "/", "TAGGED", &secret("one"), json!({"tagIds": [tag]}));
        let current = dialect == Dialect::Current;
        let metadata = json!([
            {"key": "team", "value": "a,b=c|d"},
            {"key": "pin", "value": secret("three"), "isEncrypted": true},
        ]);
        let more = if current { json!({"secretMetadata": metadata}) } else { json!({}) };
        it.secret("dev", "/", "NOTED", &secret("two"), more);
        let at_root =
            |kind: &str, name: &str, more: &str| block(kind, name, more).replacen("/app", "/", 1);
        let about = "\ndata \"infisical_secret_metadata\" \"NAME\" {\n  project_id = var.project_id\n  \
                     environment_slug = \"dev\"\n  folder_path = \"/\"\n  name = \"NAME\"\n}\n";
        it.lab.write(&[
            PROJECT,
            &at_root("data infisical_secrets", "red", "  tag_slugs = [\"red\"]"),
            &at_root("data infisical_secrets", "team", "  metadata = { team = \"a,b=c|d\" }"),
            &about.replace("NAME", "TAGGED"),
            &about.replace("NAME", "NOTED"),
        ]);
        it.lab.workspace.apply_and_settle();
        assert_eq!(values(&it.lab, "data.infisical_secrets.red"), json!({"TAGGED": secret("one")}));
        let noted = if current { json!({"NOTED": secret("two")}) } else { json!({}) };
        assert_eq!(values(&it.lab, "data.infisical_secrets.team"), noted);
        let state = |name: &str, attribute: &str| {
            it.lab.state(&format!("data.infisical_secret_metadata.{name}"), attribute)
        };
        let color = json!("#ff0000");
        assert_eq!(state("TAGGED", "tags")[0]["slug"], "red");
        assert_eq!(state("TAGGED", "tags")[0]["color"], color);
        assert_eq!(state("TAGGED", "secret_version"), 1);
        let entries = json!([
            {"key": "team", "value": "a,b=c|d", "is_encrypted": false},
            {"key": "pin", "value": null, "is_encrypted": true},
        ]);
        assert_eq!(state("NOTED", "secret_metadata"), if current { entries } else { json!([]) });
        it.lab.write(&[PROJECT, &about.replace("NAME", "NOTED")]);
        it.lab.workspace.apply();
        let state = it.lab.workspace.read("terraform.tfstate");
        assert!(!state.contains(&secret("two")) && !state.contains(&secret("three")), "{state}");
    }
}

#[test]
fn secrets_are_moved_once_and_all_together() {
    for dialect in DIALECTS {
        let it = Project::with_an_application(dialect);
        it.folder("prod", "/", "app");
        let config = |names: Value, path: &str| {
            json!({
                "workspace_id": it.id, "env_slug": "dev", "folder_path": "/app", "names": names,
                "destination_env_slug": "prod", "destination_folder_path": path, "overwrite": false,
            })
        };
        block_on(async {
            let mut wire = Wire::of(&it.lab).await;
            let mut run = async |config: Value| wire.ask("infisical_secrets_move", config).await;
            let whither = "from /app in the environment dev to /app in the environment prod: `OWN`";
            let one = config(json!(["OWN"]), "/app");
            for how in ["moved", "moved before"] {
                let (said, problems) = run(one.clone()).await;
                assert_eq!((said, problems), (vec![format!("{how} {whither}")], vec![]));
            }
            let (said, problems) = run(config(json!(["URL", "NONE"]), "/app")).await;
            assert_eq!((said.len(), problems.len()), (0, 1));
            assert!(problems[0].detail.contains("There is no secret `NONE`"), "{problems:?}");
            // The one that is there has another value.
            it.secret("prod", "/app", "URL", "another", json!({}));
            let (_, problems) = run(config(Value::Null, "/app")).await;
            assert!(
                problems[0].detail.contains("already exist in the destination: URL"),
                "{problems:?}"
            );
            assert!(problems[0].detail.contains("set `overwrite = true`"), "{problems:?}");
            let mut all = config(Value::Null, "/app");
            all["overwrite"] = true.into();
            let (said, problems) = run(all.clone()).await;
            assert_eq!((said.len(), problems), (1, vec![]));
            let (said, _) = run(all).await;
            assert_eq!(said, ["there is nothing to move in /app in the environment dev"]);
        });
        assert_eq!(it.names("dev", "/app"), [""; 0]);
        assert_eq!(it.names("prod", "/app"), ["LOOP", "NOWHERE", "OWN", "POOL", "URL"]);
        assert_eq!(it.names("dev", "/app/db"), ["HOST"]);
    }
}

#[test]
fn a_move_that_waits_for_an_approval_says_what_is_where() {
    for (guarded, state, here, there) in [
        ("prod", "are gone from /app", &[][..], &[][..]),
        ("dev", "are in /app in the environment prod, and also", &["A"], &["A"]),
    ] {
        let it = Project::new(Dialect::Current);
        it.folder("dev", "/", "app");
        it.folder("prod", "/", "app");
        it.secret("dev", "/app", "A", &secret("one"), json!({}));
        it.lab.emulator.protect(&it.id, guarded, "/app");
        let config = json!({
            "workspace_id": it.id, "env_slug": "dev", "folder_path": "/app",
            "destination_env_slug": "prod", "destination_folder_path": "/app", "overwrite": false,
        });
        let run = async { Wire::of(&it.lab).await.ask("infisical_secrets_move", config).await };
        let (said, problems) = block_on(run);
        assert_eq!((said.len(), problems.len()), (0, 1));
        assert_eq!(problems[0].summary, "Waiting for an approval");
        assert!(problems[0].detail.contains(state), "{problems:?}");
        assert_eq!(it.names("dev", "/app"), here);
        assert_eq!(it.names("prod", "/app"), there);
    }
}
