//! The harness with Terraform's built-in resource, which needs no provider.

#![expect(clippy::unwrap_used, reason = "a test ends where it goes wrong")]

use std::{
    fs::File,
    io::{BufRead as _, BufReader},
    os::unix::{fs::symlink, process::ExitStatusExt as _},
    path::{Path, PathBuf},
    process::Command,
};
use tf_harness::{ReattachedProvider, Workspace, terraform};

const DATA: &str = "resource \"terraform_data\" \"it\" {\n  input = \"INPUT\"\n}\n";

fn workspace(input: &str) -> Workspace {
    let workspace = Workspace::new(&[]);
    workspace.write("main.tf", &DATA.replace("INPUT", input));
    let _ = workspace.run(&["init", "-input=false"]).expect_success();
    workspace
}

#[test]
fn a_plan_tells_what_is_unknown_and_an_apply_settles() {
    let workspace = workspace("one");
    let plan = workspace.plan();
    assert!(!plan.is_empty());
    assert_eq!(plan.summary(), ["create terraform_data.it"]);
    assert_eq!(plan.change("terraform_data.it").unknown(), ["id", "output"]);
    workspace.apply_and_settle();
    assert_eq!(workspace.state().resource("terraform_data.it")["output"], "one");
    workspace.destroy();
    assert_eq!(workspace.state().addresses(), [""; 0]);
}

#[test]
#[should_panic(expected = "is not empty")]
fn a_plan_that_is_not_empty_ends_the_test() {
    let workspace = workspace("one");
    workspace.apply();
    workspace.write("main.tf", &DATA.replace("INPUT", "two"));
    workspace.expect_settled();
}

#[test]
fn an_error_points_at_its_source() {
    let workspace = workspace("one");
    workspace.write("main.tf", "resource \"terraform_data\" \"it\" {\n  inptu = 1\n}\n");
    let diagnostics = workspace.validate();
    assert_eq!(diagnostics.only_error(), diagnostics.error_at("inptu = 1"));
    assert!(diagnostics.only_error().text().contains("Unsupported argument"));
    assert_eq!(workspace.plan_fails().only_error().code.trim(), "inptu = 1");
}

#[test]
fn an_interrupt_reaches_terraform() {
    let workspace = workspace("one");
    workspace.write(
        "main.tf",
        "resource \"terraform_data\" \"it\" {\n  provisioner \"local-exec\" {\n    command = \"echo begun > \
         begun; exec sleep 600\"\n  }\n}\n",
    );
    let fifo = workspace.path("begun");
    let made = Command::new("mkfifo").arg(&fifo).status().unwrap();
    assert!(made.success());
    let running = workspace.start(&["apply", "-auto-approve", "-input=false"]);
    // Opening a pipe waits for the other side, which is the provisioner.
    assert_eq!(std::fs::read_to_string(&fifo).unwrap(), "begun\n");
    running.interrupt();
    let output = running.wait();
    assert!(!output.status.success());
    assert!(output.stdout.contains("Interrupt"), "{output}");
}

#[test]
fn a_replacement_says_which_attribute_makes_it_one() {
    let with = |trigger: &str| {
        format!(
            "resource \"terraform_data\" \"it\" {{\n  triggers_replace = \"{trigger}\"\n}}\n\noutput \"of\" \
             {{\n  value = \"{trigger}\"\n}}\n"
        )
    };
    let workspace = workspace("one");
    workspace.write("main.tf", &with("one"));
    workspace.apply_and_settle();
    workspace.write("main.tf", &with("two"));
    let plan = workspace.plan();
    assert_eq!(plan.summary(), ["delete/create terraform_data.it"]);
    let change = plan.change("terraform_data.it");
    assert_eq!(change.replace_paths.to_string(), r#"[["triggers_replace"]]"#);
    assert_eq!(change.before["triggers_replace"], "one");
    assert_eq!(change.after["triggers_replace"], "two");
    assert_eq!(change.unknown(), ["id"]);
    assert_eq!(plan.output("of"), "two");
    assert_eq!(plan.drift(), [""; 0]);
    workspace.refresh();
    assert_eq!(workspace.state().resource("terraform_data.it")["triggers_replace"], "one");
}

/// The id of the one resource, which is all that an import of `terraform_data` knows.
fn id(workspace: &Workspace) -> String {
    workspace.state().resource("terraform_data.it")["id"].as_str().unwrap().to_owned()
}

#[test]
fn an_import_is_compared_with_the_state_and_leaves_it_alone() {
    let workspace = workspace("one");
    workspace.apply();
    let (state, id) = (workspace.read("terraform.tfstate"), id(&workspace));
    for _ in 0..2 {
        workspace.verify_import("terraform_data.it", &id, &["input", "output"]);
    }
    assert_eq!(workspace.read("terraform.tfstate"), state);
}

#[test]
#[should_panic(expected = "brings another `output`")]
fn an_import_that_brings_something_else_ends_the_test() {
    let workspace = workspace("one");
    workspace.apply();
    workspace.verify_import("terraform_data.it", &id(&workspace), &["input"]);
}

#[test]
#[should_panic(expected = "brings the same `id`")]
fn an_exception_that_is_none_ends_the_test() {
    let workspace = workspace("one");
    workspace.apply();
    workspace.verify_import("terraform_data.it", &id(&workspace), &["id", "input", "output"]);
}

#[test]
fn an_import_fills_an_empty_state() {
    let workspace = workspace("one");
    workspace.import("terraform_data.it", "by-hand");
    assert_eq!(workspace.state().resource("terraform_data.it")["id"], "by-hand");
}

/// Runs the first test of this file with another `TERRAFORM`, in `folder`; what it printed.
fn with_terraform(program: &str, folder: &Path) -> (bool, String) {
    let output = Command::new(std::env::current_exe().unwrap())
        .args(["--exact", "a_plan_tells_what_is_unknown_and_an_apply_settles"])
        .env("TERRAFORM", program)
        .current_dir(folder)
        .output()
        .unwrap();
    (output.status.success(), String::from_utf8(output.stdout).unwrap())
}

#[test]
fn without_a_terraform_a_test_fails_and_says_how_to_get_it() {
    let (passed, printed) = with_terraform("/nowhere/terraform", Path::new("/"));
    assert!(!passed, "{printed}");
    assert!(printed.contains("cannot start `/nowhere/terraform`"), "{printed}");
    assert!(printed.contains("https://developer.hashicorp.com/terraform/install"), "{printed}");
}

#[test]
fn a_terraform_may_be_named_relative_to_the_folder_of_the_test() {
    let folder = tempfile::tempdir().unwrap();
    let found = Command::new("sh").args(["-c", "command -v \"$0\""]).arg(terraform()).output();
    let found = String::from_utf8(found.unwrap().stdout).unwrap();
    symlink(found.trim(), folder.path().join("tf")).unwrap();
    let (passed, printed) = with_terraform("./tf", folder.path());
    assert!(passed, "{printed}");
}

/// What stands in for a provider: a script. A shell writes it, as a file that this process has open
/// for writing cannot be started.
fn script(text: &str) -> (tempfile::TempDir, PathBuf) {
    let folder = tempfile::tempdir().unwrap();
    let script = folder.path().join("provider");
    let write = "printf '#!/bin/sh\\n%s\\n' \"$1\" > \"$0\" && chmod +x \"$0\"";
    let written = Command::new("sh").args(["-c", write]).arg(&script).arg(text).status().unwrap();
    assert!(written.success());
    (folder, script)
}

#[test]
fn a_provider_started_by_hand_says_how_to_attach_and_ends_when_asked() {
    let (_folder, script) = script(
        "echo \"$1 $OF $TF_LOG\" >&2; echo Set this:; echo \"TF_REATTACH_PROVIDERS='{\\\"a/b/c\\\":{}}'\"\n\
         exec sleep 600",
    );
    let provider = ReattachedProvider::start(&script, &[("OF", "mine")]);
    assert_eq!(provider.reattach(), r#"{"a/b/c":{}}"#);
    assert_eq!(provider.log(), "--debug mine TRACE\n");
    let (status, log) = provider.stop();
    assert_eq!(status.signal(), Some(15));
    assert_eq!(log, "--debug mine TRACE\n");
}

#[test]
#[should_panic(expected = "no such flag")]
fn a_provider_that_cannot_be_attached_to_ends_the_test() {
    let (_folder, script) = script("echo no such flag >&2; exit 2");
    let _ = ReattachedProvider::start(&script, &[]);
}

#[test]
fn a_command_that_nobody_waits_for_is_ended_with_all_that_it_started() {
    let workspace = workspace("one");
    workspace.write(
        "main.tf",
        "resource \"terraform_data\" \"it\" {\n  provisioner \"local-exec\" {\n    command = \"exec > pipe; echo \
         begun; exec sleep 600\"\n  }\n}\n",
    );
    let pipe = workspace.path("pipe");
    assert!(Command::new("mkfifo").arg(&pipe).status().unwrap().success());
    let running = workspace.start(&["apply", "-auto-approve", "-input=false"]);
    let mut lines = BufReader::new(File::open(&pipe).unwrap()).lines();
    assert_eq!(lines.next().unwrap().unwrap(), "begun");
    drop(running);
    // The pipe ends when nobody is left who could write.
    assert!(lines.next().is_none());
}
