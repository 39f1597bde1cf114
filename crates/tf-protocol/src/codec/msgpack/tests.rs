//! Bytes as Terraform writes them, lies, and a round trip of random values.

use super::{decode, encode};
use crate::{Refinement, Type, Value};
use proptest::{collection, option, prelude::*};

fn number(text: &str) -> Value {
    Value::Number(text.parse().unwrap())
}

fn dynamic(ty: Type, value: Value) -> Value {
    Value::Dynamic(Box::new((ty, value)))
}

#[test]
fn the_same_bytes_both_ways() {
    let object = Type::object([("a", Type::String), ("b", Type::list(Type::Bool))]);
    for (name, ty, value, bytes) in [
        ("null", Type::String, Value::Null, &b"\xc0"[..]),
        ("unknown", Type::Number, Value::Unknown, b"\xd4\x00\x00"),
        ("true", Type::Bool, Value::Bool(true), b"\xc3"),
        ("text", Type::String, Value::from("hé"), b"\xa3h\xc3\xa9"),
        ("small", Type::Number, Value::from(7), b"\x07"),
        ("negative", Type::Number, Value::from(-1), b"\xff"),
        ("large", Type::Number, Value::from(i64::MIN), b"\xd3\x80\0\0\0\0\0\0\0"),
        ("exact float", Type::Number, number("1.5"), b"\xcb\x3f\xf8\0\0\0\0\0\0"),
        ("2^64", Type::Number, number("18446744073709551616"), b"\xb418446744073709551616"),
        ("a tenth", Type::Number, number("0.1"), b"\xa30.1"),
        ("empty list", Type::list(Type::Bool), Value::List(vec![]), b"\x90"),
        ("set", Type::set(Type::Number), Value::set([2.into(), 1.into()]), b"\x92\x01\x02"),
        (
            "tuple",
            Type::Tuple(vec![Type::Number, Type::Bool]),
            Value::List(vec![1.into(), Value::Null]),
            b"\x92\x01\xc0",
        ),
        (
            "object",
            object,
            Value::object([("a", Value::from("x")), ("b", Value::List(vec![true.into()]))]),
            b"\x82\xa1a\xa1x\xa1b\x91\xc3",
        ),
        (
            "dynamic",
            Type::Dynamic,
            dynamic(Type::String, "x".into()),
            b"\x92\xc4\x08\"string\"\xa1x",
        ),
        ("untyped null", Type::Dynamic, Value::Null, b"\xc0"),
        (
            "typed null",
            Type::Dynamic,
            dynamic(Type::Bool, Value::Null),
            b"\x92\xc4\x06\"bool\"\xc0",
        ),
        ("untyped unknown", Type::Dynamic, Value::Unknown, b"\xd4\x00\x00"),
    ] {
        assert_eq!(decode(bytes, &ty).as_ref(), Ok(&value), "{name}");
        assert_eq!(encode(&value, &ty).as_deref(), Ok(bytes), "{name}");
    }
}

#[test]
fn whatever_a_host_may_write_is_read() {
    for (name, ty, bytes, value) in [
        ("u8", Type::Number, &b"\xcc\xff"[..], number("255")),
        ("u16", Type::Number, b"\xcd\xff\xff", number("65535")),
        ("u32", Type::Number, b"\xce\xff\xff\xff\xff", number("4294967295")),
        (
            "u64",
            Type::Number,
            b"\xcf\xff\xff\xff\xff\xff\xff\xff\xff",
            number("18446744073709551615"),
        ),
        ("i8", Type::Number, b"\xd0\x80", number("-128")),
        ("i16", Type::Number, b"\xd1\x80\0", number("-32768")),
        ("i32", Type::Number, b"\xd2\x80\0\0\0", number("-2147483648")),
        ("f32", Type::Number, b"\xca\x3f\0\0\0", number("0.5")),
        ("f64", Type::Number, b"\xcb\x3f\xb9\x99\x99\x99\x99\x99\x9a", number("0.1")),
        (
            "f64 2^100",
            Type::Number,
            b"\xcb\x46\x30\0\0\0\0\0\0",
            number("1267650600228229401496703205376"),
        ),
        ("number as text", Type::Number, b"\xa43.10", number("3.1")),
        ("another extension", Type::Bool, b"\xd8\x05aaaaaaaaaaaaaaaa", Value::Unknown),
        ("str8", Type::String, b"\xd9\x01x", "x".into()),
        ("bin8", Type::String, b"\xc4\x01x", "x".into()),
        ("array16", Type::list(Type::Bool), b"\xdc\x00\x01\xc2", Value::List(vec![false.into()])),
        ("doubles", Type::set(Type::Bool), b"\x92\xc2\xc2", Value::set([false.into()])),
        ("type as str", Type::Dynamic, b"\x92\xa6\"bool\"\xc3", dynamic(Type::Bool, true.into())),
    ] {
        assert_eq!(decode(bytes, &ty), Ok(value), "{name}");
    }
}

#[test]
fn attributes_come_in_any_order() {
    let ty = Type::object(["a", "b", "c"].map(|name| (name, Type::Bool)));
    let value = Value::object(["a", "b", "c"].map(|name| (name, Value::Bool(name == "b"))));
    for bytes in [
        b"\x83\xa1a\xc2\xa1b\xc3\xa1c\xc2",
        b"\x83\xa1c\xc2\xa1b\xc3\xa1a\xc2",
        b"\x83\xa1b\xc3\xa1c\xc2\xa1a\xc2",
    ] {
        assert_eq!(decode(bytes, &ty).as_ref(), Ok(&value));
    }
    for (bytes, error) in [
        (&b"\x83\xa1a\xc2\xa1a\xc3\xa1c\xc2"[..], "a: the key is there twice"),
        (b"\x84\xa1a\xc2\xa1b\xc3\xa1c\xc2\xa1b\xc2", "b: the key is there twice"),
        (b"\x82\xa1c\xc2\xa1a\xc3", "b: the attribute is missing"),
        (b"\x82\xa1a\xc2\xa1b\xc3", "c: the attribute is missing"),
        (b"\x82\xa1b\xc2\xa1d\xc3", "d: the type has no such attribute"),
    ] {
        assert_eq!(decode(bytes, &ty).unwrap_err().to_string(), error);
    }
}

#[test]
fn lies_are_errors_with_a_path_and_without_a_value() {
    let nested = Type::object([("a", Type::list(Type::map(Type::Number)))]);
    for (ty, bytes, error) in [
        (&Type::String, &b""[..], "the encoding ends too early"),
        (&Type::String, b"\xa5ab", "the encoding ends too early"),
        (&Type::String, b"\xa1\xff", "the text is not UTF-8"),
        (&Type::String, b"\xa1xy", "bytes follow the value"),
        (&Type::String, b"\xc1", "expected a string, found an invalid byte"),
        (&Type::Bool, b"\x01", "expected a bool, found a number"),
        (&Type::Number, b"\xa6s3cret", "not a decimal number"),
        (&Type::Number, b"\xa3inf", "not a decimal number"),
        (&Type::Number, b"\xa3NaN", "not a decimal number"),
        (&Type::Number, b"\xcb\x7f\xf0\0\0\0\0\0\0", "not a finite number"),
        (&Type::Number, b"\xca\x7f\xc0\0\0", "not a finite number"),
        (&Type::Number, b"\xab1e999999999", "not a decimal number"),
        (&Type::list(Type::Bool), b"\xdd\xff\xff\xff\xff", "the encoding ends too early"),
        (&Type::map(Type::Bool), b"\xdf\xff\xff\xff\xff\xa1a", "the encoding ends too early"),
        (&Type::Tuple(vec![Type::Bool]), b"\x90", "expected a tuple of 1, found an array"),
        (&nested, b"\x80", "a: the attribute is missing"),
        (&nested, b"\x82\xa1a\xc0\xa1b\xc0", "b: the type has no such attribute"),
        (&nested, b"\x82\xa1a\xc0\xa1a\xc0", "a: the key is there twice"),
        (&nested, b"\x81\x01\xc0", "a key is not a string"),
        (
            &nested,
            b"\x81\xa1a\x92\x80\x81\xa1k\xc3",
            r#"a[1]["k"]: expected a number, found a bool"#,
        ),
        (&Type::set(Type::list(Type::Bool)), b"\x91\x91\x01", "expected a bool, found a number"),
        (&Type::Dynamic, b"\x91\xc0", "expected a value with its type, found an array"),
        (&Type::Dynamic, b"\x92\x01\xc0", "a value of any type does not begin with its type"),
        (
            &Type::Dynamic,
            b"\x92\xc4\x03\"x\"\xc0",
            "a value of any type does not begin with its type",
        ),
        (&Type::Bool, b"\xc7\xff\x00", "the encoding ends too early"),
        (&Type::Bool, b"\xc9\xff\xff\xff\xff\x00", "the encoding ends too early"),
    ] {
        assert_eq!(decode(bytes, ty).unwrap_err().to_string(), error, "{bytes:x?}");
    }
}

#[test]
fn depth_has_a_limit_both_ways() {
    let deep = b"\x92\xc4\x09\"dynamic\"".repeat(10_000);
    let error = decode(&deep, &Type::Dynamic).unwrap_err();
    assert_eq!(error.message(), "the value is nested too deeply");
    let value = (0..500).fold(Value::Null, |inner, _| dynamic(Type::Dynamic, inner));
    let error = encode(&value, &Type::Dynamic).unwrap_err();
    assert_eq!(error.message(), "the value is nested too deeply");
}

#[test]
fn a_value_of_another_type_is_not_written() {
    let ty = Type::object([("a", Type::list(Type::Bool))]);
    let text = |value| encode(&value, &ty).unwrap_err().to_string();
    assert_eq!(text(Value::object::<&str>([])), "a: the attribute is missing");
    assert_eq!(text(Value::object([("b", Value::Null)])), "b: the type has no such attribute");
    let list = Value::List(vec![Value::from(true), Value::from("x")]);
    assert_eq!(text(Value::object([("a", list)])), "a[1]: expected a bool, found a string");
    let set = Value::object([("a", Value::set([true.into()]))]);
    assert_eq!(text(set), "a: expected a list, found a set");
}

fn primitive() -> impl Strategy<Value = Type> {
    prop_oneof![Just(Type::Bool), Just(Type::Number), Just(Type::String)]
}

fn types() -> impl Strategy<Value = Type> {
    prop_oneof![4 => primitive(), 1 => Just(Type::Dynamic)].prop_recursive(4, 24, 4, |inner| {
        prop_oneof![
            inner.clone().prop_map(Type::list),
            inner.clone().prop_map(Type::set),
            inner.clone().prop_map(Type::map),
            collection::vec(inner.clone(), 0..4).prop_map(Type::Tuple),
            collection::btree_map("[a-z_]{1,4}", inner, 0..4).prop_map(Type::object),
        ]
    })
}

fn values(ty: &Type, depth: u32) -> BoxedStrategy<Value> {
    let known = match ty {
        Type::Bool => any::<bool>().prop_map(Value::Bool).boxed(),
        Type::Number => prop_oneof![
            any::<i64>().prop_map(Value::from),
            "-?[1-9][0-9]{0,40}(\\.[0-9]{0,40}[1-9])?".prop_map(|text| number(&text)),
            (-1e18..1e18).prop_map(|float: f64| number(&float.to_string())),
        ]
        .boxed(),
        Type::String => any::<String>().prop_map(Value::String).boxed(),
        Type::Dynamic if depth == 0 => Just(Value::Null).boxed(),
        Type::Dynamic => types()
            .prop_filter("a dynamic value has a type of its own", |ty| *ty != Type::Dynamic)
            .prop_flat_map(move |ty| {
                values(&ty, depth - 1).prop_map(move |value| dynamic(ty.clone(), value))
            })
            .boxed(),
        Type::List(element) => {
            collection::vec(values(element, depth), 0..4).prop_map(Value::List).boxed()
        }
        Type::Set(element) => {
            collection::vec(values(element, depth), 0..4).prop_map(Value::set).boxed()
        }
        Type::Map(element) => {
            let members = collection::btree_map(any::<String>(), values(element, depth), 0..4);
            members.prop_map(Value::Map).boxed()
        }
        Type::Tuple(types) => {
            let items: Vec<_> = types.iter().map(|ty| values(ty, depth)).collect();
            items.prop_map(Value::List).boxed()
        }
        Type::Object { attributes, .. } => {
            let members: Vec<_> = attributes
                .iter()
                .map(|(name, ty)| (Just(name.clone()), values(ty, depth)))
                .collect();
            members.prop_map(Value::object).boxed()
        }
    };
    prop_oneof![8 => known, 1 => Just(Value::Null), 1 => Just(Value::Unknown), 1 => refined(ty)]
        .boxed()
}

/// Whatever fits the type; nothing is no refinement.
fn refined(ty: &Type) -> BoxedStrategy<Value> {
    let bound = || option::of(("-?[1-9][0-9]{0,30}(\\.[0-9]{0,3}[1-9])?", any::<bool>()));
    let length = || option::of(0..i64::MAX);
    let refinement = match ty {
        Type::Dynamic => return Just(Value::Unknown).boxed(),
        Type::String => option::of("\\PC{1,20}")
            .prop_map(|prefix| Refinement { prefix, ..Refinement::default() })
            .boxed(),
        Type::Number => (bound(), bound())
            .prop_map(|(lower, upper)| {
                let exact = |(text, inclusive): (String, _)| (text.parse().unwrap(), inclusive);
                let (lower, upper) = (lower.map(exact), upper.map(exact));
                Refinement { lower, upper, ..Refinement::default() }
            })
            .boxed(),
        Type::List(_) | Type::Set(_) | Type::Map(_) => (length(), length())
            .prop_map(|(min_length, max_length)| Refinement {
                min_length,
                max_length,
                ..Refinement::default()
            })
            .boxed(),
        _ => Just(Refinement::default()).boxed(),
    };
    (refinement, any::<bool>())
        .prop_map(|(refinement, not_null)| Refinement { not_null, ..refinement })
        .prop_map(|refinement| {
            if refinement == Refinement::default() {
                Value::Unknown
            } else {
                Value::Refined(Box::new(refinement))
            }
        })
        .boxed()
}

proptest! {
    #[test]
    fn what_is_written_is_read_again(
        (ty, value) in types().prop_flat_map(|ty| {
            let values = values(&ty, 1);
            (Just(ty), values)
        })
    ) {
        let bytes = encode(&value, &ty).unwrap();
        prop_assert_eq!(decode(&bytes, &ty), Ok(value));
    }

    #[test]
    fn no_bytes_are_a_panic(ty in types(), bytes in collection::vec(any::<u8>(), 0..200)) {
        if let Ok(value) = decode(&bytes, &ty) {
            // What was read can be written, and means the same.
            let again = encode(&value, &ty).unwrap();
            prop_assert_eq!(decode(&again, &ty), Ok(value));
        }
    }

    #[test]
    fn no_damage_is_a_panic(
        (ty, value) in types().prop_flat_map(|ty| {
            let values = values(&ty, 1);
            (Just(ty), values)
        }),
        place in any::<prop::sample::Index>(),
        byte in any::<u8>(),
    ) {
        let mut bytes = encode(&value, &ty).unwrap();
        let place = place.index(bytes.len());
        bytes[place] = byte;
        let _ = decode(&bytes, &ty);
        let _ = decode(&bytes[..place], &ty);
    }
}
