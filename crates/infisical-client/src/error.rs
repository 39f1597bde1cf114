//! What a call fails with: one variant per place of failure. `Display` is one complete paragraph,
//! sources included; what to do next is [`Error::hint`].

use crate::endpoint::Located;
use crate::hint;
use crate::login::Kind;
use crate::method::Method;
use std::error::Error as StdError;
use std::fmt;
use std::sync::Arc;
use std::time::Duration;

/// The request that failed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Request {
    /// Its method.
    pub method: Method,
    /// Its path at the server, percent-encoded, without the host.
    pub path: String,
}

impl fmt::Display for Request {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.method, self.path)
    }
}

/// One complaint about one member of the request's body.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Issue {
    /// The member: names, and indices as numbers.
    pub path: Vec<String>,
    /// What is wrong with it.
    pub message: String,
}

impl fmt::Display for Issue {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.path.is_empty() {
            return f.write_str(&self.message);
        }
        write!(f, "{}: {}", self.path.join("."), self.message)
    }
}

/// A permission that the identity lacks, as the server names it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Permission {
    /// `read`, `create`, `edit`, `delete`, …
    pub action: String,
    /// `identity`, `secrets`, …
    pub subject: String,
}

/// At which step a connection failed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ConnectFailure {
    /// Nobody listens at the address.
    Refused,
    /// The name has no address.
    Dns,
    /// The certificate is not trusted, or the other side speaks no TLS.
    Tls,
    /// The other side wants a certificate of the client, or does not accept the one that it got.
    ClientCertificate,
    /// The address does not answer.
    Timeout,
    /// The proxy does not connect further.
    Proxy,
    /// The proxy wants a user name and a password, or others.
    ProxyLogin,
    /// Anything else.
    Other,
}

/// What was found of what a create may have made.
#[derive(Debug)]
pub enum Finding {
    /// Nothing, so far.
    Nothing,
    /// Something else is in its place.
    Different,
    /// Something that was there before has its name, which nothing else can have.
    Taken,
    /// Several that may be it, by their ids.
    Several(Vec<String>),
    /// Looking failed, too.
    Unknown(Box<Error>),
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Nothing => f.write_str("what it should make is not there so far"),
            Self::Different => f.write_str("in its place is one with other settings"),
            Self::Taken => f.write_str("an older one has its name"),
            Self::Several(ids) => {
                write!(f, "several objects may be what it made: {}", ids.join(", "))
            }
            Self::Unknown(error) => write!(f, "looking for what it made failed, too: {error}"),
        }
    }
}

/// What a call fails with. (The rarer parts are boxed, so that every `Result` stays small.)
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The configuration makes no client. Nothing was sent.
    #[error("the client cannot be built: {reason}")]
    Build {
        /// What is wrong.
        reason: String,
    },
    /// The ids make no path. Nothing was sent.
    #[error("{request} cannot be sent: {reason}")]
    Path {
        /// The request.
        request: Arc<Request>,
        /// What is wrong.
        reason: &'static str,
    },
    /// The login failed, so the request was not sent.
    #[error("login with {} failed: {source}", method.name)]
    Login {
        /// The login method.
        method: &'static Kind,
        /// Why; shared by all requests that waited for this login.
        source: Arc<Error>,
    },
    /// There is nothing to log in with: a variable, a file or a cloud did not give it.
    #[error("{reason}")]
    Proof {
        /// What is missing, and where.
        reason: String,
        /// What to do about it.
        advice: String,
    },
    /// No connection came about. Nothing was sent.
    #[error(
        "{request}: no connection to {origin}{}: {reason}{}",
        through(via.as_deref()), effort(*attempts, *elapsed)
    )]
    Connect {
        /// The request.
        request: Arc<Request>,
        /// Scheme, name and port.
        origin: String,
        /// The proxy that it goes through: scheme, name and port.
        via: Option<Box<str>>,
        /// The step that failed.
        failure: ConnectFailure,
        /// The cause, in the system's words.
        reason: String,
        /// The cause.
        source: Box<dyn StdError + Send + Sync>,
        /// How often it was tried.
        attempts: u32,
        /// For how long.
        elapsed: Duration,
    },
    /// The connection broke before the answer was complete.
    #[error(
        "{request}: the connection to {origin} broke before the answer was complete: \
         {reason}{}{}", effort(*attempts, *elapsed), unknown(request, *sent)
    )]
    Transport {
        /// The request.
        request: Arc<Request>,
        /// Scheme, name and port.
        origin: String,
        /// The cause, in the system's words.
        reason: String,
        /// Whether the request may have reached the server.
        sent: bool,
        /// The cause.
        source: Box<dyn StdError + Send + Sync>,
        /// How often it was tried.
        attempts: u32,
        /// For how long.
        elapsed: Duration,
    },
    /// No complete answer within the time that a request has.
    #[error(
        "{request}: no answer from {origin} within {}{}{}",
        seconds(*limit), effort(*attempts, *elapsed), unknown(request, *sent)
    )]
    Timeout {
        /// The request.
        request: Arc<Request>,
        /// Scheme, name and port.
        origin: String,
        /// The time that one attempt has.
        limit: Duration,
        /// Whether the request may have reached the server.
        sent: bool,
        /// How often it was tried.
        attempts: u32,
        /// For how long.
        elapsed: Duration,
    },
    /// The server said no.
    #[error(
        "{request} answered {}: {message}{}{}",
        status_line(*status), id(request_id.as_deref()), effort(*attempts, *elapsed)
    )]
    Status {
        /// The request.
        request: Arc<Request>,
        /// The status.
        status: u16,
        /// The server's message; for a refused body, its issues in one line.
        message: String,
        /// The server's kind of error: `BadRequest`, `PermissionDenied`, `TokenError`, …
        error: Option<Box<str>>,
        /// What to look for in the server's log.
        request_id: Option<Box<str>>,
        /// What the server's schema refused.
        issues: Vec<Issue>,
        /// What the identity lacks, when the server says so.
        permission: Option<Box<Permission>>,
        /// The object is not there.
        gone: bool,
        /// How often it was tried.
        attempts: u32,
        /// For how long.
        elapsed: Duration,
    },
    /// Something answered that is not the API: a proxy, a login page, the web interface.
    #[error(
        "{request} answered {} with {} instead of JSON{}{}",
        status_line(*status), content_type.as_deref().unwrap_or("no content type"),
        quoted(excerpt), effort(*attempts, *elapsed)
    )]
    NotJson {
        /// The request.
        request: Arc<Request>,
        /// The status.
        status: u16,
        /// The answer's type.
        content_type: Option<String>,
        /// The beginning of its text, without tags.
        excerpt: String,
        /// How often it was tried.
        attempts: u32,
        /// For how long.
        elapsed: Duration,
    },
    /// The answer lacks the object.
    #[error("{request} answered {} without an object `{envelope}`", status_line(*status))]
    Envelope {
        /// The request.
        request: Arc<Request>,
        /// The status.
        status: u16,
        /// The member that should hold the object.
        envelope: &'static str,
    },
    /// The answer is not what the API documents.
    #[error("{request} answered {}, but not with {expected}: {reason}", status_line(*status))]
    Decode {
        /// The request.
        request: Arc<Request>,
        /// The status.
        status: u16,
        /// What was expected.
        expected: &'static str,
        /// What was found.
        reason: String,
    },
    /// It is not known whether a create happened, although it was looked for.
    #[error("{source}; {finding}")]
    Unresolved {
        /// What the create failed with.
        source: Box<Error>,
        /// What was found.
        finding: Finding,
        /// What to look for; `None` where it can only be at the path of the request.
        name: Option<String>,
    },
    /// The operation was cancelled.
    #[error("{request} was cancelled{}", if *sent { unknown(request, true) } else { " before it was sent" })]
    Cancelled {
        /// The request.
        request: Arc<Request>,
        /// Whether the request may have reached the server.
        sent: bool,
    },
}

impl Error {
    /// That something is not there, found out without asking for it by itself.
    pub(crate) fn gone(method: Method, at: &Located, message: &str) -> Self {
        Self::Status {
            request: Arc::new(Request { method, path: at.to_string() }),
            status: 404,
            message: message.to_owned(),
            error: None,
            request_id: None,
            issues: Vec::new(),
            permission: None,
            gone: true,
            attempts: 1,
            elapsed: Duration::ZERO,
        }
    }

    pub(crate) fn unresolved(source: Self, finding: Finding, name: Option<&str>) -> Self {
        Self::Unresolved { source: Box::new(source), finding, name: name.map(str::to_owned) }
    }

    /// Whether the server said yes, but not with what it should say.
    pub(crate) fn is_unreadable(&self) -> bool {
        matches!(
            self,
            Self::NotJson { status: 200..=299, .. }
                | Self::Envelope { status: 200..=299, .. }
                | Self::Decode { status: 200..=299, .. }
        )
    }

    /// The request that failed; that of the login when the login failed.
    #[must_use]
    pub fn request(&self) -> Option<&Request> {
        match self {
            Self::Build { .. } | Self::Proof { .. } => None,
            Self::Login { source, .. } => source.request(),
            Self::Unresolved { source, .. } => source.request(),
            Self::Path { request, .. }
            | Self::Connect { request, .. }
            | Self::Transport { request, .. }
            | Self::Timeout { request, .. }
            | Self::Status { request, .. }
            | Self::NotJson { request, .. }
            | Self::Envelope { request, .. }
            | Self::Decode { request, .. }
            | Self::Cancelled { request, .. } => Some(request),
        }
    }

    /// The status of the answer, when there was one.
    #[must_use]
    pub fn status(&self) -> Option<u16> {
        match self {
            Self::Login { source, .. } => source.status(),
            Self::Unresolved { source, .. } => source.status(),
            Self::Status { status, .. }
            | Self::NotJson { status, .. }
            | Self::Envelope { status, .. }
            | Self::Decode { status, .. } => Some(*status),
            _ => None,
        }
    }

    /// What to look for in the server's log, when it gave something.
    #[must_use]
    pub fn request_id(&self) -> Option<&str> {
        match self {
            Self::Login { source, .. } => source.request_id(),
            Self::Unresolved { source, .. } => source.request_id(),
            Self::Status { request_id, .. } => request_id.as_deref(),
            _ => None,
        }
    }

    /// The step at which the connection failed, when it did.
    #[must_use]
    pub fn connect_failure(&self) -> Option<ConnectFailure> {
        match self {
            Self::Login { source, .. } => source.connect_failure(),
            Self::Unresolved { source, .. } => source.connect_failure(),
            Self::Connect { failure, .. } => Some(*failure),
            _ => None,
        }
    }

    /// The server's own message, when it gave one.
    #[must_use]
    pub fn message(&self) -> Option<&str> {
        match self {
            Self::Login { source, .. } => source.message(),
            Self::Unresolved { source, .. } => source.message(),
            Self::Status { message, .. } => Some(message),
            _ => None,
        }
    }

    /// The members of the body that the server's schema refused.
    #[must_use]
    pub fn issues(&self) -> &[Issue] {
        match self {
            Self::Status { issues, .. } => issues,
            _ => &[],
        }
    }

    /// Whether the server said that the object is not there.
    #[must_use]
    pub fn is_gone(&self) -> bool {
        matches!(self, Self::Status { gone: true, .. })
    }

    /// Whether this failure most likely says that the object at `at` is not there.
    pub(crate) fn may_be_gone(&self, at: &Located) -> bool {
        match self {
            Self::Status { status, error, .. } => at.may_be_gone(*status, error.as_deref()),
            _ => false,
        }
    }

    /// The same answer, now that it is known to say so.
    pub(crate) fn of_gone(mut self) -> Self {
        if let Self::Status { gone, .. } = &mut self {
            *gone = true;
        }
        self
    }

    /// Whether the server does not know what was asked of it: it is older, or no Infisical.
    #[must_use]
    pub fn is_unknown_route(&self) -> bool {
        match self {
            Self::Status { status, error, message, .. } => {
                crate::answer::is_unknown_route(*status, error.as_deref(), message)
            }
            _ => false,
        }
    }

    /// What the operator can do next, in full sentences.
    #[must_use]
    pub fn hint(&self) -> Option<String> {
        hint::hint(self)
    }
}

/// Turns "not there" into `None`.
pub trait OrGone<T> {
    /// `Ok(None)` for an error that means "not there".
    ///
    /// # Errors
    /// Every other error.
    fn or_gone(self) -> Result<Option<T>, Error>;
}

impl<T> OrGone<T> for Result<T, Error> {
    fn or_gone(self) -> Result<Option<T>, Error> {
        match self {
            Ok(found) => Ok(Some(found)),
            Err(error) if error.is_gone() => Ok(None),
            Err(error) => Err(error),
        }
    }
}

/// `400 Bad Request`.
fn status_line(status: u16) -> String {
    reqwest::StatusCode::from_u16(status)
        .ok()
        .and_then(|code| code.canonical_reason())
        .map_or_else(|| status.to_string(), |reason| format!("{status} {reason}"))
}

/// How hard it was tried, when more than once.
fn effort(attempts: u32, elapsed: Duration) -> String {
    match attempts {
        0 | 1 => String::new(),
        _ => format!(" ({attempts} attempts in {})", seconds(elapsed)),
    }
}

/// `60 s`, `1.5 s`.
fn seconds(time: Duration) -> String {
    let text = format!("{:.1}", time.as_secs_f64());
    format!("{} s", text.strip_suffix(".0").unwrap_or(&text))
}

/// What a lost answer means for a request that changes something.
fn unknown(request: &Request, sent: bool) -> &'static str {
    if sent && request.method.writes() { "; the server may have carried it out" } else { "" }
}

fn id(request_id: Option<&str>) -> String {
    request_id.map_or_else(String::new, |id| format!(" (request id {id})"))
}

fn through(via: Option<&str>) -> String {
    via.map_or_else(String::new, |proxy| format!(" through the proxy {proxy}"))
}

fn quoted(excerpt: &str) -> String {
    if excerpt.is_empty() { String::new() } else { format!(": \"{excerpt}\"") }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::login::UNIVERSAL;

    fn post() -> Arc<Request> {
        Arc::new(Request { method: Method::Post, path: "/api/v1/identities".into() })
    }

    #[test]
    fn a_status_is_one_paragraph() {
        let error = |attempts, request_id: Option<&str>| Error::Status {
            request: post(),
            status: 400,
            message: "Slug taken".into(),
            error: None,
            request_id: request_id.map(Into::into),
            issues: vec![],
            permission: None,
            gone: false,
            attempts,
            elapsed: Duration::from_millis(1500),
        };
        assert_eq!(
            error(1, None).to_string(),
            "POST /api/v1/identities answered 400 Bad Request: Slug taken"
        );
        assert_eq!(
            error(3, Some("req-7")).to_string(),
            "POST /api/v1/identities answered 400 Bad Request: Slug taken (request id req-7) \
             (3 attempts in 1.5 s)"
        );
    }

    #[test]
    fn a_lost_write_says_that_it_may_have_happened() {
        let path = post().path.clone();
        let error = |method, sent| Error::Cancelled {
            request: Arc::new(Request { method, path: path.clone() }),
            sent,
        };
        for (method, sent, text) in [
            (
                Method::Post,
                true,
                "POST /api/v1/identities was cancelled; the server may have carried it out",
            ),
            (Method::Post, false, "POST /api/v1/identities was cancelled before it was sent"),
            (Method::Get, true, "GET /api/v1/identities was cancelled"),
        ] {
            assert_eq!(error(method, sent).to_string(), text);
        }
    }

    #[test]
    fn a_login_speaks_of_its_own_request() {
        let source = Arc::new(Error::Decode {
            request: post(),
            status: 200,
            expected: "`accessToken`",
            reason: "it is missing".into(),
        });
        let error = Error::Login { method: &UNIVERSAL, source };
        assert_eq!(error.request(), Some(&*post()));
        assert_eq!(error.status(), Some(200));
        assert!(error.to_string().starts_with("login with universal auth failed: POST /api/v1/"));
    }

    #[test]
    fn errors_cross_threads() {
        fn crosses<T: Send + Sync + 'static>() {}
        crosses::<Error>();
    }
}
