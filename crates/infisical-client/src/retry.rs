//! The one place that decides whether a request is repeated, and when. Pure: no clock, no chance,
//! no I/O.

use crate::method::Method;
use reqwest::header::{DATE, HeaderMap, HeaderName, RETRY_AFTER};
use std::time::Duration;
use time::OffsetDateTime;
use time::format_description::well_known::Rfc2822;

/// How patient the client is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RetryPolicy {
    /// The time that one call has, all its attempts and waits together, but without the time in a
    /// rate limit's queue. A call that the server refuses for its rate limit again and again, although
    /// it comes when the server says, is given up after as long.
    pub deadline: Duration,
    /// How often a call is tried when connections or the server fail.
    pub attempts: u32,
    /// The wait before the second attempt; it doubles for each further one.
    pub first_wait: Duration,
    /// Where the doubling ends.
    pub longest_wait: Duration,
}

impl Default for RetryPolicy {
    fn default() -> Self {
        Self {
            // Terraform gives an operation 20 minutes by convention.
            deadline: Duration::from_mins(20),
            // Some eight seconds in all: a server that restarts, or a proxy that changes over.
            attempts: 6,
            first_wait: Duration::from_millis(250),
            longest_wait: Duration::from_secs(5),
        }
    }
}

/// What is being sent, as far as repeating it is concerned.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Purpose {
    /// A call of the API.
    Call(Method),
    /// A login: a `POST` that may be repeated, as it makes nothing but a token.
    Login,
}

/// How an attempt ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Outcome {
    /// With this status, and the wait that the server asks for.
    Status(u16, Option<Duration>),
    /// Nobody listens, or the address does not answer: nothing was sent.
    NotConnected,
    /// The answer was lost: the request may have arrived.
    Lost,
    /// No answer came in time: the request may have arrived.
    Silent,
    /// Trying again would end the same way.
    Final,
}

/// What was tried so far, this attempt included.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Tries {
    /// All attempts.
    pub(crate) attempts: u32,
    /// Those that ended in something else than a rate limit.
    pub(crate) failures: u32,
    /// Since the first attempt began, without the time in a rate limit's queue.
    pub(crate) elapsed: Duration,
    /// Since the first refusal for the rate limit; zero without one.
    pub(crate) limited: Duration,
}

/// After an attempt: the wait before the next one, or `None` to give its outcome to the caller.
/// `jitter` is from 0 to 1; it keeps parallel callers from coming back at the same moment.
pub(crate) fn decide(
    policy: &RetryPolicy,
    purpose: Purpose,
    outcome: Outcome,
    tries: Tries,
    jitter: f64,
) -> Option<Duration> {
    let Tries { attempts, failures, elapsed, limited } = tries;
    // Changes say what is to be, not what is to be added: twice is once.
    let repeatable = purpose != Purpose::Call(Method::Post);
    let wait = match outcome {
        // Refused before anything was done, so safe for every method.
        Outcome::Status(429, asked) => {
            let asked = asked.filter(|wait| !wait.is_zero());
            let wait = asked.unwrap_or_else(|| backoff(policy, attempts, jitter));
            return (limited + wait <= policy.deadline).then_some(wait);
        }
        Outcome::Status(status, asked) => {
            let most = match (status, purpose) {
                // The server's deadlocks are 500.
                (502..=504, _) | (500, Purpose::Call(Method::Delete)) => policy.attempts,
                // A database that was away for a moment, or an id that will never do.
                (500, _) => policy.attempts.min(3),
                _ => 0,
            };
            if !repeatable || failures >= most {
                return None;
            }
            backoff(policy, failures, jitter).max(asked.unwrap_or_default())
        }
        Outcome::NotConnected if failures < policy.attempts => backoff(policy, failures, jitter),
        Outcome::Lost if repeatable && failures < policy.attempts => {
            backoff(policy, failures, jitter)
        }
        // Each costs a whole request's time: once more is enough.
        Outcome::Silent if repeatable && failures < policy.attempts.min(2) => {
            backoff(policy, failures, jitter)
        }
        Outcome::NotConnected | Outcome::Lost | Outcome::Silent | Outcome::Final => return None,
    };
    (elapsed + wait <= policy.deadline).then_some(wait)
}

/// The wait before reading or sending once more what brought no usable answer so often.
pub(crate) fn pause(policy: &RetryPolicy, failures: u32, jitter: f64) -> Duration {
    backoff(policy, failures, jitter)
}

/// Exponential, from half to the whole of each step.
fn backoff(policy: &RetryPolicy, count: u32, jitter: f64) -> Duration {
    let doubled = 2_u32.saturating_pow(count.saturating_sub(1).min(20));
    let step = policy.first_wait.saturating_mul(doubled).min(policy.longest_wait);
    step / 2 + (step / 2).mul_f64(jitter)
}

/// The wait that an answer asks for: `Retry-After`, or else, for a rate limit, the time until its
/// window ends.
pub(crate) fn asked_wait(status: u16, headers: &HeaderMap) -> Option<Duration> {
    let text = |name: &str| Some(headers.get(name)?.to_str().ok()?.trim());
    // A larger number is a date in seconds, which would need a clock that agrees.
    let seconds = |name: &str| {
        let seconds = text(name)?.parse().ok().filter(|seconds| *seconds <= 86_400);
        seconds.map(Duration::from_secs)
    };
    // A date is compared with the server's own clock, not with ours.
    let until = || {
        let wait = date(headers, &RETRY_AFTER)? - date(headers, &DATE)?;
        Duration::try_from(wait).ok().filter(|wait| wait.as_secs() <= 86_400)
    };
    let reset = || if status == 429 { seconds("x-ratelimit-reset") } else { None };
    seconds(RETRY_AFTER.as_str()).or_else(until).or_else(reset)
}

/// The date in a header.
pub(crate) fn date(headers: &HeaderMap, name: &HeaderName) -> Option<OffsetDateTime> {
    OffsetDateTime::parse(headers.get(name)?.to_str().ok()?, &Rfc2822).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    const GET: Purpose = Purpose::Call(Method::Get);
    const POST: Purpose = Purpose::Call(Method::Post);
    const PATCH: Purpose = Purpose::Call(Method::Patch);
    const PUT: Purpose = Purpose::Call(Method::Put);
    const DELETE: Purpose = Purpose::Call(Method::Delete);
    const ALL: [Purpose; 6] = [GET, POST, PATCH, PUT, DELETE, Purpose::Login];

    fn first(purpose: Purpose, outcome: Outcome) -> Option<Duration> {
        let tries = Tries { attempts: 1, failures: 1, ..Tries::default() };
        decide(&RetryPolicy::default(), purpose, outcome, tries, 0.0)
    }

    #[test]
    fn who_is_repeated_after_what() {
        let status = |status| Outcome::Status(status, None);
        let cases: &[(Outcome, &[Purpose])] = &[
            (status(429), &ALL),
            (Outcome::NotConnected, &ALL),
            (Outcome::Lost, &[GET, PATCH, PUT, DELETE, Purpose::Login]),
            (Outcome::Silent, &[GET, PATCH, PUT, DELETE, Purpose::Login]),
            (status(502), &[GET, PATCH, PUT, DELETE, Purpose::Login]),
            (status(503), &[GET, PATCH, PUT, DELETE, Purpose::Login]),
            (status(504), &[GET, PATCH, PUT, DELETE, Purpose::Login]),
            (status(500), &[GET, PATCH, PUT, DELETE, Purpose::Login]),
            (status(200), &[]),
            (status(400), &[]),
            (status(401), &[]),
            (status(403), &[]),
            (status(404), &[]),
            (status(501), &[]),
            (Outcome::Final, &[]),
        ];
        for (outcome, repeated) in cases {
            for purpose in ALL {
                let again = first(purpose, *outcome).is_some();
                assert_eq!(again, repeated.contains(&purpose), "{purpose:?} {outcome:?}");
            }
        }
    }

    #[test]
    fn a_rate_limit_is_waited_out_until_the_deadline() {
        let policy = RetryPolicy::default();
        let limited = Outcome::Status(429, Some(Duration::from_mins(1)));
        let after = |minutes| {
            let limited = Duration::from_mins(minutes);
            Tries { attempts: 500, limited, ..Tries::default() }
        };
        assert_eq!(decide(&policy, POST, limited, after(10), 1.0), Some(Duration::from_mins(1)));
        assert_eq!(decide(&policy, POST, limited, after(20), 0.0), None);
    }

    #[test]
    fn a_rate_limit_that_asks_for_no_wait_is_not_hammered() {
        for asked in [None, Some(Duration::ZERO)] {
            let tries = Tries { attempts: 9, ..Tries::default() };
            let limited = Outcome::Status(429, asked);
            let wait = decide(&RetryPolicy::default(), GET, limited, tries, 1.0);
            assert_eq!(wait, Some(Duration::from_secs(5)));
        }
    }

    #[test]
    fn other_failures_end_after_few_attempts() {
        let policy = RetryPolicy::default();
        let after = |failures| Tries { attempts: 90 + failures, failures, ..Tries::default() };
        for (outcome, attempts) in [
            (Outcome::NotConnected, 6),
            (Outcome::Lost, 6),
            (Outcome::Status(503, None), 6),
            (Outcome::Status(500, None), 3),
            (Outcome::Silent, 2),
        ] {
            assert!(decide(&policy, GET, outcome, after(attempts - 1), 0.5).is_some());
            assert_eq!(decide(&policy, GET, outcome, after(attempts), 0.5), None, "{outcome:?}");
        }
    }

    #[test]
    fn waits_double_up_to_a_limit_with_jitter_below() {
        let policy = RetryPolicy::default();
        for (count, least, most) in
            [(1, 125, 250), (2, 250, 500), (3, 500, 1000), (9, 2500, 5000), (99, 2500, 5000)]
        {
            assert_eq!(backoff(&policy, count, 0.0), Duration::from_millis(least), "{count}");
            assert_eq!(backoff(&policy, count, 1.0), Duration::from_millis(most), "{count}");
        }
    }

    #[test]
    fn an_overloaded_server_s_wait_is_honoured() {
        let asked = Outcome::Status(503, Some(Duration::from_secs(7)));
        assert_eq!(first(GET, asked), Some(Duration::from_secs(7)));
    }

    #[test]
    fn waits_are_read_from_headers() {
        let headers = |pairs: &[(&'static str, &'static str)]| -> HeaderMap {
            let header = |(name, value): &(&'static str, &'static str)| {
                (name.parse().unwrap(), value.parse().unwrap())
            };
            pairs.iter().map(header).collect()
        };
        for (status, pairs, wait) in [
            (429, &[("retry-after", "3"), ("x-ratelimit-reset", "9")][..], Some(3)),
            (429, &[("x-ratelimit-reset", "9")][..], Some(9)),
            (503, &[("x-ratelimit-reset", "9")][..], None),
            (503, &[("retry-after", "0")][..], Some(0)),
            (429, &[("x-ratelimit-reset", "1790000000")][..], None),
            (429, &[("retry-after", "soon")][..], None),
            (
                503,
                &[
                    ("retry-after", "Mon, 23 Nov 2026 21:46:05 GMT"),
                    ("date", "Mon, 23 Nov 2026 21:45:53 GMT"),
                ][..],
                Some(12),
            ),
            (503, &[("retry-after", "Mon, 23 Nov 2026 21:46:05 GMT")][..], None),
            (429, &[][..], None),
        ] {
            let expected = wait.map(Duration::from_secs);
            assert_eq!(asked_wait(status, &headers(pairs)), expected, "{status} {pairs:?}");
        }
    }
}
