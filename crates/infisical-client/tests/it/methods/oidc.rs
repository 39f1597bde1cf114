//! OIDC: the token of GitHub Actions.

use super::{WHO, missing, sent, with_jwt};
use crate::server::{Answer, Server};
use infisical_client::{Credentials, Oidc};
use serde_json::json;

fn github(audience: Option<&str>) -> Credentials {
    Credentials::jwt(WHO, Oidc::GitHub { audience: audience.map(str::to_owned) })
}

#[tokio::test]
async fn github_is_asked_for_a_token() {
    let server = Server::start(|_| Answer::json(200, &json!({ "value": "jwt.of.github" }))).await;
    let url = format!("{}/token?api-version=2.0", server.url);
    let variables =
        [("ACTIONS_ID_TOKEN_REQUEST_URL", url.as_str()), ("ACTIONS_ID_TOKEN_REQUEST_TOKEN", "ask")];
    for (audience, query) in [
        (None, "api-version=2.0"),
        (
            Some("https://infisical.example"),
            "api-version=2.0&audience=https%3A%2F%2Finfisical.example",
        ),
    ] {
        let (path, body) = sent(github(audience), &variables).await;
        assert_eq!(path, "/api/v1/auth/oidc-auth/login");
        assert_eq!(body, with_jwt("jwt.of.github"));
        let asked = server.seen().pop().unwrap();
        assert_eq!(asked.path, format!("/token?{query}"));
        assert_eq!(asked.header("authorization"), Some("Bearer ask"));
    }
}

#[tokio::test]
async fn a_job_that_may_not_ask_is_told_what_it_needs() {
    let refuses = Server::start(|_| Answer::text(403, "text/plain", "no, ask-me")).await;
    let strange = Server::start(|_| Answer::json(200, &json!({ "count": 1 }))).await;
    for (url, part) in [
        (None, "ACTIONS_ID_TOKEN_REQUEST_URL is not set"),
        (Some("nonsense"), "is no URL"),
        (Some(refuses.url.as_str()), "answered 403: no, (redacted)"),
        (Some(strange.url.as_str()), "answered without `value`"),
    ] {
        let mut variables = vec![("ACTIONS_ID_TOKEN_REQUEST_TOKEN", "ask-me")];
        variables.extend(url.map(|url| ("ACTIONS_ID_TOKEN_REQUEST_URL", url)));
        let (message, hint) = missing(github(None), &variables).await;
        assert!(message.contains(part), "{message}");
        assert!(url == Some("nonsense") || hint.contains("id-token: write"), "{hint}");
    }
}
