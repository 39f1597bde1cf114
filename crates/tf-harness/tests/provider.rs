//! Terraform starts the provider under test, whatever its file is called.

use std::{os::unix::fs::symlink, path::Path};
use tf_harness::{Provider, Workspace};

const CONFIG: &str = "terraform {\n  required_providers {\n    thing = { source = \"acme/thing\" }\n  \
                      }\n}\n\nresource \"thing_it\" \"it\" {}\n";

/// What Terraform says of a provider that is `binary`, which ends at once.
fn started(binary: &Path) -> String {
    let workspace =
        Workspace::new(&[Provider { address: "acme/thing".into(), binary: binary.to_owned() }]);
    workspace.write("main.tf", CONFIG);
    workspace.validate().only_error().text()
}

#[test]
fn a_provider_may_be_called_anything() {
    let folder = tempfile::tempdir().unwrap();
    for name in ["corner", "terraform-provider-thing_v1.0.0", "terraform-provider-thingy"] {
        let binary = folder.path().join(name);
        symlink("/bin/false", &binary).unwrap();
        let text = started(&binary);
        assert!(text.contains("Unrecognized remote plugin message"), "{name}: {text}");
        assert!(text.contains("/home/providers/acme/thing/terraform-provider-thing "), "{text}");
    }
}

#[test]
fn a_provider_of_the_right_name_stays_where_it_is() {
    let folder = tempfile::tempdir().unwrap();
    let binary = folder.path().join("terraform-provider-thing");
    symlink("/bin/false", &binary).unwrap();
    let text = started(&binary);
    assert!(text.contains(&format!("Path: {} ", binary.display())), "{text}");
}
