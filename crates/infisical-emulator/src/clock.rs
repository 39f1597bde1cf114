//! The emulator's clock: real time plus what a test advanced it by, in milliseconds.

use std::sync::{Mutex, PoisonError};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

/// A point in time as the server stores it: milliseconds since 1970.
pub(crate) type Millis = i64;

const DAY: Millis = 86_400_000;

/// Real time, an offset, and the promise that no two calls of [`Clock::tick`] return the same.
#[derive(Debug, Default)]
pub(crate) struct Clock(Mutex<Hands>);

#[derive(Debug, Default)]
struct Hands {
    offset: Millis,
    last: Millis,
}

impl Clock {
    /// A clock that is so many seconds ahead of real time; negative when it is behind.
    pub(crate) fn ahead(seconds: i64) -> Self {
        Self(Mutex::new(Hands { offset: seconds.saturating_mul(1000), last: 0 }))
    }

    /// The current time.
    pub(crate) fn now(&self) -> Millis {
        let hands = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        hands.last.max(real() + hands.offset)
    }

    /// The time of a request: later than that of every request before it, so that `updatedAt`
    /// tells two updates apart.
    pub(crate) fn tick(&self) -> Millis {
        let mut hands = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        hands.last = (hands.last + 1).max(real() + hands.offset);
        hands.last
    }

    /// Lets time pass at once.
    pub(crate) fn advance(&self, by: Duration) {
        let mut hands = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        hands.offset += millis(by);
    }
}

/// A duration in milliseconds.
pub(crate) fn millis(duration: Duration) -> Millis {
    Millis::try_from(duration.as_millis()).unwrap_or(Millis::MAX / 4)
}

fn real() -> Millis {
    SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, millis)
}

/// The time as JavaScript's `toISOString` writes it.
pub(crate) fn iso(at: Millis) -> String {
    let (year, month, day) = civil(at.div_euclid(DAY));
    let (time, fraction) = (time_of_day(at), at.rem_euclid(1000));
    format!("{year:04}-{month:02}-{day:02}T{time}.{fraction:03}Z")
}

/// The time that `2026-11-26T12:56:01Z` tells, with or without a fraction; `None` in another form.
pub(crate) fn from_iso(text: &str) -> Option<Millis> {
    let (date, time) = text.strip_suffix('Z')?.split_once('T')?;
    let (time, fraction) = time.split_once('.').unwrap_or((time, ""));
    let numbers = |text: &str, separator| -> Option<Vec<i64>> {
        text.split(separator).map(|part| part.parse().ok()).collect()
    };
    let (date, time) = (numbers(date, '-')?, numbers(time, ':')?);
    let (&[year, month, day], &[hour, minute, second]) = (date.as_slice(), time.as_slice()) else {
        return None;
    };
    let fraction: i64 = format!("{fraction:0<3}").get(..3)?.parse().ok()?;
    // The inverse of `civil`: years begin in March.
    let year = if month <= 2 { year - 1 } else { year };
    let (era, of_era) = (year.div_euclid(400), year.rem_euclid(400));
    let of_year = (153 * ((month + 9) % 12) + 2) / 5 + day - 1;
    let days = era * 146_097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year - 719_468;
    Some(days * DAY + ((hour * 60 + minute) * 60 + second) * 1000 + fraction)
}

/// The time as HTTP writes it in `Date`.
pub(crate) fn http_date(at: Millis) -> String {
    const DAYS: [&str; 7] = ["Thu", "Fri", "Sat", "Sun", "Mon", "Tue", "Wed"];
    const MONTHS: [&str; 12] =
        ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
    let days = at.div_euclid(DAY);
    let (year, month, day) = civil(days);
    let name = |names: &[&'static str], at: i64| {
        usize::try_from(at).ok().and_then(|at| names.get(at)).copied().unwrap_or_default()
    };
    let (weekday, month) = (name(&DAYS, days.rem_euclid(7)), name(&MONTHS, month - 1));
    format!("{weekday}, {day:02} {month} {year:04} {} GMT", time_of_day(at))
}

fn time_of_day(at: Millis) -> String {
    let seconds = at.rem_euclid(DAY) / 1000;
    let (hour, minute, second) = (seconds / 3600, seconds / 60 % 60, seconds % 60);
    format!("{hour:02}:{minute:02}:{second:02}")
}

/// Days since 1970 as year, month and day of the Gregorian calendar, in 400-year eras that begin
/// on a 1 March.
fn civil(days: i64) -> (i64, i64, i64) {
    let shifted = days + 719_468;
    let (era, of_era) = (shifted.div_euclid(146_097), shifted.rem_euclid(146_097));
    let year_of_era = (of_era - of_era / 1460 + of_era / 36_524 - of_era / 146_096) / 365;
    let of_year = of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let month_from_march = (5 * of_year + 2) / 153;
    let day = of_year - (153 * month_from_march + 2) / 5 + 1;
    let month = if month_from_march < 10 { month_from_march + 3 } else { month_from_march - 9 };
    (year_of_era + era * 400 + i64::from(month <= 2), month, day)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_are_those_of_the_gregorian_calendar() {
        assert_eq!(iso(0), "1970-01-01T00:00:00.000Z");
        assert_eq!(iso(951_782_400_000), "2000-02-29T00:00:00.000Z");
        assert_eq!(iso(1_795_430_497_572), "2026-11-23T10:41:37.572Z");
    }

    #[test]
    fn dates_are_those_of_http() {
        assert_eq!(http_date(0), "Thu, 01 Jan 1970 00:00:00 GMT");
        assert_eq!(http_date(784_111_777_000), "Sun, 06 Nov 1994 08:49:37 GMT");
    }

    #[test]
    fn a_clock_may_be_off() {
        let difference = Clock::ahead(3600).now() - Clock::ahead(-3600).now();
        assert!((difference - 7_200_000).abs() < 60_000, "{difference}");
    }

    #[test]
    fn a_time_is_read_as_it_is_written() {
        for text in
            ["2026-11-26T12:56:01.250Z", "2024-02-29T00:00:00.000Z", "1999-12-31T23:59:59.999Z"]
        {
            assert_eq!(from_iso(text).map(iso).as_deref(), Some(text));
        }
        assert_eq!(from_iso("1970-01-01T00:00:01Z"), Some(1000));
        assert_eq!(from_iso("2026-11-26"), None);
    }

    #[test]
    fn two_requests_never_have_the_same_time() {
        let clock = Clock::default();
        let first = clock.tick();
        let second = clock.tick();
        assert!(second > first);
        clock.advance(Duration::from_mins(1));
        assert!(clock.now() >= second + 59_000);
    }
}
