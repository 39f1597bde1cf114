//! One request from its first attempt to its answer: deadlines, cancellation, waits, logs.

use crate::Body;
use crate::answer::{Answer, may_be_gone, refuses_token};
use crate::clock::ServerClock;
use crate::endpoint::Located;
use crate::error::{ConnectFailure, Error, Request};
use crate::login::{Session, Ticket};
use crate::method::Method;
use crate::network::{Wire, proxy, tls};
use crate::notice::Notices;
use crate::pace::{Pace, Route, Said};
use crate::redact::Redactor;
use crate::retry::{Outcome, Purpose, RetryPolicy, Tries, asked_wait, date, decide, pause};
use reqwest::header::{ACCEPT, AUTHORIZATION, CONTENT_TYPE, DATE, LOCATION};
use serde_json::Value;
use std::error::Error as StdError;
use std::hash::{BuildHasher, RandomState};
use std::io;
use std::sync::Arc;
use std::time::Duration;
use tokio::time::{Instant, sleep, timeout};
use tokio_util::sync::CancellationToken;
use tracing::{Level, debug, enabled, trace};
use url::Url;

/// The target of all events.
const TARGET: &str = "infisical_client";
/// The largest answer that is read.
const LARGEST_ANSWER: usize = 64 << 20;
/// How often one call logs in anew: a token may be revoked or used up again while it is on its way.
const MOST_LOGINS: u32 = 3;

/// How long one attempt may take.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Timeouts {
    /// Until the connection stands, TLS included.
    pub connect: Duration,
    /// Until the answer is complete, connecting included.
    pub request: Duration,
}

impl Default for Timeouts {
    fn default() -> Self {
        Self { connect: Duration::from_secs(10), request: Duration::from_mins(1) }
    }
}

/// A request as it is sent.
#[derive(Clone)]
pub(crate) struct Outgoing<'a> {
    pub(crate) request: &'a Arc<Request>,
    pub(crate) route: Route,
    pub(crate) purpose: Purpose,
    pub(crate) body: Option<&'a Body>,
    /// The object that it is about; a login is about none.
    pub(crate) located: Option<&'a Located>,
    /// Whose token it carries; a login carries none.
    pub(crate) session: Option<&'a Session>,
    /// Whether it goes on after cancellation.
    pub(crate) settle: bool,
}

impl Outgoing<'_> {
    /// Whether it may be dropped on its way: it changes nothing that must be known.
    fn droppable(&self) -> bool {
        !self.settle && matches!(self.purpose, Purpose::Login | Purpose::Call(Method::Get))
    }
}

/// Why an attempt brought no answer.
enum Failure {
    Cancelled,
    Connect(ConnectFailure, reqwest::Error),
    Lost(reqwest::Error),
    Silent,
    TooLarge(u16),
}

/// The way to the server.
pub(crate) struct Transport {
    wire: Wire,
    /// Scheme, name and port.
    origin: String,
    timeouts: Timeouts,
    retry: RetryPolicy,
    cancellation: CancellationToken,
    pace: Pace,
    clock: ServerClock,
    pub(crate) notices: Notices,
    pub(crate) redactor: Redactor,
}

impl Transport {
    pub(crate) fn new(
        host: &Url,
        wire: Wire,
        timeouts: Timeouts,
        retry: RetryPolicy,
        cancellation: CancellationToken,
    ) -> Self {
        let redactor = Redactor::default();
        for secret in &wire.secrets {
            redactor.learn(secret);
        }
        Self {
            wire,
            origin: host.origin().ascii_serialization(),
            timeouts,
            retry,
            cancellation,
            pace: Pace::default(),
            clock: ServerClock::default(),
            notices: Notices::default(),
            redactor,
        }
    }

    /// What `work` ends with; `None` when the operation is cancelled before.
    pub(crate) async fn until_cancelled<T>(&self, work: impl Future<Output = T>) -> Option<T> {
        tokio::select! {
            biased;
            () = self.cancellation.cancelled() => None,
            done = work => Some(done),
        }
    }

    /// Waits until the rate limit lets a request of this kind leave, or the operation is cancelled.
    pub(crate) async fn ready(&self, route: Route) {
        let mut queued = Duration::ZERO;
        drop(self.pace.lane(route).enter(&self.cancellation, &mut queued).await);
    }

    /// Whether few requests of this kind are left in the window.
    pub(crate) fn is_short(&self, route: Route) -> bool {
        self.pace.lane(route).is_short()
    }

    pub(crate) fn retry(&self) -> &RetryPolicy {
        &self.retry
    }

    pub(crate) fn clock(&self) -> &ServerClock {
        &self.clock
    }

    /// Waits before something is tried once more; shorter when the operation is cancelled.
    pub(crate) async fn rest(&self, time: Duration) {
        tokio::select! {
            biased;
            () = self.cancellation.cancelled() => {}
            () = sleep(time) => {}
        }
    }

    /// Sends, and reads what came. Where that is no answer of the API, it is asked for a few times more:
    /// that is safe for all but a `POST`, and a page in the answer's place may be gone by then.
    pub(crate) async fn ask<T>(
        &self,
        outgoing: Outgoing<'_>,
        read: impl Fn(&Answer) -> Result<T, Error>,
    ) -> Result<T, Error> {
        let mut failures = 0;
        loop {
            failures += 1;
            match read(&self.send(outgoing.clone()).await?) {
                Err(error)
                    if error.is_unreadable()
                        && outgoing.purpose != Purpose::Call(Method::Post)
                        && failures < self.retry.attempts.min(3) =>
                {
                    self.rest(pause(&self.retry, failures, 0.5)).await;
                }
                result => return result,
            }
        }
    }

    /// Sends until there is an answer that is not to be waited out, whatever its status.
    pub(crate) async fn send(&self, outgoing: Outgoing<'_>) -> Result<Answer, Error> {
        let Outgoing { request, purpose, session, .. } = outgoing;
        let lane = self.pace.lane(outgoing.route);
        let never = CancellationToken::new();
        let cancellation = if outgoing.settle { &never } else { &self.cancellation };
        let started = Instant::now();
        let mut tries = Tries::default();
        let mut queued = Duration::ZERO;
        let mut first_limited = None;
        let mut logins = 0;
        // Whether an earlier attempt may have been carried out.
        let mut sent = false;
        loop {
            let cancelled = |sent| Error::Cancelled { request: Arc::clone(request), sent };
            let Some(permit) = lane.enter(cancellation, &mut queued).await else {
                return Err(cancelled(sent));
            };
            // After the queue, which may have taken longer than a token lives.
            let ticket = match session {
                Some(session) => {
                    let ticket = cancellation.run_until_cancelled(session.ticket(self)).await;
                    Some(ticket.ok_or_else(|| cancelled(sent))??)
                }
                None => None,
            };
            tries.attempts += 1;
            let begun = Instant::now();
            let result = self.attempt(&outgoing, ticket.as_ref()).await;
            log(request, tries.attempts, begun.elapsed(), &result);
            if let Ok(answer) = &result {
                lane.learn(answer.budget);
            }
            drop(permit);
            if let (Ok(answer), Some(session), Some(ticket)) = (&result, session, &ticket)
                && logins < MOST_LOGINS
                && refuses_token(answer)
                && session.expire(ticket).await
            {
                logins += 1;
                continue;
            }
            let outcome = outcome(&result, outgoing.located);
            let limited = matches!(outcome, Outcome::Status(429, _));
            tries.failures += u32::from(!limited);
            tries.elapsed = started.elapsed().saturating_sub(queued);
            if limited {
                tries.limited = first_limited.get_or_insert_with(Instant::now).elapsed();
            }
            let Some(wait) = decide(&self.retry, purpose, outcome, tries, chance()) else {
                lane.note(queued, &self.notices);
                return match result {
                    Ok(answer) => {
                        let Tries { attempts, elapsed, .. } = tries;
                        Ok(Answer { attempts, elapsed, ..answer })
                    }
                    Err(failure) => Err(self.error(Arc::clone(request), failure, tries, sent)),
                };
            };
            if limited {
                // Nobody else needs to find that out.
                lane.pause(wait);
            } else {
                sent |= outcome != Outcome::NotConnected;
                self.rest(wait).await;
            }
        }
    }

    /// One attempt. What changes something is waited for even when the operation is cancelled.
    async fn attempt(
        &self,
        outgoing: &Outgoing<'_>,
        ticket: Option<&Ticket>,
    ) -> Result<Answer, Failure> {
        let exchange = timeout(self.timeouts.request, self.exchange(outgoing, ticket));
        let result = if outgoing.droppable() {
            tokio::select! {
                biased;
                () = self.cancellation.cancelled() => return Err(Failure::Cancelled),
                result = exchange => result,
            }
        } else {
            exchange.await
        };
        result.unwrap_or(Err(Failure::Silent))
    }

    async fn exchange(
        &self,
        outgoing: &Outgoing<'_>,
        ticket: Option<&Ticket>,
    ) -> Result<Answer, Failure> {
        let Outgoing { request, body, .. } = outgoing;
        let method = match request.method {
            Method::Get => reqwest::Method::GET,
            Method::Post => reqwest::Method::POST,
            Method::Patch => reqwest::Method::PATCH,
            Method::Put => reqwest::Method::PUT,
            Method::Delete => reqwest::Method::DELETE,
        };
        let url = format!("{}{}", self.wire.base, request.path);
        let mut builder = self.wire.http.request(method, url).header(ACCEPT, "application/json");
        if let Some(ticket) = ticket {
            builder = builder.header(AUTHORIZATION, ticket.header());
        }
        // The server fails on a JSON content type without a body, so the two come together.
        if let Some(body) = body {
            let body = Value::Object((*body).clone());
            self.trace_body("request", outgoing, &body);
            builder = builder.header(CONTENT_TYPE, "application/json").body(body.to_string());
        }
        let mut response = builder.send().await.map_err(failure)?;
        let status = response.status().as_u16();
        let headers = response.headers();
        if let Some(time) = date(headers, &DATE) {
            self.clock.observe(time);
        }
        let text = |name| Some(headers.get(name)?.to_str().ok()?.to_owned());
        let mut answer = Answer {
            status,
            content_type: text(CONTENT_TYPE.as_str()),
            request_id: text("x-request-id"),
            location: text(LOCATION.as_str()),
            wait: asked_wait(status, headers),
            budget: Said::of(status, headers),
            ..Answer::default()
        };
        while let Some(chunk) = response.chunk().await.map_err(Failure::Lost)? {
            if answer.bytes.len() + chunk.len() > LARGEST_ANSWER {
                return Err(Failure::TooLarge(status));
            }
            answer.bytes.extend_from_slice(&chunk);
        }
        self.trace_answer(outgoing, &answer);
        Ok(answer)
    }

    fn trace_body(&self, what: &str, outgoing: &Outgoing<'_>, body: &Value) {
        if enabled!(target: TARGET, Level::TRACE) {
            let Request { method, path } = &**outgoing.request;
            // An answer may repeat what was sent.
            let body = self.redactor.with_body(outgoing.body).json(body);
            trace!(target: TARGET, %method, path, %body, "{what} body");
        }
    }

    fn trace_answer(&self, outgoing: &Outgoing<'_>, answer: &Answer) {
        if !enabled!(target: TARGET, Level::TRACE) {
            return;
        }
        if let Ok(body) = serde_json::from_slice(&answer.bytes) {
            return self.trace_body("response", outgoing, &body);
        }
        let Request { method, path } = &**outgoing.request;
        let content_type = answer.content_type.as_deref().unwrap_or_default();
        let bytes = answer.bytes.len();
        trace!(target: TARGET, %method, path, content_type, bytes, "response body is not JSON");
    }

    fn error(&self, request: Arc<Request>, failure: Failure, tries: Tries, sent: bool) -> Error {
        let Tries { attempts, elapsed, .. } = tries;
        let origin = self.origin.clone();
        match failure {
            // Only reads and logins are dropped, and what a lost login made is of no interest.
            Failure::Cancelled => {
                let sent = request.method == Method::Get;
                Error::Cancelled { request, sent }
            }
            Failure::Connect(failure, error) => {
                let reason = self.redactor.line(&root_cause(&error), 300);
                let source = Box::new(error.without_url());
                if sent {
                    // An earlier attempt may have arrived: that matters more than the last one.
                    return Error::Transport {
                        request,
                        origin,
                        reason,
                        sent,
                        source,
                        attempts,
                        elapsed,
                    };
                }
                let via = self.wire.via.clone();
                Error::Connect { request, origin, via, failure, reason, source, attempts, elapsed }
            }
            Failure::Lost(error) => {
                let reason = self.redactor.line(&root_cause(&error), 300);
                let source = Box::new(error.without_url());
                Error::Transport { request, origin, reason, sent: true, source, attempts, elapsed }
            }
            Failure::Silent => {
                let limit = self.timeouts.request;
                Error::Timeout { request, origin, limit, sent: true, attempts, elapsed }
            }
            Failure::TooLarge(status) => Error::Decode {
                request,
                status,
                expected: "at most 64 MiB",
                reason: "the answer is larger".to_owned(),
            },
        }
    }
}

/// The attempt in the words of the retry rules.
fn outcome(result: &Result<Answer, Failure>, located: Option<&Located>) -> Outcome {
    match result {
        Ok(answer) if located.is_some_and(|located| may_be_gone(answer, located)) => Outcome::Final,
        Ok(answer) => Outcome::Status(answer.status, answer.wait),
        Err(Failure::Connect(
            ConnectFailure::Refused | ConnectFailure::Timeout | ConnectFailure::Proxy,
            _,
        )) => Outcome::NotConnected,
        Err(Failure::Lost(_)) => Outcome::Lost,
        Err(Failure::Silent) => Outcome::Silent,
        Err(Failure::Cancelled | Failure::Connect(..) | Failure::TooLarge(_)) => Outcome::Final,
    }
}

/// At which step sending failed.
fn failure(error: reqwest::Error) -> Failure {
    // In TLS 1.3 the other side refuses the client's certificate when the request is on its way, but
    // before it reads any of it.
    let reason = root_cause(&error);
    if tls::refuses_certificate(&reason) {
        return Failure::Connect(ConnectFailure::ClientCertificate, error);
    }
    if !error.is_connect() {
        return Failure::Lost(error);
    }
    let refused = caused_by(&error, &|cause| {
        let kind = cause.downcast_ref::<io::Error>().map(io::Error::kind);
        kind == Some(io::ErrorKind::ConnectionRefused)
    });
    let tls = caused_by(&error, &|cause| cause.is::<rustls::Error>());
    let step = match () {
        () if error.is_dns() => ConnectFailure::Dns,
        () if refused => ConnectFailure::Refused,
        () if tls => ConnectFailure::Tls,
        () if error.is_timeout() => ConnectFailure::Timeout,
        () => proxy::failure(&reason).unwrap_or(ConnectFailure::Other),
    };
    Failure::Connect(step, error)
}

/// Whether `matches` holds for the error or a cause of it. An I/O error's inner error is not among
/// its sources, so it is looked into.
fn caused_by(
    error: &(dyn StdError + 'static),
    matches: &dyn Fn(&(dyn StdError + 'static)) -> bool,
) -> bool {
    let inner = error.downcast_ref::<io::Error>().and_then(io::Error::get_ref);
    matches(error)
        || inner.is_some_and(|inner| caused_by(inner, matches))
        || error.source().is_some_and(|source| caused_by(source, matches))
}

/// The innermost cause: the only one that says more than that something failed.
pub(crate) fn root_cause(error: &dyn StdError) -> String {
    let mut cause = error;
    while let Some(source) = cause.source() {
        cause = source;
    }
    cause.to_string()
}

/// From 0 to 1.
fn chance() -> f64 {
    // `RandomState` is seeded by the system and differs at each call; no other source is needed.
    let random = RandomState::new().hash_one(0_u8) >> 32;
    f64::from(u32::try_from(random).unwrap_or_default()) / f64::from(u32::MAX)
}

fn log(request: &Request, attempt: u32, took: Duration, result: &Result<Answer, Failure>) {
    let Request { method, path } = request;
    let duration_ms = u64::try_from(took.as_millis()).unwrap_or(u64::MAX);
    let error = match result {
        Ok(Answer { status, .. }) => {
            debug!(target: TARGET, %method, path, status, attempt, duration_ms, "request");
            return;
        }
        Err(Failure::Cancelled) => "cancelled".to_owned(),
        Err(Failure::Silent) => "no answer in time".to_owned(),
        Err(Failure::TooLarge(_)) => "the answer is too large".to_owned(),
        Err(Failure::Connect(_, error) | Failure::Lost(error)) => root_cause(error),
    };
    debug!(target: TARGET, %method, path, attempt, duration_ms, error, "request failed");
}
