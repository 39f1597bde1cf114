//! Universal Auth: one login for all, and failures that say what to do.

use crate::server::{Answer, ID, IDENTITY, Server};
use infisical_client::{Client, Config, Error};
use serde_json::{Value, json};
use std::sync::Arc;
use tokio::sync::Notify;
use tokio::task::JoinSet;

/// Ten reads at once.
async fn ten_reads(client: &Client) -> Vec<Result<infisical_client::Body, Error>> {
    let mut reads = JoinSet::new();
    for _ in 0..10 {
        let client = client.clone();
        reads.spawn(async move { client.get(&IDENTITY.at(ID)).await });
    }
    reads.join_all().await
}

#[tokio::test]
async fn first_requests_share_one_login() {
    let server = Server::start(|seen| {
        if seen.is_login() { Answer::token("fresh-token") } else { Answer::identity() }
    })
    .await;
    let organization_slug = Some("sub-org".to_owned());
    let client = Client::new(Config { organization_slug, ..server.universal() }).unwrap();
    for read in ten_reads(&client).await {
        read.unwrap();
    }
    client.login().await.unwrap();
    assert_eq!(server.logins(), 1);
    let seen = server.seen();
    assert_eq!(seen.len(), 11);
    let login = &seen[0];
    assert_eq!(login.path, "/api/v1/auth/universal-auth/login");
    assert_eq!(login.header("authorization"), None);
    assert_eq!(
        serde_json::from_str::<Value>(&login.body).unwrap(),
        json!({
            "clientId": "the-client-id",
            "clientSecret": "the-client-secret",
            "organizationSlug": "sub-org",
        })
    );
    for read in &seen[1..] {
        assert_eq!(read.header("authorization"), Some("Bearer fresh-token"));
    }
}

#[tokio::test]
async fn a_token_needs_no_login() {
    let server = Server::script([]).await;
    server.client().login().await.unwrap();
    assert!(server.seen().is_empty());
}

#[tokio::test]
async fn wrong_credentials_are_tried_once() {
    let server =
        Server::start(|_| Answer::refusal(401, "UnauthorizedError", "Invalid credentials")).await;
    let client = Client::new(server.universal()).unwrap();
    for read in ten_reads(&client).await {
        let error = read.unwrap_err();
        assert!(matches!(error, Error::Login { .. }), "{error:?}");
        assert_eq!(
            error.to_string(),
            "login with universal auth failed: POST /api/v1/auth/universal-auth/login answered \
             401 Unauthorized: Invalid credentials"
        );
        assert!(error.hint().unwrap().starts_with("Check the client ID and the client secret"));
    }
    client.login().await.unwrap_err();
    assert_eq!(server.seen().len(), 1);
}

#[tokio::test]
async fn a_failure_of_the_server_is_shared_by_those_who_wait_but_not_kept() {
    let release = Arc::new(Notify::new());
    let failure = Answer::refusal(500, "InternalServerError", "Something went wrong");
    let held = Answer::Held(Arc::clone(&release), Box::new(failure.clone()));
    let script = [held, failure.clone(), failure, Answer::token("fresh-token")];
    let server = Server::script(script).await;
    let client = Client::new(server.universal()).unwrap();
    let reads = async { ten_reads(&client).await };
    let release = async {
        server.arrived(1).await;
        // The reads were all started before the login could arrive.
        release.notify_one();
    };
    let (reads, ()) = tokio::join!(reads, release);
    assert!(reads.iter().all(|read| matches!(read, Err(Error::Login { .. }))), "{reads:?}");
    assert_eq!(server.seen().len(), 3);
    client.login().await.unwrap();
}

#[tokio::test]
async fn an_unknown_client_id_is_no_missing_object() {
    let text = "No identity with specified client ID was found";
    let server = Server::script([Answer::refusal(404, "NotFound", text)]).await;
    let client = Client::new(server.universal()).unwrap();
    let error = client.get(&IDENTITY.at(ID)).await.unwrap_err();
    assert!(!error.is_gone());
    assert!(error.hint().unwrap().contains("No identity has this client ID"));
}

#[tokio::test]
async fn a_login_survives_an_overloaded_server() {
    let server = Server::script([
        Answer::text(503, "text/html", "<h1>503</h1>"),
        Answer::refusal(429, "RateLimitExceeded", "Rate limit exceeded").with("retry-after", "0"),
        Answer::Close,
        Answer::token("fresh-token"),
    ])
    .await;
    Client::new(server.universal()).unwrap().login().await.unwrap();
    assert_eq!(server.seen().len(), 4);
}

#[tokio::test]
async fn a_login_page_is_not_a_login() {
    for (answer, part) in [
        (Answer::text(200, "text/html", "<p>Welcome</p>"), "text/html instead of JSON"),
        (Answer::json(200, &json!({ "token": "other" })), "not with an access token"),
    ] {
        let again = [answer.clone(), answer.clone(), Answer::token("fresh-token")];
        let server = Server::script(again).await;
        Client::new(server.universal()).unwrap().login().await.unwrap();

        let server = Server::start(move |_| answer.clone()).await;
        let error = Client::new(server.universal()).unwrap().login().await.unwrap_err();
        assert!(error.to_string().contains(part), "{error}");
        assert!(error.hint().is_some());
        assert_eq!(server.seen().len(), 3);
    }
}
