//! What a plan takes, and what it may not do.

use crate::support::{block, blocks, lines, map, nested, object, set, text};
use serde_json::json;
use tf_framework::{
    Attribute, Block, Checked, Diagnostics, Nesting, Stage, Value, plan,
    schema::{Clear, Replace},
};

fn replacing(attribute: Attribute) -> Attribute {
    Attribute { replace: Replace::Always, ..attribute }
}

fn judged(block: &Block, prior: &Value, planned: &Value) -> (Vec<String>, Vec<String>) {
    let mut out = Diagnostics::default();
    let paths = plan::judge(block, prior, planned, planned, &mut out);
    (paths.iter().map(ToString::to_string).collect(), lines(&out))
}

#[test]
fn changes_at_any_depth_replace() {
    let inner = || [text("note", "o"), replacing(text("name", ""))];
    let block = block([
        replacing(text("zone", "")),
        blocks("list", Nesting::List, inner()),
        nested("map", "", Nesting::Map, inner()),
        nested("one", "o", Nesting::Single, inner()),
        nested("set", "", Nesting::Set, inner()),
    ]);
    let value = |name: serde_json::Value, note: &str| {
        let it = |name: &serde_json::Value| json!({"note": note, "name": name});
        Value::object([
            ("zone", object(name.clone())),
            ("list", object(json!([it(&json!("same")), it(&name)]))),
            ("map", map([("k", it(&name))])),
            ("one", object(it(&name))),
            ("set", set([it(&json!("same")), it(&name)])),
        ])
    };
    let prior = value(json!("a"), "x");
    assert_eq!(judged(&block, &prior, &prior), (vec![], vec![]));
    let all = ["list[1].name", "map[\"k\"].name", "one.name", "set", "zone"];
    for changed in ["b", "?"] {
        assert_eq!(judged(&block, &prior, &value(json!(changed), "x")).0, all);
    }
    assert_eq!(judged(&block, &Value::Null, &prior), (vec![], vec![]));
    assert_eq!(judged(&block, &prior, &Value::Null), (vec![], vec![]));
}

#[test]
fn an_element_without_a_place_in_state_replaces_a_set() {
    let inner = [replacing(text("name", "")), text("note", "o")];
    let block = block([nested("set", "", Nesting::Set, inner)]);
    let value = |elements: &[(&str, &str)]| {
        let elements = elements.iter().map(|(name, note)| json!({"name": name, "note": note}));
        Value::object([("set", set(elements))])
    };
    let prior = value(&[("a", "x"), ("b", "y")]);
    assert_eq!(judged(&block, &prior, &value(&[("b", "y")])).0, [] as [&str; 0]);
    assert_eq!(judged(&block, &prior, &value(&[("a", "x"), ("b", "y"), ("c", "z")])).0, ["set"]);
}

#[test]
fn only_what_is_configured_or_what_the_author_says_replaces() {
    fn shrinks(prior: &Value, planned: &Value) -> bool {
        planned.is_unknown() || planned.as_i64() < prior.as_i64()
    }
    let block = block([
        Attribute { replace: Replace::IfConfigured, ..text("region", "oc") },
        Attribute {
            replace: Replace::If(shrinks),
            ..crate::support::attr("size", "", tf_framework::Type::Number)
        },
    ]);
    let value = |region: serde_json::Value, size: serde_json::Value| {
        object(json!({"region": region, "size": size}))
    };
    let prior = value(json!("eu"), json!(2));
    let judge = |planned: &Value, config: &Value| -> Vec<String> {
        let paths = plan::judge(&block, &prior, planned, config, &mut Diagnostics::default());
        paths.iter().map(ToString::to_string).collect()
    };
    let us = value(json!("us"), json!(2));
    assert_eq!(judge(&us, &us), ["region"]);
    assert_eq!(judge(&us, &value(json!(null), json!(2))), [] as [&str; 0]);
    let size = |size| value(json!("eu"), size);
    assert_eq!(judge(&size(json!(3)), &prior), [] as [&str; 0]);
    assert_eq!(judge(&size(json!(1)), &prior), ["size"]);
    assert_eq!(judge(&size(json!("?")), &prior), ["size"]);
}

#[test]
fn what_cannot_be_cleared_cannot_be_removed() {
    let refused = || Attribute { clear: Clear::Refuse, ..text("note", "o") };
    let block = block([
        refused(),
        nested("one", "o", Nesting::Single, [refused()]),
        nested("map", "o", Nesting::Map, [refused()]),
        nested("list", "o", Nesting::List, [refused()]),
        replacing(text("zone", "")),
    ]);
    let value = |note: serde_json::Value, zone: &str| {
        let it = json!({"note": note});
        Value::object([
            ("note", object(note)),
            ("one", object(it.clone())),
            ("map", map([("k", it.clone())])),
            ("list", object(json!([it]))),
            ("zone", zone.into()),
        ])
    };
    let prior = value(json!("x"), "a");
    let said = judged(&block, &prior, &value(json!(null), "a")).1;
    let refusal = |path: &str| {
        format!(
            "error at {path}: Attribute cannot be removed: `note` has a value that cannot be \
             removed in place: set another one, or replace the resource (`terraform apply \
             -replace=ADDRESS`)."
        )
    };
    assert_eq!(said, [refusal("note"), refusal("one.note"), refusal("map[\"k\"].note")]);
    assert_eq!(judged(&block, &prior, &value(json!("?"), "a")).1, [] as [&str; 0]);
    assert_eq!(
        judged(&block, &prior, &value(json!(null), "b")).1,
        [] as [&str; 0],
        "it is replaced"
    );
    assert_eq!(
        judged(&block, &value(json!(null), "a"), &value(json!(null), "a")).1,
        [] as [&str; 0]
    );
}

#[test]
fn rules_are_asked_wherever_they_are() {
    fn stage(checked: &Checked<'_>, out: &mut Diagnostics) {
        let stage = if checked.stage == Stage::Create { "created" } else { "changed" };
        checked.refuse(out, "name", "Asked", stage);
    }
    let inner = || Block { checks: vec![stage], ..block([text("name", "")]) };
    let inside = |name, nesting| {
        let mut attribute = nested(name, "", nesting, []);
        attribute.kind = tf_framework::Kind::Nested(nesting, inner());
        attribute
    };
    let block = block([inside("list", Nesting::List), inside("set", Nesting::Set)]);
    let value = |list: serde_json::Value, name: &str| {
        Value::object([("list", object(list)), ("set", set([json!({"name": name})]))])
    };
    let prior = value(json!([{"name": "a"}]), "a");
    let planned = value(json!([{"name": "a"}, {"name": "b"}]), "b");
    assert_eq!(
        judged(&block, &prior, &planned).1,
        [
            "error at list[0].name: Asked: changed",
            "error at list[1].name: Asked: created",
            "error at set: Asked: In `name`: created",
        ]
    );
}

#[test]
fn a_rule_that_looks_for_another_name_says_so() {
    let slips = |checked: &Checked<'_>, _: &mut Diagnostics| {
        let _ = (checked.get("nmae"), checked.configured("name"), checked.get("name"));
    };
    let block = Block { checks: vec![slips], ..block([text("name", "")]) };
    let it = object(json!({"name": "x"}));
    let expected = "error at : No such attribute: The provider looks for `nmae`, and there is no such attribute.";
    assert_eq!(judged(&block, &it, &it).1, [expected]);
    let mut out = Diagnostics::default();
    plan::validate::config(&block, &it, true, &mut out);
    assert_eq!(lines(&out), [expected]);
}
