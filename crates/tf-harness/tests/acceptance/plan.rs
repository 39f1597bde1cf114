//! A step that looks at a plan only.

use crate::{IT, data, workspace};
use tf_harness::{Acceptance, Step};

#[test]
fn a_plan_changes_neither_the_state_nor_the_configuration() {
    let workspace = workspace();
    Acceptance::new(&workspace)
        .step(Step::plan_only(data("")).plans([format!("create {IT}")]))
        .step(Step::apply(data("input = 1")).plans([format!("create {IT}")]))
        .step(
            Step::plan_only(data("input = 2"))
                .plans([format!("update {IT}")])
                .unknown(IT, ["output"])
                .after(|state| {
                    assert_eq!(state.value(IT, "input"), 1);
                    assert_eq!(workspace.read("main.tf"), data("input = 1"));
                }),
        )
        .step(Step::plan_only(data("input = 1")).plans_nothing())
        .run();
}

#[test]
#[should_panic(expected = "step 1 (plan only): the plan should be [\"delete terraform_data.it\"]")]
fn another_plan() {
    Acceptance::new(&workspace())
        .step(Step::plan_only(data("")).plans([format!("delete {IT}")]))
        .run();
}

#[test]
#[should_panic(expected = "step 1 (plan only): the plan failed")]
fn a_plan_that_fails() {
    Acceptance::new(&workspace()).step(Step::plan_only("resource")).run();
}

#[test]
#[should_panic(expected = "step 1 (plan only): the plan does not mention terraform_data.other")]
fn a_plan_of_something_else() {
    Acceptance::new(&workspace())
        .step(Step::plan_only(data("")).unknown("terraform_data.other", ["id"]))
        .run();
}
