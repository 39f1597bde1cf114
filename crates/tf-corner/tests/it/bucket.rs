//! A resource with two keys: import, and taking over the state of others.

use crate::lab::Lab;
use serde_json::json;
use tf_harness::{Acceptance, Step};

const IT: &str = "corner_bucket.it";

const BUCKET: &str =
    "resource \"corner_bucket\" \"it\" {\n  region = \"eu\"\n  name   = \"photos\"\n}\n";

#[test]
fn both_keys_make_the_import_id_and_a_change_of_either_replaces() {
    let lab = Lab::new("");
    Acceptance::new(&lab.workspace)
        .step(Step::apply(BUCKET).value(IT, "size", json!(5)))
        .step(Step::import(IT).id("eu,photos"))
        .step(Step::import_block(IT).id("eu, photos"))
        .step(Step::import(IT).id("photos").with_error("has the form `region,name`"))
        .step(Step::import(IT).id("e,photos").with_error("between 2 and 10 characters"))
        .step(Step::import(IT).id("eu,music").with_error("non-existent remote object"))
        .step(
            Step::apply(BUCKET.replace("photos", "music"))
                .plans(["delete/create corner_bucket.it"])
                .replaces(IT, ["name"]),
        )
        .destroyed(|| assert_eq!(lab.objects("bucket"), []))
        .run();
}

#[test]
fn terraform_s_own_words_on_the_life_of_a_resource_hold() {
    let with = |size: u32, name: &str, lifecycle: &str| {
        format!(
            "resource \"corner_bucket\" \"it\" {{\n  region = \"eu\"\n  name   = \"{name}\"\n  size   = \
             {size}\n  lifecycle {{\n    {lifecycle}\n  }}\n}}\n"
        )
    };
    let (ignoring, first) = ("ignore_changes = [size]", "create_before_destroy = true");
    let lab = Lab::new("");
    Acceptance::new(&lab.workspace)
        .step(Step::apply(with(5, "photos", ignoring)).value(IT, "size", json!(5)))
        .step(Step::plan_only(with(6, "photos", ignoring)).plans_nothing())
        .step(Step::apply(with(6, "photos", first)).plans(["update corner_bucket.it"]).value(
            IT,
            "size",
            json!(6),
        ))
        .step(
            Step::apply(with(6, "music", first))
                .plans(["create/delete corner_bucket.it"])
                .after(|_| assert_eq!(lab.only("bucket")["name"], "music")),
        )
        .run();
}

#[test]
fn it_is_looked_up_by_both_keys() {
    let data = "data \"corner_bucket\" \"it\" {\n  region = \"eu\"\n  name   = \"photos\"\n}\n\noutput \"it\" \
                {\n  value = data.corner_bucket.it\n}\n";
    let lab = Lab::new(data);
    let missing = lab.workspace.plan_fails();
    let text = missing.error_at("region = ").text();
    assert!(text.contains("no corner_bucket with `region` eu and `name` photos"), "{missing}");
    lab.change("bucket", "eu~photos", &json!({"size": 7, "made": "sunday", "owner": "me"}));
    lab.workspace.apply_and_settle();
    let found = json!({
        "region": "eu", "name": "photos", "size": 7, "owner": "me", "made": "sunday", "note": null,
        "remark": null,
    });
    assert_eq!(lab.workspace.state().output("it"), &found);
    lab.configure(&data.replace("  name ", "  size   = 1\n  name "));
    let _ = lab.workspace.validate().error_at("size   = ");
}

#[test]
fn state_of_another_resource_is_taken_over() {
    let data = "resource \"terraform_data\" \"old\" {\n  input = \"photos\"\n}\n";
    let lab = Lab::new(data);
    let _ = lab.workspace.run(&["init", "-input=false"]);
    lab.workspace.apply();
    lab.change(
        "bucket",
        "eu~photos",
        &json!({"region": "eu", "name": "photos", "owner": "me", "size": 5, "made": "sunday"}),
    );
    lab.configure(&format!(
        "{BUCKET}\nmoved {{\n  from = terraform_data.old\n  to   = corner_bucket.it\n}}\n"
    ));
    assert!(lab.workspace.plan().effects().iter().any(|effect| effect.contains("move")));
    lab.workspace.apply_and_settle();
    assert_eq!(lab.workspace.state().resource(IT)["owner"], "me");
    lab.configure(
        "resource \"corner_user\" \"it\" {\n  name = \"n\"\n}\n\nmoved {\n  from = corner_bucket.it\n  to   = \
         corner_user.it\n}\n",
    );
    let said = lab.workspace.plan_fails();
    assert!(said.only_error().text().contains("cannot become a corner_user"), "{said}");
}
