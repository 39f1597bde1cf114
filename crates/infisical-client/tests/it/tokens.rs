//! Tokens that end in the middle: one new login for all, and nothing is lost.

use crate::server::{Answer, ID, IDENTITY, Server, body};
use infisical_client::{Client, Error};
use serde_json::json;
use std::sync::atomic::{AtomicUsize, Ordering};
use tokio::task::JoinSet;

/// Logins give `token-1`, `token-2`, …; of them only the one with this number is good.
async fn server_that_accepts(good: usize, refusal: Answer) -> Server {
    let logins = AtomicUsize::new(0);
    Server::start(move |seen| {
        if seen.is_login() {
            return Answer::token(&format!("token-{}", logins.fetch_add(1, Ordering::SeqCst) + 1));
        }
        if seen.header("authorization") == Some(format!("Bearer token-{good}").as_str()) {
            Answer::identity()
        } else {
            refusal.clone()
        }
    })
    .await
}

#[tokio::test]
async fn a_token_that_the_server_refuses_is_renewed_once_for_all() {
    for refusal in [
        Answer::refusal(401, "UnauthorizedError", "No identity access token found"),
        Answer::refusal(403, "TokenError", "Your token has expired. Please re-authenticate."),
    ] {
        let server = server_that_accepts(2, refusal).await;
        let client = Client::new(server.universal()).unwrap();
        client.login().await.unwrap();
        let mut calls = JoinSet::new();
        for number in 0..10 {
            let client = client.clone();
            calls.spawn(async move {
                match number % 2 {
                    0 => client.get(&IDENTITY.at(ID)).await,
                    _ => client.post(&IDENTITY.collection(), &body()).await,
                }
            });
        }
        for call in calls.join_all().await {
            call.unwrap();
        }
        assert_eq!(server.logins(), 2);
    }
}

#[tokio::test]
async fn a_token_that_is_always_refused_ends_in_an_error() {
    let refusal = || Answer::refusal(401, "UnauthorizedError", "No identity access token found");
    let server = server_that_accepts(0, refusal()).await;
    let client = Client::new(server.universal()).unwrap();
    let error = client.get(&IDENTITY.at(ID)).await.unwrap_err();
    assert_eq!(error.status(), Some(401));
    assert_eq!(server.logins(), 4);
    // A token that was given cannot be renewed.
    let server = Server::script([refusal()]).await;
    let error = server.client().get(&IDENTITY.at(ID)).await.unwrap_err();
    assert!(error.hint().unwrap().contains("was revoked"), "{error}");
}

#[tokio::test]
async fn a_refused_body_or_a_missing_permission_is_no_matter_of_the_token() {
    let issues = json!([{ "code": "custom", "path": ["name"], "message": "Required" }]);
    for refusal in [
        Answer::json(401, &json!({ "message": issues, "error": "ValidationFailure" })),
        Answer::refusal(403, "PermissionDenied", "You are not allowed to edit on identity"),
    ] {
        let server = server_that_accepts(0, refusal).await;
        let client = Client::new(server.universal()).unwrap();
        client.post(&IDENTITY.collection(), &body()).await.unwrap_err();
        assert_eq!((server.logins(), server.seen().len()), (1, 2));
    }
}

#[tokio::test]
async fn a_refused_new_login_is_what_everybody_hears() {
    let logins = AtomicUsize::new(0);
    let server = Server::start(move |seen| match seen.is_login() {
        true if logins.fetch_add(1, Ordering::SeqCst) == 0 => Answer::token("token-1"),
        true => Answer::refusal(401, "UnauthorizedError", "Invalid credentials"),
        false => Answer::refusal(401, "UnauthorizedError", "No identity access token found"),
    })
    .await;
    let client = Client::new(server.universal()).unwrap();
    for _ in 0..2 {
        let error = client.get(&IDENTITY.at(ID)).await.unwrap_err();
        assert!(matches!(error, Error::Login { .. }), "{error:?}");
    }
    assert_eq!(server.logins(), 2, "wrong credentials are not tried again and again");
}

#[tokio::test]
async fn a_token_is_renewed_before_it_ends() {
    let logins = AtomicUsize::new(0);
    let server = Server::start(move |seen| {
        if !seen.is_login() {
            return Answer::identity();
        }
        let (number, expires_in) = match logins.fetch_add(1, Ordering::SeqCst) {
            0 => (1, 1),
            other => (other + 1, 3600),
        };
        let token = format!("token-{number}");
        Answer::json(200, &json!({ "accessToken": token, "expiresIn": expires_in }))
    })
    .await;
    let client = Client::new(server.universal()).unwrap();
    let began = std::time::Instant::now();
    while server.logins() < 2 {
        client.get(&IDENTITY.at(ID)).await.unwrap();
        assert!(began.elapsed().as_secs() < 60, "the token outlived its second by far");
    }
    assert!(began.elapsed().as_millis() >= 900, "a token is used for nearly all of its life");
    client.get(&IDENTITY.at(ID)).await.unwrap();
    assert_eq!(server.logins(), 2);
}
