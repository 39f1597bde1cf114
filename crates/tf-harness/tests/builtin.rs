//! The harness with Terraform's built-in resource, which needs no provider.

use tf_harness::Workspace;

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
    let made = std::process::Command::new("mkfifo").arg(&fifo).status().unwrap();
    assert!(made.success());
    let running = workspace.start(&["apply", "-auto-approve", "-input=false"]);
    // Opening a pipe waits for the other side, which is the provisioner.
    assert_eq!(std::fs::read_to_string(&fifo).unwrap(), "begun\n");
    running.interrupt();
    let output = running.wait();
    assert!(!output.status.success());
    assert!(output.stdout.contains("Interrupt"), "{output}");
}
