//! What the server tells in other words, at any depth.

use crate::support::{attr, block, blocks, nested, object, set, text};
use serde_json::json;
use tf_framework::{Attribute, Nesting, Type, Value, plan};

fn lower(value: &Value) -> Value {
    match value {
        Value::String(text) => text.to_lowercase().into(),
        Value::List(all) => Value::List(all.iter().map(lower).collect()),
        Value::Set(all) => Value::set(all.iter().map(lower)),
        Value::Map(all) => Value::Map(all.iter().map(|(k, v)| (k.clone(), lower(v))).collect()),
        other => other.clone(),
    }
}

fn any_case(attribute: Attribute) -> Attribute {
    Attribute { equivalent: |one, other| lower(one) == lower(other), ..attribute }
}

#[test]
fn in_nested_objects_and_blocks() {
    let inner = || [any_case(text("name", "")), text("id", "c")];
    let block = block([
        nested("one", "o", Nesting::Single, inner()),
        blocks("list", Nesting::List, inner()),
        nested("set", "", Nesting::Set, inner()),
    ]);
    let value = |name: &str, other: &str, id: [&str; 2]| {
        let it = |name: &str, id: &str| json!({"name": name, "id": id});
        Value::object([
            ("one", object(it(name, id[0]))),
            ("list", object(json!([it(name, id[0]), it(other, id[1])]))),
            ("set", set([it(name, id[0]), it(other, id[1])])),
        ])
    };
    let planned = value("Bolt", "nut", ["?", "2"]);
    let told = value("BOLT", "NUT", ["1", "2"]);
    let stored = value("Bolt", "nut", ["1", "2"]);
    assert_eq!(plan::keep_spelling(&block, None, &planned, told.clone()), stored);
    assert_eq!(plan::keep_spelling(&block, None, &stored, told), stored);
    let drifted = value("BOLT", "WASHER", ["1", "2"]);
    let half = plan::keep_spelling(&block, None, &stored, drifted);
    assert_eq!(half, value("Bolt", "WASHER", ["1", "2"]));
}

#[test]
fn in_collections_element_by_element() {
    let of = |ty| block([any_case(attr("it", "", ty))]);
    let it = |value: Value| Value::object([("it", value)]);
    let kept = |ty, before: Value, now: Value| {
        let spelled = plan::keep_spelling(&of(ty), None, &it(before), it(now));
        spelled.attribute("it").clone()
    };
    let list = kept(
        Type::list(Type::String),
        object(json!(["Bolt", "?", "Nut"])),
        object(json!(["BOLT", "NEW", "WASHER", "MORE"])),
    );
    assert_eq!(list, object(json!(["Bolt", "NEW", "WASHER", "MORE"])));
    let of_set = kept(
        Type::set(Type::String),
        set([json!("Bolt"), json!("?")]),
        set([json!("BOLT"), json!("NEW")]),
    );
    assert_eq!(of_set, set([json!("Bolt"), json!("NEW")]));
}

#[test]
fn only_where_the_configuration_has_a_value() {
    let block = block([any_case(text("a", "oc")), any_case(text("b", "oc"))]);
    let before = object(json!({"a": "x", "b": "x"}));
    let now = object(json!({"a": "X", "b": "X"}));
    let config = object(json!({"a": null, "b": "X"}));
    let spelled = plan::keep_spelling(&block, Some(&config), &before, now);
    assert_eq!(spelled, object(json!({"a": "X", "b": "x"})));
}

/// Terraform takes another order of nested attributes as no change, but not of blocks with an
/// attribute that only one of them has.
#[test]
fn another_order_of_blocks_only_where_terraform_takes_it() {
    let any_order = |one: &Value, other: &Value| {
        let sorted = |value: &Value| {
            let mut all = value.elements().unwrap().to_vec();
            all.sort();
            all
        };
        sorted(one) == sorted(other)
    };
    let inner = || [text("a", ""), text("b", "o")];
    let list = |b: serde_json::Value| {
        let one = |a: &str, b: &serde_json::Value| json!({"a": a, "b": b});
        let (first, second) = (one("x", &json!("b")), one("y", &b));
        [json!([first, second]), json!([second, first])]
            .map(|list| Value::object([("of", object(list))]))
    };
    for (attribute, b, stays) in [
        (nested("of", "", Nesting::List, inner()), json!(null), true),
        (blocks("of", Nesting::List, inner()), json!(null), false),
        (blocks("of", Nesting::List, inner()), json!("c"), true),
    ] {
        let block = block([Attribute { equivalent: any_order, ..attribute }]);
        let [prior, config] = list(b);
        let planned = plan::propose(&block, &prior, &config, &config);
        assert_eq!(plan::plan_breaks(&block, &prior, &config, &planned), Ok(()));
        assert_eq!(planned == prior, stays);
    }
}
