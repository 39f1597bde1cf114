//! Values that bring their own type.

use crate::tools::{
    at, complaints, json, keeps_json, keeps_value, list, map, mismatch, number, refined, type_of,
};
use std::collections::BTreeMap;
use tf_framework::{AttributeType, Dynamic, Set, Type, Value};

fn of(ty: Type, value: Value) -> Value {
    Value::Dynamic(Box::new((ty, value)))
}

#[test]
fn json_gets_the_type_of_a_literal() {
    for (text, ty, value) in [
        ("null", Type::Dynamic, Value::Null),
        ("true", Type::Bool, Value::from(true)),
        (r#""a""#, Type::String, Value::from("a")),
        ("0.1", Type::Number, number("0.1")),
        ("18446744073709551616", Type::Number, number("18446744073709551616")),
        (
            r#"[1,"a",null]"#,
            Type::Tuple(vec![Type::Number, Type::String, Type::Dynamic]),
            list([number("1"), Value::from("a"), Value::Null]),
        ),
        (
            r#"{"a":{"b":[]}}"#,
            Type::object([("a", Type::object([("b", Type::Tuple(vec![]))]))]),
            Value::object([("a", Value::object([("b", list([]))]))]),
        ),
    ] {
        let it = Dynamic::from_json(&json(text)).unwrap();
        assert_eq!((it.ty(), it.value()), (&ty, &value), "{text}");
        assert_eq!(it.to_json().unwrap().to_string(), text);
        keeps_value(&it);
        keeps_json(&it);
    }
    assert_eq!(Dynamic::from_json(&json("[1e999999999]")), None);
}

#[test]
fn any_type_can_be_one() {
    let sizes: BTreeMap<String, u32> = [("a".to_owned(), 1)].into();
    for (it, ty, value) in [
        (Dynamic::of(&"a".to_owned()), Type::String, Value::from("a")),
        (Dynamic::of(&vec![0.1]), Type::list(Type::Number), list([number("0.1")])),
        (Dynamic::of(&Set::from(vec![true])), Type::set(Type::Bool), Value::set([true.into()])),
        (Dynamic::of(&sizes), Type::map(Type::Number), map([("a", number("1"))])),
        (Dynamic::of(&None::<String>), Type::String, Value::Null),
        (Dynamic::of(&Dynamic::of(&1_u32)), Type::Number, number("1")),
        (Dynamic::of(&Dynamic::default()), Type::Dynamic, Value::Null),
    ] {
        assert_eq!((it.ty(), it.value()), (&ty, &value));
        keeps_value(&it);
    }
    assert_eq!(type_of::<Dynamic>(), Type::Dynamic);
    assert_eq!(Dynamic::of(&sizes).to_json(), Some(json(r#"{"a":1}"#)));
}

#[test]
fn nulls_are_values() {
    assert_eq!(Dynamic::default().to_value(), Value::Null);
    assert_eq!(Dynamic::from_value(&Value::Null, &at()).unwrap(), Dynamic::default());
    assert_eq!(Option::<Dynamic>::from_value(&of(Type::String, Value::Null), &at()).unwrap(), None);
    keeps_value(&Dynamic::of(&None::<String>));
}

#[test]
fn what_is_not_known_is_no_value() {
    for value in [
        Value::Unknown,
        of(Type::String, Value::Unknown),
        of(Type::list(Type::String), list([refined()])),
        Value::from("without its type"),
    ] {
        assert_eq!(mismatch::<Dynamic>(&value).0, "it", "{value:?}");
        assert_eq!(complaints::<Dynamic>(&value), [""; 0]);
    }
    let unknown = Dynamic::of(&tf_framework::Computed::<String>::Unknown);
    assert_eq!(unknown.to_json(), None);
}

#[test]
fn the_same_json_is_the_same_value() {
    let strings = |elements: &[&str]| elements.iter().map(|e| Value::from(*e)).collect::<Vec<_>>();
    let tuple = |elements: &[&str]| {
        of(Type::Tuple(vec![Type::String; elements.len()]), Value::List(strings(elements)))
    };
    let listed = |elements: &[&str]| of(Type::list(Type::String), Value::List(strings(elements)));
    let set = |elements: &[&str]| of(Type::set(Type::String), Value::set(strings(elements)));
    let mapped = |key| of(Type::map(Type::String), map([(key, Value::from("v"))]));
    let object = |key: &str| {
        of(Type::object([(key, Type::String)]), Value::object([(key, Value::from("v"))]))
    };
    for (one, other, same) in [
        (tuple(&["a", "b"]), listed(&["a", "b"]), true),
        (tuple(&["a", "b"]), tuple(&["b", "a"]), false),
        (tuple(&["a", "b"]), tuple(&["a"]), false),
        (tuple(&["b", "a"]), set(&["a", "b"]), true),
        (set(&["a", "b"]), listed(&["b", "b"]), false),
        (set(&["a"]), tuple(&["a", "a"]), false),
        (mapped("k"), object("k"), true),
        (mapped("k"), object("l"), false),
        (of(Type::Number, number("1")), of(Type::String, Value::from("1")), false),
        (of(Type::Number, number("1.0")), of(Type::Number, number("1")), true),
        (of(Type::String, Value::Null), Value::Null, true),
        (of(Type::String, Value::from("")), Value::Null, false),
    ] {
        assert_eq!(Dynamic::equivalent(&one, &other), same, "{one:?} {other:?}");
        assert_eq!(Dynamic::equivalent(&other, &one), same, "{other:?} {one:?}");
    }
}
