//! The plan engine over a derived schema: what a practitioner sees planned.

use tf_framework::{
    AttributePath, Checked, Computed, Diagnostic, Diagnostics, Nulls, Schema, Stage, Text,
    TextType, Unordered, Value,
    plan::{self, Plan},
    schema::Role,
};

/// Letters, whatever their case.
struct AnyCase;

impl TextType for AnyCase {
    const INVALID: &'static str = "Not letters";

    fn check(text: &str) -> Result<(), String> {
        if text.chars().all(char::is_alphabetic) { Ok(()) } else { Err(format!("`{text}`")) }
    }

    fn same(one: &str, other: &str) -> bool {
        one.eq_ignore_ascii_case(other)
    }
}

/// A thing with an attribute of every kind.
#[derive(Debug, Clone, Default, PartialEq, Schema)]
#[schema(check = size_is_even)]
struct Thing {
    /// Set by the server, once.
    #[attr(keep)]
    id: Computed<String>,
    /// Set by the server, at each change.
    changed_at: Computed<String>,
    /// Where it is.
    #[attr(key)]
    place: Text<AnyCase>,
    /// How large it is.
    #[attr(optional, keep, range = 0..=10)]
    size: Computed<i64>,
    /// With a default.
    #[attr(default = "blue")]
    colour: String,
    /// May be absent.
    note: Option<String>,
    /// A list that means a set.
    #[attr(optional, keep)]
    tags: Computed<Unordered<Vec<Text<AnyCase>>>>,
    /// Parts, in order.
    parts: Option<Vec<Part>>,
}

/// A part.
#[derive(Debug, Clone, Default, PartialEq, Schema)]
struct Part {
    /// Its name.
    name: Text<AnyCase>,
    /// With a default.
    #[attr(default = 1)]
    count: i64,
    /// Set by the server.
    serial: Computed<String>,
}

fn size_is_even(thing: &Checked<'_>, out: &mut Diagnostics) {
    if thing.stage != Stage::Config
        && thing.integer("size").value().is_some_and(|size| size % 2 == 1)
    {
        thing.refuse(out, "size", "Odd", "The size must be even.");
    }
}

fn thing(changes: &[(&str, Value)]) -> Value {
    let names = ["id", "changed_at", "place", "size", "colour", "note", "tags", "parts"];
    let mut all: Vec<(&str, Value)> = names.iter().map(|name| (*name, Value::Null)).collect();
    for (name, value) in changes {
        all.iter_mut().find(|(known, _)| known == name).unwrap().1 = value.clone();
    }
    Value::object(all)
}

fn texts(items: &[&str]) -> Value {
    Value::List(items.iter().map(|item| Value::from(*item)).collect())
}

fn part(name: &str, count: impl Into<Option<i64>>, serial: Value) -> Value {
    let count = count.into().map_or(Value::Null, Value::from);
    Value::object([("name", Value::from(name)), ("count", count), ("serial", serial)])
}

fn stored() -> Value {
    thing(&[
        ("id", "1".into()),
        ("changed_at", "monday".into()),
        ("place", "here".into()),
        ("size", 2.into()),
        ("colour", "blue".into()),
        ("tags", texts(&["a", "b"])),
        ("parts", Value::List(vec![part("bolt", 1, "s1".into())])),
    ])
}

/// The part of Terraform's merge that the tests need: what is computed and not configured keeps its
/// prior value, at the root and in the elements of `parts`.
fn propose(prior: &Value, config: &Value) -> Value {
    let merge = |prior: &Value, config: &Value, computed: &[&str]| {
        Value::object(config.as_object().unwrap().iter().map(|(name, value)| {
            let kept = value.is_null() && computed.contains(&name.as_str());
            (name.clone(), if kept { prior.attribute(name).clone() } else { value.clone() })
        }))
    };
    let merged = merge(prior, config, &["id", "changed_at", "size", "colour", "tags"]);
    let Value::Object(mut attributes) = merged else { unreachable!() };
    if let Some(parts) = config.attribute("parts").elements() {
        let before = prior.attribute("parts").elements().unwrap_or_default();
        let parts = parts.iter().enumerate().map(|(i, part)| {
            merge(before.get(i).unwrap_or(&Value::Null), part, &["count", "serial"])
        });
        attributes.insert("parts".into(), Value::List(parts.collect()));
    }
    Value::Object(attributes)
}

fn run(prior: &Value, config: &Value) -> (Plan, Diagnostics) {
    let mut out = Diagnostics::default();
    let block = Thing::block();
    let plan = plan::run(&block, prior, &propose(prior, config), config, &mut out);
    assert_eq!(plan::plan_breaks(&block, prior, config, &plan.planned), Ok(()));
    (plan, out)
}

fn configured() -> Vec<(&'static str, Value)> {
    vec![("place", "here".into()), ("parts", Value::List(vec![part("bolt", None, Value::Null)]))]
}

#[test]
fn the_schema_has_no_mistakes() {
    assert_eq!(Thing::block().mistakes(Role::Resource), Vec::<String>::new());
}

#[test]
fn on_create_the_server_decides_what_nobody_set() {
    let (plan, _) = run(&Value::Null, &thing(&configured()));
    let expected = thing(&[
        ("id", Value::Unknown),
        ("changed_at", Value::Unknown),
        ("place", "here".into()),
        ("size", Value::Unknown),
        ("colour", "blue".into()),
        ("tags", Value::Unknown),
        ("parts", Value::List(vec![part("bolt", 1, Value::Unknown)])),
    ]);
    assert_eq!(plan, Plan { planned: expected, requires_replace: vec![] });
}

#[test]
fn without_a_change_nothing_is_unknown() {
    let (plan, _) = run(&stored(), &thing(&configured()));
    assert_eq!(plan, Plan { planned: stored(), requires_replace: vec![] });
}

#[test]
fn a_change_leaves_kept_attributes_known() {
    let mut config = configured();
    config.push(("note", "new".into()));
    let (plan, _) = run(&stored(), &thing(&config));
    let planned = &plan.planned;
    assert_eq!(planned.attribute("id"), &"1".into());
    assert_eq!(planned.attribute("size"), &2.into());
    assert_eq!(planned.attribute("tags"), &texts(&["a", "b"]));
    assert_eq!(planned.attribute("changed_at"), &Value::Unknown);
    assert_eq!(plan.requires_replace, []);
}

#[test]
fn a_kept_attribute_that_state_does_not_have_is_unknown() {
    let Value::Object(mut prior) = stored() else { unreachable!() };
    prior.insert("size".into(), Value::Null);
    let mut config = configured();
    config.push(("note", "new".into()));
    let (plan, _) = run(&Value::Object(prior), &thing(&config));
    assert_eq!(plan.planned.attribute("size"), &Value::Unknown);
}

#[test]
fn a_removed_default_is_planned_again() {
    let Value::Object(mut prior) = stored() else { unreachable!() };
    prior.insert("colour".into(), "red".into());
    let (plan, _) = run(&Value::Object(prior), &thing(&configured()));
    assert_eq!(plan.planned.attribute("colour"), &"blue".into());
}

#[test]
fn another_order_or_spelling_is_no_change() {
    let mut config = configured();
    config[0].1 = "HERE".into();
    config.push(("tags", texts(&["B", "a"])));
    let (plan, _) = run(&stored(), &thing(&config));
    assert_eq!(plan, Plan { planned: stored(), requires_replace: vec![] });
}

#[test]
fn a_nested_spelling_is_no_change() {
    let mut config = configured();
    config[1].1 = Value::List(vec![part("BOLT", None, Value::Null)]);
    let (plan, _) = run(&stored(), &thing(&config));
    assert_eq!(plan.planned, stored());
}

#[test]
fn a_repeated_element_is_a_change() {
    let mut config = configured();
    config.push(("tags", texts(&["a", "b", "b"])));
    let (plan, _) = run(&stored(), &thing(&config));
    assert_eq!(plan.planned.attribute("tags"), &texts(&["a", "b", "b"]));
}

#[test]
fn another_key_replaces() {
    let mut config = configured();
    config[0].1 = "there".into();
    let (plan, _) = run(&stored(), &thing(&config));
    assert_eq!(plan.requires_replace, [AttributePath::root("place")]);
    config[0].1 = Value::Unknown;
    let (plan, _) = run(&stored(), &thing(&config));
    assert_eq!(plan.requires_replace, [AttributePath::root("place")]);
}

#[test]
fn a_rule_sees_what_is_planned() {
    let mut config = configured();
    config.push(("size", 3.into()));
    let (_, out) = run(&stored(), &thing(&config));
    let expected =
        Diagnostic::error("Odd", "The size must be even.").at(AttributePath::root("size"));
    assert_eq!(out, Diagnostics::from(expected));
}

#[test]
fn validation_collects_everything_and_passes_over_unknowns() {
    let config = thing(&[
        ("place", "1".into()),
        ("size", 11.into()),
        ("tags", Value::List(vec![Value::Unknown, "2".into(), Value::Null])),
        ("parts", Value::List(vec![part("3", None, Value::Null)])),
        ("note", Value::Unknown),
    ]);
    let mut out = Diagnostics::default();
    plan::validate::config(&Thing::block(), &config, true, &mut out);
    let found: Vec<_> = out.iter().map(|d| d.path.clone().unwrap().to_string()).collect();
    assert_eq!(found, ["place", "size", "tags[1]", "tags[2]", "parts[0].name"]);
}

#[test]
fn a_result_may_not_break_a_promise() {
    let planned = thing(&[("id", Value::Unknown), ("size", 2.into()), ("tags", texts(&["a"]))]);
    let kept = thing(&[("id", "1".into()), ("size", 2.into()), ("tags", texts(&["a"]))]);
    let broken = thing(&[("id", "1".into()), ("size", 3.into()), ("tags", texts(&["b"]))]);
    assert_eq!(plan::result_breaks(&planned, &kept), []);
    let paths: Vec<_> =
        plan::result_breaks(&planned, &broken).iter().map(ToString::to_string).collect();
    assert_eq!(paths, ["size", "tags[0]"]);
}

#[test]
fn after_an_import_only_the_keys_are_known() {
    let imported = thing(&[("place", "here".into())]);
    let root = AttributePath::default();
    assert!(Thing::from_value(&imported, &root, Nulls::Refuse).is_err());
    let read = Thing::from_value(&imported, &root, Nulls::Default).unwrap();
    assert_eq!(read.place.as_str(), "here");
    assert_eq!(read.colour, "");
}

#[test]
fn members_of_the_api_find_their_attributes() {
    let locate = |path: &[&str]| {
        let path: Vec<_> = path.iter().map(ToString::to_string).collect();
        Thing::block().locate(&path).map(|path| path.to_string())
    };
    assert_eq!(locate(&["changedAt"]).as_deref(), Some("changed_at"));
    assert_eq!(locate(&["parts", "1", "name"]).as_deref(), Some("parts[1].name"));
    assert_eq!(locate(&["parts", "x"]).as_deref(), Some("parts"));
    assert_eq!(locate(&["nothing"]), None);
}

mod properties {
    use super::*;
    use proptest::{collection, option, prelude::*};
    use tf_framework::{Block, Kind, Mode, Type};

    fn text() -> impl Strategy<Value = Value> {
        "[a-cA-C]{1,2}".prop_map(Value::from)
    }

    fn or_null(some: impl Strategy<Value = Value>) -> impl Strategy<Value = Value> {
        option::of(some).prop_map(|value| value.unwrap_or(Value::Null))
    }

    fn list(element: impl Strategy<Value = Value>) -> impl Strategy<Value = Value> {
        collection::vec(element, 0..4).prop_map(Value::List)
    }

    fn any_part() -> impl Strategy<Value = Value> {
        (text(), or_null((1..5_i64).prop_map(Value::from))).prop_map(|(name, count)| {
            Value::object([("name", name), ("count", count), ("serial", Value::Null)])
        })
    }

    /// What a practitioner may write; a part of it may be unknown.
    fn any_config() -> impl Strategy<Value = Value> {
        let size = prop_oneof![Just(Value::Unknown), (0..5_i64).prop_map(|n| Value::from(n * 2))];
        (
            prop_oneof![4 => text(), 1 => Just(Value::Unknown)],
            or_null(size),
            or_null(text()),
            or_null(text()),
            or_null(list(text())),
            or_null(list(any_part())),
        )
            .prop_map(|(place, size, colour, note, tags, parts)| {
                thing(&[
                    ("place", place),
                    ("size", size),
                    ("colour", colour),
                    ("note", note),
                    ("tags", tags),
                    ("parts", parts),
                ])
            })
    }

    /// What a server makes of a plan: it decides what is unknown, and keeps the rest.
    fn carried_out(block: &Block, planned: &Value) -> Value {
        Value::object(block.attributes.iter().map(|attribute| {
            let value = planned.attribute(attribute.name);
            let new = match (&attribute.kind, value) {
                (Kind::Type(Type::String), Value::Unknown) => "server".into(),
                (Kind::Type(Type::Number), Value::Unknown) => 4.into(),
                (Kind::Type(_), Value::Unknown) => texts(&["server"]),
                (Kind::Nested(_, inner), Value::List(parts)) => {
                    Value::List(parts.iter().map(|part| carried_out(inner, part)).collect())
                }
                (_, known) => known.clone(),
            };
            (attribute.name, new)
        }))
    }

    /// The configuration once its unknowns are known, as they are when it is applied.
    fn known(config: &Value) -> Value {
        Value::object(config.as_object().unwrap().iter().map(|(name, value)| {
            let settled = match (name.as_str(), value) {
                ("size", Value::Unknown) => 4.into(),
                (_, Value::Unknown) => "server".into(),
                (_, known) => known.clone(),
            };
            (name.clone(), settled)
        }))
    }

    fn assert_unknowns_are_the_servers(block: &Block, config: &Value, planned: &Value) {
        for attribute in &block.attributes {
            let configured = config.attribute(attribute.name);
            let value = planned.attribute(attribute.name);
            if let (Kind::Nested(_, inner), Value::List(parts)) = (&attribute.kind, value) {
                for (part, configured) in parts.iter().zip(configured.elements().unwrap()) {
                    assert_unknowns_are_the_servers(inner, configured, part);
                }
            } else if value.is_unknown() {
                let servers = attribute.mode != Mode::Required && configured.is_null();
                assert!(servers || configured.is_unknown(), "{}", attribute.name);
            }
        }
    }

    proptest! {
        /// From nothing to one configuration, then to another: each plan obeys Terraform's rules
        /// (`run` checks them), is the same when it is made again, and leaves nothing to do once it
        /// is carried out.
        #[test]
        fn plans_obey_and_settle(one in any_config(), other in any_config()) {
            let block = Thing::block();
            let mut state = Value::Null;
            for config in [one, other] {
                let (plan, _) = run(&state, &config);
                prop_assert_eq!(&run(&state, &config).0, &plan);
                assert_unknowns_are_the_servers(&block, &config, &plan.planned);

                let config = known(&config);
                let (mut plan, _) = run(&state, &config);
                if !plan.requires_replace.is_empty() {
                    plan = run(&Value::Null, &config).0;
                }
                state = carried_out(&block, &plan.planned);
                prop_assert_eq!(plan::result_breaks(&plan.planned, &state), []);
                let (again, _) = run(&state, &config);
                prop_assert_eq!(again, Plan { planned: state.clone(), requires_replace: vec![] });
            }
        }
    }
}
