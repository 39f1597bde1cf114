//! Imports, by command and by block.

use crate::{IT, data, workspace};
use tf_harness::{Acceptance, Step};

#[test]
fn an_import_brings_what_is_there_and_changes_nothing() {
    let workspace = workspace();
    let before = std::cell::RefCell::new(String::new());
    Acceptance::new(&workspace)
        .step(
            Step::apply(data(""))
                .after(|_| before.replace(workspace.read("terraform.tfstate")).clear()),
        )
        .step(Step::import(IT))
        .step(Step::import(IT).id_from(|state| state.value(IT, "id").as_str().unwrap().to_owned()))
        .step(Step::import(IT).id("another").ignoring(["id"]))
        .step(
            Step::import("terraform_data.other")
                .id("any")
                .with_error("resource address \"terraform_data.other\"\ndoes not exist"),
        )
        .step(Step::import_block(IT))
        .step(
            Step::import_block(IT).id_from(|state| state.value(IT, "id").as_str().unwrap().into()),
        )
        .step(Step::import_block(IT).id("a ${b} %{c} \"d\" \\").after(|_| {
            assert_eq!(workspace.read("terraform.tfstate"), *before.borrow());
            assert_eq!(workspace.read("acceptance_import.tf"), "");
        }))
        .step(Step::apply(data("input = 1")).same(IT, "id"))
        .step(Step::import(IT).ignoring(["input", "output"]))
        .step(Step::import_block(IT).plans([format!("import/update {IT}")]).unknown(IT, ["output"]))
        .run();
}

#[test]
fn an_import_may_be_applied() {
    let block = format!("import {{\n  to = {IT}\n  id = \"given\"\n}}\n");
    Acceptance::new(&workspace())
        .step(
            Step::apply(data("") + &block).plans([format!("import {IT}")]).value(IT, "id", "given"),
        )
        .run();
}

#[test]
#[should_panic(
    expected = "step 2 (import terraform_data.it): the import of terraform_data.it by \"another\" \
                           brings another `id`"
)]
fn an_import_of_something_else() {
    Acceptance::new(&workspace())
        .step(Step::apply(data("")))
        .step(Step::import(IT).id("another"))
        .run();
}

#[test]
#[should_panic(
    expected = "step 2 (import terraform_data.it): the import of terraform_data.it brings the same \
                           `input`"
)]
fn an_exception_that_is_none() {
    Acceptance::new(&workspace())
        .step(Step::apply(data("")))
        .step(Step::import(IT).ignoring(["input"]))
        .run();
}

#[test]
#[should_panic(expected = "step 1 (import terraform_data.it): terraform_data.it is not in state")]
fn nothing_to_compare_an_import_with() {
    Acceptance::new(&workspace()).step(Step::import(IT)).run();
}

#[test]
#[should_panic(expected = "step 2 (import terraform_data.it): the import succeeded")]
fn an_import_that_should_fail() {
    Acceptance::new(&workspace())
        .step(Step::apply(data("")))
        .step(Step::import(IT).with_error(""))
        .run();
}

#[test]
#[should_panic(
    expected = "step 1 (import terraform_data.it): no error says \"too late\":\nError: "
)]
fn an_import_that_fails_in_another_way() {
    Acceptance::new(&workspace()).step(Step::import(IT).id("any").with_error("too late")).run();
}

#[test]
#[should_panic(expected = "step 2 (import block terraform_data.it): the plan should be [\"import \
                           terraform_data.it\"]; it is [\"import/update terraform_data.it\"]")]
fn a_block_that_does_not_bring_everything() {
    Acceptance::new(&workspace())
        .step(Step::apply(data("input = 1")))
        .step(Step::import_block(IT))
        .run();
}
