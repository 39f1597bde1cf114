//! What happens behind Terraform's back. The remote side is the state of another configuration, of
//! which `terraform_data` keeps a copy.

use crate::{IT, data, workspace};
use tf_harness::{Acceptance, Step, Workspace};

/// The remote side, and a workspace that can see it.
struct Sides {
    remote: Workspace,
    workspace: Workspace,
}

impl Sides {
    fn new() -> Self {
        let sides = Self { remote: workspace(), workspace: workspace() };
        sides.set("one");
        sides
    }

    fn set(&self, value: &str) {
        self.remote.write("main.tf", &format!("output \"value\" {{\n  value = {value:?}\n}}\n"));
        self.remote.apply();
    }

    /// A configuration that follows the remote side, after the one that only looks at it.
    fn looking(&self, more: &str) -> String {
        let path = self.remote.path("terraform.tfstate").display().to_string();
        format!(
            "data \"terraform_remote_state\" \"far\" {{\n  backend = \"local\"\n  config  = {{ path = \
             {path:?} }}\n}}\n\n{more}"
        )
    }

    fn following(&self) -> String {
        self.looking(&data("input = data.terraform_remote_state.far.outputs.value"))
    }
}

#[test]
fn drift_is_seen_and_repaired() {
    let sides = Sides::new();
    Acceptance::new(&sides.workspace)
        .step(Step::apply(sides.following()).value(IT, "output", "one"))
        .step(
            Step::drift(|state| {
                assert_eq!(state.value(IT, "output"), "one");
                sides.set("two");
            })
            .plans([format!("update {IT}")])
            .drifts([""; 0])
            .same(IT, "id")
            .value(IT, "output", "two"),
        )
        .step(Step::drift(|_| sides.set("three")).value(IT, "output", "three"))
        .step(Step::drift(|_| sides.set("three")).plans_nothing())
        .run();
}

#[test]
fn a_resource_that_is_gone_is_made_again() {
    let workspace = workspace();
    Acceptance::new(&workspace)
        .step(Step::apply(data("")))
        .step(
            Step::drift(|_| {
                let _ = workspace.run(&["state", "rm", IT]).expect_success();
            })
            .plans([format!("create {IT}")])
            .changed(IT, "id"),
        )
        .run();
}

#[test]
#[should_panic(expected = "step 2 (drift): the plan is empty")]
fn drift_that_nobody_sees() {
    let workspace = workspace();
    Acceptance::new(&workspace).step(Step::apply(data(""))).step(Step::drift(|_| ())).run();
}

#[test]
#[should_panic(
    expected = "step 2 (drift): the drift should be [\"delete terraform_data.it\"]; it is []"
)]
fn another_drift() {
    let sides = Sides::new();
    Acceptance::new(&sides.workspace)
        .step(Step::apply(sides.following()))
        .step(Step::drift(|_| sides.set("two")).drifts([format!("delete {IT}")]))
        .run();
}

#[test]
fn a_refresh_changes_the_state_alone() {
    let sides = Sides::new();
    let output = "output \"far\" {\n  value = data.terraform_remote_state.far.outputs.value\n}\n";
    Acceptance::new(&sides.workspace)
        .step(Step::apply(sides.looking(output)).output("far", "one"))
        .step(Step::refresh().before(|_| sides.set("two")).plans([""; 0]).output("far", "two"))
        .step(Step::apply(sides.following() + output))
        .step(
            Step::refresh()
                .before(|_| sides.set("three"))
                .value(IT, "output", "two")
                .output("far", "three")
                .leaves([format!("update {IT}")]),
        )
        .run();
}

#[test]
#[should_panic(
    expected = "step 2 (refresh): the plan [\"-refresh=false\"] after an apply is not empty"
)]
fn a_refresh_that_leaves_something_to_do() {
    let sides = Sides::new();
    Acceptance::new(&sides.workspace)
        .step(Step::apply(sides.following()))
        .step(Step::refresh().before(|_| sides.set("two")))
        .run();
}
