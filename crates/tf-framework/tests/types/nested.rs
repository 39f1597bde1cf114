//! Structs as values of an object type.

use crate::tools::{
    complaints, json, keeps_json, keeps_value, list, map, mismatch, number, refined, tolerates,
    type_of,
};
use std::collections::BTreeMap;
use tf_framework::{
    AttributePath, AttributeType, Checked, Diagnostics, Fault, Kind, Known, Object, Schema,
    Sensitive, Set, Text, Type, Value, text::AnyCase,
};

/// A rule.
#[derive(Debug, Clone, Default, PartialEq, Schema)]
#[schema(check = from_before_to)]
struct Ports {
    /// The first.
    #[attr(range = 0..=65535)]
    from: i64,
    /// The last.
    to: Option<i64>,
    /// What for.
    names: Option<Vec<Name>>,
}

/// A name.
#[derive(Debug, Clone, Default, PartialEq, Schema)]
struct Name {
    /// The text.
    text: Text<AnyCase>,
}

fn from_before_to(values: &Checked<'_>, out: &mut Diagnostics) {
    if let (Known::Is(from), Known::Is(to)) = (values.integer("from"), values.integer("to"))
        && from > to
    {
        values.refuse(out, "to", "Ports out of order", "`to` is before `from`.");
    }
}

fn ports(from: Value, to: Value, names: Value) -> Value {
    Value::object([("from", from), ("to", to), ("names", names)])
}

fn name(text: &str) -> Value {
    Value::object([("text", Value::from(text))])
}

#[test]
fn an_object_is_a_type_to_terraform() {
    let names = Type::list(Type::object([("text", Type::String)]));
    let ty = Type::object([("from", Type::Number), ("to", Type::Number), ("names", names)]);
    assert!(matches!(Object::<Ports>::kind(), Kind::Type(_)));
    assert!(matches!(Vec::<Object<Ports>>::kind(), Kind::Type(_)));
    assert_eq!(type_of::<Object<Ports>>(), ty);
    assert_eq!(type_of::<Set<Object<Ports>>>(), Type::set(ty));
}

#[test]
fn objects_survive_both_sides() {
    let names = vec![Name { text: "Web".into() }];
    for it in [
        Ports { from: 1, to: Some(2), names: Some(names) },
        Ports { from: 1, to: None, names: None },
    ] {
        let object = Object::from(it.clone());
        keeps_value(&object);
        keeps_json(&object);
        assert_eq!(object.get(), &it);
        assert_eq!(object.into_inner(), it);
    }
    assert_eq!(Object::<Ports>::from_json(&json("[]")), None);
    assert_eq!(Object::<Ports>::from_json(&json(r#"{"from":"1"}"#)), None);
}

#[test]
fn another_shape_is_named() {
    type Many = BTreeMap<String, Object<Ports>>;
    let wrong = ports(Value::from("x"), Value::Null, Value::Null);
    assert_eq!(mismatch::<Object<Ports>>(&wrong).0, "it.from");
    assert_eq!(mismatch::<Many>(&map([("k", wrong)])).0, r#"it["k"].from"#);
    assert_eq!(mismatch::<Object<Ports>>(&list([])).1, "Expected an object at `it`.");
    let null = ports(Value::Null, Value::Null, Value::Null);
    assert_eq!(mismatch::<Object<Ports>>(&null).0, "it.from");
}

#[test]
fn what_its_schema_says_holds_inside() {
    let n = |text: &str| number(text);
    let null = || Value::Null;
    for (value, wanted) in [
        (ports(n("1"), n("2"), list([name("a")])), &[][..]),
        (ports(null(), null(), null()), &["it.from: This attribute must be set."]),
        (
            ports(n("70000"), null(), null()),
            &["it.from: The value must be between 0 and 65535, got 70000."],
        ),
        (ports(n("1"), n("1.5"), null()), &["it.to: `1.5` is not a whole number."]),
        (ports(n("2"), n("1"), null()), &["it.to: `to` is before `from`."]),
        (
            ports(n("1"), null(), list([name("a"), Value::object([("text", null())])])),
            &["it.names[1].text: This attribute must be set."],
        ),
        (
            ports(null(), n("1.5"), list([null()])),
            &[
                "it.from: This attribute must be set.",
                "it.names[0]: An element must have a value.",
                "it.to: `1.5` is not a whole number.",
            ],
        ),
    ] {
        let mut found = complaints::<Object<Ports>>(&value);
        found.sort();
        assert_eq!(found, wanted, "{value:?}");
    }
    let in_set = Value::set([ports(null(), null(), null())]);
    assert_eq!(
        complaints::<Set<Object<Ports>>>(&in_set),
        ["it: In `it.from`: This attribute must be set."]
    );
}

#[test]
fn what_is_not_known_is_no_mistake() {
    tolerates::<Object<Ports>>(&[
        ports(Value::Unknown, refined(), Value::Unknown),
        ports(
            number("1"),
            Value::Null,
            list([Value::Unknown, Value::object([("text", refined())])]),
        ),
    ]);
}

#[test]
fn spelling_makes_no_difference_inside() {
    let one = |text: &str, to| ports(number("1"), to, list([name(text)]));
    for (a, b, same) in [
        (one("Web", Value::Null), one("web", Value::Null), true),
        (one("Web", Value::Null), one("Mail", Value::Null), false),
        (one("Web", Value::Null), one("web", number("2")), false),
        (one("Web", Value::Null), Value::Null, false),
        (ports(Value::Null, Value::Null, Value::Null), Value::Null, false),
    ] {
        assert_eq!(Object::<Ports>::equivalent(&a, &b), same, "{a:?} {b:?}");
    }
}

/// Has a secret.
#[derive(Debug, Clone, Default, PartialEq, Schema)]
struct Login {
    /// Not to be seen.
    password: Sensitive<String>,
}

#[test]
fn a_secret_inside_is_a_mistake_of_the_provider() {
    let mut out = Diagnostics::default();
    let login = Value::object([("password", Value::from("hunter2"))]);
    Object::<Login>::validate(&login, &AttributePath::root("login"), &mut out);
    let found: Vec<_> =
        out.iter().map(|d| (d.fault, d.path.clone().unwrap().to_string())).collect();
    assert_eq!(found, [(Fault::Provider, "login.password".to_owned())]);
    assert!(!format!("{out:?}").contains("hunter2"));
}
