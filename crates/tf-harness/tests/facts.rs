//! What a plan and a state tell, with Terraform's built-in resource.

use tf_harness::Workspace;

const NONE: [&str; 0] = [];

fn applied(config: &str) -> Workspace {
    let workspace = Workspace::new(&[]);
    workspace.write("main.tf", config);
    let _ = workspace.run(&["init", "-input=false"]).expect_success();
    workspace.apply_and_settle();
    workspace
}

#[test]
fn a_state_knows_modules_and_data_sources() {
    let remote = applied("output \"name\" {\n  value = \"far\"\n}\n");
    let path = remote.path("terraform.tfstate").display().to_string();
    let workspace = Workspace::new(&[]);
    std::fs::create_dir(workspace.path("inner")).unwrap();
    workspace.write("inner/main.tf", "resource \"terraform_data\" \"it\" {}\n");
    workspace.write(
        "main.tf",
        &format!(
            "module \"a\" {{\n  source = \"./inner\"\n}}\n\ndata \"terraform_remote_state\" \"far\" {{\n  \
             backend = \"local\"\n  config  = {{ path = {path:?} }}\n}}\n\nresource \"terraform_data\" \
             \"it\" {{\n  input = [data.terraform_remote_state.far.outputs.name]\n}}\n"
        ),
    );
    let _ = workspace.run(&["init", "-input=false"]).expect_success();
    workspace.apply_and_settle();
    let state = workspace.state();
    let data = "data.terraform_remote_state.far";
    assert_eq!(state.addresses(), [data, "terraform_data.it", "module.a.terraform_data.it"]);
    assert_eq!(state.data_sources(), [data]);
    assert_eq!(state.value(data, "outputs.name"), "far");
    assert_eq!(state.value("terraform_data.it", "output.0"), "far");
    assert!(state.value("module.a.terraform_data.it", "input").is_null());
}

#[test]
fn a_state_knows_what_is_not_shown() {
    let workspace = applied(
        "resource \"terraform_data\" \"it\" {\n  input = { name = \"ci\", keys = [{ id = 1, secret = \
         sensitive(\"s\") }] }\n}\n\noutput \"of\" {\n  value     = terraform_data.it.input.name\n  \
         sensitive = true\n}\n\noutput \"shown\" {\n  value = 1\n}\n",
    );
    let state = workspace.state();
    assert_eq!(state.sensitive("terraform_data.it"), ["input.keys.0.secret"]);
    assert_eq!(state.output("of"), "ci");
    assert!(state.is_output_sensitive("of"));
    assert!(!state.is_output_sensitive("shown"));
    let plan = workspace.plan_with(&["-replace=terraform_data.it"]);
    assert_eq!(plan.change("terraform_data.it").sensitive(), ["input.keys.0.secret"]);
}

#[test]
fn a_state_knows_what_is_tainted() {
    let workspace = applied("resource \"terraform_data\" \"it\" {}\n");
    assert!(!workspace.state().is_tainted("terraform_data.it"));
    workspace.taint("terraform_data.it");
    assert!(workspace.state().is_tainted("terraform_data.it"));
}

#[test]
#[should_panic(expected = "no output `off` in {\"of\":")]
fn an_output_that_is_not_there_ends_the_test() {
    let _ = applied("output \"of\" {\n  value = 1\n}\n").state().output("off");
}

#[test]
#[should_panic(expected = "terraform_data.it has no `inptu`")]
fn a_path_that_leads_nowhere_ends_the_test() {
    let workspace = applied("resource \"terraform_data\" \"it\" {}\n");
    let _ = workspace.state().value("terraform_data.it", "inptu");
}

#[test]
fn a_plan_knows_what_changes_in_the_state_alone() {
    let workspace = applied("resource \"terraform_data\" \"a\" {}\n");
    workspace.write(
        "main.tf",
        "resource \"terraform_data\" \"b\" {}\n\nresource \"terraform_data\" \"c\" {}\n\nresource \
         \"terraform_data\" \"d\" {\n  input = 1\n}\n\nmoved {\n  from = terraform_data.a\n  to   = \
         terraform_data.b\n}\n\nimport {\n  to = terraform_data.c\n  id = \"c\"\n}\n\nimport {\n  to = \
         terraform_data.d\n  id = \"d\"\n}\n",
    );
    let plan = workspace.plan();
    assert!(!plan.is_empty());
    assert_eq!(plan.summary(), ["update terraform_data.d"]);
    let effects =
        ["import terraform_data.c", "import/update terraform_data.d", "move terraform_data.b"];
    assert_eq!(plan.effects(), effects);
    assert_eq!(
        plan.change("terraform_data.b").previous_address.as_deref(),
        Some("terraform_data.a")
    );
    assert_eq!(plan.change("terraform_data.c").mode, "managed");
    assert_eq!(plan.change("terraform_data.c").replaces(), NONE);
    assert_eq!(plan.deferred(), NONE);
}
