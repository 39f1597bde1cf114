//! What a schema must not say.

use crate::support::{attr, block, blocks, nested, text};
use tf_framework::{
    Attribute, Block, Kind, Nesting, Type, Value,
    schema::{Clear, Keep, Relation, Replace, Role, Rule},
};

fn of(attributes: impl IntoIterator<Item = Attribute>) -> Vec<String> {
    block(attributes).mistakes(Role::Resource)
}

fn ruled(attribute: Attribute, rule: Rule) -> Attribute {
    Attribute { rules: vec![rule], ..attribute }
}

const NONE: [&str; 0] = [];

#[test]
fn names() {
    assert_eq!(
        of([text("Name", ""), text("1", ""), text("_ok_1", "")]),
        [
            "`Name`: not a name: lower case, digits, underscores, no digit first",
            "`1`: not a name: lower case, digits, underscores, no digit first",
        ]
    );
    assert_eq!(
        of([text("count", ""), nested("of", "", Nesting::Single, [text("count", "")])]),
        ["`count`: Terraform keeps this name"]
    );
    let provider = block([text("alias", ""), text("connection", "")]);
    assert_eq!(provider.mistakes(Role::Provider), ["`alias`: Terraform keeps this name"]);
    assert_eq!(
        of([text("a", ""), blocks("a", Nesting::List, [text("b", "")])]),
        ["`a`: declared twice"]
    );
    assert_eq!(of([Attribute { description: "", ..text("a", "") }]), ["`a`: has no documentation"]);
}

#[test]
fn defaults() {
    let default = |attribute, value: Value| Attribute { default: Some(value), ..attribute };
    assert_eq!(
        of([default(text("a", "o"), "x".into())]),
        ["`a`: a default needs an attribute that is optional and computed"]
    );
    assert_eq!(of([default(text("a", "oc"), 1.into())]), ["`a`: its default is of another type"]);
    assert_eq!(
        of([default(text("a", "oc"), Value::Null)]),
        ["`a`: its default is not a known value"]
    );
    let short = ruled(text("a", "oc"), Rule::Length(0, 1));
    assert_eq!(of([default(short, "xx".into())]), ["`a`: its default breaks its own rules"]);
    let list = nested("a", "oc", Nesting::List, [text("b", "")]);
    assert_eq!(of([default(list, Value::List(vec![]))]), NONE);
}

#[test]
fn write_only() {
    let hidden = |attribute| Attribute { write_only: true, ..attribute };
    let all = Attribute {
        default: Some("x".into()),
        key: true,
        replace: Replace::Always,
        ..hidden(text("a", "oc"))
    };
    assert_eq!(
        of([all]),
        [
            "`a`: every change would make it unknown, and so replace: keep it",
            "`a`: the provider cannot set a write-only attribute",
            "`a`: a write-only attribute has no default",
            "`a`: a key is stored, so it cannot be write-only",
        ][1..]
    );
    let deep = nested("of", "", Nesting::Single, [hidden(text("a", "o"))]);
    assert_eq!(
        of([blocks("set", Nesting::Set, [deep])]),
        ["`set.of.a`: a write-only attribute inside a set"]
    );
    let version = |name| Attribute { version: Some(name), ..hidden(text("a", "o")) };
    assert_eq!(of([version("a_version"), text("a_version", "o")]), NONE);
    assert_eq!(of([version("b")]), ["`a`: its version `b` is not an attribute beside it"]);
    assert_eq!(
        of([Attribute { version: Some("b"), ..text("a", "o") }, text("b", "o")]),
        ["`a`: only a write-only attribute has a version beside it"]
    );
}

#[test]
fn places() {
    let dynamic = |name| attr(name, "o", Type::Dynamic);
    let said = "a dynamic type inside a collection, whose elements have one type";
    assert_eq!(of([dynamic("a"), nested("b", "o", Nesting::Single, [dynamic("c")])]), NONE);
    assert_eq!(of([attr("a", "o", Type::list(Type::Dynamic))]), [format!("`a`: {said}")]);
    assert_eq!(of([nested("a", "o", Nesting::Map, [dynamic("b")])]), [format!("`a.b`: {said}")]);
    let group =
        Attribute { kind: Kind::Nested(Nesting::Group, block([text("b", "o")])), ..text("a", "o") };
    assert_eq!(of([group]), ["`a`: only blocks are grouped"]);
    let inner = blocks("b", Nesting::List, [text("c", "o")]);
    assert_eq!(
        of([nested("a", "o", Nesting::List, [inner])]),
        ["`a.b`: a block inside nested attributes"]
    );
    let key = |attribute| Attribute { key: true, ..attribute };
    assert_eq!(
        of([key(nested("a", "", Nesting::Single, [key(text("b", ""))]))]),
        ["`a`: a key is one value: an import ID is text", "`a.b`: a key is not nested"]
    );
    let listed = || attr("a", "", Type::list(Type::String));
    assert_eq!(of([key(listed())]), ["`a`: a key is one value: an import ID is text"]);
    let part = |attribute| Attribute { identity: true, ..attribute };
    assert_eq!(of([part(listed())]), NONE);
    assert_eq!(
        of([part(attr("a", "", Type::map(Type::String)))]),
        ["`a`: an identity has primitive values and lists of these"]
    );
    assert_eq!(
        of([Attribute { sensitive: true, identity: true, ..text("a", "") }]),
        ["`a`: an identity is shown, so it cannot be sensitive"]
    );
}

#[test]
fn rules() {
    let number = || attr("a", "o", Type::Number);
    for (attribute, rule, said) in [
        (text("a", "o"), Rule::Range(None, None), "a range is for numbers"),
        (number(), Rule::Range(Some(2_i64.into()), Some(1_i64.into())), "nothing is in its range"),
        (number(), Rule::Length(0, 1), "a length is for strings and collections"),
        (text("a", "o"), Rule::Length(2, 1), "nothing has its length"),
        (number(), Rule::OneOf(&["x"]), "a choice of words is for strings"),
        (text("a", "o"), Rule::OneOf(&[]), "there is nothing to choose from"),
        (text("a", "o"), Rule::NoneOf(&[]), "there is nothing to choose from"),
        (
            text("a", "o"),
            Rule::OneOfNumbers(vec![1_i64.into()]),
            "a choice of numbers is for numbers",
        ),
        (number(), Rule::OneOfNumbers(vec![]), "there is nothing to choose from"),
        (number(), Rule::Bytes(0, 1), "bytes are for strings"),
        (text("a", "o"), Rule::Bytes(2, 1), "nothing has its length"),
        (text("a", "o"), Rule::Keys("x", "x"), "only a map has keys"),
        (number(), Rule::Pattern("x", "x"), "a pattern is for strings"),
        (
            attr("a", "o", Type::set(Type::String)),
            Rule::Unique,
            "only elements of a list can be unique",
        ),
        (text("a", "o"), Rule::Conflicts(&["b"]), "a rule names `b`, which is not beside it"),
        (text("a", "o"), Rule::Requires(&["a"]), "a rule names the attribute itself"),
    ] {
        assert_eq!(of([ruled(attribute, rule)]), [format!("`a`: {said}")]);
    }
    let found = of([ruled(text("a", "o"), Rule::Pattern("a)(b", "x"))]);
    assert!(found[0].starts_with("`a`: `a)(b` is not a pattern: "), "{found:?}");
    assert_eq!(
        of([ruled(text("a", "o"), Rule::Prefer("b")), text("b", "o")]),
        ["`a`: prefers `b`, which is not write-only"]
    );
    assert_eq!(
        of([Attribute { keep: Keep::Value, ..text("a", "o") }]),
        ["`a`: only a computed attribute can be kept"]
    );
    assert_eq!(
        of([Attribute { replace: Replace::Always, ..text("a", "oc") }]),
        ["`a`: every change would make it unknown, and so replace: keep it"]
    );
    assert_eq!(
        of([Attribute { clear: Clear::Refuse, ..text("a", "") }]),
        ["`a`: a required attribute is never cleared"]
    );
}

#[test]
fn relations() {
    let related = |relation| {
        let block = Block { relations: vec![relation], ..block([text("a", "o"), text("c", "c")]) };
        block.mistakes(Role::Resource)
    };
    assert_eq!(related(Relation::ExactlyOne(&["a", "b"])), ["exactly one: there is no `b`"]);
    assert_eq!(related(Relation::Together(&["a", "c"])), ["together: nobody sets `c`"]);
    assert_eq!(
        related(Relation::AtMostOne(&["a"])),
        ["at most one of [\"a\"]: needs several attributes"]
    );
}

#[test]
fn roles() {
    let said = |attribute: Attribute, role| block([attribute]).mistakes(role);
    assert_eq!(
        said(text("a", "c"), Role::Provider),
        ["`a`: a provider has nothing that is computed"]
    );
    assert_eq!(said(text("a", "c"), Role::DataSource), NONE);
    let kept = Attribute { keep: Keep::Value, ..text("a", "c") };
    assert_eq!(said(kept, Role::DataSource), ["`a`: a data source has nothing that is kept"]);
    let key = Attribute { key: true, replace: Replace::Always, ..text("a", "") };
    assert_eq!(said(key, Role::DataSource), NONE);
    let replacing = Attribute { replace: Replace::Always, ..text("a", "") };
    assert_eq!(said(replacing, Role::DataSource), ["`a`: a data source has nothing that replaces"]);
    let hidden = Attribute { write_only: true, ..text("a", "o") };
    assert_eq!(
        said(hidden, Role::Ephemeral),
        ["`a`: an ephemeral resource has nothing that is write-only"]
    );
    let defaulted = Attribute { default: Some("x".into()), ..text("a", "oc") };
    for role in [Role::DataSource, Role::Ephemeral, Role::List, Role::Action] {
        assert_eq!(said(defaulted.clone(), role), NONE);
    }
    assert_eq!(
        said(defaulted, Role::Provider),
        [
            "`a`: a provider has nothing that is computed",
            "`a`: a provider has nothing that has a default"
        ]
    );
    assert_eq!(
        said(nested("a", "", Nesting::Single, [text("b", "")]), Role::Function),
        ["`a`: a function has nothing that is nested"]
    );
    let rest = || Attribute { variadic: true, ..text("rest", "") };
    assert_eq!(block([text("a", ""), rest()]).mistakes(Role::Function), NONE);
    let wrong = "`rest`: only the last parameter of a function is variadic";
    assert_eq!(block([rest(), text("a", "")]).mistakes(Role::Function), [wrong]);
    assert_eq!(said(rest(), Role::Resource), [wrong]);
}
