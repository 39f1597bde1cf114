//! What Terraform would refuse, and how it is named.

use crate::support::{attr, block, blocks, map, nested, object, set, text};
use serde_json::json;
use tf_framework::{Attribute, Block, Nesting, Type, Value, plan};
use tf_protocol::Refinement;

fn broken(block: &Block, prior: &Value, config: &Value, planned: &Value) -> Option<String> {
    plan::plan_breaks(block, prior, config, planned)
        .err()
        .map(|(path, what)| format!("{path}: {what}"))
}

/// What is wrong with planning `planned` for an attribute `it`, without state.
fn of(attribute: Attribute, config: Value, planned: Value) -> Option<String> {
    let whole = |value| Value::object([("it", value)]);
    broken(&block([attribute]), &Value::Null, &whole(config), &whole(planned))
}

#[test]
fn plans() {
    let size = || attr("size", "oc", Type::Number);
    let inner = || [text("name", ""), size(), text("note", "o")];
    let it = |name: &str| json!({"name": name, "size": null, "note": null});
    let said = |what: &str| Some(what.to_owned());

    let another = "another value than the configuration's";
    assert_eq!(of(text("it", ""), "a".into(), "b".into()), said(&format!("it: {another}")));
    assert_eq!(
        of(text("it", "o"), Value::Null, "b".into()),
        said("it: a value where the configuration has none")
    );
    assert_eq!(of(text("it", "oc"), Value::Null, "b".into()), None);
    assert_eq!(of(text("it", "c"), Value::Null, Value::Unknown), None);
    let hidden = Attribute { write_only: true, ..text("it", "o") };
    assert_eq!(
        of(hidden, "a".into(), "a".into()),
        said("it: a value where an attribute is write-only")
    );

    let list = || nested("it", "", Nesting::List, inner());
    let count = "another number of elements than the configuration's";
    assert_eq!(
        of(list(), object(json!([it("a")])), object(json!([]))),
        said(&format!("it: {count}"))
    );
    assert_eq!(
        of(list(), object(json!([it("a"), it("b")])), object(json!([it("a"), it("c")]))),
        said(&format!("it[1].name: {another}"))
    );
    let keyed = |key| map([(key, it("a"))]);
    assert_eq!(
        of(nested("it", "", Nesting::Map, inner()), keyed("k"), keyed("l")),
        said(&format!("it: {count}"))
    );
    assert_eq!(
        of(nested("it", "", Nesting::Set, inner()), set([it("a"), it("b")]), set([it("a")])),
        said(&format!("it: {count}"))
    );
    assert_eq!(
        of(nested("it", "", Nesting::Single, inner()), object(it("a")), Value::Unknown),
        said("it: nothing, or not known, where something is configured")
    );

    assert_eq!(
        of(blocks("it", Nesting::List, inner()), object(json!([])), Value::Null),
        said("it: null for blocks, which are empty where there are none")
    );
    assert_eq!(
        of(blocks("it", Nesting::Set, inner()), set([it("a")]), Value::Set(vec![Value::Unknown])),
        said("it: an unknown block, where only attributes can be unknown")
    );
    assert_eq!(
        of(blocks("it", Nesting::List, inner()), Value::Unknown, object(json!([]))),
        said("it: a value for blocks that are not known yet")
    );
    assert_eq!(
        of(blocks("it", Nesting::Single, inner()), object(it("a")), Value::Null),
        said("it: nothing where the configuration has something")
    );
    let block = block([text("it", "")]);
    let some = object(json!({"it": "a"}));
    assert_eq!(
        broken(&block, &Value::Null, &some, &Value::Null),
        said(": nothing where the configuration has something")
    );
    // What means the same may stay as it was.
    let before = object(json!({"it": "A"}));
    assert_eq!(broken(&block, &before, &some, &before), None);
}

#[test]
fn what_is_known_of_an_unknown_is_no_difference() {
    let refined = Value::Refined(Box::new(Refinement { not_null: true, ..Refinement::default() }));
    assert_eq!(of(text("it", ""), refined.clone(), Value::Unknown), None);
    let list = attr("it", "", Type::list(Type::String));
    assert_eq!(of(list, Value::List(vec![refined]), Value::List(vec![Value::Unknown])), None);
}

#[test]
fn results() {
    let broken = |planned: Value, new: Value| -> Vec<String> {
        plan::result_breaks(&planned, &new).iter().map(ToString::to_string).collect()
    };
    let one = |value: Value| Value::object([("a", value)]);
    assert_eq!(broken(one(Value::Unknown), one(Value::Null)), [] as [&str; 0]);
    assert_eq!(broken(one(Value::Unknown), one(Value::Unknown)), ["a"]);
    assert_eq!(broken(one("".into()), one(Value::Null)), ["a"]);
    assert_eq!(broken(one(Value::Null), one(Value::List(vec![]))), ["a"]);
    let deep = |name: &str| object(json!({"list": [{"name": name}], "one": {"name": name}}));
    assert_eq!(broken(deep("x"), deep("y")), ["list[0].name", "one.name"]);
    let keyed = |name: &str| one(map([("k", json!({"name": name}))]));
    assert_eq!(broken(keyed("x"), keyed("y")), ["a[\"k\"].name"]);
    assert_eq!(broken(keyed("x"), one(map([]))), ["a"]);

    let set =
        |elements: &[(&str, Value)]| {
            one(Value::set(elements.iter().map(|(name, id)| {
                Value::object([("name", Value::from(*name)), ("id", id.clone())])
            })))
        };
    let planned = || set(&[("x", Value::Unknown), ("y", Value::Unknown)]);
    assert_eq!(broken(planned(), set(&[("x", 1.into()), ("y", 2.into())])), [] as [&str; 0]);
    assert_eq!(broken(planned(), set(&[("x", 1.into()), ("z", 2.into())])), ["a"]);
    assert_eq!(broken(planned(), set(&[("x", 1.into())])), ["a"], "one has vanished");
    let grown = set(&[("x", 1.into()), ("x", 2.into()), ("y", 2.into())]);
    assert_eq!(broken(planned(), grown), ["a"], "sets never grow");

    let dynamic = |ty, value| one(Value::Dynamic(Box::new((ty, value))));
    let planned = || dynamic(Type::String, Value::Unknown);
    assert_eq!(broken(planned(), dynamic(Type::String, "x".into())), [] as [&str; 0]);
    assert_eq!(broken(planned(), dynamic(Type::Number, 1.into())), ["a"]);
    assert_eq!(broken(one(Value::Unknown), dynamic(Type::Number, 1.into())), [] as [&str; 0]);
}
