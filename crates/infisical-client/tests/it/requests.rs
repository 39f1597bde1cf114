//! What goes over the wire, and what is made of the answers.

use crate::server::{Answer, ID, IDENTITY, Server, TOKEN, body};
use infisical_client::{Client, Config, Credentials, Endpoint, Error, OrGone, parse_host};
use serde_json::json;
use std::sync::Arc;
use tokio::sync::Notify;

#[tokio::test]
async fn a_read_carries_the_token_and_brings_the_object() {
    let server = Server::script([Answer::identity()]).await;
    let client = Client::new(Config { user_agent: "test/1".into(), ..server.config() }).unwrap();
    let found = client.get(&IDENTITY.at(ID)).await.unwrap();
    assert_eq!(found["id"], ID);
    let seen = server.seen().remove(0);
    assert_eq!((seen.method.as_str(), seen.path), ("GET", format!("/api/v1/identities/{ID}")));
    assert_eq!(seen.headers.iter().filter(|(name, _)| name == "authorization").count(), 1);
    let header = |name| seen.headers.iter().find(|h| h.0 == name).map(|h| h.1.as_str());
    assert_eq!(header("authorization"), Some(format!("Bearer {TOKEN}").as_str()));
    assert_eq!(header("user-agent"), Some("test/1"));
    assert_eq!(header("content-type"), None);
}

#[tokio::test]
async fn a_write_is_json() {
    let server = Server::start(|_| Answer::identity()).await;
    let client = server.client();
    client.post(&IDENTITY.collection(), &body()).await.unwrap();
    client.patch(&IDENTITY.at(ID), &body()).await.unwrap();
    client.put(&IDENTITY.at(ID), &body()).await.unwrap();
    client.delete_with(&IDENTITY.at(ID), &body()).await.unwrap();
    let seen = server.seen();
    let methods: Vec<_> = seen.iter().map(|seen| seen.method.as_str()).collect();
    assert_eq!(methods, ["POST", "PATCH", "PUT", "DELETE"]);
    assert_eq!(seen[0].path, "/api/v1/identities");
    for seen in seen {
        assert_eq!(seen.body, r#"{"name":"n"}"#);
        assert_eq!(seen.header("content-type"), Some("application/json"));
    }
}

#[tokio::test]
async fn a_removal_has_neither_body_nor_content_type() {
    let server = Server::script([Answer::identity()]).await;
    server.client().delete(&IDENTITY.at(ID)).await.unwrap();
    let seen = server.seen().remove(0);
    assert_eq!((seen.method.as_str(), seen.body.as_str()), ("DELETE", ""));
    assert_eq!(seen.header("content-type"), None);
}

#[tokio::test]
async fn ids_arrive_as_one_segment_below_the_host_s_prefix() {
    let server = Server::script([Answer::identity()]).await;
    let host = parse_host(&format!("{}/infisical/api/", server.url)).unwrap();
    let client = Client::new(Config { host, ..server.config() }).unwrap();
    client.get(&IDENTITY.at("a/../b c?d%2F#é")).await.unwrap();
    let path = server.seen().remove(0).path;
    assert_eq!(path, "/infisical/api/v1/identities/a%2F..%2Fb%20c%3Fd%252F%23%C3%A9");
}

#[tokio::test]
async fn ids_that_would_address_something_else_are_not_sent() {
    let server = Server::script([]).await;
    let client = server.client();
    for id in ["", ".", ".."] {
        let error = client.delete(&IDENTITY.at(id)).await.unwrap_err();
        assert!(matches!(error, Error::Path { .. }), "{error:?}");
    }
    assert!(server.seen().is_empty());
}

#[tokio::test]
async fn what_is_not_there_is_none() {
    let server = Server::script([
        Answer::refusal(404, "NotFound", "Failed to find identity"),
        Answer::refusal(400, "BadRequest", "The identity does not have azure auth"),
    ])
    .await;
    let client = server.client();
    assert_eq!(client.get(&IDENTITY.at(ID)).await.or_gone().unwrap(), None);
    assert_eq!(client.delete(&IDENTITY.at(ID)).await.or_gone().unwrap(), None);
}

#[tokio::test]
async fn an_unknown_route_is_a_wrong_host_and_not_a_missing_object() {
    for answer in [
        Answer::refusal(404, "Not Found", "Route GET:/api/v1/identities/x not found"),
        Answer::text(404, "text/html", "<html><body><h1>Not here</h1></body></html>"),
        Answer::text(200, "text/html", "<html><body>Sign in to Infisical</body></html>"),
    ] {
        let server = Server::start(move |_| answer.clone()).await;
        let error = server.client().get(&IDENTITY.at("x")).await.or_gone().unwrap_err();
        assert!(error.hint().unwrap().contains("Check the host"), "{error}");
    }
}

#[tokio::test]
async fn a_refused_body_names_its_members_in_both_dialects() {
    let issues = json!([{ "code": "too_small", "path": ["accessTokenTTL"], "message": "Small" }]);
    for status in [401, 422] {
        let refusal = json!({ "message": issues, "error": "ValidationFailure", "reqId": "req-1" });
        let server = Server::script([Answer::json(status, &refusal)]).await;
        let error = server.client().post(&IDENTITY.at(ID), &body()).await.unwrap_err();
        assert_eq!(error.issues()[0].path, ["accessTokenTTL"]);
        assert_eq!(error.status(), Some(status));
        assert_eq!(error.hint(), None, "not a matter of credentials");
        assert!(error.to_string().ends_with(": accessTokenTTL: Small (request id req-1)"));
        assert_eq!(server.seen().len(), 1);
    }
}

#[tokio::test]
async fn a_redirect_is_not_followed() {
    let elsewhere = Server::script([]).await;
    let redirect = Answer::text(302, "text/html", "").with("location", &elsewhere.url);
    let server = Server::start(move |_| redirect.clone()).await;
    let client = server.client();
    let error = client.get(&IDENTITY.at(ID)).await.unwrap_err();
    assert!(error.to_string().contains(&elsewhere.url), "{error}");
    client.post(&IDENTITY.at(ID), &body()).await.unwrap_err();
    assert!(elsewhere.seen().is_empty());
}

#[tokio::test]
async fn writes_on_one_id_take_turns() {
    const OTHER: &str = "9b1deb4d-3b7d-4bad-9bdd-2b0d7b3dcb6d";
    let release = Arc::new(Notify::new());
    let held = Answer::Held(Arc::clone(&release), Box::new(Answer::identity()));
    let server = Server::script([held, Answer::identity(), Answer::identity()]).await;
    let client = server.client();
    let write = |path: &'static str| {
        let client = client.clone();
        let at = Endpoint::new(path, "identity").at(ID);
        tokio::spawn(async move { client.patch(&at, &body()).await })
    };
    let first = write("/api/v1/identities/{}");
    server.arrived(1).await;
    let second = write("/api/v1/auth/azure-auth/identities/{}");
    client.patch(&IDENTITY.at(OTHER), &body()).await.unwrap();
    assert_eq!(server.seen().len(), 2, "the second write waits, another id's does not");
    release.notify_one();
    first.await.unwrap().unwrap();
    second.await.unwrap().unwrap();
    assert!(server.seen()[2].path.contains("azure-auth"));
}

#[test]
fn a_configuration_that_makes_no_client_is_refused_at_once() {
    let host = || parse_host("https://app.infisical.com").unwrap();
    let token = |token: &str| Credentials::Token(token.into());
    let agent =
        |agent: &str| Config { user_agent: agent.into(), ..Config::new(host(), token("x")) };
    let ftp = "ftp://x".parse().unwrap();
    for (config, part) in [
        (Config::new(host(), token(" ")), "token is empty"),
        (Config::new(host(), token("a\nb")), "characters"),
        (Config::new(ftp, token("x")), "only `https` and `http`"),
        (agent("a\nb"), "HTTP"),
    ] {
        let error = Client::new(config).unwrap_err();
        assert!(matches!(error, Error::Build { .. }));
        assert!(error.to_string().contains(part), "{error}");
    }
    assert!(Client::new(Config::new(host(), token(" x\n"))).is_ok(), "pasted with a line end");
}
