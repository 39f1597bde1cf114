//! What is planned inside lists, sets, maps, objects and blocks.

use crate::support::{attr, block, blocks, map, nested, object, set, text};
use serde_json::json;
use tf_framework::{Attribute, Block, Nesting, Type, Value, plan, schema::Keep};

fn kept(attribute: Attribute) -> Attribute {
    Attribute { keep: Keep::Value, ..attribute }
}

fn defaulted(attribute: Attribute, default: impl Into<Value>) -> Attribute {
    Attribute { default: Some(default.into()), ..attribute }
}

fn write_only(attribute: Attribute) -> Attribute {
    Attribute { write_only: true, ..attribute }
}

/// Plans with what Terraform proposes for these schemas: the configuration, in which the engine has
/// to find what comes from state. Terraform's own merge is in `random/proposed.rs`.
fn planned(block: &Block, prior: &Value, config: &Value) -> Value {
    let planned = plan::propose(block, prior, config, config);
    assert_eq!(plan::plan_breaks(block, prior, config, &planned), Ok(()));
    planned
}

fn root(value: Value) -> Value {
    Value::object([("of", value)])
}

fn part() -> [Attribute; 3] {
    [text("name", ""), defaulted(text("size", "oc"), "small"), kept(text("serial", "c"))]
}

#[test]
fn defaults_and_unknowns_are_planned_at_any_depth() {
    let config = json!({"name": "bolt", "size": null, "serial": null});
    let expected = json!({"name": "bolt", "size": "small", "serial": "?"});
    for (nesting, config, expected) in [
        (Nesting::Single, object(config.clone()), object(expected.clone())),
        (Nesting::List, object(json!([config])), object(json!([expected]))),
        (Nesting::Set, set([config.clone()]), set([expected.clone()])),
        (Nesting::Map, map([("k", config)]), map([("k", expected)])),
    ] {
        for attribute in [nested("of", "", nesting, part()), blocks("of", nesting, part())] {
            let block = block([attribute]);
            assert_eq!(
                planned(&block, &Value::Null, &root(config.clone())),
                root(expected.clone())
            );
        }
    }
}

#[test]
fn nothing_is_planned_inside_what_is_not_there() {
    let block = block([nested("of", "o", Nesting::Single, part()), text("beside", "")]);
    for of in [Value::Null, Value::Unknown] {
        let config = Value::object([("of", of), ("beside", "x".into())]);
        assert_eq!(planned(&block, &Value::Null, &config), config);
    }
}

#[test]
fn an_inserted_element_does_not_take_what_the_server_said_of_another() {
    let block = block([nested("of", "", Nesting::List, part())]);
    let prior = root(object(json!([
        {"name": "bolt", "size": "small", "serial": "s1"},
        {"name": "nut", "size": "small", "serial": "s2"},
    ])));
    let config = root(object(json!([
        {"name": "bolt", "size": null, "serial": null},
        {"name": "washer", "size": null, "serial": null},
        {"name": "nut", "size": null, "serial": null},
    ])));
    let expected = root(object(json!([
        {"name": "bolt", "size": "small", "serial": "s1"},
        {"name": "washer", "size": "small", "serial": "?"},
        {"name": "nut", "size": "small", "serial": "?"},
    ])));
    assert_eq!(planned(&block, &prior, &config), expected);
}

#[test]
fn an_element_of_a_set_takes_what_the_server_said_of_it() {
    let block = block([nested("of", "", Nesting::Set, part())]);
    let prior = root(set([
        json!({"name": "bolt", "size": "small", "serial": "s1"}),
        json!({"name": "nut", "size": "large", "serial": "s2"}),
    ]));
    let config = root(set([
        json!({"name": "a new one", "size": null, "serial": null}),
        json!({"name": "nut", "size": "large", "serial": null}),
    ]));
    let expected = root(set([
        json!({"name": "a new one", "size": "small", "serial": "?"}),
        json!({"name": "nut", "size": "large", "serial": "s2"}),
    ]));
    assert_eq!(planned(&block, &prior, &config), expected);
}

/// <https://github.com/hashicorp/terraform-plugin-framework/issues/783>, 867, 1036
#[test]
fn defaults_in_a_set_make_neither_duplicates_nor_a_perpetual_diff() {
    for attribute in [nested("of", "", Nesting::Set, part()), blocks("of", Nesting::Set, part())] {
        let block = block([attribute]);
        let config = root(set([
            json!({"name": "bolt", "size": null, "serial": null}),
            json!({"name": "bolt", "size": "large", "serial": null}),
            json!({"name": "nut", "size": null, "serial": null}),
        ]));
        let state = root(set([
            json!({"name": "bolt", "size": "small", "serial": "s1"}),
            json!({"name": "bolt", "size": "large", "serial": "s2"}),
            json!({"name": "nut", "size": "small", "serial": "s3"}),
        ]));
        assert_eq!(planned(&block, &state, &config), state);
        let created = planned(&block, &Value::Null, &config);
        assert_eq!(created.attribute("of").elements().unwrap().len(), 3);
    }
}

/// <https://github.com/hashicorp/terraform-plugin-framework/issues/1197>
#[test]
fn what_is_new_keeps_no_null() {
    let also_null = Attribute { keep: Keep::AlsoNull, ..text("serial", "c") };
    let inner = || [text("name", ""), also_null.clone()];
    let block = block([
        nested("of", "o", Nesting::Single, inner()),
        nested("by_key", "o", Nesting::Map, inner()),
        Attribute { name: "own", ..also_null.clone() },
        text("note", "o"),
    ]);
    let member = |name, serial| json!({"name": name, "serial": serial});
    let value = |of: Value, by_key: Value, note: &str| {
        Value::object([("of", of), ("by_key", by_key), ("own", Value::Null), ("note", note.into())])
    };
    let null = serde_json::Value::Null;
    let prior = value(Value::Null, map([("old", member("b", null.clone()))]), "one");
    let config = value(
        object(member("a", null.clone())),
        map([("old", member("b", null.clone())), ("new", member("c", null.clone()))]),
        "two",
    );
    let expected = value(
        object(member("a", json!("?"))),
        map([("old", member("b", null)), ("new", member("c", json!("?")))]),
        "two",
    );
    assert_eq!(planned(&block, &prior, &config), expected);
    let Value::Object(created) = planned(&block, &Value::Null, &config) else { unreachable!() };
    assert_eq!(created["own"], Value::Unknown);
}

#[test]
fn a_nested_value_of_the_server_is_not_planned_away() {
    // What Terraform proposes for an optional and computed attribute that holds in state what is
    // not computed: null, as if it had been configured.
    let block = block([nested("of", "oc", Nesting::List, [text("name", "")]), text("id", "c")]);
    let prior = object(json!({"of": [{"name": "from the server"}], "id": "1"}));
    let config = object(json!({"of": null, "id": null}));
    let proposed = object(json!({"of": null, "id": "1"}));
    assert_eq!(plan::propose(&block, &prior, &proposed, &config), prior);
}

#[test]
fn a_computed_dynamic_becomes_unknown_whatever_its_type_was() {
    let block = block([attr("any", "c", Type::Dynamic), text("note", "o")]);
    let any = Value::Dynamic(Box::new((Type::String, "x".into())));
    let value =
        |any: &Value, note: &str| Value::object([("any", any.clone()), ("note", note.into())]);
    let planned =
        plan::propose(&block, &value(&any, "a"), &value(&any, "b"), &value(&Value::Null, "b"));
    assert_eq!(planned, value(&Value::Unknown, "b"));
}

#[test]
fn write_only_values_are_not_planned_and_come_back_for_the_apply() {
    let inner = || [text("name", ""), write_only(text("password", "o"))];
    let block = block([
        write_only(text("token", "")),
        nested("list", "", Nesting::List, inner()),
        nested("map", "", Nesting::Map, inner()),
        blocks("single", Nesting::Single, inner()),
    ]);
    let whole = |secret: Option<&str>| {
        let secret = secret.map_or(json!(null), |secret| json!(secret));
        let of = |name: &str| json!({"name": name, "password": secret});
        Value::object([
            ("token", object(secret.clone())),
            ("list", object(json!([of("a"), of("b")]))),
            ("map", map([("k", of("c"))])),
            ("single", object(of("d"))),
        ])
    };
    let (state, config) = (whole(None), whole(Some("p")));
    assert_eq!(planned(&block, &Value::Null, &config), state);
    assert_eq!(plan::write_only_from(&block, &config, state.clone()), config);
    assert_eq!(planned(&block, &state, &whole(Some("another"))), state);
}

#[test]
fn blocks_that_are_not_known_yet_stay_so() {
    let block = block([blocks("of", Nesting::List, part()), blocks("all", Nesting::Group, part())]);
    let config = Value::object([
        ("of", Value::Unknown),
        ("all", object(json!({"name": null, "size": null, "serial": null}))),
    ]);
    let planned = planned(&block, &Value::Null, &config);
    assert_eq!(planned.attribute("of"), &Value::Unknown);
    assert_eq!(
        planned.attribute("all"),
        &object(json!({"name": null, "size": "small", "serial": "?"}))
    );
}

#[test]
fn an_author_who_makes_the_first_change_leaves_the_rest_unknown() {
    let block = block([text("note", "o"), text("at", "c"), kept(text("id", "c")), text("by", "c")]);
    let prior = object(json!({"note": "x", "at": "monday", "id": "1", "by": "me"}));
    let config = object(json!({"note": "x", "at": null, "id": null, "by": null}));
    let before = plan::propose(&block, &prior, &prior, &config);
    assert_eq!(before, prior);
    let after = object(json!({"note": "x", "at": "monday", "id": "1", "by": "you"}));
    let remarked = plan::remark(&block, &prior, &config, &before, after.clone());
    assert_eq!(remarked, object(json!({"note": "x", "at": "?", "id": "1", "by": "you"})));
    // There was a change already: the author saw the marks, and what there is is wanted.
    let marked = object(json!({"note": "x", "at": "?", "id": "1", "by": "?"}));
    assert_eq!(plan::remark(&block, &prior, &config, &marked, after.clone()), after);
}
