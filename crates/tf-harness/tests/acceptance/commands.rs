//! What Terraform is asked to do, step by step.

use crate::{data, workspace};
use tf_harness::{Acceptance, Step};

/// The commands that the steps run, each with what matters of its arguments; `show` is left out.
fn commands(test: impl FnOnce(Acceptance<'_>) -> Acceptance<'_>) -> Vec<String> {
    let workspace = workspace();
    test(Acceptance::new(&workspace)).run();
    let shown = workspace.everything_shown();
    let commands = shown.lines().filter_map(|line| line.strip_prefix("command: terraform "));
    let matters = |word: &&str| {
        !["-json", "-input=false", "-auto-approve", "-detailed-exitcode"].contains(word)
    };
    let told = commands.map(|line| line.split(' ').filter(matters).collect::<Vec<_>>().join(" "));
    told.filter(|command| command != "init").collect()
}

const SETTLED: [&str; 2] = ["plan -out=home/plan -refresh=false", "plan -out=home/plan"];
const PLAN: &str = "plan -out=home/plan";
const APPLY: &str = "apply home/plan";

#[test]
fn an_apply_carries_out_the_plan_that_was_checked_and_looks_twice_for_what_is_left() {
    let commands = commands(|test| test.step(Step::apply(data(""))));
    assert_eq!(commands, [PLAN, APPLY, SETTLED[0], SETTLED[1], "destroy"]);
}

#[test]
fn a_plan_that_is_not_what_was_foretold_is_not_carried_out() {
    let workspace = workspace();
    let test = Acceptance::new(&workspace).step(Step::apply(data("")).plans_nothing());
    let run = std::panic::AssertUnwindSafe(|| test.run());
    assert!(std::panic::catch_unwind(run).is_err());
    assert!(workspace.state().addresses().is_empty());
    assert!(!workspace.everything_shown().contains("command: terraform apply"));
}

#[test]
fn a_step_runs_no_more_than_it_needs() {
    let commands = commands(|test| {
        test.step(Step::plan_only(data("")))
            .step(Step::fails(data("inptu = 1")).with_error("Unsupported argument"))
            .step(Step::refresh())
            .step(Step::destroy())
    });
    let refresh = "plan -out=home/plan -refresh-only";
    let destroy = "plan -out=home/plan -destroy";
    let expected =
        [PLAN, "validate", refresh, APPLY, SETTLED[0], SETTLED[1], destroy, APPLY, "destroy"];
    assert_eq!(commands, expected);
}
