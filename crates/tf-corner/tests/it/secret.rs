//! What is write-only reaches the cloud and nothing else.

use crate::lab::Lab;
use serde_json::json;
use tf_harness::{Acceptance, Step};

const IT: &str = "corner_secret.it";

fn with(value: &str, version: u32) -> String {
    format!(
        "resource \"corner_secret\" \"it\" {{\n  name = \"n\"\n  value_wo = \"{value}\"\n  \
         value_wo_version = {version}\n  nested = {{ name = \"d\", deep_wo = \"deep-{value}\" }}\n}}\n"
    )
}

#[test]
fn it_is_in_the_cloud_and_in_no_state() {
    let lab = Lab::new("");
    let cloud = || lab.only("secret");
    Acceptance::new(&lab.workspace)
        .step(
            Step::apply(with("first-secret", 1))
                .value(IT, "value_wo", json!(null))
                .value(IT, "nested.deep_wo", json!(null))
                .after(|_| {
                    assert_eq!(cloud()["valueWo"], "first-secret");
                    assert_eq!(cloud()["nested"]["deepWo"], "deep-first-secret");
                }),
        )
        // Terraform cannot see that it changed; the version says so.
        .step(Step::plan_only(with("second-secret", 1)).plans_nothing())
        .step(
            Step::apply(with("second-secret", 2))
                .plans(["update corner_secret.it"])
                .after(|_| assert_eq!(cloud()["valueWo"], "second-secret")),
        )
        .step(
            Step::apply(with("third-secret", 2).replace("\"n\"", "\"other\""))
                .plans(["update corner_secret.it"])
                .after(|_| {
                    assert_eq!(cloud()["valueWo"], "second-secret");
                    let last = lab.journal().pop().unwrap();
                    assert_eq!(last, "update secret name nested");
                }),
        )
        .step(Step::import(IT).ignoring(["value_wo_version"]))
        .run();
    let shown = lab.workspace.log();
    let state = lab.workspace.read("terraform.tfstate.backup");
    assert!(!shown.is_empty() && !state.is_empty());
    for secret in ["first-secret", "second-secret", "third-secret"] {
        assert!(!shown.contains(secret) && !state.contains(secret), "{secret}");
    }
}

#[test]
fn a_panic_over_secrets_tells_none() {
    let configuration = with("panicked-over", 1)
        + "resource \"corner_secret\" \"stored\" {\n  name = \"s\"\n  value = \"kept-secret\"\n}\n";
    let lab = Lab::new(&configuration);
    lab.fault("create secret", "panic");
    let said = lab.workspace.apply_fails();
    let error = said.only_error();
    assert_eq!(error.summary, "The provider panicked", "{said}");
    let shown = format!("{}\n{}", error.text(), lab.workspace.log());
    assert!(shown.contains("a test asked for a panic"), "{shown}");
    for secret in ["panicked-over", "kept-secret"] {
        let line = shown.lines().find(|line| line.contains(secret));
        assert_eq!(line, None, "a secret was shown");
    }
}

#[test]
fn the_stored_one_is_warned_of_and_excludes_the_other() {
    let lab =
        Lab::new("resource \"corner_secret\" \"it\" {\n  name  = \"n\"\n  value = \"v\"\n}\n");
    let said = lab.workspace.validate();
    let warning = said.iter().find(|d| d.severity == "warning").unwrap();
    assert_eq!(warning.summary, "Write-only attribute available");
    assert!(warning.text().contains("`value_wo` is not"), "{said}");
    assert!(!warning.code.contains("value"), "the line that has the secret is shown: {said}");
    lab.configure(
        "resource \"corner_secret\" \"it\" {\n  name     = \"n\"\n  value    = \"v\"\n  value_wo = \"w\"\n}\n",
    );
    let said = lab.workspace.validate();
    assert_eq!(said.errors().count(), 2, "{said}");
    assert_eq!(said.error_at("value    =").summary, "Conflicting attributes");
    assert!(said.error_at("value_wo = ").text().contains("together with `value_wo_version`"));
}

#[test]
fn old_state_is_read_and_what_is_unknown_in_it_is_dropped() {
    let lab = Lab::new("resource \"corner_secret\" \"it\" {\n  name = \"old\"\n}\n");
    lab.change("secret", "secret-7", &json!({"name": "old"}));
    let state = |version: u32, name: &str| {
        json!({
            "version": 4, "terraform_version": "1.11.0", "serial": 1, "lineage": "x", "outputs": {},
            "resources": [{
                "mode": "managed", "type": "corner_secret", "name": "it",
                "provider": "provider[\"registry.terraform.io/acme/corner\"]",
                "instances": [{
                    "schema_version": version,
                    "attributes":
                        {"id": "secret-7", name: "old", "gone": [1], "value_wo": "leaked"},
                }],
            }],
        })
        .to_string()
    };
    // Of another version, and of this one, written when it had other attributes.
    for (version, name) in [(0, "title"), (1, "name")] {
        lab.workspace.write("terraform.tfstate", &state(version, name));
        assert!(lab.workspace.plan().is_empty());
        lab.workspace.refresh();
        assert_eq!(lab.workspace.state().resource(IT)["name"], "old");
        assert!(!lab.workspace.read("terraform.tfstate").contains("leaked"));
    }
    lab.workspace.write("terraform.tfstate", &state(9, "name"));
    let newer = lab.workspace.plan_fails();
    assert!(newer.only_error().text().contains("newer provider version"), "{newer}");
}

#[test]
fn it_is_sent_when_it_takes_over_the_state_of_another() {
    let lab = Lab::new("resource \"terraform_data\" \"old\" {\n  input = \"n\"\n}\n");
    let _ = lab.workspace.run(&["init", "-input=false"]);
    lab.workspace.apply();
    lab.change("secret", "secret-1", &json!({"name": "n"}));
    let moved = "moved {\n  from = terraform_data.old\n  to   = corner_secret.it\n}\n";
    lab.configure(&format!("{}{moved}", with("moved-secret", 1)));
    lab.workspace.apply_and_settle();
    assert_eq!(lab.only("secret")["valueWo"], "moved-secret");
    let state = lab.workspace.state();
    assert_eq!(state.resource(IT)["value_wo"], json!(null));
    assert!(!lab.workspace.read("terraform.tfstate").contains("moved-secret"));
}

#[test]
fn one_that_is_needed_once_may_be_removed() {
    let it = "corner_once.it";
    let with = |lines: &str| format!("resource \"corner_once\" \"it\" {{\n  {lines}\n}}\n");
    let lab = Lab::new("");
    Acceptance::new(&lab.workspace)
        .step(Step::fails(with("name = \"a\"")).with_error("`key_wo` is needed to create it"))
        .step(
            Step::apply(with("name = \"a\"\n  key_wo = \"opened-once\""))
                .after(|_| assert_eq!(lab.only("once")["keyWo"], "opened-once")),
        )
        .step(Step::plan_only(with("name = \"a\"")).plans_nothing())
        .step(
            Step::apply(with("name = \"b\""))
                .plans(["update corner_once.it"])
                .same(it, "id")
                .after(|_| assert_eq!(lab.only("once")["keyWo"], "opened-once")),
        )
        .run();
}
