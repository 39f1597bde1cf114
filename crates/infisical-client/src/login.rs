//! Credentials, and the one login that all requests share.

use crate::Body;
use crate::answer::read;
use crate::error::{Error, Request};
use crate::method::Method;
use crate::retry::Purpose;
use crate::secret::Secret;
use crate::transport::{Outgoing, Transport};
use reqwest::header::HeaderValue;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use tokio::sync::Mutex;

/// How the client proves who it is.
#[derive(Debug, Clone)]
pub enum Credentials {
    /// Universal Auth: the client logs in and receives an access token.
    Universal {
        /// The identity's client ID.
        client_id: Secret,
        /// One of its client secrets.
        client_secret: Secret,
    },
    /// An access token that exists already.
    Token(Secret),
}

impl Credentials {
    /// Every value of these credentials that must not be shown.
    pub(crate) fn secrets(&self) -> Vec<&Secret> {
        match self {
            Self::Universal { client_id, client_secret } => vec![client_id, client_secret],
            Self::Token(token) => vec![token],
        }
    }
}

/// The access token of all requests.
pub(crate) struct Session {
    credentials: Credentials,
    organization_slug: Option<String>,
    state: Mutex<State>,
    /// How many logins have ended, whether well or not.
    ended: AtomicU64,
}

#[derive(Default)]
struct State {
    authorization: Option<HeaderValue>,
    /// Why the latest login failed.
    failure: Option<Arc<Error>>,
}

impl Session {
    pub(crate) fn new(
        credentials: Credentials,
        organization_slug: Option<String>,
    ) -> Result<Self, Error> {
        let mut state = State::default();
        if let Credentials::Token(token) = &credentials {
            let build = |reason: &str| Error::Build { reason: reason.to_owned() };
            if token.expose().trim().is_empty() {
                return Err(build("the access token is empty"));
            }
            let header = bearer(token.expose())
                .ok_or_else(|| build("the access token has characters that no access token has"))?;
            state.authorization = Some(header);
        }
        let state = Mutex::new(state);
        Ok(Self { credentials, organization_slug, state, ended: AtomicU64::new(0) })
    }

    /// The `Authorization` header. Whoever comes first logs in; those who come meanwhile wait for
    /// the same outcome, a failure included.
    pub(crate) async fn authorization(&self, transport: &Transport) -> Result<HeaderValue, Error> {
        let ended_before = self.ended.load(Ordering::Acquire);
        let mut state = self.state.lock().await;
        if let Some(header) = &state.authorization {
            return Ok(header.clone());
        }
        let Credentials::Universal { client_id, client_secret } = &self.credentials else {
            return Err(Error::Build { reason: "there is no access token".to_owned() });
        };
        if let Some(source) = &state.failure {
            let waited = self.ended.load(Ordering::Acquire) != ended_before;
            if waited || is_definitive(source) {
                return Err(failed(Arc::clone(source)));
            }
        }
        let outcome = self.universal(transport, client_id, client_secret).await;
        match outcome {
            Ok(header) => {
                self.ended.fetch_add(1, Ordering::Release);
                state.failure = None;
                state.authorization = Some(header.clone());
                Ok(header)
            }
            Err(error @ Error::Cancelled { .. }) => Err(error),
            Err(error) => {
                self.ended.fetch_add(1, Ordering::Release);
                let source = Arc::new(error);
                state.failure = Some(Arc::clone(&source));
                Err(failed(source))
            }
        }
    }

    async fn universal(
        &self,
        transport: &Transport,
        client_id: &Secret,
        client_secret: &Secret,
    ) -> Result<HeaderValue, Error> {
        let path = "/api/v1/auth/universal-auth/login".to_owned();
        let request = Arc::new(Request { method: Method::Post, path });
        let mut body = Body::new();
        body.insert("clientId".to_owned(), client_id.expose().into());
        body.insert("clientSecret".to_owned(), client_secret.expose().into());
        if let Some(slug) = &self.organization_slug {
            body.insert("organizationSlug".to_owned(), slug.as_str().into());
        }
        let purpose = Purpose::Login;
        let outgoing =
            Outgoing { request: &request, purpose, body: Some(&body), authorization: None };
        let answer = transport.send(outgoing).await?;
        let object = read(&answer, &request, None, &transport.redactor)?;
        let token = object.get("accessToken").and_then(|token| token.as_str());
        let header = token.and_then(|token| {
            transport.redactor.learn(&token.into());
            bearer(token)
        });
        header.ok_or_else(|| Error::Decode {
            request,
            status: answer.status,
            expected: "an access token",
            reason: "`accessToken` is missing or malformed".to_owned(),
        })
    }
}

fn failed(source: Arc<Error>) -> Error {
    Error::Login { method: "universal auth", source }
}

/// Whether the same credentials would be refused again: asking once more would only bring the
/// identity nearer to its lockout.
fn is_definitive(error: &Error) -> bool {
    matches!(error, Error::Status { status: 400..=499, .. }) && error.status() != Some(429)
}

fn bearer(token: &str) -> Option<HeaderValue> {
    let mut header = HeaderValue::try_from(format!("Bearer {}", token.trim())).ok()?;
    header.set_sensitive(true);
    Some(header)
}
