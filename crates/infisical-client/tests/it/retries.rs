//! Who is repeated after what, seen from the server. The rules' own tests are in `retry.rs`.

use crate::server::{Answer, ID, IDENTITY, Server, body};
use infisical_client::{
    Client, Config, ConnectFailure, Endpoint, Error, OrGone, RetryPolicy, Timeouts, parse_host,
};
use std::time::{Duration, Instant};

fn limited(header: &'static str, seconds: &str) -> Answer {
    Answer::refusal(429, "RateLimitExceeded", "Rate limit exceeded.").with(header, seconds)
}

#[tokio::test]
async fn a_rate_limit_is_waited_out_for_every_method() {
    let limits = std::iter::repeat_n(limited("retry-after", "0"), 9);
    let server = Server::script(limits.chain([Answer::identity()])).await;
    server.client().post(&IDENTITY.collection(), &body()).await.unwrap();
    assert_eq!(server.seen().len(), 10);
}

#[tokio::test]
async fn the_asked_wait_is_kept() {
    for header in ["retry-after", "x-ratelimit-reset"] {
        let server = Server::script([limited(header, "1"), Answer::identity()]).await;
        let started = Instant::now();
        server.client().get(&IDENTITY.at(ID)).await.unwrap();
        assert!(started.elapsed() >= Duration::from_secs(1), "{header}");
    }
}

#[tokio::test]
async fn a_rate_limit_beyond_the_deadline_is_an_error() {
    let server = Server::script([limited("retry-after", "60")]).await;
    let retry = RetryPolicy { deadline: Duration::from_secs(30), ..RetryPolicy::default() };
    let client = Client::new(Config { retry, ..server.config() }).unwrap();
    let error = client.get(&IDENTITY.at(ID)).await.unwrap_err();
    assert_eq!(error.status(), Some(429));
    assert!(error.hint().unwrap().contains("requests per minute"));
    assert_eq!(server.seen().len(), 1);
}

#[tokio::test]
async fn a_gateway_s_failure_repeats_everything_but_a_post() {
    let page = || Answer::text(502, "text/html", "<h1>502 Bad Gateway</h1>");
    let again = || [page(), Answer::identity()];
    let server = Server::script([again(), again(), again(), again()].concat()).await;
    let client = server.client();
    client.get(&IDENTITY.at(ID)).await.unwrap();
    client.delete(&IDENTITY.at(ID)).await.unwrap();
    client.patch(&IDENTITY.at(ID), &body()).await.unwrap();
    client.put(&IDENTITY.at(ID), &body()).await.unwrap();
    assert_eq!(server.seen().len(), 8);

    let server = Server::start(move |_| page()).await;
    let client = server.client();
    for (error, attempts) in [
        (client.post(&IDENTITY.at(ID), &body()).await.unwrap_err(), 1),
        (client.patch(&IDENTITY.at(ID), &body()).await.unwrap_err(), 6),
        (client.get(&IDENTITY.at(ID)).await.unwrap_err(), 6),
    ] {
        let Error::NotJson { attempts: found, excerpt, .. } = &error else { panic!("{error:?}") };
        assert_eq!((*found, excerpt.as_str()), (attempts, "502 Bad Gateway"));
        assert!(error.hint().unwrap().contains("A proxy in front"));
    }
}

#[tokio::test]
async fn a_lost_answer_repeats_everything_but_a_post() {
    for lost in [Answer::Close, Answer::Cut] {
        let again = [lost.clone(), Answer::identity()];
        let server = Server::script([&again[..], &again, &again[..1]].concat()).await;
        let client = server.client();
        client.get(&IDENTITY.at(ID)).await.unwrap();
        client.patch(&IDENTITY.at(ID), &body()).await.unwrap();
        let error = client.post(&IDENTITY.at(ID), &body()).await.unwrap_err();
        assert!(matches!(error, Error::Transport { sent: true, attempts: 1, .. }), "{error:?}");
        assert!(error.to_string().ends_with("; the server may have carried it out"), "{error}");
        assert!(error.hint().unwrap().contains("not known"));
        assert_eq!(server.seen().len(), 5);
    }
}

#[tokio::test]
async fn an_answer_that_nobody_can_read_is_asked_for_again() {
    for garbled in [
        Answer::text(200, "text/html", "<p>Please wait</p>"),
        Answer::text(200, "application/json", ""),
        Answer::json(200, &serde_json::json!({ "unexpected": [] })),
    ] {
        let again = [garbled.clone(), Answer::identity()];
        let server = Server::script([&again[..], &again, &again[..1]].concat()).await;
        let client = server.client();
        client.get(&IDENTITY.at(ID)).await.unwrap();
        client.patch(&IDENTITY.at(ID), &body()).await.unwrap();
        client.post(&IDENTITY.collection(), &body()).await.unwrap_err();
        assert_eq!(server.seen().len(), 5);
    }
}

#[tokio::test]
async fn a_removal_whose_answer_was_lost_finds_the_object_gone() {
    let gone = Answer::refusal(404, "NotFound", "Failed to find identity");
    let server = Server::script([Answer::Close, gone]).await;
    assert_eq!(server.client().delete(&IDENTITY.at(ID)).await.or_gone().unwrap(), None);
}

#[tokio::test]
async fn nobody_listening_is_tried_a_few_times() {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    drop(listener);
    let server = Server::script([]).await;
    let config = Config { host: parse_host(&url).unwrap(), ..server.config() };
    let client = Client::new(config).unwrap();
    let error = client.post(&IDENTITY.at(ID), &body()).await.unwrap_err();
    let Error::Connect { failure, attempts, .. } = &error else { panic!("{error:?}") };
    assert_eq!((*failure, *attempts), (ConnectFailure::Refused, 6));
    assert!(error.to_string().contains(&format!("no connection to {url}")), "{error}");
    assert!(error.hint().unwrap().contains("Nothing listens at"));
}

#[tokio::test]
async fn a_name_without_an_address_is_said() {
    let server = Server::script([]).await;
    let host = parse_host("http://no-such-host.invalid").unwrap();
    let client = Client::new(Config { host, ..server.config() }).unwrap();
    let error = client.get(&IDENTITY.at(ID)).await.unwrap_err();
    let Error::Connect { failure, attempts, .. } = &error else { panic!("{error:?}") };
    assert_eq!((*failure, *attempts), (ConnectFailure::Dns, 1), "{error}");
}

#[tokio::test]
async fn a_silent_server_is_given_up() {
    let server = Server::start(|_| Answer::Never).await;
    let limit = Duration::from_millis(50);
    let timeouts = Timeouts { request: limit, ..Timeouts::default() };
    let client = Client::new(Config { timeouts, ..server.config() }).unwrap();
    let error = client.post(&IDENTITY.at(ID), &body()).await.unwrap_err();
    assert!(matches!(error, Error::Timeout { sent: true, attempts: 1, .. }), "{error:?}");
    assert!(error.to_string().contains("within 0.1 s; the server may have"), "{error}");
    let error = client.get(&IDENTITY.at(ID)).await.unwrap_err();
    assert!(matches!(error, Error::Timeout { attempts: 2, .. }), "{error:?}");
    assert_eq!(server.seen().len(), 3);
}

#[tokio::test]
async fn a_failure_that_says_gone_is_not_repeated_and_needs_its_witness() {
    const ALONE: Endpoint = Endpoint::new("/api/v2/shops/{}", "").gone_fails("Find shop");
    const PROVEN: Endpoint = ALONE.proven_by("/api/v2/shops/{}/groups");
    let fails = || Answer::refusal(500, "Find shop", "Something went wrong");
    let nobody = || Answer::refusal(404, "NotFound", "no shop");
    let there = || Answer::json(200, &serde_json::json!({ "id": "a" }));

    let server = Server::script([fails()]).await;
    assert_eq!(server.client().get(&ALONE.at(ID)).await.or_gone().unwrap(), None);

    let server = Server::script([fails(), nobody()]).await;
    assert!(server.client().delete(&PROVEN.at(ID)).await.or_gone().unwrap().is_none());
    assert_eq!(server.seen()[1].path, format!("/api/v2/shops/{ID}/groups"));

    // The database failed, for a moment or for good.
    let server = Server::script([fails(), there(), there()]).await;
    assert!(server.client().get(&PROVEN.at(ID)).await.or_gone().unwrap().is_some());
    let server = Server::script([fails(), there(), fails()]).await;
    let error = server.client().get(&PROVEN.at(ID)).await.or_gone().unwrap_err();
    assert_eq!((error.status(), server.seen().len()), (Some(500), 3));
}
