//! What is there already.

use super::{Table, import_block};
use crate::lab::DIALECTS;
use serde_json::json;

#[test]
fn already_attached_names_the_object_and_gives_the_import_block_that_adopts_it() {
    for dialect in DIALECTS {
        let table = Table::speaking(dialect);
        table.attach_elsewhere();
        table.write_minimal();
        let errors = table.lab.workspace.apply_fails();
        for method in &table.methods {
            let error = errors.error_of(&method.address());
            assert!(error.code.contains("identity_id"), "{errors}");
            assert_eq!(error.summary, format!("{} is already attached", method.title));
            let (to, id) = (format!("{}.NAME", method.type_name), table.id(method));
            let block = import_block(&to, &id);
            let block = block.split_whitespace().collect::<Vec<_>>().join(" ");
            assert!(error.text().contains(&block), "{errors}");
        }
        table.write(|method| {
            let block = import_block(&method.address(), &table.id(method));
            method.hcl(method.minimal) + &block
        });
        table.lab.workspace.apply_and_settle();
    }
}

#[test]
fn import_by_command() {
    for dialect in DIALECTS {
        let table = Table::speaking(dialect);
        table.attach_elsewhere();
        table.write_minimal();
        for method in &table.methods {
            let arguments = ["import", &method.address(), &table.id(method)];
            let _ = table.lab.workspace.run(&arguments).expect_success();
        }
        table.lab.workspace.expect_settled();
        assert_eq!(table.lab.writes(), [""; 0]);
    }
}

#[test]
fn import_by_block_with_generated_configuration() {
    for dialect in DIALECTS {
        let mut table = Table::speaking(dialect);
        // Terraform writes null for what is secret into the configuration that it generates, which takes
        // the reviewer of Kubernetes Auth away.
        table.methods.retain(|method| method.slug != "kubernetes-auth");
        table.attach_elsewhere();
        table.write(|method| import_block(&method.address(), &table.id(method)));
        let plan = table.lab.workspace.plan_with(&["-generate-config-out=generated.tf"]);
        assert_eq!(plan.summary(), [""; 0]);
        for method in &table.methods {
            let importing = &plan.change(&method.address()).importing;
            assert_eq!(importing["id"], json!(table.id(method)));
        }
        table.lab.workspace.apply_and_settle();
        assert_eq!(table.lab.writes(), [""; 0]);
    }
}

#[test]
fn an_import_of_nothing_or_nonsense_says_so() {
    let table = Table::speaking(infisical_emulator::Dialect::Current);
    table.write_minimal();
    let Some(method) = table.methods.first() else { return };
    for (id, says) in [
        ("prod", "is not a UUID"),
        ("a,b", "which has the form `identity_id`"),
        ("3c90c3cc-0d44-4b50-8888-8dd25736052a", "Cannot import non-existent remote object"),
    ] {
        let output = table.lab.workspace.run(&["import", &method.address(), id]);
        assert!(!output.status.success());
        let shown = output.stderr.replace('│', "");
        let shown = shown.split_whitespace().collect::<Vec<_>>().join(" ");
        assert!(shown.contains(says), "{output}");
    }
}

#[test]
fn state_of_the_official_provider_is_read_as_it_is() {
    for dialect in DIALECTS {
        let mut table = Table::speaking(dialect);
        table.methods.retain(|method| method.official.is_some());
        table.attach_elsewhere();
        for method in &table.methods {
            let Some(own) = method.official else { continue };
            table.write_state_of(method, own());
        }
        table.write_minimal();
        table.lab.workspace.expect_settled();
        table.write(|method| method.hcl(method.changed.1));
        let apply = ["apply", "-json", "-auto-approve", "-refresh=false"];
        let _ = table.lab.workspace.run(&apply).expect_success();
        table.lab.workspace.expect_settled();
        table.assert_writes(&["PATCH"]);
        table.lab.workspace.destroy();
        table.assert_nothing_left();
    }
}
