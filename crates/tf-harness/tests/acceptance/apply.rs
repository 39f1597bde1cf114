//! A step that applies: its plan, its state, and what it leaves to do.

use crate::{IT, data, workspace};
use serde_json::json;
use tf_harness::{Acceptance, Step};

#[test]
fn a_life() {
    let output = "output \"of\" {\n  value = terraform_data.it.output\n}\n";
    let one = data("input = { name = \"one\", key = sensitive(\"k\") }") + output;
    Acceptance::new(&workspace())
        .step(
            Step::apply(data("") + &output.replace("output\n", "id\n"))
                .plans([format!("create {IT}")])
                .unknown(IT, ["id"])
                .plan(|plan| assert!(plan.change(IT).before.is_null()))
                .state(|state| assert_eq!(state.addresses(), [IT])),
        )
        .step(
            Step::apply(one.replace("value = ", "sensitive = true\n  value = "))
                .plans([format!("update {IT}")])
                .unknown(IT, ["output"])
                .sensitive(IT, ["input.key"])
                .value(IT, "output.name", "one")
                .output("of", json!({"name": "one", "key": "k"})),
        )
        .step(
            Step::apply(data("triggers_replace = [1]"))
                .plans([format!("delete/create {IT}")])
                .replaces(IT, ["triggers_replace"])
                .value(IT, "triggers_replace.0", 1),
        )
        .step(Step::apply(data("triggers_replace = [1]")).plans_nothing())
        .step(
            Step::apply(data("triggers_replace = [1]"))
                .arguments([format!("-replace={IT}")])
                .plans([format!("delete/create {IT}")])
                .replaces(IT, []),
        )
        .step(Step::destroy().plans([format!("delete {IT}")]))
        .run();
}

#[test]
#[should_panic(
    expected = "step 1 (apply): the plan should be [\"update terraform_data.it\"]; it is \
                           [\"create terraform_data.it\"]"
)]
fn another_plan() {
    Acceptance::new(&workspace()).step(Step::apply(data("")).plans([format!("update {IT}")])).run();
}

#[test]
#[should_panic(
    expected = "step 1 (apply): the plan is not empty, but [\"create terraform_data.it\"]"
)]
fn a_plan_with_something_to_do() {
    Acceptance::new(&workspace()).step(Step::apply(data("")).plans_nothing()).run();
}

#[test]
#[should_panic(expected = "step 2 (apply): the plan is not empty, but []")]
fn a_plan_that_changes_an_output() {
    let output = "output \"of\" {\n  value = 1\n}\n";
    Acceptance::new(&workspace())
        .step(Step::apply(data("")))
        .step(Step::apply(data("") + output).plans_nothing())
        .run();
}

#[test]
#[should_panic(
    expected = "step 1 (apply): of terraform_data.it [\"id\", \"input\"] should be unknown; it is \
                           [\"id\"]"
)]
fn something_known() {
    Acceptance::new(&workspace()).step(Step::apply(data("")).unknown(IT, ["input", "id"])).run();
}

#[test]
#[should_panic(expected = "should be replaced for [\"input\"]; it is for [\"triggers_replace\"]")]
fn replaced_for_another_reason() {
    Acceptance::new(&workspace())
        .step(Step::apply(data("")))
        .step(Step::apply(data("triggers_replace = 1")).replaces(IT, ["input"]))
        .run();
}

#[test]
#[should_panic(expected = "step 1 (apply): seen the plan")]
fn a_check_of_the_plan() {
    Acceptance::new(&workspace())
        .step(Step::apply(data("")).plan(|_| panic!("seen the plan")))
        .run();
}

#[test]
#[should_panic(
    expected = "step 1 (apply): `output` of terraform_data.it should be \"two\"; it is \"one\""
)]
fn another_value() {
    Acceptance::new(&workspace())
        .step(Step::apply(data("input = \"one\"")).value(IT, "output", "two"))
        .run();
}

#[test]
#[should_panic(
    expected = "step 1 (apply): of terraform_data.it [\"id\"] should be sensitive; it is []"
)]
fn a_value_that_is_shown() {
    Acceptance::new(&workspace()).step(Step::apply(data("")).sensitive(IT, ["id"])).run();
}

#[test]
#[should_panic(expected = "step 1 (apply): output `of` should be 2; it is 1")]
fn another_output() {
    Acceptance::new(&workspace())
        .step(Step::apply("output \"of\" {\n  value = 1\n}\n").output("of", 2))
        .run();
}

#[test]
#[should_panic(expected = "step 1 (apply): seen [\"terraform_data.it\"]")]
fn a_check_of_the_state() {
    Acceptance::new(&workspace())
        .step(Step::apply(data("")).state(|state| panic!("seen {:?}", state.addresses())))
        .run();
}

#[test]
fn what_never_settles_is_said_to() {
    let never = data("input = timestamp()");
    Acceptance::new(&workspace())
        .step(Step::apply(never.clone()).leaves_changes())
        .step(Step::apply(never).leaves([format!("update {IT}")]))
        .run();
}

#[test]
#[should_panic(
    expected = "step 1 (apply): the plan [\"-refresh=false\"] after an apply is not empty"
)]
fn what_does_not_settle() {
    Acceptance::new(&workspace()).step(Step::apply(data("input = timestamp()"))).run();
}

#[test]
#[should_panic(expected = "step 1 (apply): nothing is left to do after the apply")]
fn what_settles() {
    Acceptance::new(&workspace()).step(Step::apply(data("")).leaves_changes()).run();
}

#[test]
#[should_panic(
    expected = "[\"delete terraform_data.it\"] should be left to do after the apply; it is \
                           [\"update terraform_data.it\"]"
)]
fn what_leaves_something_else() {
    let never = data("input = timestamp()");
    Acceptance::new(&workspace()).step(Step::apply(never).leaves([format!("delete {IT}")])).run();
}
