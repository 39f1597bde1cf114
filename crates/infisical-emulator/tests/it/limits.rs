//! Fixed windows, per route and verb.

use std::time::Duration;

use infisical_emulator::{Dialect, Emulator, Options, RateLimits};

use crate::client::{Answer, Call, azure, start};

const WINDOW: Duration = Duration::from_secs(2);

fn limited(dialect: Dialect) -> Emulator {
    let rate_limits = Some(RateLimits { window: WINDOW, read: 2, write: 3, secrets: 2 });
    start(Options { dialect, rate_limits, ..Options::default() })
}

fn standing(answer: &Answer) -> (u16, Option<&str>, Option<&str>) {
    (answer.status, answer.header("x-ratelimit-remaining"), answer.header("retry-after"))
}

#[test]
fn a_window_opens_fills_and_starts_anew() {
    for (dialect, message) in [
        (Dialect::Recorded2024_10, "Rate limit exceeded. Please try again in 1 minute"),
        (Dialect::Current, "Rate limit exceeded. Please try again in 2 seconds"),
    ] {
        let emulator = limited(dialect);
        let token = emulator.token_for("admin");
        let path = azure("3c90c3cc-0d44-4b50-8888-8dd25736052a");
        let call = |method| Call::new(&emulator, method, &path).token(&token).send();
        assert_eq!(standing(&call("GET")), (404, Some("1"), None));
        assert_eq!(standing(&call("GET")), (404, Some("0"), None));
        let refused = call("GET");
        assert_eq!(standing(&refused), (429, Some("0"), Some("2")));
        assert_eq!(refused.header("x-ratelimit-limit"), Some("2"));
        assert_eq!(refused.json()["message"], message);
        assert_eq!(refused.json()["error"], "RateLimitExceeded");

        assert_eq!(standing(&call("DELETE")), (404, Some("2"), None), "another verb");
        let other = azure("00000000-0000-4000-8000-000000000000");
        let other = Call::new(&emulator, "GET", &other).token(&token).send();
        assert_eq!(other.status, 429, "the same route");

        emulator.advance(WINDOW);
        assert_eq!(standing(&call("GET")), (404, Some("1"), None));
    }
}

#[test]
fn what_is_not_counted() {
    let emulator = limited(Dialect::Current);
    let path = azure("3c90c3cc-0d44-4b50-8888-8dd25736052a");
    for _ in 0..5 {
        let answer = Call::new(&emulator, "GET", &path).send();
        assert_eq!(standing(&answer), (401, None, None), "no token");
        let answer = Call::new(&emulator, "GET", "/api/status").send();
        assert_eq!(standing(&answer), (200, None, None), "status");
    }
    let token = emulator.token_for("admin");
    let broken = Call::new(&emulator, "DELETE", &path).token(&token);
    let broken = broken.header("content-type", "application/json").raw("").send();
    assert_eq!(standing(&broken), (500, None, None), "a body that cannot be parsed");
}

#[test]
fn clients_are_told_apart_by_address() {
    let emulator = limited(Dialect::Current);
    let token = emulator.token_for("admin");
    let path = azure("3c90c3cc-0d44-4b50-8888-8dd25736052a");
    let from = |address: &str| {
        let call = Call::new(&emulator, "GET", &path).token(&token);
        call.header("x-forwarded-for", address).send().status
    };
    assert_eq!([from("203.0.113.7"), from("203.0.113.7"), from("203.0.113.7")], [404, 404, 429]);
    assert_eq!(from("203.0.113.8"), 404);
}

#[test]
fn each_route_of_a_project_draws_from_the_recorded_budget() {
    let dialect = Dialect::Recorded2024_10;
    let rate_limits = Some(RateLimits::default());
    let emulator = start(Options { dialect, rate_limits, ..Options::default() });
    let (token, project) = (emulator.token_for("admin"), emulator.add_project());
    let (v1, v2) = (format!("/api/v1/workspace/{project}"), format!("/api/v2/workspace/{project}"));
    for (methods, path, limit) in [
        ("GET", "/api/v2/workspace/some-slug".to_owned(), Some("60")),
        ("PATCH DELETE", "/api/v2/workspace/some-slug".to_owned(), Some("200")),
        ("GET", v1.clone(), Some("60")),
        ("PATCH DELETE", v1.clone(), Some("200")),
        ("POST", "/api/v2/workspace".to_owned(), Some("200")),
        ("GET", "/api/v1/workspace".to_owned(), None),
        ("PUT", format!("{v1}/audit-logs-retention"), None),
        ("PUT", format!("{v1}/version-limit"), None),
        ("POST", format!("{v1}/environments"), Some("200")),
        ("GET PATCH DELETE", format!("{v1}/environments/zz"), Some("200")),
        ("GET", "/api/v1/workspace/environments/zz".to_owned(), Some("60")),
        ("GET", format!("{v1}/tags"), Some("60")),
        ("POST", format!("{v1}/tags"), Some("200")),
        ("GET", format!("{v1}/tags/zz"), Some("60")),
        ("GET", format!("{v1}/tags/slug/zz"), Some("60")),
        ("PATCH DELETE", format!("{v1}/tags/zz"), Some("200")),
        ("GET", format!("{v2}/identity-memberships"), Some("60")),
        ("GET", format!("{v2}/identity-memberships/zz"), Some("60")),
        ("POST PATCH DELETE", format!("{v2}/identity-memberships/zz"), Some("200")),
    ] {
        for method in methods.split(' ') {
            let answer = Call::new(&emulator, method, &path).token(&token).send();
            assert_eq!(answer.header("x-ratelimit-limit"), limit, "{method} {path}");
        }
    }
}

#[test]
fn without_limits_there_are_no_headers() {
    let emulator = start(Options::default());
    let token = emulator.token_for("admin");
    let path = azure("3c90c3cc-0d44-4b50-8888-8dd25736052a");
    let answer = Call::new(&emulator, "GET", &path).token(&token).send();
    assert_eq!(answer.header("x-ratelimit-limit"), None);
}
