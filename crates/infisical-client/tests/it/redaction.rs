//! No secret leaves through errors, debug output or logs.

use crate::log;
use crate::server::{Answer, ID, IDENTITY, Server, TOKEN};
use infisical_client::Client;
use serde_json::json;

#[tokio::test]
async fn a_server_that_repeats_secrets_is_not_repeated() {
    let echo = |text: &str| Answer::refusal(400, "BadRequest", &format!("bad value {text}!"));
    let page = format!("<p>{TOKEN}</p>");
    let server = Server::script([
        echo(TOKEN),
        echo("hunter2hunter2"),
        Answer::text(500, "text/html", &page),
    ])
    .await;
    let client = server.client();
    let body = json!({ "config": { "password": "hunter2hunter2" } }).as_object().unwrap().clone();
    for _ in 0..3 {
        let error = client.post(&IDENTITY.at(ID), &body).await.unwrap_err();
        let shown = format!("{error} {error:?} {:?}", error.hint());
        assert!(shown.contains("(redacted)"), "{shown}");
        assert!(!shown.contains(TOKEN) && !shown.contains("hunter2"), "{shown}");
    }
}

#[tokio::test]
async fn configuration_and_client_can_be_printed() {
    let server = Server::script([]).await;
    let shown = format!("{:?} {:?}", server.universal(), server.client());
    assert!(!shown.contains("the-client") && !shown.contains(TOKEN), "{shown}");
}

#[tokio::test]
async fn logs_tell_the_requests_and_no_secret() {
    let server = Server::script([
        Answer::token("fresh-token"),
        Answer::text(503, "text/html", "<p>busy: fresh-token</p>"),
        Answer::json(200, &json!({ "identity": { "id": ID, "note": "fresh-token is yours" } })),
        Answer::json(200, &json!({ "identity": { "clientSecret": "brand-new", "was": "ey.jwt" } })),
    ])
    .await;
    let client = Client::new(server.universal()).unwrap();
    client.get(&IDENTITY.at(ID)).await.unwrap();
    let body = json!({ "tokenReviewerJwt": "ey.jwt", "ttl": 60 }).as_object().unwrap().clone();
    client.post(&IDENTITY.at(ID), &body).await.unwrap();

    let text = log::of_this_thread();
    let path = format!("/api/v1/identities/{ID}");
    for part in [
        "DEBUG infisical_client message=request method=POST \
         path=\"/api/v1/auth/universal-auth/login\" status=200 attempt=1 duration_ms=",
        &format!("DEBUG infisical_client message=request method=GET path=\"{path}\" status=503"),
        &format!("method=GET path=\"{path}\" status=200 attempt=2"),
        "response body is not JSON",
        "content_type=\"text/html\" bytes=24",
        r#"body={"tokenReviewerJwt":"(redacted)","ttl":60}"#,
        r#""note":"(redacted) is yours""#,
        r#"{"identity":{"clientSecret":"(redacted)","was":"(redacted)"}}"#,
    ] {
        assert!(text.contains(part), "{part}\n{text}");
    }
    for secret in ["the-client-secret", "the-client-id", "fresh-token", "ey.jwt", "brand-new"] {
        assert!(!text.contains(secret), "{secret}\n{text}");
    }
    assert!(!text.to_lowercase().contains("authorization") && !text.contains("Bearer"), "{text}");
}
