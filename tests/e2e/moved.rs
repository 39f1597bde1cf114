//! From the official provider to this one under another address.

use crate::lab::{DIALECTS, Lab};
use serde_json::{Value, json};
use tf_harness::{Provider, Workspace};

const TYPES: [(&str, &str); 3] = [
    ("infisical_identity", "name = \"ci\"\n  role = \"member\"\n  org_id = var.org_id"),
    ("infisical_identity_universal_auth", "identity_id = infisical_identity.new.id"),
    (
        "infisical_identity_universal_auth_client_secret",
        "identity_id = infisical_identity_universal_auth.new.identity_id",
    ),
];

fn resources(name: &str) -> String {
    let resource = |(type_name, lines): &(&str, &str)| {
        format!("resource \"{type_name}\" \"{name}\" {{\n  {lines}\n}}\n")
    };
    TYPES.iter().map(resource).collect::<String>().replace(".new.", &format!(".{name}."))
}

#[test]
fn state_of_the_official_provider_moves_to_this_one() {
    for dialect in DIALECTS {
        let lab = Lab::speaking(dialect);
        lab.write(&[&resources("old")]);
        lab.workspace.apply();

        let credentials = lab.emulator.credentials();
        let binary = env!("CARGO_BIN_EXE_terraform-provider-infisical");
        let provider =
            |address: &str| Provider { address: address.to_owned(), binary: binary.into() };
        let ours = Workspace::new(&[provider("acme/infisical"), provider("infisical/infisical")])
            .env("INFISICAL_HOST", &lab.emulator.url())
            .env("INFISICAL_UNIVERSAL_AUTH_CLIENT_ID", &credentials.client_id)
            .env("INFISICAL_UNIVERSAL_AUTH_CLIENT_SECRET", &credentials.client_secret)
            .env("TF_VAR_org_id", &lab.emulator.org_id());
        // The official provider knows no identities of objects, nor what ours has beside its attributes.
        let mut state: Value =
            serde_json::from_str(&lab.workspace.read("terraform.tfstate")).unwrap();
        for resource in state["resources"].as_array_mut().unwrap() {
            let instance = resource["instances"][0].as_object_mut().unwrap();
            instance.retain(|name, _| ["schema_version", "attributes"].contains(&name.as_str()));
            let attributes = instance["attributes"].as_object_mut().unwrap();
            attributes.retain(|name, _| name != "description" && name != "keepers");
            assert_eq!(instance["schema_version"], json!(0));
        }
        ours.write("terraform.tfstate", &state.to_string());
        let moved = |(type_name, _): &(&str, &str)| {
            format!("moved {{\n  from = {type_name}.old\n  to   = {type_name}.new\n}}\n")
        };
        let moved: String = TYPES.iter().map(moved).collect();
        ours.write(
            "main.tf",
            &format!(
                "terraform {{\n  required_providers {{\n    infisical = {{ source = \"acme/infisical\" \
                 }}\n  }}\n}}\n\nvariable \"org_id\" {{}}\n\n{}\n{moved}",
                resources("new")
            ),
        );
        assert_eq!(ours.plan().summary(), [""; 0]);
        lab.emulator.clear_journal();
        ours.apply_and_settle();
        assert_eq!(lab.writes(), [""; 0]);
        assert_eq!(ours.state().resource("infisical_identity.new")["name"], "ci");
    }
}
