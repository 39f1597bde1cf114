//! What comes after the last step, and after a step that goes wrong.

use crate::{IT, data, workspace};
use std::{
    cell::RefCell,
    panic::{AssertUnwindSafe, catch_unwind},
};
use tf_harness::{Acceptance, Step};

#[test]
fn everything_is_destroyed_and_then_looked_at() {
    let workspace = workspace();
    let seen = RefCell::new(Vec::new());
    Acceptance::new(&workspace)
        .step(
            Step::apply(data(""))
                .before(|state| seen.borrow_mut().push(format!("before {:?}", state.addresses())))
                .plan(|_| seen.borrow_mut().push("plan".to_owned()))
                .state(|_| seen.borrow_mut().push("state".to_owned()))
                .after(|state| seen.borrow_mut().push(format!("after {:?}", state.addresses()))),
        )
        .destroyed(|| {
            let left = workspace.state();
            seen.borrow_mut().push(format!("destroyed {:?}", left.addresses()));
        })
        .run();
    let expected = ["before []", "plan", "state", "after [\"terraform_data.it\"]", "destroyed []"];
    assert_eq!(*seen.borrow(), expected);
}

#[test]
fn a_step_that_goes_wrong_ends_it_as_it_is() {
    let workspace = workspace();
    let test = Acceptance::new(&workspace)
        .step(Step::apply(data("")))
        .step(Step::apply(data("input = 1")).state(|_| panic!("enough")))
        .step(Step::destroy())
        .destroyed(|| unreachable!("nothing is destroyed"));
    let reason = catch_unwind(AssertUnwindSafe(|| test.run())).unwrap_err();
    assert_eq!(reason.downcast_ref::<String>().unwrap(), "step 2 (apply): enough");
    assert_eq!(workspace.state().value(IT, "output"), 1);
}

#[test]
fn a_step_may_destroy_and_another_begin_again() {
    Acceptance::new(&workspace())
        .step(Step::destroy().plans_nothing())
        .step(Step::apply(data("")))
        .step(Step::destroy().plans([format!("delete {IT}")]))
        .step(Step::apply(data("")).plans([format!("create {IT}")]))
        .run();
}

#[test]
#[should_panic(
    expected = "step 2 (destroy): the plan should be []; it is [\"delete terraform_data.it\"]"
)]
fn another_destroy() {
    Acceptance::new(&workspace())
        .step(Step::apply(data("")))
        .step(Step::destroy().plans([""; 0]))
        .run();
}

#[test]
#[should_panic(expected = "after the last step (destroy): something is left")]
fn something_left_behind() {
    let workspace = workspace();
    Acceptance::new(&workspace).destroyed(|| panic!("something is left")).run();
}

#[test]
#[should_panic(expected = "after the last step (destroy): the command failed")]
fn something_that_cannot_be_destroyed() {
    let kept = "lifecycle {\n    prevent_destroy = true\n  }";
    Acceptance::new(&workspace()).step(Step::apply(data(kept))).run();
}

#[test]
#[should_panic(
    expected = "step 2 (destroy): the destroy has left [\"terraform_data.it\"] in state"
)]
fn a_destroy_that_leaves_something() {
    let other = data("").replace("\"it\"", "\"other\"");
    Acceptance::new(&workspace())
        .step(Step::apply(data("") + &other))
        .step(Step::destroy().arguments(["-target=terraform_data.other"]))
        .run();
}
