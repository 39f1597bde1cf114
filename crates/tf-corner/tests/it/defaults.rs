//! Defaults, unknowns and kept values inside collections.

use crate::lab::Lab;
use serde_json::{Value, json};
use tf_harness::{Acceptance, Step};

const IT: &str = "corner_defaults.it";

fn with(list: &str, set: &str) -> String {
    format!(
        "resource \"corner_defaults\" \"it\" {{\n  list = {list}\n  set  = {set}\n  map  = {{ k = {{ name = \
         \"m\" }} }}\n  block {{\n    name = \"x\"\n  }}\n  block {{\n    name = \"y\"\n    colour = \
         \"red\"\n  }}\n}}\n"
    )
}

const TWO: &str = "[{ name = \"a\" }, { name = \"b\" }]";

#[test]
fn elements_keep_what_is_theirs() {
    let lab = Lab::new("");
    let serials = |state: &tf_harness::State, attribute: &str| -> Vec<(String, String)> {
        let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
        let elements = state.resource(IT)[attribute].as_array().unwrap().clone();
        elements.iter().map(|e| (text(&e["name"]), text(&e["serial"]))).collect()
    };
    let own = |names: &[&str]| -> Vec<(String, String)> {
        names.iter().map(|name| ((*name).to_owned(), format!("serial of {name}"))).collect()
    };
    Acceptance::new(&lab.workspace)
        .step(
            Step::apply(with(TWO, TWO))
                .value(IT, "list.0.colour", json!("blue"))
                .value(IT, "map.k.colour", json!("blue"))
                .state(|state| {
                    assert_eq!(serials(state, "list"), own(&["a", "b"]));
                    assert_eq!(serials(state, "set"), own(&["a", "b"]));
                    assert_eq!(serials(state, "block"), own(&["x", "y"]));
                }),
        )
        // The default, written out, is no change.
        .step(
            Step::apply(with(
                "[{ name = \"a\", colour = \"blue\" }, { name = \"b\" }]",
                "[{ name = \"b\", colour = \"blue\" }, { name = \"a\" }]",
            ))
            .plans_nothing(),
        )
        // What is said of another element is said of another one: nothing of the old one is kept.
        .step(
            Step::apply(with(
                "[{ name = \"a\" }, { name = \"c\" }, { name = \"b\" }]",
                "[{ name = \"b\" }, { name = \"c\" }, { name = \"a\" }]",
            ))
            .plans(["update corner_defaults.it"])
            .plan(|plan| {
                let change = plan.change(IT);
                let list = &change.after_unknown["list"];
                assert_eq!(list, &json!([{}, {"serial": true}, {"serial": true}]));
                assert_eq!(change.after["list"][0]["serial"], "serial of a");
                let sets = change.after["set"].as_array().unwrap();
                let known = sets.iter().filter(|e| e["serial"].is_string()).count();
                assert_eq!((sets.len(), known), (3, 2));
            })
            .state(|state| {
                assert_eq!(serials(state, "list"), own(&["a", "c", "b"]));
                assert_eq!(serials(state, "set"), own(&["a", "b", "c"]));
            }),
        )
        .run();
}
