//! From an answer to an object or an error. The dialects of 2024-10 and of today differ in the
//! status of a refused body (401, 422), in `reqId` and in `details`; both are read here.

use crate::endpoint::Located;
use crate::error::{Error, Issue, Permission, Request};
use crate::pace::Said;
use crate::redact::{Redactor, without_tags};
use crate::{Body, Method};
use serde::de::DeserializeOwned;
use serde_json::Value;
use serde_json::error::Category;
use std::sync::Arc;
use std::time::Duration;

/// The longest message of a server that is shown.
const LONGEST_MESSAGE: usize = 1000;
/// The longest excerpt of a page that is shown.
const LONGEST_EXCERPT: usize = 200;
/// The longest name or id that is shown.
const LONGEST_NAME: usize = 100;

/// A complete answer, whatever its status.
#[derive(Debug, Clone, Default)]
pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) content_type: Option<String>,
    pub(crate) request_id: Option<String>,
    /// Where a redirect leads.
    pub(crate) location: Option<String>,
    /// The wait that it asks for.
    pub(crate) wait: Option<Duration>,
    /// What it says of the rate limit.
    pub(crate) budget: Said,
    pub(crate) bytes: Vec<u8>,
    pub(crate) attempts: u32,
    pub(crate) elapsed: Duration,
}

impl Answer {
    fn says_json(&self) -> bool {
        self.content_type.as_deref().is_some_and(|kind| kind.to_ascii_lowercase().contains("json"))
    }
}

/// The object that an answer carries. `located` is `None` for requests that are about no object.
pub(crate) fn read(
    answer: &Answer,
    request: &Arc<Request>,
    located: Option<&Located>,
    redactor: &Redactor,
) -> Result<Body, Error> {
    let status = answer.status;
    let success = (200..300).contains(&status);
    let deleted = success && request.method == Method::Delete;
    if deleted && answer.bytes.is_empty() {
        return Ok(Body::new());
    }
    if let Some(to) = answer.location.as_deref().filter(|_| (300..400).contains(&status)) {
        let message = format!("it redirects to {}", redactor.line(to, LONGEST_MESSAGE));
        return Err(refusal(answer, request, message));
    }
    let value = match serde_json::from_slice::<Value>(&answer.bytes) {
        Ok(value) => value,
        Err(error) if success && answer.says_json() => {
            let (request, reason) = (Arc::clone(request), error.to_string());
            return Err(Error::Decode { request, status, expected: "JSON", reason });
        }
        Err(_) => return Err(not_json(answer, request, redactor)),
    };
    if !success {
        return Err(refused(answer, request, located, redactor, &value));
    }
    let envelope = located.map_or("", Located::envelope);
    let object = match value {
        Value::Object(body) if envelope.is_empty() => Some(body),
        Value::Object(mut body) => match body.remove(envelope) {
            Some(Value::Object(object)) => Some(object),
            // It is removed; what it was is of no interest to whoever removed it.
            _ if deleted => Some(body),
            _ => None,
        },
        _ => None,
    };
    object.ok_or_else(|| Error::Envelope { request: Arc::clone(request), status, envelope })
}

/// The same as a type of its own, without a tree of values between: for long lists and secrets.
pub(crate) fn read_as<T: DeserializeOwned>(
    answer: &Answer,
    request: &Arc<Request>,
    located: &Located,
    redactor: &Redactor,
) -> Result<T, Error> {
    let status = answer.status;
    if !(200..300).contains(&status) || !answer.says_json() {
        let found = read(answer, request, Some(located), redactor)?;
        return serde_json::from_value(Value::Object(found))
            .map_err(|e| unlike(request, status, &e));
    }
    serde_json::from_slice(&answer.bytes).map_err(|error| unlike(request, status, &error))
}

/// Not what the API documents. The parser's own words would quote what it found, which may be a secret.
fn unlike(request: &Arc<Request>, status: u16, error: &serde_json::Error) -> Error {
    let (line, column) = (error.line(), error.column());
    let what = match error.classify() {
        Category::Data => "a member is missing or has another type",
        Category::Syntax | Category::Eof | Category::Io => "it is broken off or no JSON",
    };
    let reason = format!("{what} (line {line}, column {column})");
    Error::Decode { request: Arc::clone(request), status, expected: "a secret as JSON", reason }
}

fn not_json(answer: &Answer, request: &Arc<Request>, redactor: &Redactor) -> Error {
    let page = String::from_utf8_lossy(&answer.bytes);
    let clean = |text: &String| redactor.line(text, LONGEST_NAME);
    Error::NotJson {
        request: Arc::clone(request),
        status: answer.status,
        content_type: answer.content_type.as_ref().map(clean),
        excerpt: redactor.line(&without_tags(&redactor.values(&page)), LONGEST_EXCERPT),
        attempts: answer.attempts,
        elapsed: answer.elapsed,
    }
}

/// A refusal of which nothing is known but its message.
fn refusal(answer: &Answer, request: &Arc<Request>, message: String) -> Error {
    Error::Status {
        request: Arc::clone(request),
        status: answer.status,
        message,
        error: None,
        request_id: None,
        issues: Vec::new(),
        permission: None,
        gone: false,
        attempts: answer.attempts,
        elapsed: answer.elapsed,
    }
}

fn refused(
    answer: &Answer,
    request: &Arc<Request>,
    located: Option<&Located>,
    redactor: &Redactor,
    value: &Value,
) -> Error {
    let line = |value: &Value, longest| value.as_str().map(|text| redactor.line(text, longest));
    let raw = &value["message"];
    let issues = issues(raw, redactor);
    let message = if issues.is_empty() {
        line(raw, LONGEST_MESSAGE).filter(|text| !text.is_empty())
    } else {
        let text = issues.iter().map(ToString::to_string).collect::<Vec<_>>().join("; ");
        Some(redactor.line(&text, LONGEST_MESSAGE))
    };
    let message = message.unwrap_or_else(|| "the server gave no reason".to_owned());
    let error = line(&value["error"], LONGEST_NAME);
    let request_id = line(&value["reqId"], LONGEST_NAME)
        .or_else(|| answer.request_id.as_ref().map(|id| redactor.line(id, LONGEST_NAME)));
    let known_route = !is_unknown_route(answer.status, error.as_deref(), &message);
    Error::Status {
        request: Arc::clone(request),
        status: answer.status,
        permission: permission(answer.status, &message, &value["details"], redactor).map(Box::new),
        gone: known_route
            && located.is_some_and(|at| at.is_gone(answer.status, error.as_deref(), &message)),
        message,
        error: error.map(Into::into),
        request_id: request_id.map(Into::into),
        issues,
        attempts: answer.attempts,
        elapsed: answer.elapsed,
    }
}

/// Whether an answer is a failure that most likely says that `located` is not there.
pub(crate) fn may_be_gone(answer: &Answer, located: &Located) -> bool {
    let kind = |body: Value| body["error"].as_str().map(str::to_owned);
    answer.status == 500
        && serde_json::from_slice(&answer.bytes)
            .is_ok_and(|body| located.may_be_gone(500, kind(body).as_deref()))
}

/// Whether an answer refuses the access token and not the request: it has expired, was revoked, is
/// used up, or its key was changed. A refused body, too, is 401 on servers up to 2024.
pub(crate) fn refuses_token(answer: &Answer) -> bool {
    let kind = match answer.status {
        401 => "UnauthorizedError",
        403 => "TokenError",
        _ => return false,
    };
    serde_json::from_slice::<Value>(&answer.bytes)
        .is_ok_and(|body| body["error"] == kind && body["message"].is_string())
}

/// Whether a 404 is about the route and not about an object: another API, or another version.
pub(crate) fn is_unknown_route(status: u16, error: Option<&str>, message: &str) -> bool {
    let route = message.starts_with("Route ") && message.ends_with(" not found");
    status == 404 && route && error.is_none_or(|error| error == "Not Found")
}

/// The complaints of the server's schema; empty when the message is no list of them.
fn issues(message: &Value, redactor: &Redactor) -> Vec<Issue> {
    let issue = |value: &Value| {
        let text = value["message"].as_str().or(value.as_str())?;
        let step = |step: &Value| match step {
            Value::String(name) => redactor.line(name, LONGEST_NAME),
            other => other.to_string(),
        };
        let path = value["path"].as_array().into_iter().flatten().map(step).collect();
        Some(Issue { path, message: redactor.line(text, LONGEST_MESSAGE) })
    };
    message.as_array().into_iter().flatten().filter_map(issue).collect()
}

/// What a 403 says is missing: in its text, or in the rules that it lists.
fn permission(
    status: u16,
    message: &str,
    details: &Value,
    redactor: &Redactor,
) -> Option<Permission> {
    if status != 403 {
        return None;
    }
    let in_text = || {
        let (action, subject) =
            message.strip_prefix("You are not allowed to ")?.split_once(" on ")?;
        (!action.contains(' ')).then(|| (action.to_owned(), subject.to_owned()))
    };
    let in_details = || {
        let rule = details.as_array()?.first()?;
        let text = |value: &Value| {
            let value = value.as_array().and_then(|list| list.first()).unwrap_or(value);
            value.as_str().map(|text| redactor.line(text, LONGEST_NAME))
        };
        Some((text(&rule["action"])?, text(&rule["subject"])?))
    };
    let (action, subject) = in_text().or_else(in_details)?;
    Some(Permission { action, subject })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Endpoint;
    use serde_json::json;

    const AZURE: Endpoint =
        Endpoint::new("/api/v1/auth/azure-auth/identities/{}", "identityAzureAuth")
            .gone_says(&["The identity does not have azure auth"]);

    fn answer(status: u16, content_type: &str, text: &str) -> Answer {
        let content_type = Some(content_type.to_owned());
        Answer { status, content_type, bytes: text.into(), ..Answer::default() }
    }

    fn json_answer(status: u16, body: &Value) -> Answer {
        answer(status, "application/json; charset=utf-8", &body.to_string())
    }

    fn read_as(method: Method, answer: &Answer) -> Result<Body, Error> {
        let at = AZURE.at("x");
        let request = Arc::new(Request { method, path: at.to_string() });
        let redactor = Redactor::default();
        redactor.learn(&"hunter2".into());
        read(answer, &request, Some(&at), &redactor)
    }

    fn fails(status: u16, body: &Value) -> Error {
        read_as(Method::Get, &json_answer(status, body)).unwrap_err()
    }

    #[test]
    fn the_object_is_inside_its_envelope() {
        let body = json!({ "identityAzureAuth": { "id": "1" } });
        assert_eq!(read_as(Method::Get, &json_answer(200, &body)).unwrap()["id"], "1");
        for body in [json!({ "other": {} }), json!({ "identityAzureAuth": null }), json!([])] {
            let error = read_as(Method::Post, &json_answer(200, &body)).unwrap_err();
            let envelope = "identityAzureAuth";
            assert!(matches!(&error, Error::Envelope { envelope: e, .. } if *e == envelope));
        }
    }

    #[test]
    fn an_endpoint_without_an_envelope_answers_with_the_object() {
        let at = Endpoint::new("/api/v1/workspace/{}", "").at("x");
        let request = Arc::new(Request { method: Method::Get, path: at.to_string() });
        let answer = json_answer(200, &json!({ "slug": "s" }));
        assert_eq!(read(&answer, &request, Some(&at), &Redactor::default()).unwrap()["slug"], "s");
    }

    #[test]
    fn a_removal_needs_no_object_in_its_answer() {
        assert!(read_as(Method::Delete, &answer(204, "", "")).unwrap().is_empty());
        let body = json!({ "message": "done" });
        assert!(read_as(Method::Delete, &json_answer(200, &body)).is_ok());
        assert!(read_as(Method::Delete, &answer(200, "text/html", "<p>Sign in</p>")).is_err());
        assert!(read_as(Method::Post, &answer(204, "", "")).is_err());
    }

    #[test]
    fn issues_of_both_dialects() {
        let list = json!([
            { "code": "too_small", "path": ["accessTokenTTL"], "message": "Too small" },
            { "code": "custom", "path": ["ips", 0, "ipAddress"], "message": "Not \u{1b}an IP" },
            { "code": "custom", "path": [], "message": "Nothing to update" },
        ]);
        for status in [401, 422] {
            let body = json!({ "message": list, "error": "ValidationFailure" });
            let error = fails(status, &body);
            assert_eq!(error.issues().len(), 3);
            assert_eq!(error.issues()[1].path, ["ips", "0", "ipAddress"]);
            assert_eq!(
                error.message(),
                Some("accessTokenTTL: Too small; ips.0.ipAddress: Not an IP; Nothing to update")
            );
        }
    }

    #[test]
    fn gone_and_not_gone() {
        let said = |message| json!({ "message": message, "error": "NotFound" });
        let route = json!({
            "message": "Route GET:/api/v1/auth/azure-auth/identities/x not found",
            "error": "Not Found", "statusCode": 404,
        });
        for (status, body, gone) in [
            (404, said("Failed to find identity with ID x"), true),
            (400, said("The identity does not have azure auth"), true),
            (400, said("Failed to create group due to plan restriction."), false),
            (401, said("Token missing"), false),
            (500, said("Something went wrong"), false),
            (404, route, false),
        ] {
            assert_eq!(fails(status, &body).is_gone(), gone, "{status} {body}");
        }
        let page = answer(404, "text/html", "<h1>404 Not Found</h1>");
        assert!(!read_as(Method::Get, &page).unwrap_err().is_gone());
    }

    #[test]
    fn the_missing_permission_is_found_in_text_or_details() {
        let details = json!([{ "action": ["delete", "edit"], "subject": "groups" }]);
        for (message, details, expected) in [
            ("You are not allowed to edit on identity", json!(null), Some(("edit", "identity"))),
            ("You are not allowed to access this resource", json!(null), None),
            ("Forbidden", details, Some(("delete", "groups"))),
        ] {
            let error = fails(403, &json!({ "message": message, "details": details }));
            let Error::Status { permission, .. } = error else { panic!("{error:?}") };
            let found = permission.as_ref().map(|it| (it.action.as_str(), it.subject.as_str()));
            assert_eq!(found, expected, "{message}");
        }
    }

    #[test]
    fn what_a_server_says_is_made_safe() {
        let said = format!("bad\n\u{1b}[2J hunter2 {}", "x".repeat(5000));
        let error = fails(400, &json!({ "message": said, "reqId": "req-hunter2" }));
        let text = error.to_string();
        assert!(text.contains("bad [2J (redacted) xxx"), "{text}");
        assert!(text.chars().count() < 1200 && !text.contains("hunter2"), "{text}");
    }

    #[test]
    fn a_request_id_comes_from_the_body_or_the_header() {
        for (body, id) in [(json!({ "reqId": "b" }), "b"), (json!({}), "h")] {
            let answer = Answer { request_id: Some("h".into()), ..json_answer(400, &body) };
            let error = read_as(Method::Get, &answer).unwrap_err();
            assert!(error.to_string().ends_with(&format!("(request id {id})")), "{error}");
        }
    }

    #[test]
    fn pages_and_broken_json_are_told_apart() {
        let page = answer(200, "text/html", "<title>Infisical</title><p>Sign in, hunter2</p>");
        let error = read_as(Method::Get, &page).unwrap_err();
        assert_eq!(
            error.to_string(),
            "GET /api/v1/auth/azure-auth/identities/x answered 200 OK with text/html instead of \
             JSON: \"Infisical Sign in, (redacted)\""
        );
        let cut = answer(200, "application/json", "{\"identityAzureAuth\":{");
        let error = read_as(Method::Get, &cut).unwrap_err();
        assert!(matches!(error, Error::Decode { expected: "JSON", .. }), "{error:?}");
    }

    #[test]
    fn a_redirect_says_where_it_leads() {
        let location = Some("https://eu.example/".to_owned());
        let answer = Answer { location, ..answer(301, "text/html", "<p>Moved") };
        let error = read_as(Method::Get, &answer).unwrap_err();
        assert_eq!(error.message(), Some("it redirects to https://eu.example/"));
    }
}
