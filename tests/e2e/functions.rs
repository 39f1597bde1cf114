//! What is computed without a server.

use crate::lab::{empty_workspace, write_in};
use serde_json::json;
use tf_harness::Workspace;

/// A workspace without a server, in which `it` is an expression.
fn workspace(it: &str) -> Workspace {
    let workspace = empty_workspace().env("TF_VAR_org_id", "").env("TF_VAR_secrets", "{}");
    write_in(&workspace, &[&format!("output \"it\" {{\n  value = {it}\n}}\n")]);
    workspace
}

#[test]
fn secrets_and_references_are_written_and_taken_apart() {
    let secrets = r#"{ b = "it's\n$${A}", A = " # <\"\\\"> " }"#;
    let it = format!(
        "{{\n  dotenv = provider::infisical::dotenv({secrets})\n  json = \
         provider::infisical::json({secrets})\n  references = [for reference in \
         [provider::infisical::secret_reference(\"prod\", \"/db/main\", \"A\"), \
         provider::infisical::secret_reference(null, null, \"A\")] : [reference, \
         provider::infisical::parse_secret_reference(reference)]]\n}}"
    );
    let workspace = workspace(&it);
    workspace.apply_and_settle();
    let expected = json!({
        "dotenv": "A=' # <\"\\\"> '\nb='it'\\''s\n${A}'\n",
        "json": r#"{"A":" # <\"\\\"> ","b":"it's\n${A}"}"#,
        "references": [
            ["${prod.db.main.A}", {"environment": "prod", "folder_path": "/db/main", "name": "A"}],
            ["${A}", {"environment": null, "folder_path": null, "name": "A"}],
        ],
    });
    assert_eq!(workspace.state().output("it"), &expected);
}

#[test]
fn a_wrong_argument_is_named() {
    for (call, parameter, expected) in [
        ("dotenv({ \"A-B\" = \"x\" })", "secrets", "can be named \"A-B\""),
        ("json({ A = null })", "secrets", "must have a value"),
        ("secret_reference(null, \"/a\", \"A\")", "folder_path", "Both are null"),
        ("parse_secret_reference(\"A\")", "reference", "no reference to a secret"),
    ] {
        let said =
            workspace(&format!("provider::infisical::{call}")).plan_fails().only_error().text();
        let words = said.split_whitespace().collect::<Vec<_>>().join(" ");
        assert!(words.contains(&format!("Invalid value for \"{parameter}\" parameter")), "{said}");
        assert!(words.contains(expected), "{said}");
    }
}
