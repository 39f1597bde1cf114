//! Environments of a project.

use crate::{
    lab::{DIALECTS, Lab},
    project::OURS,
};
use infisical_emulator::{Fault, FaultKind};
use serde_json::json;

const ADDRESS: &str = "infisical_project_environment.qa";
const CREATE: &str = "POST /api/v1/workspace/ID/environments 200";
const UPDATE: &str = "PATCH /api/v1/workspace/ID/environments/ID 200";
const DELETE: &str = "DELETE /api/v1/workspace/ID/environments/ID 200";

const PROJECT: &str =
    "resource \"infisical_project\" \"shop\" {\n  name = \"Shop\"\n  slug = \"shop-app\"\n}\n";

/// The environment `qa` of the project `shop`, with these lines.
fn environment(lines: &str) -> String {
    named("qa", lines)
}

fn named(slug: &str, lines: &str) -> String {
    format!(
        "resource \"infisical_project_environment\" \"{slug}\" {{\n  project_id = \
         infisical_project.shop.id\n  name = \"Quality\"\n  slug = \"{slug}\"\n{lines}\n}}\n"
    )
}

fn project_id(lab: &Lab) -> String {
    lab.state("infisical_project.shop", "id").as_str().unwrap().to_owned()
}

fn path(lab: &Lab) -> String {
    let id = lab.state(ADDRESS, "id");
    format!("/api/v1/workspace/{}/environments/{}", project_id(lab), id.as_str().unwrap())
}

/// The environments that the server has, in their order.
fn slugs(lab: &Lab) -> Vec<String> {
    let path = format!("/api/v1/workspace/{}", project_id(lab));
    let all = lab.elsewhere("GET", &path, None)["workspace"]["environments"].take();
    let all = all.as_array().unwrap().iter();
    all.map(|one| one["slug"].as_str().unwrap().to_owned()).collect()
}

#[test]
fn created_changed_in_place_put_right_and_deleted() {
    for dialect in DIALECTS {
        let lab = Lab::speaking(dialect);
        lab.write(&[PROJECT, &environment("")]);
        lab.workspace.apply_and_settle();
        let id = lab.state(ADDRESS, "id");
        assert_eq!(
            lab.workspace.state().resource(ADDRESS),
            &json!({
                "id": id, "project_id": project_id(&lab), "name": "Quality", "slug": "qa",
                "position": 4,
            })
        );
        lab.reads_official_state(&OURS);
        lab.emulator.clear_journal();
        let renamed = environment("").replace("Quality", "QA").replace("= \"qa\"", "= \"qa-2\"");
        lab.write(&[PROJECT, &renamed]);
        assert_eq!(lab.workspace.plan().change(ADDRESS).unknown(), [""; 0]);
        lab.workspace.apply_and_settle();
        assert_eq!(lab.writes(), [UPDATE]);

        // Its slug is renamed elsewhere.
        lab.elsewhere("PATCH", &path(&lab), Some(json!({"slug": "other"})));
        assert_eq!(lab.workspace.plan().summary(), [format!("update {ADDRESS}")]);
        lab.workspace.apply_and_settle();
        assert_eq!(slugs(&lab), ["dev", "staging", "prod", "qa-2"]);
        assert_eq!(lab.state(ADDRESS, "id"), id);

        lab.elsewhere("DELETE", &path(&lab), None);
        assert_eq!(lab.workspace.plan().summary(), [format!("create {ADDRESS}")]);
        lab.workspace.apply_and_settle();
        lab.emulator.clear_journal();
        lab.write(&[PROJECT]);
        lab.workspace.apply_and_settle();
        assert_eq!(lab.writes(), [DELETE]);

        lab.write(&[PROJECT, &environment("")]);
        lab.workspace.apply();
        lab.elsewhere("DELETE", &path(&lab), None);
        lab.workspace.destroy_with(&["-refresh=false"]);
    }
}

#[test]
fn a_position_is_kept_where_it_is_asked_for_and_followed_where_not() {
    for dialect in DIALECTS {
        let lab = Lab::speaking(dialect);
        lab.write(&[PROJECT, &environment("  position = 1")]);
        lab.workspace.apply_and_settle();
        assert_eq!(slugs(&lab), ["qa", "dev", "staging", "prod"]);

        // Another is put before it.
        let body = json!({"name": "First", "slug": "first", "position": 1});
        let all = format!("/api/v1/workspace/{}/environments", project_id(&lab));
        lab.elsewhere("POST", &all, Some(body));
        assert_eq!(lab.workspace.plan().summary(), [format!("update {ADDRESS}")]);
        lab.workspace.apply_and_settle();
        assert_eq!(slugs(&lab)[0], "qa");

        lab.write(&[PROJECT, &environment("")]);
        lab.workspace.expect_settled();
        let body = json!({"name": "Zero", "slug": "zero", "position": 1});
        lab.elsewhere("POST", &all, Some(body));
        lab.workspace.expect_settled();
        lab.workspace.refresh();
        assert_eq!(lab.state(ADDRESS, "position"), 2);

        // Positions may have gaps.
        lab.write(&[PROJECT, &environment("  position = 99")]);
        lab.workspace.apply_and_settle();
        assert_eq!(slugs(&lab).last().unwrap(), "qa");
    }
}

#[test]
fn all_of_a_project_are_read_by_one_request() {
    for dialect in DIALECTS {
        let lab = Lab::speaking(dialect);
        let all: String = (0..12).map(|n| named(&format!("env-{n}"), "")).collect();
        lab.write(&[PROJECT, &all]);
        lab.workspace.apply();
        lab.emulator.clear_journal();
        lab.workspace.expect_settled();
        let mut reads = lab.requests();
        reads.retain(|line| line.contains("/environments/"));
        assert!(reads.len() <= 4, "{reads:?}");
    }
}

#[test]
fn a_create_whose_answer_is_lost_makes_one() {
    for dialect in DIALECTS {
        let lab = Lab::speaking(dialect);
        lab.write(&[PROJECT]);
        lab.workspace.apply();
        lab.emulator.clear_journal();
        let lost = Fault::once(FaultKind::ResetAfter).on_method("POST").on_path("/environments");
        lab.emulator.inject(lost);
        lab.write(&[PROJECT, &environment("")]);
        lab.workspace.apply_and_settle();
        assert_eq!(lab.writes(), [CREATE.replace("200", "no answer")]);
        assert_eq!(slugs(&lab), ["dev", "staging", "prod", "qa"]);
    }
}

#[test]
fn imported_by_its_id_or_by_project_and_slug() {
    for dialect in DIALECTS {
        let lab = Lab::speaking(dialect);
        lab.write(&[PROJECT, &environment("  position = 2")]);
        lab.workspace.apply_and_settle();
        let id = lab.state(ADDRESS, "id").as_str().unwrap().to_owned();
        lab.workspace.verify_import(ADDRESS, &id, &[]);
        lab.workspace.verify_import(ADDRESS, &format!("{},qa", project_id(&lab)), &[]);
        lab.workspace.verify_import(ADDRESS, "shop-app,qa", &[]);
        let _ = lab.workspace.run(&["state", "rm", ADDRESS]).expect_success();
        for (id, why) in [
            ("shop-app,nope", "no environment with the slug `nope`"),
            ("shop-nope,qa", "no project with the slug `shop-nope`"),
            ("qa", "is not a UUID"),
        ] {
            let text = lab.workspace.import_fails(ADDRESS, id);
            assert!(text.contains(why), "{text}");
        }
        lab.write(&[
            PROJECT,
            &format!("import {{\n  to = {ADDRESS}\n  id = \"shop-app,qa\"\n}}\n"),
        ]);
        let plan = lab.workspace.plan_with(&["-generate-config-out=generated.tf"]);
        assert_eq!(plan.summary(), [""; 0]);
        lab.workspace.apply_and_settle();
    }
}

#[test]
fn another_project_replaces_and_bad_input_is_refused() {
    let lab = Lab::new();
    let other = PROJECT.replace("\"shop\"", "\"other\"").replace("shop-app", "other-app");
    lab.write(&[PROJECT, &other, &environment("")]);
    lab.workspace.apply_and_settle();
    lab.write(&[PROJECT, &other, &environment("").replace(".shop.", ".other.")]);
    assert_eq!(lab.workspace.plan().change(ADDRESS).replaces(), ["project_id"]);

    for (from, to, at) in [
        ("= \"qa\"", "= \"QA\"", "slug"),
        ("= \"qa\"", "= \"q_a\"", "slug"),
        ("\"Quality\"", "\"\"", "name"),
        ("\n\n", "\n  position = 0\n", "position"),
    ] {
        lab.write(&[PROJECT, &environment("").replace(from, to)]);
        let _ = lab.workspace.validate().error_at(at);
    }
    let taken = environment("").replace("= \"qa\"", "= \"dev\"");
    lab.write(&[PROJECT, &other, &environment(""), &taken.replace("\"qa\"", "\"two\"")]);
    let errors = lab.workspace.apply_fails();
    assert!(errors.only_error().text().contains("slug already exists"), "{errors}");
}
