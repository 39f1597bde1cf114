//! Moments.

use super::{Parse, Text, TextType};
use std::time::{SystemTime, UNIX_EPOCH};
use time::{OffsetDateTime, format_description::well_known::Rfc3339};

/// A moment as RFC 3339 writes it: the same in another time zone, with more zeros in its fraction.
pub struct Timestamp;

impl TextType for Timestamp {
    const INVALID: &'static str = "Invalid timestamp";

    fn check(text: &str) -> Result<(), String> {
        if parse(text).is_some() {
            Ok(())
        } else {
            Err(format!("`{text}` is not a timestamp of RFC 3339 such as `2026-01-31T23:59:59Z`."))
        }
    }

    fn same(one: &str, other: &str) -> bool {
        parse(one).is_some_and(|moment| parse(other) == Some(moment))
    }
}

impl Parse for Timestamp {
    type Value = SystemTime;

    fn parse(text: &str) -> Option<SystemTime> {
        let since = parse(text)? - OffsetDateTime::UNIX_EPOCH;
        if since.is_negative() {
            UNIX_EPOCH.checked_sub(since.unsigned_abs())
        } else {
            UNIX_EPOCH.checked_add(since.unsigned_abs())
        }
    }
}

/// The moment to the second, in UTC.
impl From<SystemTime> for Text<Timestamp> {
    fn from(moment: SystemTime) -> Self {
        let moment = OffsetDateTime::from(moment);
        let second = moment.replace_nanosecond(0).unwrap_or(moment);
        Self::from(second.format(&Rfc3339).unwrap_or_default())
    }
}

fn parse(text: &str) -> Option<OffsetDateTime> {
    OffsetDateTime::parse(text, &Rfc3339).ok()
}
