//! A resource with a word in its own plan.

use crate::lab::Lab;
use serde_json::{Value, json};
use tf_harness::{Acceptance, Step};

const IT: &str = "corner_planned.it";

fn with(lines: &str) -> String {
    format!("resource \"corner_planned\" \"it\" {{\n  {lines}\n}}\n")
}

#[test]
fn it_plans_what_it_knows_and_replaces_when_it_must() {
    let lab = Lab::new("");
    Acceptance::new(&lab.workspace)
        .step(
            Step::apply(with("size = 10"))
                .unknown(IT, ["extra", "id", "place", "revision"])
                .plan(|plan| assert_eq!(plan.change(IT).after["price"], 100))
                .value(IT, "extra", json!("revision 0")),
        )
        // A computed value may be of another type after each change.
        .step(
            Step::apply(with("size = 20"))
                .plans(["update corner_planned.it"])
                .unknown(IT, ["extra", "revision"])
                .value(IT, "extra", json!([1]))
                .value(IT, "price", json!(200))
                .same(IT, "id"),
        )
        // The hook's own change is the first: what only the cloud decides is unknown then, too.
        .step(
            Step::drift(|_| {
                let mut disk = lab.only("planned");
                disk["price"] = json!(1);
                lab.change("planned", "planned-1", &disk);
            })
            .plans(["update corner_planned.it"])
            .unknown(IT, ["extra", "revision"])
            .value(IT, "price", json!(200))
            .value(IT, "revision", json!(2)),
        )
        .step(
            Step::apply(with("size = 5"))
                .plans(["delete/create corner_planned.it"])
                .replaces(IT, ["size"])
                .changed(IT, "id"),
        )
        .step(
            Step::apply(with("size = 5\n  place = \"here\"\n  label = \"a\""))
                .plans(["delete/create corner_planned.it"])
                .replaces(IT, ["place"]),
        )
        .step(
            Step::fails(with("size = 5\n  place = \"here\""))
                .with_error("`label` has a value that cannot be removed"),
        )
        .step(
            Step::fails(with("size = 2000\n  place = \"here\"\n  label = \"a\""))
                .with_error_at("size = 2000", "Disk too large"),
        )
        .run();
}

#[test]
fn what_waits_in_the_plan_is_made_in_the_apply() {
    // In the apply walk Terraform 1.11 says that a deferral is allowed, and fails if one comes.
    let lab = Lab::new(
        "resource \"terraform_data\" \"size\" {\n  input = 10\n}\n\nresource \"corner_planned\" \"it\" \
         {\n  size = terraform_data.size.output\n}\n",
    );
    let _ = lab.workspace.run(&["init", "-input=false"]);
    lab.workspace.apply_and_settle();
    assert_eq!(lab.workspace.state().resource(IT)["price"], json!(100));
}

#[test]
fn a_destroy_is_planned_too() {
    let lab = Lab::new(&with("size = 10"));
    lab.workspace.apply();
    let output = lab.workspace.run(&["plan", "-destroy", "-json", "-input=false"]);
    assert!(output.stdout.contains("A disk is destroyed"), "{output}");
    lab.change("planned", "planned-1", &Value::Null);
    lab.workspace.destroy();
}
