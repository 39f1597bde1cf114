//! Spans of time, as Go writes them.

use super::{Parse, TextType};
use std::time;

/// A duration that Go's `time.ParseDuration` reads and that is not negative: `90m` and `1h30m` are the
/// same.
pub struct Duration;

impl TextType for Duration {
    const INVALID: &'static str = "Invalid duration";

    fn check(text: &str) -> Result<(), String> {
        if Self::parse(text).is_some() {
            Ok(())
        } else {
            Err(format!(
                "`{text}` is not a duration such as `30s` or `2h45m`: numbers, each with its unit \
                 (`h`, `m`, `s`, `ms`, `us` or `ns`), not negative, and at most 292 years."
            ))
        }
    }

    fn same(one: &str, other: &str) -> bool {
        Self::parse(one).is_some_and(|span| Self::parse(other) == Some(span))
    }
}

/// By hand: the parsers at hand take words and ISO 8601 as well, and not `1.5h30m`.
impl Parse for Duration {
    type Value = time::Duration;

    fn parse(text: &str) -> Option<time::Duration> {
        let mut rest = text.strip_prefix('+').unwrap_or(text);
        if rest == "0" {
            return Some(time::Duration::ZERO);
        }
        let mut nanoseconds: u128 = 0;
        loop {
            let unit = rest.find(|c: char| !c.is_ascii_digit() && c != '.')?;
            let (number, tail) = rest.split_at(unit);
            let next = tail.find(|c: char| c.is_ascii_digit() || c == '.').unwrap_or(tail.len());
            let (unit, tail) = tail.split_at(next);
            nanoseconds = nanoseconds.checked_add(span(number, unit)?)?;
            if tail.is_empty() {
                // Go counts in an `int64`.
                let held = i64::try_from(nanoseconds).ok()?;
                return Some(time::Duration::from_nanos(held.unsigned_abs()));
            }
            rest = tail;
        }
    }
}

/// `1.5` of `h`, in nanoseconds.
fn span(number: &str, unit: &str) -> Option<u128> {
    let unit: u128 = match unit {
        "ns" => 1,
        // The sign for micro, and the Greek letter.
        "us" | "\u{b5}s" | "\u{3bc}s" => 1_000,
        "ms" => 1_000_000,
        "s" => 1_000_000_000,
        "m" => 60_000_000_000,
        "h" => 3_600_000_000_000,
        _ => return None,
    };
    let (whole, fraction) = number.split_once('.').unwrap_or((number, ""));
    if (whole.is_empty() && fraction.is_empty()) || fraction.contains('.') {
        return None;
    }
    let whole: u64 = if whole.is_empty() { 0 } else { whole.parse().ok()? };
    // Further digits are less than a nanosecond.
    let (mut part, mut scale) = (0, 1);
    for digit in fraction.bytes().take(18) {
        part = part * 10 + u128::from(digit - b'0');
        scale *= 10;
    }
    Some(u128::from(whole) * unit + part * unit / scale)
}
