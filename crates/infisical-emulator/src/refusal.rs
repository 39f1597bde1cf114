//! Every way in which the server says no, and the body it says it with in each dialect.

use serde::Serialize;
use serde_json::Value;
use uuid::Uuid;

use crate::message::Reply;
use crate::options::Dialect;

/// A refused request.
#[derive(Debug, Clone)]
pub(crate) enum Refusal {
    /// An error of the server's business rules.
    Service { status: u16, error: String, message: String },
    /// The body or the query does not fit the schema.
    Validation(Vec<Issue>),
    /// The caller's role does not have the permission.
    Permission { action: &'static str, subject: &'static str },
    /// The target has more privileges than the caller.
    Boundary { message: &'static str, action: &'static str },
    /// A statement failed in the database; only the name of the step is told.
    Database(&'static str),
    /// Something that no handler expected, a body that cannot be parsed above all.
    Internal,
    /// No such route.
    NoRoute { method: String, target: String },
    /// The path is not valid percent encoding.
    BadUrl { path: String },
    /// Fields that the server would ignore; only the emulator refuses these.
    UnknownFields(String),
}

impl Refusal {
    /// An error with a name of its own.
    pub(crate) fn service(status: u16, error: &str, message: impl Into<String>) -> Self {
        Self::Service { status, error: error.to_owned(), message: message.into() }
    }

    pub(crate) fn bad_request(message: impl Into<String>) -> Self {
        Self::service(400, "BadRequest", message)
    }

    pub(crate) fn unauthorized(message: impl Into<String>) -> Self {
        Self::service(401, "UnauthorizedError", message)
    }

    /// A 401 with a name of its own.
    pub(crate) fn unauthorized_as(error: &str, message: &str) -> Self {
        Self::service(401, error, message)
    }

    pub(crate) fn forbidden(message: impl Into<String>) -> Self {
        Self::service(403, "ForbiddenError", message)
    }

    /// A 403 whose reason is in `error` and not in `message`.
    pub(crate) fn no_access(reason: &str) -> Self {
        Self::service(403, reason, "You are not allowed to access this resource")
    }

    /// A 400 with a name of its own.
    pub(crate) fn bad_request_as(error: &str, message: impl Into<String>) -> Self {
        Self::service(400, error, message)
    }

    /// A 404 with a name of its own.
    pub(crate) fn not_found_as(error: &str, message: impl Into<String>) -> Self {
        Self::service(404, error, message)
    }

    pub(crate) fn not_found(message: impl Into<String>) -> Self {
        Self::service(404, "NotFound", message)
    }

    /// A JWT that cannot be used; it is a 403, and other than the revoked token's 401.
    pub(crate) fn token(message: &str) -> Self {
        Self::service(403, "TokenError", message)
    }

    pub(crate) fn rate_limited(dialect: Dialect, seconds: u64) -> Self {
        let wait = match dialect {
            Dialect::Recorded2024_10 => "1 minute".to_owned(),
            Dialect::Current => format!("{seconds} seconds"),
        };
        let message = format!("Rate limit exceeded. Please try again in {wait}");
        Self::service(429, "RateLimitExceeded", message)
    }

    /// The reply in a dialect.
    pub(crate) fn reply(self, dialect: Dialect) -> Reply {
        let (status, error, message) = match self {
            Self::NoRoute { method, target } => return no_route(&method, &target),
            Self::BadUrl { path } => return bad_url(&path),
            Self::Service { status, error, message } => (status, error, Text::Plain(message)),
            Self::UnknownFields(message) => (400, "BadRequest".to_owned(), Text::Plain(message)),
            Self::Internal => internal("InternalServerError"),
            Self::Database(step) => internal(step),
            Self::Validation(issues) => {
                let status = if dialect == Dialect::Current { 422 } else { 401 };
                (status, "ValidationFailure".to_owned(), Text::Issues(issues))
            }
            Self::Permission { action, subject } => {
                let message = format!("You are not allowed to {action} on {subject}");
                // The details are the rules of the role that mention the action: none does.
                let details = Some(Details::Rules([]));
                return body(dialect, 403, "PermissionDenied", Text::Plain(message), details);
            }
            Self::Boundary { message, action } => return boundary(dialect, message, action),
        };
        body(dialect, status, &error, message, None)
    }
}

fn internal(error: &str) -> (u16, String, Text) {
    (500, error.to_owned(), Text::Plain("Something went wrong".to_owned()))
}

/// New organizations use the current privilege system, in which the caller needs the permission
/// itself; the recorded server compares the two roles.
fn boundary(dialect: Dialect, message: &str, action: &'static str) -> Reply {
    if dialect == Dialect::Recorded2024_10 {
        return body(dialect, 403, "ForbiddenError", Text::Plain(message.to_owned()), None);
    }
    let message = Text::Plain(format!("{message}. Missing permission {action} on identity"));
    let missing = [Missing { action, subject: "identity" }];
    let details = Some(Details::Missing { missing_permissions: missing });
    body(dialect, 403, "PermissionBoundaryError", message, details)
}

fn no_route(method: &str, target: &str) -> Reply {
    #[derive(Serialize)]
    struct NoRoute {
        message: String,
        error: &'static str,
        #[serde(rename = "statusCode")]
        status: u16,
    }
    let message = format!("Route {method}:{target} not found");
    Reply::json(404, text(&NoRoute { message, error: "Not Found", status: 404 }))
}

fn bad_url(path: &str) -> Reply {
    #[derive(Serialize)]
    struct BadUrl {
        error: &'static str,
        code: &'static str,
        message: String,
        #[serde(rename = "statusCode")]
        status: u16,
    }
    let message = format!("'{path}' is not a valid url component");
    let body = BadUrl { error: "Bad Request", code: "FST_ERR_BAD_URL", message, status: 400 };
    Reply::new(400, "application/json", text(&body))
}

#[derive(Serialize)]
#[serde(untagged)]
enum Text {
    Plain(String),
    Issues(Vec<Issue>),
}

#[derive(Serialize)]
struct Missing {
    action: &'static str,
    subject: &'static str,
}

#[derive(Serialize)]
#[serde(untagged)]
enum Details {
    Rules([(); 0]),
    Missing {
        #[serde(rename = "missingPermissions")]
        missing_permissions: [Missing; 1],
    },
}

#[derive(Serialize)]
struct Body<'a> {
    #[serde(rename = "reqId", skip_serializing_if = "Option::is_none")]
    request: Option<String>,
    #[serde(rename = "statusCode")]
    status: u16,
    message: Text,
    error: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    details: Option<Details>,
}

fn body(
    dialect: Dialect,
    status: u16,
    error: &str,
    message: Text,
    details: Option<Details>,
) -> Reply {
    let current = dialect == Dialect::Current;
    let request = current.then(|| format!("req-{}", &Uuid::new_v4().simple().to_string()[..14]));
    let details = details.filter(|_| current);
    Reply::json(status, text(&Body { request, status, message, error, details }))
}

fn text(body: &impl Serialize) -> String {
    serde_json::to_string(body).unwrap_or_default()
}

/// One complaint of a schema. The members are in the order of the recordings.
#[derive(Debug, Clone, Serialize)]
#[serde(tag = "code", rename_all = "snake_case")]
pub(crate) enum Issue {
    /// A value of another type.
    InvalidType { expected: &'static str, received: &'static str, path: Path, message: String },
    /// A number that is not whole.
    #[serde(rename = "invalid_type")]
    NotInteger { expected: &'static str, received: &'static str, message: String, path: Path },
    /// A number, text or list below its limit.
    TooSmall {
        minimum: i64,
        #[serde(rename = "type")]
        kind: &'static str,
        inclusive: bool,
        exact: bool,
        message: String,
        path: Path,
    },
    /// A number above its limit.
    TooBig {
        maximum: i64,
        #[serde(rename = "type")]
        kind: &'static str,
        inclusive: bool,
        exact: bool,
        message: String,
        path: Path,
    },
    /// A text that is not of a form.
    InvalidString { validation: &'static str, message: &'static str, path: Path },
    /// None of the schemas that a value may fit.
    #[serde(rename_all = "camelCase")]
    InvalidUnion { union_errors: Vec<Complaints>, path: Path, message: &'static str },
    /// A rule of the schema's own.
    Custom { message: String, path: Path },
    /// A text that is none of those that are allowed. Its code is not its first member.
    #[serde(untagged)]
    NoOption {
        received: String,
        code: &'static str,
        options: &'static [&'static str],
        path: Path,
        message: String,
    },
    /// No text where one of some is expected.
    #[serde(untagged)]
    NoText {
        expected: String,
        received: &'static str,
        code: &'static str,
        path: Path,
        message: String,
    },
    /// Another value than the only one.
    #[serde(untagged)]
    NoLiteral {
        #[serde(skip_serializing_if = "Option::is_none")]
        received: Option<Value>,
        code: &'static str,
        expected: bool,
        path: Path,
        message: String,
    },
    /// A text that is not of a form, in another order.
    #[serde(untagged)]
    NoForm { validation: &'static str, code: &'static str, message: &'static str, path: Path },
}

impl Issue {
    /// The same complaint about a field of the object at `step`.
    pub(crate) fn below(mut self, step: Segment) -> Self {
        if let Self::InvalidUnion { union_errors, .. } = &mut self {
            for complaints in union_errors {
                let issues = std::mem::take(&mut complaints.issues).into_iter();
                complaints.issues = issues.map(|issue| issue.below(step)).collect();
            }
        }
        let (Self::InvalidType { path, .. }
        | Self::NotInteger { path, .. }
        | Self::TooSmall { path, .. }
        | Self::TooBig { path, .. }
        | Self::InvalidString { path, .. }
        | Self::InvalidUnion { path, .. }
        | Self::Custom { path, .. }
        | Self::NoOption { path, .. }
        | Self::NoText { path, .. }
        | Self::NoLiteral { path, .. }
        | Self::NoForm { path, .. }) = &mut self;
        path.insert(0, step);
        self
    }
}

/// What one of the schemas of a union says.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct Complaints {
    pub(crate) issues: Vec<Issue>,
    pub(crate) name: &'static str,
}

/// Where in the body.
pub(crate) type Path = Vec<Segment>;

/// One step of a path.
#[derive(Debug, Clone, Copy, Serialize)]
#[serde(untagged)]
pub(crate) enum Segment {
    Name(&'static str),
    Index(usize),
}
