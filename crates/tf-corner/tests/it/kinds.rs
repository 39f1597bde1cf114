//! Data sources, ephemeral resources and functions.

use crate::lab::Lab;
use serde_json::json;

#[test]
fn a_data_source_is_read_and_its_spelling_kept() {
    let data = "data \"corner_user\" \"it\" {\n  id = \"USER-1\"\n}\n\noutput \"it\" {\n  value = \
                data.corner_user.it\n}\n";
    let lab = Lab::new(data);
    lab.change("user", "user-1", &json!({"name": "Ada", "changes": 3}));
    lab.workspace.apply_and_settle();
    let it = json!({
        "id": "USER-1", "name": "Ada", "changes": 3, "email": "none", "fallback": "none",
        "timeouts": null,
    });
    assert_eq!(lab.workspace.state().output("it"), &it);
    assert!(lab.workspace.run(&["plan", "-no-color"]).stdout.contains("No address"));
    lab.configure(&data.replace("USER-1", "user-2"));
    let said = lab.workspace.plan_fails();
    assert_eq!(said.error_at("id = ").summary, "No such user");
}

#[test]
fn a_lease_is_opened_renewed_and_closed() {
    let lab = Lab::new(
        "ephemeral \"corner_lease\" \"it\" {\n  name         = \"db\"\n  milliseconds = 30\n}\n\nresource \
         \"corner_secret\" \"it\" {\n  name             = \"n\"\n  value_wo         = \
         ephemeral.corner_lease.it.password\n  value_wo_version = 1\n  depends_on = [corner_slow.it]\n}\n\n\
         resource \"corner_slow\" \"it\" {\n  milliseconds = 400\n}\n",
    );
    lab.workspace.apply();
    assert_eq!(lab.only("secret")["valueWo"], "password of db");
    let journal = lab.journal();
    let count = |call: &str| journal.iter().filter(|line| *line == call).count();
    assert_eq!((count("open db"), count("close")), (2, 2), "{journal:?}");
    assert!(count("renew") >= 2, "{journal:?}");
    assert_eq!(lab.objects("lease"), []);
    assert!(!lab.workspace.read("terraform.tfstate").contains("password of db"));
    lab.configure("ephemeral \"corner_lease\" \"it\" {\n  name = \"\"\n}\n");
    assert_eq!(lab.workspace.validate().error_at("name = ").summary, "Length out of range");
}

#[test]
fn a_lease_on_something_unknown_waits() {
    let lab = Lab::new(
        "resource \"terraform_data\" \"name\" {\n  input = \"db\"\n}\n\nephemeral \"corner_lease\" \
         \"it\" {\n  name = terraform_data.name.output\n}\n",
    );
    let _ = lab.workspace.run(&["init", "-input=false"]);
    let _ = lab.workspace.plan();
    assert_eq!(lab.journal(), [""; 0]);
    lab.workspace.apply();
    assert_eq!(lab.journal(), ["open db", "close"]);
}

/// The value of an expression; or what is said of it.
fn value(lab: &Lab, expression: &str) -> Result<serde_json::Value, String> {
    lab.configure(&format!("output \"it\" {{\n  value = {expression}\n}}\n"));
    let output = lab.workspace.run(&["apply", "-json", "-input=false", "-auto-approve"]);
    if output.status.success() {
        return Ok(lab.workspace.state().output("it").clone());
    }
    Err(output.expect_failure().only_error().text())
}

#[test]
fn functions_take_what_they_declare() {
    let lab = Lab::new("");
    let call = |call: &str| value(&lab, &format!("provider::corner::{call}"));
    for (expression, expected) in [
        ("sum(1)", json!(1)),
        ("sum(0.1, 0.2, 18446744073709551616) == 18446744073709551616.3", json!(true)),
        ("join(null)", json!("")),
        ("join(\"-\", \"a\", \"b\")", json!("a-b")),
        ("seconds(\"1m30.5s\")", json!(90.5)),
        ("describe([1, \"a\"])", json!("[\"tuple\",[\"number\",\"string\"]]")),
        (
            "echo(true, 9007199254740993, -1, 0.1, [\"x\", \"\"], [\"b\", \"a\", \"b\"], { k = 1 }, { key = \"x\", value = null }, 1, \"two\")",
            json!({
                "bool": true, "int64": 9_007_199_254_740_993_i64, "int32": -1, "float64": 0.1,
                "list": ["x", ""], "set": ["a", "b"], "map": {"k": 1},
                "object": {"key": "x"}, "any": [1, "two"],
            }),
        ),
    ] {
        assert_eq!(call(expression), Ok(expected), "{expression}");
    }
    for (expression, expected) in [
        ("sum(null)", "argument must not be null"),
        ("join(\"-\", \"a\", \"!\")", "`!` cannot be joined"),
        ("join(\"-\", \"a\", \"b\", \"c\", \"d\")", "at most 3 elements"),
        ("seconds(\"soon\")", "is not a duration"),
        (
            "echo(true, 1, 2147483648, 1, [], [], {}, { key = \"x\", value = 1 })",
            "between -2147483648",
        ),
        ("sum()", "Not enough function arguments"),
    ] {
        let said = call(expression).unwrap_err();
        assert!(said.contains(expected), "{expression}: {said}");
    }
}

#[test]
fn a_function_may_take_what_is_not_known_yet() {
    let lab = Lab::new("");
    let unknown = "resource \"corner_user\" \"it\" {\n  name = \"n\"\n}\n\noutput \"it\" {\n  value = \
                   provider::corner::describe(corner_user.it.id)\n}\n\noutput \"sum\" {\n  value = \
                   provider::corner::sum(corner_user.it.changes)\n}\n";
    lab.configure(unknown);
    let plan = lab.workspace.plan();
    assert_eq!((plan.output("it"), plan.output("sum")), (&json!("unknown"), &json!(null)));
}
