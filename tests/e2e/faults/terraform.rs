//! A selection of the table through a real Terraform.

use crate::lab::{IDENTITY, Lab};
use infisical_emulator::{Fault, FaultKind};

const AZURE: &str = r#"
resource "infisical_identity_azure_auth" "ci" {
  identity_id = infisical_identity.ci.id
  tenant_id   = "5f3d5ce6-63e4-4b63-9c0a-6e9b6b3f5d52"
}
"#;

#[test]
fn a_life_goes_on_whatever_becomes_of_each_answer() {
    for kind in [
        FaultKind::ResetAfter,
        FaultKind::HtmlAfter { status: 502 },
        FaultKind::EmptyOk,
        FaultKind::ExpireTokens,
    ] {
        let lab = Lab::new();
        let next = |methods: &[&str]| {
            for method in methods {
                for path in ["/api/v1/identities", "/azure-auth/"] {
                    let fault = Fault::once(kind.clone());
                    lab.emulator.inject(fault.on_method(method).on_path(path));
                }
            }
        };
        next(&["POST"]);
        lab.write(&[IDENTITY, AZURE]);
        lab.workspace.apply_and_settle();
        assert_eq!(lab.identities("ci"), ["ci"], "{kind:?}");
        next(&["GET", "PATCH"]);
        lab.write(&[&IDENTITY.replace("member", "no-access"), &AZURE.replace("5f3d", "6f3d")]);
        lab.workspace.apply_and_settle();
        next(&["GET", "DELETE"]);
        lab.workspace.destroy();
        assert_eq!(lab.identities("ci"), [""; 0], "{kind:?}");
    }
}

#[test]
fn what_cannot_be_known_comes_with_the_next_step() {
    let lab = Lab::new();
    lab.write(&[IDENTITY]);
    let path = "/api/v1/identities";
    lab.emulator.inject(Fault::once(FaultKind::ResetAfter).on_method("POST").on_path(path));
    // The list that a plan glances at is spared: before the create, and when Terraform plans again.
    lab.emulator.inject(Fault::always(FaultKind::ResetBefore).on_method("GET").after(2));
    let said = lab.workspace.apply_fails();
    let error = said.only_error();
    assert_eq!(error.summary, "Not known whether it was created", "{said}");
    for part in ["the server may have carried it out", "look for", "terraform import"] {
        assert!(error.text().contains(part), "{part}: {said}");
    }
    lab.emulator.clear_faults();
    let said = lab.workspace.run(&["plan", "-json", "-input=false"]).expect_success();
    let said = said.diagnostics();
    assert!(said.iter().any(|one| one.summary == "An identity of this name exists"), "{said}");
    let import = format!(
        "import {{\n  to = infisical_identity.ci\n  id = \"{}\"\n}}\n",
        lab.identity_named("ci")
    );
    lab.write(&[IDENTITY, &import]);
    lab.workspace.apply_and_settle();
    assert_eq!(lab.identities("ci"), ["ci"]);
}
