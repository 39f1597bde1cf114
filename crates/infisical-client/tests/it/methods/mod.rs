//! Each login method: what it sends, where it has it from, and what is said when it has nothing.
//! Clouds are scripted servers on 127.0.0.1, named in the variables that clouds have for that.

mod aws_iam;
mod azure;
mod gcp;
mod given;
mod oidc;
mod signed;
mod tls_cert;

use crate::server::{Answer, Seen, Server};
use infisical_client::{Client, Config, Credentials, Environment, Error};
use serde_json::{Value, json};
use std::path::PathBuf;

/// The identity that logs in.
const WHO: &str = "7f9c1a52-93bd-4b39-9d7c-3c2a5f3f8f11";

/// A login with these credentials where these variables are set: what was sent to Infisical.
async fn log_in(
    credentials: impl Into<Credentials>,
    variables: &[(&str, &str)],
) -> (Vec<Seen>, Result<(), Error>) {
    let server = Server::start(|_| Answer::token("fresh-token")).await;
    let client = client(&server, credentials, variables);
    let result = client.login().await;
    (server.seen(), result)
}

fn client(
    server: &Server,
    credentials: impl Into<Credentials>,
    variables: &[(&str, &str)],
) -> Client {
    let environment = Environment::of(variables.iter().copied());
    let credentials = credentials.into();
    Client::new(Config { credentials, environment, ..server.config() }).unwrap()
}

/// The same where it succeeds: the path, and the body.
async fn sent(credentials: impl Into<Credentials>, variables: &[(&str, &str)]) -> (String, Value) {
    let (seen, result) = log_in(credentials, variables).await;
    result.unwrap();
    let [login] = &seen[..] else { panic!("not one request: {seen:?}") };
    assert_eq!(login.method, "POST");
    (login.path.clone(), serde_json::from_str(&login.body).unwrap())
}

/// The same where there is nothing to log in with: the message and the advice. Infisical hears nothing.
async fn missing(
    credentials: impl Into<Credentials>,
    variables: &[(&str, &str)],
) -> (String, String) {
    let (seen, result) = log_in(credentials, variables).await;
    let error = result.unwrap_err();
    assert!(seen.is_empty(), "{seen:?}");
    assert!(
        matches!(&error, Error::Login { source, .. } if matches!(**source, Error::Proof { .. }))
    );
    (error.to_string(), error.hint().unwrap())
}

/// A file that is gone with its folder.
struct File {
    path: PathBuf,
    _folder: tempfile::TempDir,
}

impl File {
    fn new(content: &str) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("proof");
        std::fs::write(&path, content).unwrap();
        Self { path, _folder: folder }
    }

    fn path(&self) -> &str {
        self.path.to_str().unwrap()
    }
}

fn with_jwt(jwt: &str) -> Value {
    json!({ "identityId": WHO, "jwt": jwt })
}
