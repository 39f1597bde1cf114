//! Numbers of every size.

use crate::tools::{
    at, complaints, json, keeps_json, keeps_value, mismatch, number, tolerates, type_of,
};
use tf_framework::{AttributeType, Computed, Number, Type, Value};

const THIRTY_DIGITS: &str = "123456789012345678901234567890";

#[test]
fn all_are_numbers_to_terraform() {
    let types = [
        type_of::<i32>(),
        type_of::<i64>(),
        type_of::<u32>(),
        type_of::<u64>(),
        type_of::<f64>(),
        type_of::<Number>(),
    ];
    assert_eq!(types, std::array::from_fn(|_| Type::Number));
}

#[test]
fn exact_numbers_keep_every_digit() {
    for text in ["0", "0.1", "-3.14159265358979323846", "18446744073709551616", THIRTY_DIGITS] {
        let it: Number = text.parse().unwrap();
        keeps_value(&it);
        keeps_json(&it);
        assert_eq!(it.to_json().unwrap().to_string(), text);
    }
    let huge = json("1e999999999");
    assert_eq!(Number::from_json(&huge), None, "a gigabyte of zeros");
    assert_eq!(Number::from_json(&json("\"1\"")), None);
}

#[test]
fn floats_go_by_their_shortest_text() {
    for (float, text) in [
        (0.1, "0.1"),
        (-0.0, "0"),
        (3.0, "3"),
        (1.5e-7, "0.00000015"),
        (1e21, "1000000000000000000000"),
    ] {
        assert_eq!(f64::to_value(&float), number(text));
        assert_eq!(float.to_json().unwrap().to_string(), text);
    }
    for float in [0.1, 1.0 / 3.0, f64::MAX, f64::MIN, f64::MIN_POSITIVE, 5e-324] {
        keeps_value(&float);
        keeps_json(&float);
    }
}

#[test]
fn floats_have_a_range() {
    for (text, fits) in [
        ("1.7976931348623157e308", true),
        ("5e-324", true),
        ("0", true),
        (THIRTY_DIGITS, true),
        ("1e400", false),
        ("-1e400", false),
        ("1e-400", false),
    ] {
        assert_eq!(complaints::<f64>(&number(text)).is_empty(), fits, "{text}");
        assert_eq!(f64::from_value(&number(text), &at()).is_ok(), fits, "{text}");
        assert_eq!(f64::from_json(&json(text)).is_some(), fits, "{text}");
    }
}

#[test]
fn what_is_no_number_never_reaches_terraform() {
    for float in [f64::NAN, f64::INFINITY, f64::NEG_INFINITY] {
        assert_eq!(float.to_value(), Value::Null);
        assert_eq!(Computed::Known(float).to_value(), Value::Null);
        assert_eq!(float.to_json(), None);
    }
}

#[test]
fn digits_that_a_float_does_not_hold_are_no_difference() {
    for (one, other, same) in [
        ("3.14159265358979323846", "3.141592653589793", true),
        ("0.1", "0.10", true),
        (THIRTY_DIGITS, "123456789012345680000000000000", true),
        ("0.1", "0.2", false),
        ("1e400", "2e400", false),
        ("1e-400", "0", false),
    ] {
        assert_eq!(f64::equivalent(&number(one), &number(other)), same, "{one} {other}");
    }
    assert!(!Number::equivalent(&number("0.1"), &number("0.10000000000000000001")));
}

#[test]
fn whole_numbers_keep_their_bounds() {
    keeps_value(&i32::MIN);
    keeps_value(&i32::MAX);
    keeps_value(&i64::MIN);
    keeps_value(&i64::MAX);
    keeps_value(&u32::MAX);
    keeps_value(&u64::MAX);
    keeps_json(&i32::MIN);
    keeps_json(&i64::MIN);
    keeps_json(&u32::MAX);
    keeps_json(&u64::MAX);
}

#[test]
fn whole_numbers_have_a_range_and_say_it() {
    fn says<T: AttributeType>(text: &str) -> String {
        complaints::<T>(&number(text)).join("\n")
    }
    for (said, wanted) in [
        (says::<i32>("-2147483648"), ""),
        (says::<i32>("2147483648"), "it: `2147483648` is not between -2147483648 and 2147483647."),
        (
            says::<i64>("9223372036854775808"),
            "it: `9223372036854775808` is not between -9223372036854775808 and \
             9223372036854775807.",
        ),
        (says::<u32>("-1"), "it: `-1` is not between 0 and 4294967295."),
        (says::<u64>("18446744073709551615"), ""),
        (
            says::<u64>("18446744073709551616"),
            "it: `18446744073709551616` is not between 0 and 18446744073709551615.",
        ),
        (says::<u32>("1.5"), "it: `1.5` is not a whole number."),
        (says::<u32>("1.0"), ""),
        (says::<u32>("1e3"), ""),
    ] {
        assert_eq!(said, wanted);
    }
}

#[test]
fn whole_numbers_may_be_spelled_as_fractions_in_json() {
    for (text, read) in [("3", Some(3)), ("3.0", Some(3)), ("3e2", Some(300)), ("3.5", None)] {
        assert_eq!(i32::from_json(&json(text)), read, "{text}");
    }
    for text in ["-1", "4294967296", "\"3\"", "null", "true"] {
        assert_eq!(u32::from_json(&json(text)), None, "{text}");
    }
}

#[test]
fn numbers_of_another_shape_are_named() {
    let text = Value::from("1");
    assert_eq!(mismatch::<Number>(&text), ("it".into(), "Expected a number at `it`.".into()));
    assert_eq!(
        mismatch::<u32>(&Value::from(-1)).1,
        "Expected a whole number between 0 and 4294967295 at `it`."
    );
    assert_eq!(mismatch::<i64>(&Value::Unknown).0, "it");
    assert_eq!(mismatch::<f64>(&Value::Null).0, "it");
}

#[test]
fn what_is_not_known_is_no_mistake() {
    tolerates::<i32>(&[]);
    tolerates::<u64>(&[]);
    tolerates::<f64>(&[]);
    tolerates::<Number>(&[number("1e4000")]);
}
