//! Refinements as Terraform writes them, and those that nobody understands.

use crate::{
    Number, Refinement, Type, Value,
    codec::msgpack::{decode, encode},
};

fn refinement(refinement: Refinement) -> Value {
    Value::Refined(Box::new(refinement))
}

#[test]
fn refinements_are_the_same_bytes_both_ways() {
    let none = Refinement::default;
    let bound = |text: &str, inclusive| Some((text.parse::<Number>().unwrap(), inclusive));
    for (name, ty, value, bytes) in [
        (
            "not null",
            Type::Bool,
            Refinement { not_null: true, ..none() },
            &b"\xc7\x03\x0c\x81\x01\xc2"[..],
        ),
        (
            "prefix",
            Type::String,
            Refinement { not_null: true, prefix: Some("ab".to_owned()), ..none() },
            b"\xc7\x07\x0c\x82\x01\xc2\x02\xa2ab",
        ),
        (
            "a fixed length",
            Type::String,
            Refinement { prefix: Some("a".to_owned()), ..none() },
            b"\xd6\x0c\x81\x02\xa1a",
        ),
        (
            "bounds",
            Type::Number,
            Refinement { lower: bound("0", true), upper: bound("0.1", false), ..none() },
            b"\xc7\x0c\x0c\x82\x03\x92\x00\xc3\x04\x92\xa30.1\xc2",
        ),
        (
            "lengths",
            Type::set(Type::Bool),
            Refinement { min_length: Some(1), max_length: Some(300), ..none() },
            b"\xc7\x07\x0c\x82\x05\x01\x06\xcd\x01\x2c",
        ),
    ] {
        let value = refinement(value);
        assert_eq!(decode(bytes, &ty).as_ref(), Ok(&value), "{name}");
        assert_eq!(encode(&value, &ty).as_deref(), Ok(bytes), "{name}");
    }
}

#[test]
fn a_refinement_that_is_not_understood_is_left_out() {
    let not_null = || refinement(Refinement { not_null: true, ..Refinement::default() });
    for (name, ty, payload, value) in [
        ("nothing", Type::String, &b"\x80"[..], Value::Unknown),
        ("no payload", Type::String, b"", Value::Unknown),
        ("no map", Type::String, b"\x91\xc0", Value::Unknown),
        ("cut off", Type::String, b"\x82\x01\xc2\x02\xa9a", Value::Unknown),
        ("a count that lies", Type::String, b"\xdf\xff\xff\xff\xff\x01\xc2", Value::Unknown),
        ("a key that is no number", Type::String, b"\x82\xa1a\xc0\x01\xc2", Value::Unknown),
        ("null", Type::String, b"\x81\x01\xc3", Value::Unknown),
        ("an empty prefix", Type::String, b"\x81\x02\xa0", Value::Unknown),
        (
            "another key",
            Type::Bool,
            b"\x82\x63\x92\x81\xa1k\xd4\0\0\xcb\0\0\0\0\0\0\0\0\x01\xc2",
            not_null(),
        ),
        ("another type's key", Type::Bool, b"\x82\x02\xa1a\x01\xc2", not_null()),
        ("another type of prefix", Type::String, b"\x82\x02\x01\x01\xc2", not_null()),
        ("half a bound", Type::Number, b"\x82\x03\x91\x01\x01\xc2", not_null()),
        ("a bound of text", Type::Number, b"\x82\x03\x92\xa1x\xc3\x01\xc2", not_null()),
        ("a negative length", Type::list(Type::Bool), b"\x82\x05\xff\x01\xc2", not_null()),
        ("of any type", Type::Dynamic, b"\x81\x01\xc2", Value::Unknown),
    ] {
        let bytes = [&[0xc7, u8::try_from(payload.len()).unwrap(), 12], payload].concat();
        assert_eq!(decode(&bytes, &ty), Ok(value), "{name}");
    }
    // As long as Terraform takes it, and one byte more.
    for (letters, known) in [(1019, true), (1020, false)] {
        let prefix = Some("x".repeat(letters));
        let value = refinement(Refinement { prefix, ..Refinement::default() });
        let bytes = encode(&value, &Type::String).unwrap();
        assert_eq!(bytes.len(), if known { 4 + 1024 } else { 3 });
        let again = if known { value } else { Value::Unknown };
        assert_eq!(decode(&bytes, &Type::String), Ok(again));
        let payload = [
            &[0x81, 2, 0xda],
            &u16::try_from(letters).unwrap().to_be_bytes()[..],
            &vec![b'x'; letters],
        ]
        .concat();
        let len = u16::try_from(payload.len()).unwrap().to_be_bytes();
        let bytes = [&[0xc8], &len[..], &[12], &payload].concat();
        assert_eq!(decode(&bytes, &Type::String).unwrap() == Value::Unknown, !known);
    }
}

#[test]
fn unknown_elements_are_never_the_same() {
    let bytes = b"\x95\xc7\x03\x0c\x81\x01\xc2\xc7\x03\x0c\x81\x01\xc2\xd4\0\0\xa1a\xa1a";
    let value = decode(bytes, &Type::set(Type::String)).unwrap();
    let not_null = || refinement(Refinement { not_null: true, ..Refinement::default() });
    assert_eq!(value, Value::set([Value::Unknown, not_null(), "a".into(), not_null()]));
    assert_eq!(value.elements().map(<[_]>::len), Some(4));
}
