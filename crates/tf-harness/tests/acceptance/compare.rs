//! What one step has is compared with what the next one has.

use crate::{IT, data, workspace};
use tf_harness::{Acceptance, Step};

#[test]
fn an_update_keeps_the_id_and_a_replacement_does_not() {
    Acceptance::new(&workspace())
        .step(Step::apply(data("input = 1")))
        .step(Step::apply(data("input = 2")).same(IT, "id").changed(IT, "output"))
        .step(Step::taint(IT).plans([format!("delete/create {IT}")]).changed(IT, "id"))
        .step(Step::apply(data("input = 2")).plans_nothing().same(IT, "id"))
        .run();
}

#[test]
fn what_is_moved_is_compared_with_what_it_was() {
    let moved = "moved {\n  from = terraform_data.it\n  to   = module.inner.terraform_data.it\n}\n\nmodule \
                 \"inner\" {\n  source = \"./inner\"\n}\n";
    let workspace = workspace();
    std::fs::create_dir(workspace.path("inner")).unwrap();
    workspace.write("inner/main.tf", &data(""));
    workspace.write("main.tf", moved);
    let _ = workspace.run(&["init", "-input=false"]).expect_success();
    Acceptance::new(&workspace)
        .step(Step::apply(data("")))
        .step(
            Step::apply(moved)
                .plans([format!("move module.inner.{IT}")])
                .same(&format!("module.inner.{IT}"), "id"),
        )
        .run();
}

#[test]
#[should_panic(
    expected = "step 2 (taint terraform_data.it): `id` of terraform_data.it should still be "
)]
fn a_replacement_has_another_id() {
    Acceptance::new(&workspace())
        .step(Step::apply(data("")))
        .step(Step::taint(IT).same(IT, "id"))
        .run();
}

#[test]
#[should_panic(
    expected = "step 2 (apply): `input` of terraform_data.it should no longer be 1; it is 1"
)]
fn an_input_that_stays() {
    let one = data("input = 1");
    Acceptance::new(&workspace())
        .step(Step::apply(one.clone()))
        .step(Step::apply(one).changed(IT, "input"))
        .run();
}

#[test]
#[should_panic(expected = "step 1 (apply): terraform_data.it is not in state, which has []")]
fn nothing_to_compare_with() {
    Acceptance::new(&workspace()).step(Step::apply(data("")).same(IT, "id")).run();
}

#[test]
#[should_panic(expected = "step 2 (apply): terraform_data.it has no `name`")]
fn an_attribute_that_there_is_not() {
    Acceptance::new(&workspace())
        .step(Step::apply(data("")))
        .step(Step::apply(data("")).same(IT, "name"))
        .run();
}

#[test]
#[should_panic(expected = "step 1 (taint terraform_data.it): the command failed")]
fn nothing_to_taint() {
    Acceptance::new(&workspace()).step(Step::taint(IT)).run();
}
