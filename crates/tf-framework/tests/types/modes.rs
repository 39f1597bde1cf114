//! What the type says of who sets it, who sees it, and whether it is stored.

use crate::tools::{at, complaints, json, mismatch, number, tolerates, type_of};
use tf_framework::{
    Attribute, AttributeType, Block, Computed, Dynamic, JsonMap, Mode, Nulls, Number, Object,
    Schema, Sensitive, Text, Type, Value, WriteOnly, api::ApiObject, schema::Role, text::Json,
};

#[test]
fn the_type_is_the_mode() {
    fn of<T: AttributeType>() -> (Mode, bool, bool) {
        let attribute = Attribute::of::<T>("it", "It.");
        (attribute.mode, attribute.sensitive, attribute.write_only)
    }
    for (found, wanted) in [
        (of::<u32>(), (Mode::Required, false, false)),
        (of::<Option<f64>>(), (Mode::Optional, false, false)),
        (of::<Computed<Number>>(), (Mode::Computed, false, false)),
        (of::<Computed<Option<Dynamic>>>(), (Mode::Computed, false, false)),
        (of::<Sensitive<Option<Dynamic>>>(), (Mode::Optional, true, false)),
        (of::<Option<Sensitive<(u32, u32)>>>(), (Mode::Optional, true, false)),
        (of::<WriteOnly<String>>(), (Mode::Required, false, true)),
        (of::<Option<WriteOnly<String>>>(), (Mode::Optional, false, true)),
        (of::<WriteOnly<Option<String>>>(), (Mode::Optional, false, true)),
        (of::<WriteOnly<Sensitive<String>>>(), (Mode::Required, true, true)),
        (of::<Sensitive<WriteOnly<String>>>(), (Mode::Required, true, true)),
        (of::<Option<Sensitive<WriteOnly<String>>>>(), (Mode::Optional, true, true)),
    ] {
        assert_eq!(found, wanted);
    }
    assert_eq!(type_of::<WriteOnly<Vec<u32>>>(), Type::list(Type::Number));
}

#[test]
fn a_write_only_value_is_read_and_sent_but_never_given_back() {
    type Given = WriteOnly<String>;
    let it = Given::from_value(&Value::from("hunter2"), &at()).unwrap();
    assert_eq!(it.get().map(String::as_str), Some("hunter2"));
    assert_eq!(it.to_json(), Some(json(r#""hunter2""#)));
    assert_eq!(it.to_value(), Value::Null);
    assert_eq!(Some(it.clone()).to_value(), Value::Null);
    assert_eq!(Sensitive::from(it.clone()).to_value(), Value::Null);
    assert_eq!(format!("{it:?} {:?}", Some(&it)), "(write-only) Some((write-only))");
    assert_ne!(it, Given::default());

    let none = Given::from_value(&Value::Null, &at()).unwrap();
    assert_eq!((none.get(), none.to_json(), none.to_value()), (None, None, Value::Null));
    assert_eq!(Option::<Given>::from_value(&Value::Null, &at()).unwrap(), None);
    assert_eq!(mismatch::<Given>(&number("1")).0, "it");
}

#[test]
fn whatever_a_server_says_of_a_secret_is_no_mistake() {
    for (text, kept) in [(r#""****""#, Some("****")), ("true", None), ("null", None)] {
        let it = WriteOnly::<String>::from_json(&json(text)).unwrap();
        assert_eq!(it.get().map(String::as_str), kept, "{text}");
        assert_eq!(it.to_value(), Value::Null);
    }
}

#[test]
fn rules_hold_whatever_the_mode() {
    let wrong = number("1.5");
    for found in [
        complaints::<Option<u32>>(&wrong),
        complaints::<Computed<u32>>(&wrong),
        complaints::<Sensitive<u32>>(&wrong),
        complaints::<WriteOnly<u32>>(&wrong),
        complaints::<Option<Sensitive<WriteOnly<u32>>>>(&wrong),
    ] {
        assert_eq!(found, ["it: `1.5` is not a whole number."]);
    }
    tolerates::<WriteOnly<u32>>(&[]);
    tolerates::<Option<Sensitive<WriteOnly<Vec<u32>>>>>(&[]);
}

#[test]
fn spelling_is_the_same_whatever_the_mode() {
    let (one, other, null) = (Value::from("[1]"), Value::from("[ 1.0 ]"), Value::Null);
    for equivalent in [
        Option::<Text<Json>>::equivalent,
        Computed::<Text<Json>>::equivalent,
        Sensitive::<Text<Json>>::equivalent,
        WriteOnly::<Text<Json>>::equivalent,
        Option::<Sensitive<Computed<Text<Json>>>>::equivalent,
    ] {
        assert!(equivalent(&one, &other));
        assert!(!equivalent(&one, &Value::from("[2]")));
        assert!(!equivalent(&one, &null));
        assert!(equivalent(&null, &null));
    }
}

#[test]
fn a_null_is_like_nothing_else() {
    let null = Value::Null;
    let empty = Value::object([("width", Value::Null), ("height", Value::Null)]);
    assert!(!Option::<Size>::equivalent(&null, &empty));
    assert!(!Option::<Size>::equivalent(&empty, &null));
    assert!(Option::<Size>::equivalent(&empty, &empty));
}

/// Everything at once.
#[derive(Debug, Clone, Default, PartialEq, Schema)]
struct Thing {
    /// The server's.
    id: Computed<Number>,
    /// May be absent.
    ratio: Option<f64>,
    /// Where it is.
    place: (f64, f64),
    /// Anything.
    settings: Option<Dynamic>,
    /// In one piece.
    size: Object<Size>,
    /// Not stored.
    password: Option<WriteOnly<Sensitive<String>>>,
}

/// A size.
#[derive(Debug, Clone, Default, PartialEq, Schema)]
struct Size {
    /// To the right.
    width: u32,
    /// Down.
    height: Option<u32>,
}

#[test]
fn a_struct_of_all_of_them_goes_both_ways() {
    let config = Value::object([
        ("id", Value::Unknown),
        ("ratio", number("0.1")),
        ("place", Value::List(vec![number("1"), number("2.5")])),
        ("settings", Value::Dynamic(Box::new((Type::Bool, true.into())))),
        ("size", Value::object([("width", number("3")), ("height", Value::Null)])),
        ("password", Value::from("hunter2")),
    ]);
    let thing: Thing = Schema::from_value(&config, &at(), Nulls::Refuse).unwrap();
    assert!(!format!("{thing:?}").contains("hunter2"));
    let body = json(
        r#"{"ratio":0.1,"place":[1,2.5],"settings":true,"size":{"width":3},"password":"hunter2"}"#,
    );
    assert_eq!(serde_json::Value::Object(thing.to_api()), body);

    let answer = json(r#"{"id":123456789012345678901234567890,"password":"****"}"#);
    let answer: &JsonMap = answer.as_object().unwrap();
    let state = Thing::block().complete(Schema::to_value(&thing.absorb(answer).unwrap()));
    assert_eq!(state.attribute("id"), &number("123456789012345678901234567890"));
    assert_eq!(state.attribute("password"), &Value::Null);
    for name in ["ratio", "place", "settings", "size"] {
        assert_eq!(state.attribute(name), config.attribute(name), "{name}");
    }
    let block: Block = Thing::block();
    assert_eq!(block.mistakes(Role::Resource), [""; 0]);
}
