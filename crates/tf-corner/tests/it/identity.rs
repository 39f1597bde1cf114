//! Identities and lists through a Terraform that knows them, and through one that does not.

use crate::lab::Lab;
use serde_json::json;
use tf_harness::{Acceptance, Feature, Step};

const IT: &str = "corner_bucket.it";

const BUCKET: &str =
    "resource \"corner_bucket\" \"it\" {\n  region = \"eu\"\n  name   = \"${ph}%{o\"\n}\n";

#[test]
fn an_identity_is_in_state_and_imports() {
    let lab = Lab::new("");
    let bucket = BUCKET.replace("${", "$${").replace("%{", "%%{");
    let who = json!({"region": "eu", "name": "${ph}%{o", "owner": "nobody"});
    let test = Acceptance::new(&lab.workspace).step(Step::apply(&bucket));
    if lab.workspace.knows(Feature::Identity) {
        test.step(Step::import_block(IT).by_identity())
            .step(
                Step::drift(|_| {
                    let mut object = lab.only("bucket");
                    object["size"] = json!(9);
                    lab.change("bucket", "eu~${ph}%{o", &object);
                })
                .plans(["update corner_bucket.it"])
                .after(move |state| assert_eq!(state.identity(IT), Some(&who))),
            )
            .run();
    } else {
        // An older one leaves the identity alone, and keeps the object.
        test.step(Step::plan_only(&bucket).plans_nothing().after(|state| {
            assert_eq!(state.identity(IT), None);
        }))
        .run();
    }
}

#[test]
fn a_query_finds_what_there_is() {
    let lab = Lab::new("");
    for (region, name) in [("eu", "a"), ("us", "b")] {
        let object =
            json!({"region": region, "name": name, "owner": "me", "size": 7, "made": "monday"});
        lab.change("bucket", &format!("{region}~{name}"), &object);
    }
    lab.workspace.write(
        "all.tfquery.hcl",
        "list \"corner_bucket\" \"all\" {\n  provider = corner\n  config {\n    region = \"us\"\n  }\n}\n",
    );
    if lab.workspace.knows(Feature::Query) {
        let found = lab.workspace.query();
        assert_eq!(found.len(), 1, "{found:?}");
        assert_eq!(found[0]["display_name"], "b in us");
        assert_eq!(found[0]["identity"], json!({"region": "us", "name": "b", "owner": "me"}));
    } else {
        // The file is none of an older Terraform's business.
        assert!(lab.workspace.plan().is_empty());
        assert!(lab.journal().is_empty());
    }
}
