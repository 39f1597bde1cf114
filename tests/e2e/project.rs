//! Projects.

use crate::lab::{DIALECTS, Lab};
use infisical_emulator::{Dialect, Fault, FaultKind, Options};
use serde_json::{Value, json};
use std::time::Duration;
use tf_harness::{Diagnostic, Diagnostics};

const ADDRESS: &str = "infisical_project.shop";
const CREATE: &str = "POST /api/v2/workspace 200";
const UPDATE: &str = "PATCH /api/v1/workspace/ID 200";
const DELETE: &str = "DELETE /api/v1/workspace/ID 200";
const RETAIN: &str = "PUT /api/v1/workspace/shop-app/audit-logs-retention";

/// What the official provider does not have.
pub(crate) const OURS: [&str; 4] =
    ["auto_capitalization", "org_id", "secret_detection_ignore_values", "secret_sharing"];

/// The project `shop` with these lines.
fn project(lines: &str) -> String {
    named("shop", "shop-app", lines)
}

fn named(address: &str, slug: &str, lines: &str) -> String {
    format!(
        "resource \"infisical_project\" \"{address}\" {{\n  name = \"Shop\"\n  slug = \
         \"{slug}\"\n{lines}\n}}\n"
    )
}

fn path(lab: &Lab) -> String {
    format!("/api/v1/workspace/{}", lab.state(ADDRESS, "id").as_str().unwrap())
}

/// What the server holds.
fn held(lab: &Lab) -> Value {
    lab.elsewhere("GET", &path(lab), None)["workspace"].take()
}

/// What an apply that succeeds has to say.
fn applied(lab: &Lab) -> Diagnostics {
    let apply = ["apply", "-auto-approve", "-input=false", "-json"];
    lab.workspace.run(&apply).expect_success().diagnostics()
}

fn warning<'a>(said: &'a Diagnostics, summary: &str) -> &'a Diagnostic {
    let found = said.iter().find(|one| one.summary == summary);
    found.unwrap_or_else(|| panic!("no {summary:?} in {said}"))
}

/// The slugs of all projects, sorted by name.
fn slugs(lab: &Lab) -> Vec<String> {
    let path = format!("/api/v2/organizations/{}/workspaces", lab.emulator.org_id());
    let all = lab.elsewhere("GET", &path, None)["workspaces"].take();
    let all = all.as_array().unwrap().iter();
    all.map(|project| project["slug"].as_str().unwrap().to_owned()).collect()
}

#[test]
fn created_renamed_found_gone_and_deleted() {
    for dialect in DIALECTS {
        let lab = Lab::speaking(dialect);
        lab.write(&[&project("  has_delete_protection = false\n  type = \"secret-manager\"")]);
        lab.workspace.apply_and_settle();
        assert_eq!(lab.writes(), [CREATE]);
        let held = held(&lab);
        let id = lab.state(ADDRESS, "id");
        let current = dialect == Dialect::Current;
        assert_eq!(
            lab.workspace.state().resource(ADDRESS),
            &json!({
                "id": id, "name": "Shop", "slug": "shop-app", "description": null,
                "type": "secret-manager", "template_name": null, "kms_secret_manager_key_id": null,
                "should_create_default_envs": null, "has_delete_protection": false,
                "auto_capitalization": true, "audit_log_retention_days": 0,
                "secret_sharing": current.then_some(true), "secret_detection_ignore_values": null,
                "org_id": lab.emulator.org_id(), "last_updated": held["updatedAt"],
            })
        );

        lab.reads_official_state(&OURS);

        lab.emulator.clear_journal();
        lab.write(&[&project("").replace("\"Shop\"", "\"Store\"")]);
        assert_eq!(lab.workspace.plan().change(ADDRESS).unknown(), ["last_updated"]);
        lab.workspace.apply_and_settle();
        assert_eq!(lab.writes(), [UPDATE]);
        assert_eq!(lab.state(ADDRESS, "id"), id);

        lab.elsewhere("PATCH", &path(&lab), Some(json!({"name": "Other"})));
        assert_eq!(lab.workspace.plan().summary(), [format!("update {ADDRESS}")]);

        lab.elsewhere("DELETE", &path(&lab), None);
        assert_eq!(lab.workspace.plan().summary(), [format!("create {ADDRESS}")]);
        lab.workspace.apply_and_settle();
        lab.emulator.clear_journal();
        lab.workspace.destroy();
        assert_eq!(lab.writes(), [DELETE]);
        assert_eq!(slugs(&lab), [""; 0]);

        lab.workspace.apply();
        lab.elsewhere("DELETE", &path(&lab), None);
        lab.emulator.clear_journal();
        lab.workspace.destroy_with(&["-refresh=false"]);
        assert_eq!(lab.writes().len(), 1, "{:?}", lab.requests());
    }
}

#[test]
fn every_setting_is_set_changed_and_cleared() {
    let lab = Lab::new();
    lab.emulator.add_project_template("blue", &[("Blue", "blue")]);
    let key = lab.emulator.add_kms_key();
    let fixed = format!(
        "  template_name = \"blue\"\n  kms_secret_manager_key_id = \"{key}\"\n  \
         should_create_default_envs = true"
    );
    let all = "  description = \"Where we sell\"\n  has_delete_protection = true\n  \
               auto_capitalization = false\n  secret_sharing = false\n  audit_log_retention_days = \
               30\n  secret_detection_ignore_values = [\"example\"]\n";
    lab.write(&[&project(&format!("{all}{fixed}"))]);
    lab.workspace.apply_and_settle();
    assert_eq!(lab.writes(), [CREATE, UPDATE, &format!("{RETAIN} 200")]);
    assert_eq!(held(&lab)["environments"][0]["slug"], "blue");
    assert_eq!(lab.state(ADDRESS, "kms_secret_manager_key_id"), key);

    lab.emulator.clear_journal();
    let other = all.replace("30", "0").replace("true", "false").replace("\"example\"", "");
    let slug = |config: String| config.replace("shop-app", "shop_app-of-ours");
    lab.write(&[&slug(project(&format!("{other}{fixed}")))]);
    lab.workspace.apply_and_settle();
    let retain = RETAIN.replace("shop-app", "shop_app-of-ours");
    assert_eq!(lab.writes(), [UPDATE, &format!("{retain} 200")]);

    lab.write(&[&slug(project(&fixed))]);
    lab.workspace.apply_and_settle();
    let held = held(&lab);
    assert_eq!((&held["description"], &held["slug"]), (&json!(""), &json!("shop_app-of-ours")));
    assert_eq!(held["auditLogsRetentionDays"], 0);
    lab.workspace.destroy();
}

/// The audit's item 8: the official provider taints the project, and then plans to destroy it.
#[test]
fn a_setting_that_is_refused_to_a_new_project_never_destroys_it() {
    for dialect in DIALECTS {
        let lab = Lab::with(Options { dialect, licensed: false, ..Options::default() });
        lab.write(&[&project("  audit_log_retention_days = 30")]);
        let said = applied(&lab);
        let warning = warning(&said, "Project created without `audit_log_retention_days`");
        assert!(warning.detail.contains("answered 40"), "{said}");
        assert!(!lab.workspace.state().is_tainted(ADDRESS));
        let id = lab.state(ADDRESS, "id");

        assert_eq!(lab.workspace.plan().summary(), [format!("update {ADDRESS}")]);
        let errors = lab.workspace.apply_fails();
        assert!(errors.only_error().text().contains(RETAIN), "{errors}");
        assert!(!lab.workspace.state().is_tainted(ADDRESS));

        lab.write(&[&project("")]);
        lab.workspace.apply_and_settle();
        assert_eq!(lab.state(ADDRESS, "id"), id);
    }
}

/// No answer tells these two, so that no later plan can say that they were ignored.
#[test]
fn what_an_older_server_ignores_in_silence_is_said_when_it_creates() {
    const LINES: [&str; 2] = ["template_name = \"web\"", "should_create_default_envs = false"];
    const SUMMARIES: [&str; 2] = [
        "Project created without `template_name`",
        "Project created without `should_create_default_envs`",
    ];
    for dialect in DIALECTS {
        let lab = Lab::with(Options { dialect, strict: false, ..Options::default() });
        lab.emulator.add_project_template("web", &[("Production", "prod")]);
        lab.write(&[&project(&LINES.join("\n"))]);
        let said = applied(&lab);
        if dialect == Dialect::Recorded2024_10 {
            for summary in SUMMARIES {
                let detail = &warning(&said, summary).detail;
                assert!(detail.contains("too old") && detail.contains("no later plan"), "{said}");
            }
            let ignored = lab.emulator.take_violations();
            assert!(ignored.iter().all(|one| one.contains("/api/v2/workspace")), "{ignored:?}");
            assert_eq!(ignored.len(), 1, "{ignored:?}");
        } else {
            assert!(!said.iter().any(|one| SUMMARIES.contains(&one.summary.as_str())), "{said}");
        }
        lab.workspace.expect_settled();
    }
}

#[test]
fn a_server_that_fails_after_the_create_costs_no_project() {
    let lab = Lab::new();
    let refused = FaultKind::Status {
        status: 503,
        body: "{}".to_owned(),
        content_type: "application/json".to_owned(),
        headers: Vec::new(),
    };
    lab.emulator.inject(Fault::once(FaultKind::ResetAfter).on_path("/api/v2/workspace"));
    lab.emulator.inject(Fault::always(refused).on_method("PATCH"));
    lab.write(&[&project("  auto_capitalization = false")]);
    let said = applied(&lab);
    let _ = warning(&said, "Project created without `auto_capitalization`");
    assert_eq!(slugs(&lab), ["shop-app"]);
    lab.emulator.clear_faults();
    assert_eq!(lab.workspace.plan().summary(), [format!("update {ADDRESS}")]);
    lab.workspace.apply_and_settle();
    assert_eq!(held(&lab)["autoCapitalization"], false);
}

#[test]
fn a_database_that_fails_is_no_missing_project() {
    let lab = Lab::speaking(Dialect::Recorded2024_10);
    lab.write(&[&project("")]);
    lab.workspace.apply();
    let fails = FaultKind::Status {
        status: 500,
        body: json!({
            "statusCode": 500, "message": "Something went wrong",
            "error": "Failed to find project by id",
        })
        .to_string(),
        content_type: "application/json".to_owned(),
        headers: Vec::new(),
    };
    let fault = |fault: Fault| fault.on_method("GET").on_path("/api/v1/workspace/");
    lab.emulator.inject(fault(Fault::once(fails.clone())));
    lab.workspace.expect_settled();
    lab.emulator.inject(fault(Fault::always(fails)));
    let errors = lab.workspace.plan_fails();
    assert_eq!(errors.only_error().summary, "Infisical failed", "{errors}");
}

#[test]
fn a_slug_that_is_taken_is_warned_of_and_adopted_by_import_only() {
    for dialect in DIALECTS {
        let lab = Lab::speaking(dialect);
        let body = json!({"projectName": "Shop", "slug": "shop-app"});
        let other = lab.elsewhere("POST", "/api/v2/workspace", Some(body))["project"].take();
        let other = other["id"].as_str().unwrap();
        lab.write(&[&project("")]);
        let said = lab.plan_warns("A project with this slug exists");
        assert!(said.contains(&format!("id = \"{other}\"")), "{said}");
        // What is as old as the run could be the run's own.
        lab.emulator.advance(Duration::from_mins(1));
        let errors = lab.workspace.apply_fails();
        assert!(errors.only_error().text().contains("POST /api/v2/workspace"), "{errors}");
        assert_eq!(lab.workspace.state().addresses(), [""; 0]);
        lab.workspace.import(ADDRESS, other);
        lab.workspace.expect_settled();
    }
}

#[test]
fn what_cannot_change_is_refused_in_the_plan_and_nothing_replaces() {
    let lab = Lab::new();
    lab.emulator.add_project_template("blue", &[("Blue", "blue")]);
    let keys = [lab.emulator.add_kms_key(), lab.emulator.add_kms_key()];
    let fixed = format!(
        "  type = \"kms\"\n  template_name = \"blue\"\n  should_create_default_envs = true\n  \
         kms_secret_manager_key_id = \"{}\"",
        keys[0]
    );
    lab.write(&[&project(&fixed)]);
    lab.workspace.apply_and_settle();
    for (from, to, at) in [
        ("\"kms\"", "\"secret-manager\"", "type"),
        ("\"blue\"", "\"red\"", "template_name"),
        ("= true", "= false", "should_create_default_envs"),
        (&*keys[0], &*keys[1], "kms_secret_manager_key_id"),
    ] {
        lab.write(&[&project(&fixed.replace(from, to))]);
        let errors = lab.workspace.plan_fails();
        let error = errors.error_at(at);
        assert_eq!(error.summary, "A project cannot change this", "{errors}");
        assert!(error.text().contains("destroy everything in it"), "{errors}");
    }
    // What the server does not tell is forgotten by an import, and noted by the next apply.
    lab.write(&[&project(&fixed)]);
    let id = lab.state(ADDRESS, "id").as_str().unwrap().to_owned();
    let _ = lab.workspace.run(&["state", "rm", ADDRESS]).expect_success();
    lab.workspace.import(ADDRESS, &id);
    assert_eq!(lab.workspace.plan().summary(), [format!("update {ADDRESS}")]);
    lab.emulator.clear_journal();
    let said = applied(&lab);
    let _ = warning(&said, "`template_name` is only noted");
    let _ = warning(&said, "`should_create_default_envs` is only noted");
    lab.workspace.expect_settled();
    assert_eq!(lab.writes(), [""; 0]);
    assert_eq!(lab.state(ADDRESS, "id"), id);
}

#[test]
fn a_protected_project_is_not_destroyed() {
    let lab = Lab::new();
    lab.write(&[&project("  has_delete_protection = true")]);
    lab.workspace.apply_and_settle();
    lab.emulator.clear_journal();
    let refused = lab.workspace.run(&["destroy", "-json", "-auto-approve"]).expect_failure();
    assert_eq!(refused.only_error().summary, "Project is protected", "{refused}");
    assert_eq!(lab.writes(), [""; 0]);
    // A replacement that somebody asks for is no plan to destroy; the server refuses it.
    let replace = format!("-replace={ADDRESS}");
    let refused =
        lab.workspace.run(&["apply", "-json", "-auto-approve", &replace]).expect_failure();
    assert_eq!(refused.only_error().summary, "Project is protected", "{refused}");
    assert_eq!(lab.workspace.state().addresses(), [ADDRESS]);
    lab.write(&[&project("")]);
    lab.workspace.expect_settled();
    lab.write(&[&project("  has_delete_protection = false")]);
    lab.workspace.apply_and_settle();
    lab.workspace.destroy();
}

#[test]
fn imported_by_id_by_slug_and_by_block_with_generated_configuration() {
    for dialect in DIALECTS {
        let lab = Lab::speaking(dialect);
        lab.write(&[&project("")]);
        lab.workspace.apply_and_settle();
        let id = lab.state(ADDRESS, "id").as_str().unwrap().to_owned();
        lab.workspace.verify_import(ADDRESS, &id, &[]);
        lab.workspace.verify_import(ADDRESS, "shop-app", &[]);
        let _ = lab.workspace.run(&["state", "rm", ADDRESS]).expect_success();
        let text = lab.workspace.import_fails(ADDRESS, "shop-nope");
        assert!(text.contains("no project with the slug `shop-nope`"), "{text}");

        lab.emulator.clear_journal();
        lab.write(&[&format!("import {{\n  to = {ADDRESS}\n  id = \"shop-app\"\n}}\n")]);
        let plan = lab.workspace.plan_with(&["-generate-config-out=generated.tf"]);
        assert_eq!(plan.summary(), [""; 0]);
        lab.workspace.apply_and_settle();
        assert_eq!(lab.writes(), [""; 0]);
    }
}

#[test]
fn what_an_older_server_cannot_change_is_said_in_the_plan() {
    let lab = Lab::speaking(Dialect::Recorded2024_10);
    lab.write(&[&project("")]);
    lab.workspace.apply_and_settle();
    let with = |line: &str| project(&format!("  {line}"));
    for (config, at) in [
        (project("").replace("shop-app", "shop-two"), "slug"),
        (with("description = \"Where we sell\""), "description"),
        (with("has_delete_protection = true"), "has_delete_protection"),
    ] {
        lab.write(&[&config]);
        let errors = lab.workspace.plan_fails();
        assert_eq!(errors.error_at(at).summary, "Not in this version of Infisical", "{errors}");
    }
    lab.write(&[&with("auto_capitalization = false")]);
    lab.workspace.apply_and_settle();
    assert_eq!(held(&lab)["autoCapitalization"], false);
}

#[test]
fn many_are_read_with_one_list() {
    let lab = Lab::new();
    let all: String =
        (0..12).map(|n| named(&format!("p{n}"), &format!("shop-app-{n}"), "")).collect();
    lab.write(&[&all]);
    lab.workspace.apply();
    lab.emulator.clear_journal();
    lab.workspace.expect_settled();
    let mut reads = lab.requests();
    reads.retain(|line| line.starts_with("GET "));
    assert!(reads.len() <= 6, "{reads:?}");
    assert!(reads.contains(&"GET /api/v1/projects 200".to_owned()), "{reads:?}");
}

#[test]
fn bad_input_is_refused_before_anything_is_sent() {
    let lab = Lab::new();
    let long = format!("\"{}\"", "x".repeat(256));
    for (from, to, at) in [
        ("\"shop-app\"", "\"Shop\"", "slug"),
        ("\"shop-app\"", "\"shop--app\"", "slug"),
        ("\"shop-app\"", "\"shop-app-\"", "slug"),
        ("\"Shop\"", "\" Shop\"", "name"),
        ("\"Shop\"", &long, "name"),
        ("\n\n", "\n  type = \"vault\"\n", "type"),
        ("\n\n", "\n  audit_log_retention_days = -1\n", "audit_log_retention_days"),
    ] {
        lab.write(&[&project("").replace(from, to)]);
        let errors = lab.workspace.validate();
        let _ = errors.error_at(at);
    }
    assert_eq!(lab.requests(), [""; 0]);
    for slug in ["shop", "a-slug-that-is-good-enough-for-a-later-change"] {
        lab.write(&[&project("").replace("shop-app", slug)]);
        let errors = lab.workspace.plan_fails();
        assert_eq!(errors.error_at("slug").summary, "Length out of range", "{errors}");
    }
    lab.write(&[&project("")]);
    lab.workspace.apply();
    lab.write(&[&project("").replace("\"Shop\"", &format!("\"{}\"", "x".repeat(65)))]);
    let errors = lab.workspace.plan_fails();
    assert_eq!(errors.error_at("name").summary, "Length out of range", "{errors}");
}
