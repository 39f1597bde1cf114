//! Strings with a meaning.

use crate::tools::{
    complaints, json, keeps_json, keeps_value, mismatch, number, tolerates, type_of,
};
use std::{
    net::IpAddr,
    time::{Duration as Span, SystemTime},
};
use tf_framework::{
    AttributeType, Text, TextType, Type, Value,
    text::{AnyCase, Cidr, Duration, IpAddress, Json, Pem, Timestamp, Url},
};

const CERTIFICATE: &str = "-----BEGIN CERTIFICATE-----\nAAEC\nAwQF\n-----END CERTIFICATE-----\n";

/// What is a `K`, what is not, and what of the first means the same.
fn knows<K: TextType>(
    valid: &[&str],
    invalid: &[&str],
    same: &[(&str, &str)],
    other: &[(&str, &str)],
) {
    for text in valid {
        assert_eq!(complaints::<Text<K>>(&Value::from(*text)), [""; 0], "{text:?}");
        let it = Text::<K>::from(*text);
        keeps_value(&it);
        keeps_json(&it);
        assert!(K::same(text, text), "{text:?}");
    }
    for text in invalid {
        assert_eq!(complaints::<Text<K>>(&Value::from(*text)).len(), 1, "{text:?}");
        assert!(Text::<K>::equivalent(&Value::from(*text), &Value::from(*text)), "{text:?}");
    }
    for (pairs, wanted) in [(same, true), (other, false)] {
        for (one, other) in pairs {
            let (a, b) = (Value::from(*one), Value::from(*other));
            assert_eq!(Text::<K>::equivalent(&a, &b), wanted, "{one:?} {other:?}");
            assert_eq!(Text::<K>::equivalent(&b, &a), wanted, "{other:?} {one:?}");
        }
    }
    assert_eq!(type_of::<Text<K>>(), Type::String);
    assert_eq!(mismatch::<Text<K>>(&number("1")).1, "Expected a string at `it`.");
    assert!(Text::<K>::from_json(&json("1")).is_none());
    assert!(!Text::<K>::equivalent(&Value::from(""), &Value::Null));
    tolerates::<Text<K>>(&[]);
}

#[test]
fn case_that_does_not_matter() {
    knows::<AnyCase>(
        &["", "East", "Ärger"],
        &[],
        &[("East", "EAST"), ("Ärger", "äRGER")],
        &[("east", "west"), ("east", "east ")],
    );
}

#[test]
fn addresses_and_ranges() {
    knows::<Cidr>(
        &["10.0.0.0/8", "10.1.0.0/8", "203.0.113.7", "::/0", "2001:db8::1"],
        &["10.0.0.0/33", "10.0.0.0/08", "10.0.0", "example.com", ""],
        &[
            ("10.1.0.0/8", "10.0.0.0/8"),
            ("10.0.0.1", "10.0.0.1/32"),
            ("2001:DB8::/32", "2001:db8:0::1/32"),
        ],
        &[("10.0.0.0/8", "10.0.0.0/9"), ("0.0.0.0/0", "::/0"), ("10.0.0.1", "10.0.0.2")],
    );
}

#[test]
fn addresses() {
    knows::<IpAddress>(
        &["203.0.113.7", "::1", "2001:DB8::1"],
        &["203.0.113.0/24", "203.0.113", "010.0.0.1", "localhost", "", " ::1"],
        &[("2001:DB8::1", "2001:db8:0:0::1"), ("::ffff:10.0.0.1", "::ffff:a00:1")],
        &[("10.0.0.1", "::ffff:10.0.0.1"), ("::1", "::2"), ("x", "y")],
    );
    assert_eq!(
        Text::<IpAddress>::from("::1").parsed(),
        Some(IpAddr::from([0, 0, 0, 0, 0, 0, 0, 1]))
    );
    assert_eq!(Text::<IpAddress>::from("::1/128").parsed(), None);
}

#[test]
fn urls() {
    knows::<Url>(
        &[
            "https://example.com",
            "http://[::1]:8080/a?b=c#d",
            "postgres://u:p@db/x",
            "https://bücher.example/ä",
        ],
        &[
            "",
            "example.com",
            "localhost:8080",
            "https://",
            "https:///x",
            "https:example.com",
            "https:/example.com",
            "mailto:a@b.c",
            "db://",
            "db://u@/x",
            "file:///x",
            "https://exa mple.com",
            " https://a.b",
            "https://a.b\\c",
            "https://a.b/\n",
            "https://a.b:99999",
        ],
        &[
            ("https://example.com", "HTTPS://Example.COM/"),
            ("https://example.com:443/a", "https://example.com/a"),
            ("http://example.com:80", "http://example.com"),
            ("postgres://DB", "postgres://db/"),
            ("https://bücher.example", "https://xn--bcher-kva.example"),
            ("https://a.b/c/../d", "https://a.b/d"),
        ],
        &[
            ("https://example.com/a", "https://example.com/a/"),
            ("https://example.com/a", "https://example.com/A"),
            ("https://example.com", "http://example.com"),
            ("https://example.com:8443", "https://example.com"),
            ("https://a.b?x", "https://a.b"),
            ("https://a.b#x", "https://a.b"),
            ("https://u@a.b", "https://a.b"),
            ("https://u:p@a.b", "https://u:P@a.b"),
            ("nonsense", "Nonsense"),
        ],
    );
}

#[test]
fn json_documents() {
    knows::<Json>(
        &["{}", "null", " [1, 2.50] ", r#"{"a":{"b":[true]}}"#, "1e400"],
        &["", "{", "{a:1}", "{} {}", "'a'"],
        &[
            (r#"{"a":1,"b":[2]}"#, "{ \"b\": [2.0],\n\"a\": 1e0 }"),
            ("[18446744073709551616]", "[18446744073709551616.0]"),
            (r#""\u0041""#, r#""A""#),
            ("1e999999999", "1e999999999 "),
        ],
        &[
            ("[0.1]", "[0.10000000000000000001]"),
            ("[18446744073709551616]", "[18446744073709551617]"),
            ("[1,2]", "[2,1]"),
            (r#"{"a":null}"#, "{}"),
            (r#"{"a":1}"#, r#"{"b":1}"#),
            ("1", r#""1""#),
            ("[1]", "[1,1]"),
            ("{", "{ "),
        ],
    );
    assert_eq!(Text::<Json>::from("[0.1]").parsed(), Some(json("[0.1]")));
    assert_eq!(Text::<Json>::from("[").parsed(), None);
}

#[test]
fn pem_blocks() {
    let crlf = CERTIFICATE.replace('\n', "\r\n");
    let cr = CERTIFICATE.replace('\n', "\r");
    let one_line = CERTIFICATE.replace("AAEC\nAwQF", "AAECAwQF");
    let commented = format!("subject=example\n{CERTIFICATE}\n");
    let chain = format!("{CERTIFICATE}{CERTIFICATE}");
    let key = CERTIFICATE.replace("CERTIFICATE", "PRIVATE KEY");
    let changed = CERTIFICATE.replace("AwQF", "AwQG");
    let encrypted = "-----BEGIN RSA PRIVATE KEY-----\nProc-Type: 4,ENCRYPTED\n\nAAEC\n-----END RSA PRIVATE KEY-----";
    let plain = encrypted.replace("Proc-Type: 4,ENCRYPTED\n\n", "");
    knows::<Pem>(
        &[CERTIFICATE, CERTIFICATE.trim(), &crlf, &chain, &commented, encrypted],
        &[
            "",
            "AAEC",
            "-----BEGIN CERTIFICATE-----\nAAEC\n",
            "-----BEGIN CERTIFICATE-----\nAAEC\n-----END PRIVATE KEY-----",
            "-----BEGIN CERTIFICATE-----\nA\n-----END CERTIFICATE-----",
            "-----BEGIN CERTIFICATE-----\n-----END CERTIFICATE-----",
            "-----BEGIN CERTIFICATE-----\\nAAEC\\n-----END CERTIFICATE-----",
        ],
        &[
            (CERTIFICATE, CERTIFICATE.trim()),
            (CERTIFICATE, &crlf),
            (CERTIFICATE, &cr),
            (CERTIFICATE, &one_line),
            (CERTIFICATE, &commented),
        ],
        &[
            (CERTIFICATE, &chain),
            (CERTIFICATE, &key),
            (CERTIFICATE, &changed),
            (encrypted, &plain),
            ("x", "x\n"),
        ],
    );
}

#[test]
fn durations() {
    knows::<Duration>(
        &["0", "30s", "2h45m", "1.5h30m", "30m1h", "1h1h", ".5s", "1.s", "+1h", "1us1µs1μs", "0s"],
        &[
            "",
            "30",
            "1 hour",
            "1h ",
            "-1h",
            "1d",
            "h",
            ".s",
            "1.2.3s",
            "PT1H",
            "1h30",
            "+",
            "2562048h",
            "99999999999999999999h",
        ],
        &[
            ("90m", "1h30m"),
            ("1.5h", "90m"),
            ("60s", "1m"),
            ("1µs", "1000ns"),
            ("1us", "1μs"),
            ("0", "0h"),
            ("0.0000000019s", "1ns"),
            ("0.333333333333333333333333h", "1199999999999ns"),
        ],
        &[("1h", "1m"), ("90m", "1h31m"), ("1ns", "0"), ("1d", "24h"), ("x", "y")],
    );
    for (text, parsed) in [
        ("2h45m", Some(Span::from_mins(165))),
        ("1.5s", Some(Span::from_millis(1500))),
        (&format!("0.{}s", "9".repeat(60)), Some(Span::from_nanos(999_999_999))),
        ("2562047h47m16.854775807s", Some(Span::from_nanos(i64::MAX.unsigned_abs()))),
        ("2562047h47m16.854775808s", None),
        ("-1s", None),
    ] {
        assert_eq!(Text::<Duration>::from(text).parsed(), parsed, "{text}");
    }
}

#[test]
fn timestamps() {
    knows::<Timestamp>(
        &["2026-01-31T23:59:59Z", "2026-01-31t23:59:59.123456789z", "1969-12-31T23:00:00-02:30"],
        &[
            "",
            "2026-01-31",
            "2026-02-30T00:00:00Z",
            "2026-01-31 23:59:59",
            "2026-01-31T23:59:59",
            "20260131T235959Z",
            "2026-01-31T24:00:00Z",
            "1769903999",
            "2026-01-31T23:59:59+0100",
        ],
        &[
            ("2026-01-31T23:59:59Z", "2026-02-01T00:59:59+01:00"),
            ("2026-01-31T23:59:59Z", "2026-01-31T23:59:59.000Z"),
            ("2026-01-31T23:59:59Z", "2026-01-31T23:59:59-00:00"),
        ],
        &[
            ("2026-01-31T23:59:59Z", "2026-01-31T23:59:59+01:00"),
            ("2026-01-31T23:59:59Z", "2026-01-31T23:59:59.001Z"),
            ("yesterday", "Yesterday"),
        ],
    );
    let (epoch, second) = (SystemTime::UNIX_EPOCH, Span::from_secs(1));
    for (text, moment) in [
        ("1970-01-01T01:00:01+01:00", Some(epoch + second)),
        ("1969-12-31T23:59:59Z", Some(epoch - second)),
        ("1970-01-01", None),
    ] {
        assert_eq!(Text::<Timestamp>::from(text).parsed(), moment, "{text}");
    }
}

#[test]
fn a_refusal_says_what_is_wanted() {
    fn says<K: TextType>(text: &str) -> String {
        complaints::<Text<K>>(&Value::from(text)).join("\n")
    }
    for (said, wanted) in [
        (
            says::<IpAddress>("x"),
            "it: `x` is not an IP address such as `203.0.113.7` or `2001:db8::1`.",
        ),
        (says::<Url>("x"), "it: `x` is not a URL such as `https://example.com/path`."),
        (
            says::<Json>("{\"secret\": \"hunter2\""),
            "it: The text is not JSON: EOF while parsing an object at line 1 column 20. \
             `jsonencode` makes JSON of a value.",
        ),
        (
            says::<Timestamp>("x"),
            "it: `x` is not a timestamp of RFC 3339 such as `2026-01-31T23:59:59Z`.",
        ),
    ] {
        assert_eq!(said, wanted);
    }
    assert!(!says::<Pem>("hunter2").contains("hunter2"));
    assert!(!says::<Json>("hunter2").contains("hunter2"));
}
