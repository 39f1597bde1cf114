//! Lists, sets, maps, tuples.

use crate::tools::{
    complaints, json, keeps_json, keeps_value, list, map, mismatch, number, refined, tolerates,
    type_of,
};
use std::collections::BTreeMap;
use tf_framework::{
    AttributeType, Kind, Nesting, Schema, Sensitive, Set, Text, Type, Unordered, Value,
    text::AnyCase,
};

/// A part.
#[derive(Debug, Clone, Default, PartialEq, Schema)]
struct Part {
    /// Its name.
    name: Text<AnyCase>,
    /// How large it is.
    size: Option<u32>,
}

fn part(name: &str, size: Option<u32>) -> Part {
    Part { name: name.into(), size }
}

type Parts = BTreeMap<String, Part>;
type Sizes = BTreeMap<String, u32>;

#[test]
fn collections_of_values_have_a_type() {
    for (ty, wanted) in [
        (type_of::<Vec<u32>>(), Type::list(Type::Number)),
        (type_of::<Set<String>>(), Type::set(Type::String)),
        (type_of::<Sizes>(), Type::map(Type::Number)),
        (type_of::<BTreeMap<String, Vec<bool>>>(), Type::map(Type::list(Type::Bool))),
        (type_of::<Unordered<Vec<f64>>>(), Type::list(Type::Number)),
        (type_of::<(String,)>(), Type::Tuple(vec![Type::String])),
        (
            type_of::<(String, u32, bool, Vec<bool>)>(),
            Type::Tuple(vec![Type::String, Type::Number, Type::Bool, Type::list(Type::Bool)]),
        ),
    ] {
        assert_eq!(ty, wanted);
    }
}

#[test]
fn collections_of_structs_are_nested() {
    for (kind, wanted) in [
        (Vec::<Part>::kind(), Nesting::List),
        (Set::<Part>::kind(), Nesting::Set),
        (Parts::kind(), Nesting::Map),
    ] {
        let Kind::Nested(nesting, block) = kind else { panic!("{kind:?}") };
        assert_eq!(nesting, wanted);
        assert!(block.attribute("size").is_some());
    }
    let object = type_of::<Part>();
    assert_eq!(type_of::<Parts>(), Type::map(object));
}

#[test]
fn secrets_make_the_whole_a_secret() {
    for (found, wanted) in [
        (Vec::<Sensitive<String>>::SENSITIVE, true),
        (Set::<Sensitive<String>>::SENSITIVE, true),
        (BTreeMap::<String, Sensitive<String>>::SENSITIVE, true),
        (Unordered::<Vec<Sensitive<String>>>::SENSITIVE, true),
        (<(String, Sensitive<String>)>::SENSITIVE, true),
        (<(String, String)>::SENSITIVE, false),
        (Sizes::SENSITIVE, false),
    ] {
        assert_eq!(found, wanted);
    }
}

#[test]
fn collections_survive_both_sides() {
    let sizes: Sizes = [("a".to_owned(), 1), ("b c".to_owned(), 2)].into();
    keeps_value(&sizes);
    keeps_json(&sizes);
    let parts: Parts =
        [("x".to_owned(), part("One", Some(1))), ("y".to_owned(), part("Two", None))].into();
    keeps_value(&parts);
    keeps_json(&parts);
    let set: Set<u32> = [3, 1, 2].into_iter().collect();
    keeps_value(&set);
    keeps_json(&set);
    let tuple = ("a".to_owned(), 1_u32, true, vec![0.1]);
    keeps_value(&tuple);
    keeps_json(&tuple);
    keeps_value(&("a".to_owned(),));
    keeps_value(&Unordered::from(vec![2_u32, 1, 2]));
    keeps_value(&(None::<u32>, Some("b".to_owned()), 0.1));
    keeps_json(&(None::<u32>, Some("b".to_owned()), 0.1));
}

#[test]
fn a_set_is_one_whatever_its_order_and_repetition() {
    let set = |elements: &[u32]| Set::from(elements.to_vec());
    for (one, other, same) in [
        (&[1, 2][..], &[2, 1][..], true),
        (&[1, 1, 2], &[2, 1], true),
        (&[], &[], true),
        (&[1, 2], &[1], false),
        (&[1], &[1, 2], false),
    ] {
        assert_eq!(set(one) == set(other), same, "{one:?} {other:?}");
        assert_eq!(set(one).to_value() == set(other).to_value(), same, "{one:?} {other:?}");
    }
}

#[test]
fn json_of_another_shape_is_none() {
    assert_eq!(Sizes::from_json(&json("[1]")), None);
    assert_eq!(Sizes::from_json(&json(r#"{"a":"b"}"#)), None);
    assert_eq!(Set::<u32>::from_json(&json(r#"["b"]"#)), None);
    assert_eq!(<(u32, u32)>::from_json(&json("[1]")), None);
    assert_eq!(<(u32, u32)>::from_json(&json("[1,2,3]")), None);
    assert_eq!(<(u32, u32)>::from_json(&json(r#"[1,"2"]"#)), None);
}

#[test]
fn a_wrong_element_is_named() {
    let text = || Value::from("x");
    for (found, path, wanted) in [
        (mismatch::<Sizes>(&map([("a b", text())])), r#"it["a b"]"#, "a whole number"),
        (mismatch::<Sizes>(&list([])), "it", "a map"),
        (mismatch::<Vec<u32>>(&list([number("1"), text()])), "it[1]", "a whole number"),
        (mismatch::<Vec<u32>>(&Value::set([])), "it", "a list"),
        (mismatch::<Set<u32>>(&Value::set([text()])), "it", "a whole number"),
        (mismatch::<Set<u32>>(&list([])), "it", "a set"),
        (mismatch::<(String, u32)>(&list([text(), text()])), "it[1]", "a whole number"),
        (mismatch::<(String, u32)>(&list([text()])), "it", "a tuple of two elements"),
        (
            mismatch::<Parts>(&map([("a", Value::object([("name", number("1"))]))])),
            r#"it["a"].name"#,
            "a string",
        ),
        (
            mismatch::<Set<Part>>(&Value::set([Value::object([("name", number("1"))])])),
            "it",
            "a string at `it.name`",
        ),
    ] {
        assert_eq!(found.0, path);
        assert!(found.1.contains(wanted), "{found:?}");
    }
}

#[test]
fn nulls_are_refused_where_they_are() {
    let null = "An element must have a value.";
    for (found, path) in [
        (complaints::<Sizes>(&map([("a", number("1")), ("b", Value::Null)])), r#"it["b"]"#),
        (complaints::<Vec<u32>>(&list([number("1"), Value::Null])), "it[1]"),
        (complaints::<Set<u32>>(&Value::set([Value::Null])), "it"),
        (complaints::<(u32, u32)>(&list([number("1"), Value::Null])), "it[1]"),
        (
            complaints::<BTreeMap<String, Vec<u32>>>(&map([("a", list([Value::Null]))])),
            r#"it["a"][0]"#,
        ),
    ] {
        assert_eq!(found, [format!("{path}: {null}")]);
    }
    tolerates::<(u32, Option<u32>)>(&[list([number("1"), Value::Null])]);
}

#[test]
fn rules_of_the_elements_hold() {
    let half = || number("1.5");
    for (found, path) in [
        (complaints::<Sizes>(&map([("a", half()), ("b", Value::Unknown)])), r#"it["a"]"#),
        (complaints::<Vec<u32>>(&list([refined(), half()])), "it[1]"),
        (complaints::<Set<u32>>(&Value::set([half(), Value::Unknown])), "it"),
        (complaints::<(f64, u32)>(&list([half(), half()])), "it[1]"),
        (complaints::<Unordered<Vec<u32>>>(&list([half()])), "it[0]"),
    ] {
        assert_eq!(found, [format!("{path}: `1.5` is not a whole number.")]);
    }
}

#[test]
fn what_is_not_known_is_no_mistake() {
    let unknowns = || [Value::Unknown, refined()];
    tolerates::<Vec<u32>>(&[list(unknowns())]);
    tolerates::<Unordered<Vec<u32>>>(&[list(unknowns())]);
    tolerates::<Set<u32>>(&[Value::set(unknowns())]);
    tolerates::<Sizes>(&[map([("a", Value::Unknown), ("b", refined())])]);
    tolerates::<(u32, String)>(&[list(unknowns())]);
    tolerates::<BTreeMap<String, Vec<u32>>>(&[map([("a", list(unknowns()))])]);
}

#[test]
fn spelling_makes_no_difference_inside() {
    type Names = BTreeMap<String, Text<AnyCase>>;
    let (big, small, other) = (|| Value::from("A"), || Value::from("a"), || Value::from("b"));
    let named = |name| Value::object([("name", name), ("size", Value::Null)]);
    for (same, wanted) in [
        (Names::equivalent(&map([("k", big())]), &map([("k", small())])), true),
        (Names::equivalent(&map([("k", big())]), &map([("l", small())])), false),
        (Names::equivalent(&map([("k", big())]), &map([("k", other())])), false),
        (
            Names::equivalent(
                &map([("k", big()), ("l", other())]),
                &map([("k", other()), ("l", big())]),
            ),
            false,
        ),
        (Names::equivalent(&map([("k", big())]), &map([])), false),
        (
            Set::<Text<AnyCase>>::equivalent(
                &Value::set([big(), other()]),
                &Value::set([other(), small()]),
            ),
            true,
        ),
        (
            Set::<Text<AnyCase>>::equivalent(
                &Value::set([big(), small()]),
                &Value::set([small(), other()]),
            ),
            false,
        ),
        (
            <(Text<AnyCase>, bool)>::equivalent(
                &list([big(), true.into()]),
                &list([small(), true.into()]),
            ),
            true,
        ),
        (
            <(Text<AnyCase>, bool)>::equivalent(
                &list([big(), true.into()]),
                &list([small(), false.into()]),
            ),
            false,
        ),
        (Vec::<Text<AnyCase>>::equivalent(&list([big()]), &list([small()])), true),
        (Vec::<Text<AnyCase>>::equivalent(&list([big()]), &list([small(), other()])), false),
        (Parts::equivalent(&map([("k", named(big()))]), &map([("k", named(small()))])), true),
        (Parts::equivalent(&map([("k", named(big()))]), &map([("k", named(other()))])), false),
        (
            Vec::<Option<Text<AnyCase>>>::equivalent(
                &list([big(), Value::Null]),
                &list([small(), Value::Null]),
            ),
            true,
        ),
    ] {
        assert_eq!(same, wanted);
    }
}
