//! A step that must go wrong.

use crate::{IT, data, workspace};
use tf_harness::{Acceptance, Phase, Step};

/// Fails when it is applied, after the resource was made.
const COMMAND: &str =
    "provisioner \"local-exec\" {\n    command = \"echo no such luck; exit 3\"\n  }";

/// Fails when it is planned.
const CONDITION: &str = "lifecycle {\n    postcondition {\n      condition     = self.input == \"\"\n      \
                         error_message = \"Never, with\\n  folded white space.\"\n    }\n  }";

#[test]
fn each_command_may_fail() {
    let workspace = workspace();
    Acceptance::new(&workspace)
        .step(Step::apply(data("input = 1")))
        .step(
            Step::fails(data("inptu = 1"))
                .with_error_at("inptu", "An argument named \"inptu\" is not expected here.")
                .during(Phase::Validate),
        )
        .step(
            Step::fails(data(CONDITION))
                .with_error("Never, with folded\nwhite space")
                .during(Phase::Plan)
                .after(|_| assert_eq!(workspace.read("main.tf"), data("input = 1"))),
        )
        .step(
            Step::fails(data(COMMAND).replace("\"it\"", "\"other\""))
                .with_error("exit status 3. Output: no such luck")
                .during(Phase::Apply)
                .leaves_state(|state| {
                    assert_eq!(state.addresses(), ["terraform_data.other"]);
                    assert!(state.is_tainted("terraform_data.other"));
                }),
        )
        .run();
}

#[test]
fn two_mistakes_are_two_errors() {
    Acceptance::new(&workspace())
        .step(
            Step::fails(data("inptu = 1\n  outptu = 2"))
                .with_error_at("inptu", "Unsupported argument")
                .with_error_at("outptu", "Unsupported argument"),
        )
        .run();
}

#[test]
#[should_panic(expected = "step 1 (fails): nothing fails")]
fn nothing_fails() {
    Acceptance::new(&workspace()).step(Step::fails(data("")).with_error("")).run();
}

#[test]
#[should_panic(expected = "step 1 (fails): no error says \"is not wanted\":")]
fn another_error() {
    Acceptance::new(&workspace())
        .step(Step::fails(data("inptu = 1")).with_error("is not wanted"))
        .run();
}

#[test]
#[should_panic(expected = "step 1 (fails): no error says \"Unsupported argument\" at `outptu`:")]
fn an_error_somewhere_else() {
    Acceptance::new(&workspace())
        .step(Step::fails(data("inptu = 1")).with_error_at("outptu", "Unsupported argument"))
        .run();
}

#[test]
#[should_panic(
    expected = "step 1 (fails): an error that nobody foretold, \"Unsupported argument\":"
)]
fn one_more_error() {
    let two = data("inptu = 1\n  outptu = 2");
    Acceptance::new(&workspace())
        .step(Step::fails(two).with_error_at("inptu", "Unsupported argument"))
        .run();
}

#[test]
#[should_panic(expected = "step 1 (fails): the step does not say with which error it fails:")]
fn an_error_that_is_not_told() {
    Acceptance::new(&workspace()).step(Step::fails(data("inptu = 1"))).run();
}

#[test]
#[should_panic(expected = "step 1 (fails): Validate should fail; it is Plan:")]
fn another_command() {
    Acceptance::new(&workspace())
        .step(Step::fails(data(CONDITION)).with_error("Never").during(Phase::Validate))
        .run();
}

#[test]
#[should_panic(
    expected = "step 1 (fails): it fails, but changes the state:\n  terraform_data.it: nothing -> {"
)]
fn a_failure_that_leaves_something() {
    Acceptance::new(&workspace()).step(Step::fails(data(COMMAND)).with_error("no such luck")).run();
}

#[test]
#[should_panic(expected = "step 1 (fails): seen [\"terraform_data.it\"]")]
fn a_check_of_what_it_leaves() {
    Acceptance::new(&workspace())
        .step(
            Step::fails(data(COMMAND))
                .with_error("no such luck")
                .leaves_state(|state| panic!("seen {:?}", state.addresses())),
        )
        .run();
}

#[test]
fn a_destroy_that_is_refused_leaves_everything() {
    let kept = COMMAND.replace("command", "when    = destroy\n    command");
    Acceptance::new(&workspace())
        .step(Step::apply(data(&kept)))
        .step(Step::destroy_fails().with_error("no such luck").during(Phase::Apply))
        .step(Step::apply(data("")).plans_nothing().same(IT, "id"))
        .run();
}

#[test]
#[should_panic(expected = "step 2 (destroy fails): nothing fails")]
fn a_destroy_that_is_not_refused() {
    Acceptance::new(&workspace())
        .step(Step::apply(data("")))
        .step(Step::destroy_fails().with_error(""))
        .run();
}
