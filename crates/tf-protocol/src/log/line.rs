//! One line in hclog's notation.

use serde_json::{Map, Value as Json};
use std::{
    io::Write as _,
    time::{SystemTime, UNIX_EPOCH},
};

/// Terraform reads a line above 64 KiB as plain text.
const LIMIT: usize = 60 * 1024;

/// The line, its newline included. A field that has the name of one of hclog's own is lost.
pub(super) fn line(
    now: SystemTime,
    level: &str,
    module: &str,
    message: &str,
    mut fields: Map<String, Json>,
) -> String {
    let own = |fields: &mut Map<String, Json>| {
        fields.insert("@level".to_owned(), level.into());
        fields.insert("@module".to_owned(), module.into());
        fields.insert("@message".to_owned(), message.into());
        fields.insert("@timestamp".to_owned(), timestamp(now).into());
    };
    own(&mut fields);
    // JSON escapes line breaks, so that one event is one line whatever its text is.
    let mut line = Json::Object(fields).to_string();
    if line.len() > LIMIT {
        let mut fields = Map::new();
        own(&mut fields);
        line = Json::Object(fields).to_string();
    }
    line.push('\n');
    line
}

/// Writes in one piece, so that lines of other threads stay whole.
pub(super) fn write(line: &str) {
    // There is nobody left to tell when stderr is closed.
    let _ = std::io::stderr().lock().write_all(line.as_bytes());
}

/// `2006-01-02T15:04:05.000000Z`: exactly six digits, or Terraform takes the line for plain text.
fn timestamp(now: SystemTime) -> String {
    let since = now.duration_since(UNIX_EPOCH).unwrap_or_default();
    let (days, seconds) = (since.as_secs() / 86_400, since.as_secs() % 86_400);
    let (year, month, day) = civil(days);
    format!(
        "{year:04}-{month:02}-{day:02}T{:02}:{:02}:{:02}.{:06}Z",
        seconds / 3600,
        seconds / 60 % 60,
        seconds % 60,
        since.subsec_micros()
    )
}

/// Year, month and day of a number of days since 1970-01-01. Years are counted from March, so that
/// the leap day is the last one.
fn civil(days: u64) -> (u64, u64, u64) {
    let days = days + 719_468;
    let (era, day_of_era) = (days / 146_097, days % 146_097);
    let year_of_era =
        (day_of_era - day_of_era / 1460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let month = (5 * day_of_year + 2) / 153;
    let day = day_of_year - (153 * month + 2) / 5 + 1;
    let month = if month < 10 { month + 3 } else { month - 9 };
    (era * 400 + year_of_era + u64::from(month <= 2), month, day)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::time::Duration;

    #[test]
    fn times_are_as_hclog_has_them() {
        for (micros, text) in [
            (0, "1970-01-01T00:00:00.000000Z"),
            (951_782_399_999_999, "2000-02-28T23:59:59.999999Z"),
            (951_782_400_000_001, "2000-02-29T00:00:00.000001Z"),
            (1_767_225_600_123_456, "2026-01-01T00:00:00.123456Z"),
            (4_107_542_399_000_000, "2100-02-28T23:59:59.000000Z"),
            (4_107_542_400_000_000, "2100-03-01T00:00:00.000000Z"),
        ] {
            assert_eq!(timestamp(UNIX_EPOCH + Duration::from_micros(micros)), text);
        }
    }

    #[test]
    fn an_event_is_one_line() {
        let mut fields = Map::new();
        fields.insert("k".to_owned(), "a\nb".into());
        fields.insert("@level".to_owned(), 5.into());
        let text = line(UNIX_EPOCH, "info", "provider.x", "first\nsecond\r", fields);
        assert_eq!(
            text,
            concat!(
                r#"{"@level":"info","@message":"first\nsecond\r","@module":"provider.x","#,
                r#""@timestamp":"1970-01-01T00:00:00.000000Z","k":"a\nb"}"#,
                "\n"
            )
        );
    }

    #[test]
    fn a_line_stays_below_what_terraform_reads() {
        let fields = (0..20).map(|n| (n.to_string(), "x".repeat(8000).into())).collect();
        assert!(line(UNIX_EPOCH, "info", "m", "t", fields).len() < LIMIT);
    }
}
