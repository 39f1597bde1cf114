//! Acceptance tests of a resource that is part of Terraform. For each check there is a test that it
//! passes, and one that it can fail.

mod apply;
mod commands;
mod compare;
mod drift;
mod end;
mod fails;
mod import;
mod plan;
mod variables;

use tf_harness::Workspace;

/// The address of [`data`].
const IT: &str = "terraform_data.it";

/// A resource.
fn data(lines: &str) -> String {
    format!("resource \"terraform_data\" \"it\" {{\n  {lines}\n}}\n")
}

/// A workspace that has had `terraform init`, which the built-in provider needs.
fn workspace() -> Workspace {
    let workspace = Workspace::new(&[]);
    workspace.write("main.tf", &data(""));
    let _ = workspace.run(&["init", "-input=false"]).expect_success();
    workspace.remove("main.tf");
    workspace
}
