//! Tags of a project's secrets.

use crate::lab::{DIALECTS, Lab};
use serde_json::json;

const ADDRESS: &str = "infisical_secret_tag.db";
const CREATE: &str = "POST /api/v1/workspace/ID/tags 200";
const UPDATE: &str = "PATCH /api/v1/workspace/ID/tags/ID 200";
const DELETE: &str = "DELETE /api/v1/workspace/ID/tags/ID 200";

fn tag(name: &str, project: &str, slug: &str, color: &str) -> String {
    format!(
        "resource \"infisical_secret_tag\" {name:?} {{\n  project_id = {project:?}\n  slug = \
         {slug:?}\n  name = {slug:?}\n  color = {color:?}\n}}\n"
    )
}

const FOUND: &str = r#"
data "infisical_secret_tag" "db" {
  project_id = infisical_secret_tag.db.project_id
  slug       = infisical_secret_tag.db.slug
}

output "found" {
  value = data.infisical_secret_tag.db
}
"#;

#[test]
fn a_tag_from_its_making_to_its_end() {
    for dialect in DIALECTS {
        let lab = Lab::speaking(dialect);
        let project = lab.emulator.add_project();
        let configure = |slug: &str, color: &str| {
            lab.emulator.clear_journal();
            lab.write(&[&tag("db", &project, slug, color)]);
        };
        lab.write(&[&tag("db", &project, "database", "#fff"), FOUND]);
        lab.workspace.apply_and_settle();
        assert_eq!(lab.writes(), [CREATE]);
        let state = lab.workspace.state();
        let id = state.resource(ADDRESS)["id"].as_str().unwrap().to_owned();
        let expected = json!({
            "project_id": project, "id": id, "slug": "database", "name": "database",
            "color": "#fff",
        });
        assert_eq!(state.resource(ADDRESS), &expected);
        assert_eq!(state.output("found"), &expected);
        lab.reads_official_state(&[]);

        // Each change is one request, and what only Terraform knows none.
        configure("db", "");
        lab.workspace.apply_and_settle();
        assert_eq!(lab.writes(), [UPDATE]);
        lab.emulator.clear_journal();
        lab.write(&[&tag("db", &project, "db", "").replacen(
            "= \"db\"\n  color",
            "= \"DB\"\n  color",
            1,
        )]);
        lab.workspace.apply_and_settle();
        assert_eq!(lab.writes(), [""; 0]);
        configure("db", "");
        lab.workspace.apply_and_settle();

        // Changed, then removed elsewhere.
        let path = format!("/api/v1/workspace/{project}/tags/{id}");
        lab.elsewhere("PATCH", &path, Some(json!({"slug": "other", "color": "#000"})));
        assert_eq!(lab.workspace.plan().summary(), [format!("update {ADDRESS}")]);
        lab.workspace.apply_and_settle();
        lab.is_imported_by(ADDRESS, &[&format!("{project},{id}"), &format!("{project},db")]);
        lab.is_imported_by_block(ADDRESS, &format!("{project},db"), "");
        configure("db", "");
        lab.elsewhere("DELETE", &path, None);
        lab.write(&[&tag("db", &project, "db", "")]);
        assert_eq!(lab.workspace.plan().summary(), [format!("create {ADDRESS}")]);
        lab.workspace.destroy_with(&["-refresh=false"]);
    }
}

#[test]
fn a_slug_that_is_taken_is_told_with_the_import() {
    let lab = Lab::new();
    let project = lab.emulator.add_project();
    let tags = format!("/api/v1/workspace/{project}/tags");
    let made = lab.elsewhere("POST", &tags, Some(json!({"slug": "db", "color": ""})));
    let import = format!("id = \"{project},{}\"", made["workspaceTag"]["id"].as_str().unwrap());
    lab.write(&[&tag("db", &project, "db", "")]);
    let warned = lab.plan_warns("A tag of this slug exists");
    assert!(warned.contains(&import), "{warned}");
    let errors = lab.workspace.apply_fails();
    let error = errors.error_at("slug");
    assert!(error.text().contains(&import), "{errors}");
    assert_eq!(lab.workspace.state().addresses(), [""; 0]);

    let import = format!("import {{\n  to = {ADDRESS}\n  id = \"{project},nope\"\n}}\n");
    lab.write(&[&tag("db", &project, "db", ""), &import]);
    let errors = lab.workspace.plan_fails();
    assert!(errors.only_error().text().contains("no tag with the slug `nope`"), "{errors}");
}

#[test]
fn many_tags_are_read_together_and_bad_ones_refused() {
    let lab = Lab::new();
    let project = lab.emulator.add_project();
    let many = tag("db", &project, "SLUG", "").replace("\"SLUG\"", "\"db-${count.index}\"");
    lab.write(&[&many.replacen("{\n", "{\n  count = 20\n", 1)]);
    lab.workspace.apply();
    lab.emulator.clear_journal();
    lab.workspace.expect_settled();
    let reads = lab.requests().into_iter().filter(|line| line.starts_with("GET ")).count();
    assert!(reads <= 5, "{:?}", lab.requests());
    lab.workspace.destroy();
    assert_eq!(lab.writes().iter().filter(|line| *line == DELETE).count(), 20);

    lab.emulator.clear_journal();
    for (slug, color, at) in [
        ("Not a slug", "", "slug"),
        ("a--b", "", "slug"),
        (&*"a".repeat(65), "", "slug"),
        ("a", " red", "color"),
    ] {
        lab.write(&[&tag("db", &project, slug, color)]);
        let errors = lab.workspace.validate();
        let _ = errors.error_at(at);
    }
    assert_eq!(lab.requests(), [""; 0]);
}
