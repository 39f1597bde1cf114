//! A schema of 50 MB.

use crate::lab::Lab;

const BYTES: usize = 50_000_000;

#[test]
fn a_schema_of_50_megabytes_reaches_terraform_and_works() {
    let mut lab = Lab::new(
        "data \"corner_heavy\" \"it\" {\n  weight = \"much\"\n}\n\noutput \"weight\" {\n  value = \
         data.corner_heavy.it.weight\n}\n",
    );
    lab.workspace.set_env("CORNER_SCHEMA_BYTES", &BYTES.to_string());
    let schemas = lab.workspace.run(&["providers", "schema", "-json"]).expect_success();
    assert!(schemas.stdout.len() > BYTES, "{} bytes", schemas.stdout.len());
    lab.workspace.apply();
    assert_eq!(lab.workspace.state().output("weight"), "much");
}
