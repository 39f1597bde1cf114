//! The one login that all requests share, whatever its method.

use super::{Credentials, Login, World};
use crate::answer::{Answer, read};
use crate::error::{Error, Request};
use crate::method::Method;
use crate::pace::Route;
use crate::retry::Purpose;
use crate::transport::{Outgoing, Transport};
use reqwest::header::HeaderValue;
use serde_json::Value;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;
use tokio::sync::Mutex;
use tokio::time::Instant;
use tracing::info;

/// The access token of all requests.
pub(crate) struct Session {
    credentials: Credentials,
    world: World,
    organization_slug: Option<String>,
    state: Mutex<State>,
    /// How many logins have ended, whether well or not.
    ended: AtomicU64,
}

#[derive(Default)]
struct State {
    token: Option<Token>,
    /// Why the latest login failed.
    failure: Option<Arc<Error>>,
}

/// An access token in use.
struct Token {
    ticket: Ticket,
    /// When it is no longer worth sending.
    ends: Option<Instant>,
}

/// The `Authorization` of a request, and which login it is from.
#[derive(Clone)]
pub(crate) struct Ticket {
    header: HeaderValue,
    login: u64,
}

impl Ticket {
    pub(crate) fn header(&self) -> HeaderValue {
        self.header.clone()
    }
}

impl Session {
    pub(crate) fn new(
        credentials: Credentials,
        organization_slug: Option<String>,
        world: World,
    ) -> Result<Self, Error> {
        let mut state = State::default();
        if let Credentials::Token(token) = &credentials {
            let build = |reason: &str| Error::Build { reason: reason.to_owned() };
            if token.expose().trim().is_empty() {
                return Err(build("the access token is empty"));
            }
            let header = bearer(token.expose())
                .ok_or_else(|| build("the access token has characters that no access token has"))?;
            state.token = Some(Token { ticket: Ticket { header, login: 0 }, ends: None });
        }
        let state = Mutex::new(state);
        Ok(Self { credentials, world, organization_slug, state, ended: AtomicU64::new(0) })
    }

    /// What authorizes a request. Whoever comes first, or first after the token has expired, logs in;
    /// those who come meanwhile wait for the same outcome, a failure included.
    pub(crate) async fn ticket(&self, transport: &Transport) -> Result<Ticket, Error> {
        let ended_before = self.ended.load(Ordering::Acquire);
        let mut state = self.state.lock().await;
        if let Some(token) = &state.token
            && token.ends.is_none_or(|ends| Instant::now() < ends)
        {
            return Ok(token.ticket.clone());
        }
        let Credentials::Login(login) = &self.credentials else {
            return Err(Error::Build { reason: "there is no access token".to_owned() });
        };
        if let Some(source) = &state.failure {
            let waited = self.ended.load(Ordering::Acquire) != ended_before;
            if waited || is_definitive(source) {
                return Err(failed(&**login, Arc::clone(source)));
            }
        }
        // Boxed, because sending asks for a ticket in its turn.
        let outcome = Box::pin(self.log_in(&**login, transport)).await;
        match outcome {
            Ok((header, ends)) => {
                let login = self.ended.fetch_add(1, Ordering::Release) + 1;
                let ticket = Ticket { header, login };
                state.failure = None;
                state.token = Some(Token { ticket: ticket.clone(), ends });
                Ok(ticket)
            }
            Err(error @ Error::Cancelled { .. }) => Err(error),
            Err(error) => {
                self.ended.fetch_add(1, Ordering::Release);
                let source = Arc::new(error);
                state.failure = Some(Arc::clone(&source));
                Err(failed(&**login, source))
            }
        }
    }

    /// The server refused this ticket: the next request logs in, unless another one has done so
    /// already. `false` when there is nothing to log in with.
    pub(crate) async fn expire(&self, refused: &Ticket) -> bool {
        if matches!(self.credentials, Credentials::Token(_)) {
            return false;
        }
        let mut state = self.state.lock().await;
        if state.token.as_ref().is_some_and(|token| token.ticket.login == refused.login) {
            info!(target: "infisical_client", "the access token is refused; logging in again");
            state.token = None;
        }
        true
    }

    async fn log_in(
        &self,
        login: &dyn Login,
        transport: &Transport,
    ) -> Result<(HeaderValue, Option<Instant>), Error> {
        let route = Route { method: Method::Post, path: login.kind().path };
        let request = Arc::new(Request { method: route.method, path: route.path.to_owned() });
        let proof = transport.until_cancelled(login.proof(&self.world)).await;
        let cancelled = || Error::Cancelled { request: Arc::clone(&request), sent: false };
        let mut body = proof.ok_or_else(cancelled)??;
        if let Some(slug) = &self.organization_slug {
            body.insert("organizationSlug".to_owned(), slug.as_str().into());
        }
        let purpose = Purpose::Login;
        let (request, body) = (&request, Some(&body));
        let (located, session, settle) = (None, None, false);
        let outgoing = Outgoing { request, route, purpose, body, located, session, settle };
        let asked = Instant::now();
        let granted = |answer: &Answer| {
            let object = read(answer, request, None, &transport.redactor)?;
            let token = object.get("accessToken").and_then(|token| token.as_str());
            let header = token.and_then(|token| {
                transport.redactor.learn(&token.into());
                bearer(token)
            });
            let header = header.ok_or_else(|| Error::Decode {
                request: Arc::clone(request),
                status: answer.status,
                expected: "an access token",
                reason: "`accessToken` is missing or malformed".to_owned(),
            })?;
            Ok((header, object.get("expiresIn").and_then(Value::as_u64)))
        };
        let (header, lifetime) = transport.ask(outgoing, granted).await?;
        // A tenth before its end, so that no request meets the end on its way. By our own clock: the
        // server gives a duration.
        let lifetime = lifetime.filter(|seconds| *seconds > 0);
        let ends = lifetime.map(|seconds| asked + Duration::from_secs(seconds).mul_f64(0.9));
        Ok((header, ends))
    }
}

fn failed(login: &dyn Login, source: Arc<Error>) -> Error {
    Error::Login { method: login.kind(), source }
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
