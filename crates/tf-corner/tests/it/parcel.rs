//! The hooks of a resource that few of them need.

use crate::lab::Lab;
use serde_json::json;
use tf_harness::{Acceptance, Step};

const IT: &str = "corner_parcel.it";

fn to(address: &str, lines: &str) -> String {
    format!("resource \"corner_parcel\" \"it\" {{\n  address = \"{address}\"\n{lines}\n}}\n")
}

#[test]
fn a_plan_says_what_will_be_unknown_and_what_replaces() {
    let lab = Lab::new("");
    Acceptance::new(&lab.workspace)
        .step(Step::apply(to("Rome", "")).value(IT, "tracking", json!("to Rome")).value(
            IT,
            "signed_by",
            json!(null),
        ))
        // What is null in state stays known where it is kept also then.
        .step(
            Step::apply(to("Rome", "  grams = 200"))
                .plans(["update corner_parcel.it"])
                .unknown(IT, [])
                .same(IT, "tracking"),
        )
        .step(
            Step::apply(to("Paris", "  grams = 200"))
                .plans(["update corner_parcel.it"])
                .unknown(IT, ["tracking"])
                .value(IT, "tracking", json!("to Paris")),
        )
        .step(
            Step::apply(to("Paris", "  grams = 2000"))
                .plans(["delete/create corner_parcel.it"])
                .replaces(IT, ["grams"])
                .changed(IT, "id"),
        )
        .run();
    // What the plan keeps for itself reaches the operation; what that removes is gone.
    let journal = lab.journal();
    let first = "created after 1 plans";
    let second = "updated after 1 plans";
    assert_eq!(journal, [first, second, second, first], "{journal:?}");
}

#[test]
fn reading_and_deleting_have_their_time() {
    let limits = "  timeouts {\n    read   = \"50ms\"\n    delete = \"50ms\"\n  }";
    let lab = Lab::new(&to("Rome", limits));
    lab.workspace.apply_and_settle();
    lab.fault("read parcel", "hang");
    assert_eq!(lab.workspace.plan_fails().only_error().summary, "Stopped");
    lab.fault("delete parcel", "hang");
    let destroy = ["destroy", "-json", "-input=false", "-auto-approve"];
    let said = lab.workspace.run(&destroy).expect_failure();
    assert_eq!(said.only_error().summary, "Stopped");
    assert_eq!(lab.workspace.state().addresses(), [IT]);
    lab.configure(&format!(
        "{}\ndata \"corner_user\" \"it\" {{\n  id = \"user-1\"\n  timeouts {{\n    read = \"50ms\"\n  }}\n}}\n",
        to("Rome", limits)
    ));
    lab.change("user", "user-1", &json!({"name": "Ada", "changes": 3}));
    lab.fault("look user up", "hang");
    assert_eq!(lab.workspace.plan_fails().only_error().summary, "Stopped");
    lab.workspace.apply_and_settle();
}

#[test]
fn state_of_another_version_is_read_as_the_struct_of_that_time() {
    let lab = Lab::new(&to("Main Street 1, Springfield", ""));
    let object = json!({
        "address": "Main Street 1, Springfield", "grams": 100, "tracking": "t", "label": "fragile",
    });
    lab.change("parcel", "parcel-7", &object);
    let state = json!({
        "version": 4, "terraform_version": "1.11.0", "serial": 1, "lineage": "x", "outputs": {},
        "resources": [{
            "mode": "managed", "type": "corner_parcel", "name": "it",
            "provider": "provider[\"registry.terraform.io/acme/corner\"]",
            "instances": [{
                "schema_version": 0,
                "attributes": {"id": "parcel-7", "street": "Main Street 1", "town": "Springfield"},
            }],
        }],
    });
    lab.workspace.write("terraform.tfstate", &state.to_string());
    assert!(lab.workspace.plan().is_empty());
    lab.workspace.refresh();
    assert_eq!(lab.workspace.state().resource(IT)["tracking"], "t");
}
