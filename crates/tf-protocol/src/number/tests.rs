//! A number is its decimal, whatever its form.

use super::*;
use proptest::prelude::*;
use std::hash::{BuildHasher as _, BuildHasherDefault, DefaultHasher};

fn number(text: &str) -> Number {
    text.parse().unwrap()
}

fn hash(number: &Number) -> u64 {
    BuildHasherDefault::<DefaultHasher>::default().hash_one(number)
}

#[test]
fn numbers_are_exact() {
    for text in [
        "0.1",
        "18446744073709551616",
        "123456789012345678901234567890",
        "-3.14159265358979323846",
        "9223372036854775807",
        "9223372036854775808",
        "-9223372036854775808",
        "-9223372036854775809",
    ] {
        assert_eq!(number(text).to_text(), text);
    }
    assert_eq!(number("1e3").as_i64(), Some(1000));
    assert_eq!(number("-9223372036854775808.00").as_i64(), Some(i64::MIN));
    assert_eq!(number("922337203685477580e1").as_i64(), Some(9_223_372_036_854_775_800));
    assert_eq!(number("9223372036854775808").as_i64(), None);
    assert_eq!(number("1.5").as_i64(), None);
}

#[test]
fn a_number_has_many_texts_and_one_form() {
    for texts in [
        &["1", "1.0", "10e-1", "0.1e1", "+1", "01", "1.000000000000000000000"][..],
        &["0", "-0", "0.00", "0e5", "-0.0e-7"],
        &["1.5", "1.50", "15e-1", "0.15E+1"],
        &["1e20", "100000000000000000000", "100000000000000000000.0", "10e19"],
    ] {
        for text in texts {
            assert_eq!(number(text), number(texts[0]), "{text}");
            assert_eq!(number(text).cmp(&number(texts[0])), Ordering::Equal, "{text}");
            assert_eq!(hash(&number(text)), hash(&number(texts[0])), "{text}");
            assert_eq!(number(text).to_text(), number(texts[0]).to_text());
        }
    }
}

#[test]
fn floats_by_their_shortest_text() {
    for (float, text) in [(0.1, "0.1"), (-2.0, "-2"), (-0.0, "0"), (1e23, "1e23")] {
        assert_eq!(Number::try_from(float), Ok(number(text)));
    }
    assert_eq!(Number::try_from(WHOLE), Ok(number("9007199254740992")));
    for float in [f64::NAN, f64::INFINITY, f64::NEG_INFINITY] {
        assert!(Number::try_from(float).is_err(), "{float}");
    }
    assert_eq!(Number::from(u64::MAX), number("18446744073709551615"));
    assert_eq!((Number::from(-1_i32), Number::from(1_u32)), (number("-1"), number("1")));
}

#[test]
fn what_is_no_number() {
    for text in ["", "+", ".", "e", "1e", "0x1", "1_0", "NaN", "inf", "1e4097", "1e-4097", " 1"] {
        assert!(text.parse::<Number>().is_err(), "{text}");
    }
    assert!("9".repeat(MAX_DIGITS + 1).parse::<Number>().is_err());
    assert!(number(&"9".repeat(MAX_DIGITS)) > number("9"));
}

/// Near the borders of the forms, and many that are equal.
fn texts() -> impl Strategy<Value = String> {
    prop_oneof![
        any::<i64>().prop_map(|n| n.to_string()),
        any::<i128>().prop_map(|n| n.to_string()),
        (-20_i32..20, 1_usize..4).prop_map(|(n, zeros)| format!("{n}.{}", "0".repeat(zeros))),
        (any::<i8>(), -25_i32..25).prop_map(|(n, exponent)| format!("{n}e{exponent}")),
        (i64::MAX as u64 - 5..i64::MAX as u64 + 5).prop_map(|n| format!("-{n}")),
        "-?[0-9]{1,30}\\.[0-9]{1,30}",
        any::<f64>().prop_filter("finite", |f| f.is_finite()).prop_map(|f| format!("{f:e}")),
    ]
}

proptest! {
    #[test]
    fn order_equality_and_hashes_are_those_of_the_decimals(one in texts(), other in texts()) {
        let (exact, other_exact): (BigDecimal, BigDecimal) =
            (one.parse().unwrap(), other.parse().unwrap());
        let (one, other) = (number(&one), number(&other));
        prop_assert_eq!(one.cmp(&other), exact.cmp(&other_exact));
        prop_assert_eq!(one == other, exact == other_exact);
        if one == other {
            prop_assert_eq!(hash(&one), hash(&other));
        }
    }

    #[test]
    fn the_text_is_the_number(text in texts()) {
        let one = number(&text);
        prop_assert_eq!(number(&one.to_text()), one.clone());
        prop_assert_eq!(one.to_text().parse::<BigDecimal>(), text.parse());
        let whole: Option<i64> = one.to_text().parse().ok();
        prop_assert_eq!(one.as_i64(), whole);
    }

    #[test]
    fn a_float_comes_back(float in any::<f64>().prop_filter("finite", |f| f.is_finite())) {
        let number = Number::try_from(float).unwrap();
        prop_assert_eq!(number.to_f64().total_cmp(&(float + 0.0)), Ordering::Equal);
        prop_assert_eq!(Number::try_from(float), float.to_string().parse());
    }
}
