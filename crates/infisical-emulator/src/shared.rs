//! What all connections share, and the way of a request through it.

use std::collections::hash_map::DefaultHasher;
use std::hash::{Hash as _, Hasher as _};
use std::sync::{Mutex, MutexGuard, PoisonError};

use percent_encoding::percent_decode_str;
use serde_json::{Map, Value};
use tokio::sync::watch;

use crate::clock::{Clock, Millis};
use crate::fault::Faults;
use crate::journal::Journal;
use crate::message::{Reply, Request};
use crate::options::Options;
use crate::rate_limit::Standing;
use crate::refusal::Refusal;
use crate::routes::{self, Audience, Call, Caller, Route};
use crate::state::State;

/// The largest body, one mebibyte.
const LARGEST_BODY: usize = 1 << 20;

/// Everything but the sockets.
pub(crate) struct Shared {
    pub(crate) options: Options,
    pub(crate) clock: Clock,
    pub(crate) journal: Journal,
    pub(crate) faults: Mutex<Faults>,
    pub(crate) violations: Mutex<Vec<String>>,
    /// Counts the releases; a held request waits for the next.
    pub(crate) releases: watch::Sender<u64>,
    state: Mutex<State>,
    routes: Vec<Route>,
}

impl Shared {
    pub(crate) fn new(options: Options, org_id: String) -> Self {
        Self {
            routes: routes::table(options.dialect),
            clock: Clock::ahead(options.clock_ahead),
            options,
            journal: Journal::default(),
            faults: Mutex::default(),
            violations: Mutex::default(),
            releases: watch::Sender::new(0),
            state: Mutex::new(State::new(org_id)),
        }
    }

    pub(crate) fn state(&self) -> MutexGuard<'_, State> {
        lock(&self.state)
    }

    /// Carries a request out. Hooks are in Fastify's order: route, token, body, limit, handler.
    pub(crate) fn dispatch(&self, request: &Request) -> Reply {
        if request.method == "OPTIONS" {
            let vary = "Origin, Access-Control-Request-Headers";
            let headers = vec![("vary".to_owned(), vary.to_owned())];
            return Reply { status: 204, headers, body: bytes::Bytes::new() };
        }
        let mut standing = None;
        let reply = match self.handle(request, &mut standing) {
            Ok(body) => Reply::json(200, body),
            Err(refusal) => refusal.reply(self.options.dialect),
        };
        finish(request, reply, standing)
    }

    fn handle(&self, request: &Request, standing: &mut Option<Standing>) -> routes::Answer {
        let (route, parameters) = self.find(request)?;
        let now = self.clock.tick();
        let mut state = self.state();
        let caller = authenticate(&mut state, request, now)?;
        if route.audience != Audience::Everybody && caller.is_none() {
            return Err(if request.header("x-api-key").is_some() {
                Refusal::unauthorized("You are not allowed to access this resource")
            } else {
                Refusal::unauthorized("Token missing")
            });
        }
        if route.audience == Audience::People {
            return Err(Refusal::no_access(&format!("Forbidden access to {}", request.target)));
        }
        let body = if route.method == "GET" { Value::Null } else { parse(request)? };
        if let Some(limits) = &self.options.rate_limits {
            let key = (route.method, route.path.as_str());
            let client = request.client_address();
            *standing = state.windows.count(limits, route.budget, key, client, now);
            if let Some(exceeded) = standing.filter(|standing| standing.exceeded) {
                return Err(Refusal::rate_limited(self.options.dialect, exceeded.reset));
            }
        }
        let mut call = Call {
            state: &mut state,
            options: &self.options,
            request,
            parameters,
            caller,
            body,
            now,
            unknown: Vec::new(),
        };
        let answer = match route.method {
            "DELETE" if !route.body => call.no_body().and_then(|()| (route.handler)(&mut call)),
            _ => (route.handler)(&mut call),
        };
        if !call.unknown.is_empty() {
            let fields = call.unknown.join(", ");
            let violation = format!("{} {}: unknown {fields}", route.method, route.path);
            lock(&self.violations).push(violation);
        }
        answer
    }

    fn find(&self, request: &Request) -> Result<(&Route, Vec<String>), Refusal> {
        let path = request.path();
        let trimmed = path.strip_suffix('/').unwrap_or(path);
        let mut segments = Vec::new();
        for segment in trimmed.split('/').skip(1) {
            if !is_percent_encoding(segment) {
                return Err(Refusal::BadUrl { path: path.to_owned() });
            }
            segments.push(percent_decode_str(segment).decode_utf8_lossy().into_owned());
        }
        let method = if request.method == "HEAD" { "GET" } else { request.method.as_str() };
        let candidates = self.routes.iter().filter(|route| route.method == method);
        let mut matching = candidates.filter_map(|route| Some((route, route.matches(&segments)?)));
        matching.next().ok_or_else(|| Refusal::NoRoute {
            method: request.method.clone(),
            target: request.target.clone(),
        })
    }
}

/// Locks, and takes the value as it is when a test's thread panicked with the lock held.
pub(crate) fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Who sends a request: nobody without the header, and a refusal when the token is not good, also
/// on routes that need none. The scheme is not looked at: seven characters are cut off.
fn authenticate(
    state: &mut State,
    request: &Request,
    now: Millis,
) -> Result<Option<Caller>, Refusal> {
    let header = request.header("authorization").filter(|header| !header.is_empty());
    let Some(header) = header.filter(|_| request.header("x-api-key").is_none()) else {
        return Ok(None);
    };
    let jwt = header.get(7..).unwrap_or("");
    if let Some(service_token) = jwt.strip_prefix("st.") {
        let id = service_token.split('.').next().unwrap_or_default();
        return Err(Refusal::not_found(format!("Service token with ID '{id}' not found")));
    }
    let token_id = state.tokens.verify(jwt, now)?;
    let token = state.tokens.live(&token_id, now)?;
    let Some(identity) = state.identities.get(&token.identity_id) else {
        return Err(Refusal::unauthorized("No identity access token found"));
    };
    if let Some(method) = identity.attachment(token.method) {
        let client = request.client_address();
        let trusted = &method.settings.trusted_ips;
        if !token.internal && !trusted.iter().any(|ip| ip.contains(client)) {
            return Err(routes::forbidden_address());
        }
    }
    token.uses += 1;
    let (identity_id, internal) = (identity.id.clone(), token.internal);
    Ok(Some(Caller { identity_id, role: identity.membership.role, internal }))
}

/// The body by its content type. What cannot be parsed is a 500 of the server.
pub(crate) fn parse(request: &Request) -> Result<Value, Refusal> {
    if request.body.len() > LARGEST_BODY {
        return Err(Refusal::Internal);
    }
    let content_type = request.header("content-type").unwrap_or("");
    let kind = content_type.split(';').next().unwrap_or("").trim().to_ascii_lowercase();
    match kind.as_str() {
        "application/json" => serde_json::from_slice(&request.body).map_err(|_| Refusal::Internal),
        "application/x-www-form-urlencoded" => Ok(form(&request.body)),
        "text/plain" => Ok(Value::String(String::from_utf8_lossy(&request.body).into_owned())),
        "" if request.body.is_empty() => Ok(Value::Null),
        _ => Err(Refusal::Internal),
    }
}

fn form(body: &[u8]) -> Value {
    let text = String::from_utf8_lossy(body).replace('+', " ");
    let decode = |text: &str| percent_decode_str(text).decode_utf8_lossy().into_owned();
    let pairs = text.split('&').filter_map(|pair| pair.split_once('='));
    let pairs = pairs.map(|(key, value)| (decode(key), Value::String(decode(value))));
    Value::Object(pairs.collect::<Map<_, _>>())
}

fn is_percent_encoding(segment: &str) -> bool {
    segment.split('%').skip(1).all(|rest| {
        let digits = rest.as_bytes().get(..2);
        digits.is_some_and(|digits| digits.iter().all(u8::is_ascii_hexdigit))
    })
}

/// The headers of every reply; a body that the client has already is not sent again.
fn finish(request: &Request, reply: Reply, standing: Option<Standing>) -> Reply {
    let mut hasher = DefaultHasher::new();
    reply.body.hash(&mut hasher);
    let etag = format!("\"{:016x}\"", hasher.finish());
    let unchanged = reply.status == 200 && request.header("if-none-match") == Some(&etag);
    let mut reply = reply.with("vary", "Origin").with("etag", etag);
    if let Some(standing) = standing {
        reply = reply
            .with("x-ratelimit-limit", standing.limit.to_string())
            .with("x-ratelimit-remaining", standing.remaining.to_string())
            .with("x-ratelimit-reset", standing.reset.to_string());
        if standing.exceeded {
            reply = reply.with("retry-after", standing.reset.to_string());
        }
    }
    if unchanged {
        reply.status = 304;
        reply.body = bytes::Bytes::new();
    }
    reply
}
