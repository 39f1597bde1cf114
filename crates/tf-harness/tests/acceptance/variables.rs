//! The variables of a step.

use crate::{IT, data, workspace};
use serde_json::json;
use tf_harness::{Acceptance, Phase, Step};

fn config() -> String {
    format!("variable \"it\" {{}}\n\n{}", data("input = var.it"))
}

#[test]
fn a_variable_holds_until_the_next_configuration() {
    let workspace = workspace().env("TF_VAR_it", "environment");
    Acceptance::new(&workspace)
        .step(Step::apply(config()).variable("it", "one").value(IT, "output", "one"))
        .step(Step::taint(IT).value(IT, "output", "one"))
        .step(Step::refresh().variable("it", json!(["two", 3])).leaves([format!("update {IT}")]))
        .step(Step::drift(|_| ()).value(IT, "output.1", 3))
        .step(Step::plan_only(config()).variable("it", 4).plans([format!("update {IT}")]))
        .step(Step::import(IT).ignoring(["input", "output"]))
        .step(Step::apply(config()).value(IT, "output", "environment"))
        .run();
}

#[test]
fn a_variable_does_not_outlive_its_configuration() {
    Acceptance::new(&workspace())
        .step(Step::apply(config()).variable("it", "one"))
        .step(
            Step::fails(config())
                .with_error_at("variable \"it\"", "No value for required variable")
                .during(Phase::Plan),
        )
        .step(Step::apply(config()).variable("it", "one").plans_nothing())
        .run();
}
