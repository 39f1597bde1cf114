//! Each fault, as a client meets it, and what it leaves behind on the server.

use std::io::ErrorKind;
use std::time::{Duration, Instant};

use infisical_emulator::{Emulator, Fault, FaultKind, Options};
use serde_json::json;

use crate::client::{Call, azure, azure_body, current, identity, login, recorded};

const LONG: Duration = Duration::from_secs(20);

struct Scene {
    emulator: Emulator,
    path: String,
    token: String,
}

impl Scene {
    fn new(kind: FaultKind) -> Self {
        let emulator = current();
        let path = azure(&identity(&emulator, "a", "no-access"));
        let token = emulator.token_for("admin");
        emulator.inject(Fault::once(kind).on_method("POST").on_path("azure-auth"));
        emulator.clear_journal();
        Self { emulator, path, token }
    }

    fn attach(&self) -> Call<'_> {
        Call::new(&self.emulator, "POST", &self.path).token(&self.token).json(&azure_body())
    }

    fn is_attached(&self) -> bool {
        self.emulator.out_of_band("GET", &self.path, None).0 == 200
    }

    /// The status of the first request in the journal once its answer has left.
    fn noted(&self) -> Option<u16> {
        let done = |journal: &[infisical_emulator::Entry]| {
            journal.first().is_some_and(|entry| entry.duration > Duration::ZERO)
        };
        assert!(self.emulator.wait_for(LONG, done));
        self.emulator.journal()[0].status
    }
}

#[test]
fn latency_delays_and_carries_out() {
    let latency = Duration::from_millis(120);
    let scene = Scene::new(FaultKind::Latency(latency));
    let started = Instant::now();
    assert_eq!(scene.attach().send().status, 200);
    assert!(started.elapsed() >= latency);
    assert_eq!(scene.noted(), Some(200));
}

#[test]
fn a_status_is_answered_without_carrying_out() {
    let scene = Scene::new(FaultKind::Status {
        status: 503,
        body: "later".to_owned(),
        content_type: "text/plain".to_owned(),
        headers: vec![("retry-after".to_owned(), "7".to_owned())],
    });
    let answer = scene.attach().send();
    assert_eq!((answer.status, answer.text.as_str()), (503, "later"));
    assert_eq!(answer.header("retry-after"), Some("7"));
    assert_eq!(scene.noted(), Some(503));
    assert!(!scene.is_attached());
    assert_eq!(scene.attach().send().status, 200, "the fault is spent");
}

#[test]
fn html_comes_from_a_proxy() {
    let scene = Scene::new(FaultKind::Html { status: 502 });
    let answer = scene.attach().send();
    assert_eq!((answer.status, answer.header("content-type")), (502, Some("text/html")));
    assert!(answer.text.starts_with("<html>"));
    assert!(!scene.is_attached());
}

#[test]
fn html_in_the_place_of_an_answer_hides_a_commit() {
    let scene = Scene::new(FaultKind::HtmlAfter { status: 502 });
    let answer = scene.attach().send();
    assert_eq!((answer.status, answer.header("content-type")), (502, Some("text/html")));
    assert!(scene.is_attached());
}

#[test]
fn a_reset_before_leaves_nothing() {
    let scene = Scene::new(FaultKind::ResetBefore);
    let error = scene.attach().try_send().unwrap_err();
    assert_eq!(error.kind(), ErrorKind::ConnectionReset);
    assert_eq!(scene.noted(), None);
    assert!(!scene.is_attached());
}

#[test]
fn a_reset_after_leaves_the_commit() {
    let scene = Scene::new(FaultKind::ResetAfter);
    let error = scene.attach().try_send().unwrap_err();
    assert_eq!(error.kind(), ErrorKind::ConnectionReset);
    assert_eq!(scene.noted(), None);
    assert!(scene.is_attached());
}

#[test]
fn a_cut_body_ends_early() {
    let scene = Scene::new(FaultKind::CutBody);
    let error = scene.attach().try_send().unwrap_err();
    assert_eq!(error.kind(), ErrorKind::UnexpectedEof);
    assert_eq!(scene.noted(), None);
    assert!(scene.is_attached());
}

#[test]
fn a_slow_body_arrives_whole() {
    let pause = Duration::from_millis(10);
    let scene = Scene::new(FaultKind::SlowBody { piece: 50, pause });
    let started = Instant::now();
    let answer = scene.attach().send();
    assert_eq!(answer.status, 200);
    assert_eq!(answer.json()["identityAzureAuth"]["tenantId"], "t");
    assert!(started.elapsed() >= pause * 5);
}

#[test]
fn an_empty_or_strange_answer_hides_a_commit() {
    let scene = Scene::new(FaultKind::EmptyOk);
    let answer = scene.attach().send();
    assert_eq!((answer.status, answer.text.as_str()), (200, ""));
    assert!(scene.is_attached());

    let scene = Scene::new(FaultKind::WrongJson);
    let answer = scene.attach().send();
    assert_eq!((answer.status, answer.json()), (200, json!({"unexpected": ["json"]})));
    assert!(scene.is_attached());
}

#[test]
fn rate_limited_with_and_without_a_hint() {
    let scene = Scene::new(FaultKind::RateLimited { retry_after: Some(3) });
    let answer = scene.attach().send();
    assert_eq!((answer.status, answer.header("retry-after")), (429, Some("3")));
    let message = "Rate limit exceeded. Please try again in 3 seconds";
    assert_eq!(answer.json()["message"], message);
    assert!(!scene.is_attached());

    let scene = Scene::new(FaultKind::RateLimited { retry_after: None });
    assert_eq!(scene.attach().send().header("retry-after"), None);
}

#[test]
fn a_held_request_waits_for_its_release() {
    let scene = Scene::new(FaultKind::Hold);
    let held = scene.attach().open().unwrap();
    assert!(scene.emulator.wait_for(LONG, |journal| journal.len() == 1));
    assert_eq!(scene.emulator.journal()[0].status, None);
    assert!(!scene.is_attached());
    scene.emulator.release();
    let answered = |journal: &[infisical_emulator::Entry]| journal[0].status == Some(200);
    assert!(scene.emulator.wait_for(LONG, answered));
    assert!(scene.is_attached());
    drop(held);
}

#[test]
fn a_held_request_is_carried_out_although_its_client_left() {
    let scene = Scene::new(FaultKind::Hold);
    let held = scene.attach().open().unwrap();
    assert!(scene.emulator.wait_for(LONG, |journal| journal.len() == 1));
    drop(held);
    scene.emulator.release();
    scene.noted();
    assert!(scene.is_attached());
}

#[test]
fn tokens_expire_on_demand() {
    for (emulator, status, error) in
        [(current(), 403, "TokenError"), (recorded(), 401, "UnauthorizedError")]
    {
        let token = login(&emulator, &emulator.credentials());
        let path = format!("/api/v1/identities/{}", emulator.admin_id());
        let read = |token: &str| Call::new(&emulator, "GET", &path).token(token).send();
        assert_eq!(read(&token).status, 200);
        emulator.inject(Fault::once(FaultKind::ExpireTokens));
        let answer = read(&token);
        assert_eq!((answer.status, answer.json()["error"].as_str()), (status, Some(error)));
        assert_eq!(read(&login(&emulator, &emulator.credentials())).status, 200);
        assert_eq!(emulator.out_of_band("GET", &path, None).0, 200, "the emulator's own lives");
    }
}

#[test]
fn faults_are_counted_matched_and_taken_back() {
    let emulator = current();
    let status = || Call::new(&emulator, "GET", "/api/status").send().status;
    emulator.inject(Fault::always(FaultKind::Html { status: 500 }).on_path("identities"));
    emulator.inject(Fault::once(FaultKind::Html { status: 502 }).times(2));
    emulator.inject(Fault::always(FaultKind::Html { status: 503 }).on_method("get"));
    assert_eq!([status(), status(), status(), status()], [502, 502, 503, 503]);
    emulator.clear_faults();
    assert_eq!(status(), 200);
}

#[test]
fn a_fault_may_spare_the_first_and_look_at_the_query() {
    let emulator = current();
    let status = |path: &str| Call::new(&emulator, "GET", path).send().status;
    emulator.inject(Fault::once(FaultKind::Html { status: 502 }).after(2));
    emulator.inject(Fault::always(FaultKind::Html { status: 503 }).on_query("x=1"));
    let plain = "/api/status";
    assert_eq!([status(plain), status("/api/status?x=1")], [200, 503]);
    assert_eq!([status(plain), status(plain)], [502, 200]);
}

#[test]
fn a_killed_server_comes_back_with_what_it_had() {
    let emulator = current();
    let path = azure(&identity(&emulator, "a", "no-access"));
    let token = emulator.token_for("admin");
    let call = |method: &'static str| Call::new(&emulator, method, &path).token(&token);
    assert_eq!(call("POST").json(&azure_body()).send().status, 200);
    emulator.inject(Fault::once(FaultKind::Hold).on_method("DELETE"));
    emulator.clear_journal();
    let held = call("DELETE").open().unwrap();
    assert!(emulator.wait_for(LONG, |journal| journal.len() == 1));
    emulator.kill();
    emulator.release();
    let refused = call("GET").try_send().unwrap_err();
    assert_eq!(refused.kind(), ErrorKind::ConnectionRefused);
    drop(held);
    emulator.restart().unwrap();
    assert_eq!(call("GET").send().status, 200, "what was held was not carried out");
}

#[test]
fn the_server_s_clock_may_be_off() {
    let two_years_ago = Options { clock_ahead: -730 * 86_400, ..Options::default() };
    let year = |options| {
        let emulator = Emulator::start(options).unwrap();
        let path = format!("/api/v1/identities/{}", emulator.admin_id());
        let (_, found) = emulator.out_of_band("GET", &path, None);
        let created = found["identity"]["createdAt"].as_str().unwrap()[..4].to_owned();
        let date = Call::new(&emulator, "GET", "/api/status").send();
        let date = date.header("date").unwrap();
        assert!(date.contains(&format!(" {created} ")), "{date}");
        created.parse::<i32>().unwrap()
    };
    let difference = year(Options::default()) - year(two_years_ago);
    assert!((1..=3).contains(&difference), "{difference}");
}
