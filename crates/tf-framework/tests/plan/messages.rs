//! What validation says, word for word, and where.

use crate::support::{attr, block, blocks, lines, map, nested, object, set, text};
use serde_json::json;
use tf_framework::{
    Attribute, AttributePath, Block, Diagnostic, Diagnostics, Nesting, Text, Type, Value, plan,
    schema::{Relation, Rule},
    text::AnyCase,
};
use tf_protocol::Refinement;

fn ruled(attribute: Attribute, rules: impl IntoIterator<Item = Rule>) -> Attribute {
    Attribute { rules: rules.into_iter().collect(), ..attribute }
}

fn said(block: &Block, config: &Value) -> Vec<String> {
    let mut out = Diagnostics::default();
    plan::validate::config(block, config, true, &mut out);
    lines(&out)
}

/// What is said of a single attribute `it`.
fn of(attribute: &Attribute, value: impl Into<Value>) -> Vec<String> {
    said(&block([attribute.clone()]), &Value::object([("it", value.into())]))
}

fn not_null() -> Value {
    Value::Refined(Box::new(Refinement { not_null: true, ..Refinement::default() }))
}

const NOTHING: [&str; 0] = [];

#[test]
fn of_numbers() {
    let range = |least: Option<i64>, most: Option<i64>| {
        let rule = Rule::Range(least.map(Into::into), most.map(Into::into));
        ruled(attr("it", "", Type::Number), [rule])
    };
    let both = range(Some(1), Some(10));
    assert_eq!(
        of(&both, 11),
        ["error at it: Value out of range: The value must be between 1 and 10, got 11."]
    );
    assert_eq!(
        of(&range(Some(1), None), 0),
        ["error at it: Value out of range: The value must be at least 1, got 0."]
    );
    assert_eq!(
        of(&range(None, Some(1)), 2),
        ["error at it: Value out of range: The value must be at most 1, got 2."]
    );
    assert_eq!(of(&both, 10), NOTHING);
    assert_eq!(of(&both, Value::Unknown), NOTHING);
}

#[test]
fn of_lengths() {
    let length = |least, most| ruled(text("it", ""), [Rule::Length(least, most)]);
    assert_eq!(
        of(&length(2, 3), "ä"),
        [
            "error at it: Length out of range: The value must have between 2 and 3 characters, got 1."
        ]
    );
    assert_eq!(
        of(&length(1, usize::MAX), ""),
        ["error at it: Length out of range: The value must have at least 1 character, got 0."]
    );
    assert_eq!(
        of(&length(4, 4), "abc"),
        ["error at it: Length out of range: The value must have 4 characters, got 3."]
    );
    let list = ruled(attr("it", "", Type::list(Type::String)), [Rule::Length(0, 1)]);
    assert_eq!(
        of(&list, object(json!(["a", "?"]))),
        ["error at it: Length out of range: The value must have at most 1 element, got 2."]
    );
    let blocks = ruled(blocks("it", Nesting::List, [text("a", "o")]), [Rule::Length(1, 2)]);
    assert_eq!(
        of(&blocks, Value::List(vec![])),
        ["error at it: Length out of range: There must be between 1 and 2 blocks, got 0."]
    );
}

#[test]
fn elements_of_a_set_may_turn_out_to_be_the_same() {
    let set =
        |least, most| ruled(attr("it", "", Type::set(Type::String)), [Rule::Length(least, most)]);
    let some = Value::set(["a".into(), "b".into(), Value::Unknown]);
    assert_eq!(of(&set(0, 1), some.clone()), NOTHING);
    assert_eq!(
        of(&set(4, 9), some),
        ["error at it: Length out of range: The value must have between 4 and 9 elements, got 3."]
    );
}

#[test]
fn of_words() {
    let one_of = |words| ruled(text("it", ""), [Rule::OneOf(words)]);
    assert_eq!(
        of(&one_of(&["read", "write", "admin"]), "raed"),
        [
            "error at it: Value not allowed: The value must be one of `read`, `write` or `admin`, got \
         `raed`. Did you mean `read`?"
        ]
    );
    assert_eq!(
        of(&one_of(&["read", "write"]), "something else"),
        ["error at it: Value not allowed: The value must be one of `read` or `write`, got \
         `something else`."]
    );
    assert_eq!(
        of(&one_of(&["only"]), ""),
        ["error at it: Value not allowed: The value must be `only`, got ``."]
    );
    assert_eq!(of(&one_of(&["only"]), "only"), NOTHING);
}

#[test]
fn of_forms() {
    let slug = Rule::Pattern("[a-z0-9-]+", "lower case letters, digits and hyphens");
    let slug = ruled(text("it", ""), [slug]);
    assert_eq!(
        of(&slug, "a_b"),
        [
            "error at it: Value not allowed: Expected lower case letters, digits and hyphens, got `a_b`."
        ]
    );
    assert_eq!(of(&slug, "a-b\n").len(), 1, "the whole has to match");
    assert_eq!(of(&slug, "a-b"), NOTHING);
    let either = ruled(text("it", ""), [Rule::Pattern("a|b", "a or b")]);
    assert_eq!(of(&either, "ab").len(), 1, "the whole has to match either");
    assert_eq!(
        of(&either, "x".repeat(100)),
        [format!(
            "error at it: Value not allowed: Expected a or b, got `{}`... (100 characters).",
            "x".repeat(80)
        )]
    );
}

#[test]
fn of_each_element() {
    let rules = [Rule::OneOf(&["a"]), Rule::Pattern("a", "an a")];
    let wrong = |path: &str| {
        [
            format!("error at {path}: Value not allowed: The value must be `a`, got `b`."),
            format!("error at {path}: Value not allowed: Expected an a, got `b`."),
        ]
    };
    let of_type = |ty| ruled(attr("it", "", ty), rules.clone());
    assert_eq!(
        of(&of_type(Type::list(Type::String)), object(json!(["a", "?", "b"]))),
        wrong("it[2]")
    );
    assert_eq!(of(&of_type(Type::map(Type::String)), map([("k", json!("b"))])), wrong("it[\"k\"]"));
    assert_eq!(of(&of_type(Type::set(Type::String)), set([json!("b")])), wrong("it"));
    let numbers =
        ruled(attr("it", "", Type::list(Type::Number)), [Rule::Range(Some(1_i64.into()), None)]);
    assert_eq!(
        of(&numbers, object(json!([1, 0]))),
        ["error at it[1]: Value out of range: The value must be at least 1, got 0."]
    );
}

#[test]
fn of_repeated_elements() {
    let unique = ruled(attr("it", "", Type::list(Type::String)), [Rule::Unique]);
    assert_eq!(
        of(&unique, object(json!(["a", "b", "a", "?", "?"]))),
        [
            "error at it[2]: Repeated element: Each element may be there once; this one is element 0 \
         again."
        ]
    );
    let size = Attribute { default: Some(1_i64.into()), ..attr("size", "oc", Type::Number) };
    let sizes = nested("it", "", Nesting::Set, [size]);
    assert_eq!(
        of(&sizes, set([json!({"size": null}), json!({"size": 1})])),
        [
            "error at it: Repeated element: Two elements of this set are the same once what they leave \
         out has its default. Remove one of them."
        ]
    );
}

#[test]
fn of_who_sets_it() {
    assert_eq!(
        of(&text("it", ""), Value::Null),
        ["error at it: Missing attribute: This attribute must be set."]
    );
    assert_eq!(of(&text("it", ""), Value::Unknown), NOTHING);
    assert_eq!(
        of(&text("it", "c"), "x"),
        [
            "error at it: Read-only attribute: Only the provider sets this attribute. Remove it from the \
         configuration."
        ]
    );
    let block = block([Attribute { write_only: true, ..text("it", "o") }]);
    let mut out = Diagnostics::default();
    plan::validate::config(&block, &object(json!({"it": "x"})), false, &mut out);
    assert_eq!(
        lines(&out),
        [
            "error at it: Write-only attribute not supported: A write-only attribute needs Terraform \
         1.11 or OpenTofu 1.11, or later."
        ]
    );
    let mut out = Diagnostics::default();
    plan::validate::config(&block, &object(json!({"it": null})), false, &mut out);
    assert!(out.is_empty());
}

#[test]
fn of_blocks_that_must_be_there() {
    for (nesting, none) in [
        (Nesting::Single, Value::Null),
        (Nesting::List, Value::List(vec![])),
        (Nesting::Set, Value::Set(vec![])),
        (Nesting::Map, map([])),
        (Nesting::Group, object(json!({"a": null}))),
    ] {
        let present = ruled(blocks("it", nesting, [text("a", "o")]), [Rule::Present]);
        assert_eq!(of(&present, none), ["error at it: Missing block: This block must be there."]);
        assert_eq!(of(&present, Value::Unknown), NOTHING);
    }
}

#[test]
fn of_what_is_beside_it() {
    let block = block([
        ruled(text("a", "o"), [Rule::Conflicts(&["b", "c"]), Rule::Requires(&["d"])]),
        text("b", "o"),
        text("c", "o"),
        text("d", "o"),
    ]);
    let config = |json| object(json);
    assert_eq!(
        said(&block, &config(json!({"a": "x", "b": "x", "c": "x", "d": null}))),
        [
            "error at a: Conflicting attributes: `a` cannot be set together with `b` and `c`.",
            "error at a: Missing attribute: `a` can only be set together with `d`.",
        ]
    );
    // Whatever the unknowns turn out to be.
    assert_eq!(said(&block, &config(json!({"a": "x", "b": "?", "c": null, "d": "?"}))), NOTHING);
    assert_eq!(said(&block, &config(json!({"a": "?", "b": "x", "c": null, "d": null}))), NOTHING);
    let Value::Object(mut members) = config(json!({"a": "x", "c": null, "d": "x"})) else {
        unreachable!()
    };
    members.insert("b".to_owned(), not_null());
    assert_eq!(
        said(&block, &Value::Object(members)),
        ["error at a: Conflicting attributes: `a` cannot be set together with `b`."]
    );
}

#[test]
fn of_a_better_attribute() {
    let write_only = Attribute { write_only: true, ..text("secret_wo", "o") };
    let block = block([ruled(text("secret", "o"), [Rule::Prefer("secret_wo")]), write_only]);
    let config = object(json!({"secret": "x", "secret_wo": null}));
    assert_eq!(
        said(&block, &config),
        ["warning at : Write-only attribute available: `secret` is stored in state. `secret_wo` \
         is not, and this version of Terraform knows it: use that instead."]
    );
    let mut out = Diagnostics::default();
    plan::validate::config(&block, &config, false, &mut out);
    assert!(out.is_empty());
}

#[test]
fn of_how_many_are_set() {
    const NAMES: &[&str] = &["a", "b", "c"];
    let related = |relation, json| {
        let attributes = NAMES.iter().map(|name| text(name, "o"));
        let block = Block { relations: vec![relation], ..block(attributes) };
        said(&block, &object(json))
    };
    let none = || json!({"a": null, "b": null, "c": null});
    let two = || json!({"a": null, "b": "x", "c": "x"});
    let maybe = || json!({"a": "?", "b": null, "c": null});
    assert_eq!(
        related(Relation::ExactlyOne(NAMES), none()),
        ["error at : Missing attribute: One of `a`, `b` or `c` must be set."]
    );
    let too_many = "error at c: Conflicting attributes: Only one of `a`, `b` or `c` can be set, and \
                    `b` and `c` are.";
    assert_eq!(related(Relation::ExactlyOne(NAMES), two()), [too_many]);
    assert_eq!(related(Relation::ExactlyOne(NAMES), maybe()), NOTHING);
    assert_eq!(related(Relation::AtMostOne(NAMES), two()), [too_many]);
    assert_eq!(related(Relation::AtMostOne(NAMES), none()), NOTHING);
    assert_eq!(
        related(Relation::AtLeastOne(NAMES), none()),
        ["error at : Missing attribute: At least one of `a`, `b` or `c` must be set."]
    );
    assert_eq!(related(Relation::AtLeastOne(NAMES), maybe()), NOTHING);
    assert_eq!(
        related(Relation::Together(NAMES), two()),
        [
            "error at b: Missing attribute: `a`, `b` and `c` must be set together or not at all, and `a` \
         is missing."
        ]
    );
    assert_eq!(related(Relation::Together(NAMES), json!({"a": "?", "b": "x", "c": "x"})), NOTHING);
}

#[test]
fn inside_of_something() {
    let inner = || {
        let relations = vec![Relation::AtMostOne(&["a", "b"])];
        Block { relations, ..block([text("a", "o"), text("b", "o"), text("c", "")]) }
    };
    let mut list = nested("list", "", Nesting::List, []);
    list.kind = tf_framework::Kind::Nested(Nesting::List, inner());
    let mut set_of = nested("set", "", Nesting::Set, []);
    set_of.kind = tf_framework::Kind::Nested(Nesting::Set, inner());
    let wrong = json!({"a": "x", "b": "x", "c": null});
    let config = Value::object([
        ("list", object(json!([{"a": "x", "b": null, "c": "x"}, wrong, "?"]))),
        ("set", set([wrong.clone()])),
    ]);
    assert_eq!(
        said(&block([list, set_of]), &config),
        [
            "error at list[1].b: Conflicting attributes: Only one of `a` or `b` can be set, and `a` and \
         `b` are.",
            "error at list[1].c: Missing attribute: This attribute must be set.",
            "error at set: Conflicting attributes: In `b`: Only one of `a` or `b` can be set, and `a` and \
         `b` are.",
            "error at set: Missing attribute: In `c`: This attribute must be set.",
        ]
    );
}

#[test]
fn of_what_is_deprecated() {
    let old = Attribute { deprecation: Some("Use `new`."), ..text("it", "o") };
    assert_eq!(of(&old, "x"), ["warning at it: Deprecated attribute: Use `new`."]);
    assert_eq!(of(&old, Value::Unknown), NOTHING);
    assert_eq!(of(&old, Value::Null), NOTHING);
    let mut old = blocks("it", Nesting::List, [text("a", "o")]);
    old.deprecation = Some("Use `new`.");
    assert_eq!(
        of(&old, object(json!([{"a": null}]))),
        ["warning at it: Deprecated block: Use `new`."]
    );
    assert_eq!(of(&old, Value::List(vec![])), NOTHING);
    let whole = Block { deprecation: Some("Use another."), ..block([text("a", "o")]) };
    assert_eq!(
        said(&whole, &object(json!({"a": null}))),
        ["warning at : Deprecated: Use another."]
    );
}

#[test]
fn nothing_of_a_secret_is_said() {
    fn quotes(value: &Value, path: &AttributePath, out: &mut Diagnostics) {
        let detail = format!("{value:?} is wrong.");
        out.push(Diagnostic::error("Invalid", detail).at(path.key("hunter2")));
    }
    let rules = || {
        [
            Rule::OneOf(&["hunter3"]),
            Rule::Pattern("[0-9]", "a digit"),
            Rule::Length(0, 1),
            Rule::Range(None, Some(1_i64.into())),
        ]
    };
    let secret = |sensitive, write_only, ty| Attribute {
        sensitive,
        write_only,
        validate: quotes,
        ..ruled(attr("it", "o", ty), rules())
    };
    let expected = [
        "error at it: Invalid: The value is sensitive, so it is not shown here.",
        "error at it: Value not allowed: The value must be `hunter3`.",
        "error at it: Value not allowed: Expected a digit.",
        "error at it: Length out of range: The value must have at most 1 character.",
    ];
    for (sensitive, write_only) in [(true, false), (false, true)] {
        assert_eq!(of(&secret(sensitive, write_only, Type::String), "hunter2"), expected);
        let number = secret(sensitive, write_only, Type::Number);
        assert_eq!(
            of(&number, 4711)[1..],
            ["error at it: Value out of range: The value must be at most 1."]
        );
        let map_of = secret(sensitive, write_only, Type::map(Type::String));
        assert_eq!(of(&map_of, map([("hunter2", json!("hunter2"))])), expected[..3]);
    }
    let inner = Attribute { sensitive: false, ..secret(false, false, Type::String) };
    let outer = Attribute {
        sensitive: true,
        ..nested("it", "o", Nesting::Single, [Attribute { name: "inner", ..inner }])
    };
    let found = of(&outer, object(json!({"inner": "hunter2"})));
    assert!(found.iter().all(|line| !line.contains("hunter2")), "{found:#?}");
    assert_eq!(found.len(), 4);
}

#[test]
fn of_choices() {
    let said = |detail: &str| [format!("error at it: Value not allowed: {detail}")];
    let numbers = ruled(
        attr("it", "", Type::Number),
        [Rule::OneOfNumbers(vec![1_i64.into(), "2.5".parse().unwrap()])],
    );
    assert_eq!(of(&numbers, 2), said("The value must be one of `1` or `2.5`, got 2."));
    assert_eq!(of(&numbers, 1), NOTHING);
    assert_eq!(of(&numbers, Value::Unknown), NOTHING);
    let none = ruled(text("it", ""), [Rule::NoneOf(&["root", "admin"])]);
    assert_eq!(of(&none, "root"), said("The value must be none of `root` and `admin`."));
    assert_eq!(of(&none, "ROOT"), NOTHING);
    let any_case = |rule| ruled(Attribute::of::<Text<AnyCase>>("it", "It."), [rule]);
    assert_eq!(of(&any_case(Rule::OneOf(&["Red"])), "rED"), NOTHING);
    assert_eq!(of(&any_case(Rule::OneOf(&["Red"])), "blue").len(), 1);
    assert_eq!(of(&any_case(Rule::NoneOf(&["Red"])), "red").len(), 1);
}

#[test]
fn of_bytes_and_keys() {
    let bytes = ruled(text("it", ""), [Rule::Bytes(0, 3)]);
    assert_eq!(
        of(&bytes, "ää"),
        ["error at it: Length out of range: The value must have at most 3 bytes in UTF-8, got 4."]
    );
    assert_eq!(of(&bytes, "äb"), NOTHING);
    let keys = ruled(
        attr("it", "", Type::map(Type::String)),
        [Rule::Keys("[a-z]+", "lower case letters")],
    );
    let value = || map([("good", json!("x")), ("Bad", json!("?"))]);
    assert_eq!(
        of(&keys, value()),
        ["error at it[\"Bad\"]: Value not allowed: Expected lower case letters, got `Bad`."]
    );
    let hidden = Attribute { sensitive: true, ..keys };
    assert_eq!(
        of(&hidden, value()),
        ["error at it: Value not allowed: Expected lower case letters."]
    );
}

#[test]
fn of_a_check_in_code() {
    fn even(value: &Value, path: &AttributePath, out: &mut Diagnostics) {
        if value.as_i64().is_some_and(|number| number % 2 == 1) {
            let detail = format!("{value:?} is odd.");
            out.push(Diagnostic::error("Odd number", detail).at(path.clone()));
        }
    }
    let even = Attribute { checks: vec![even], ..attr("it", "", Type::Number) };
    assert_eq!(of(&even, 3), ["error at it: Odd number: 3 is odd."]);
    assert_eq!(of(&even, 2), NOTHING);
    assert_eq!(of(&even, Value::Unknown), NOTHING);
    let hidden = Attribute { sensitive: true, ..even };
    assert_eq!(
        of(&hidden, 3),
        ["error at it: Odd number: The value is sensitive, so it is not shown here."]
    );
}
