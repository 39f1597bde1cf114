//! What an operator can do about an error. Sentences about the server, not about any caller.

use crate::answer::is_unknown_route;
use crate::error::{ConnectFailure, Error, Finding, Permission};
use crate::login::Kind;

/// The next step, if there is one to name.
pub(crate) fn hint(error: &Error) -> Option<String> {
    match error {
        Error::Login { method, source } => login(method, source),
        Error::Proof { advice, .. } => Some(advice.clone()),
        Error::Connect { failure, origin, via, .. } => {
            Some(connect(*failure, origin, via.as_deref()))
        }
        Error::Unresolved { finding, name, .. } => Some(unresolved(finding, name.as_deref())),
        Error::Timeout { sent: true, request, .. }
        | Error::Transport { sent: true, request, .. }
        | Error::Cancelled { sent: true, request }
            if request.method.writes() =>
        {
            Some("Its effect is not known: look at the object before you repeat it.".to_owned())
        }
        Error::Timeout { .. } | Error::Transport { .. } => Some(
            "Check that the server, and a proxy in front of it, is healthy and not overloaded, then \
             try again."
                .to_owned(),
        ),
        Error::Status { status, message, error, issues, permission, .. } if issues.is_empty() => {
            refused(*status, message, error.as_deref(), permission.as_deref())
        }
        Error::NotJson { status, excerpt, .. } => Some(not_json(*status, excerpt).to_owned()),
        Error::Envelope { .. } | Error::Decode { .. } => Some(
            "The server's version may be older or newer than what this client knows.".to_owned(),
        ),
        _ => None,
    }
}

fn unresolved(finding: &Finding, name: Option<&str>) -> String {
    let it = name.map_or_else(|| "the object".to_owned(), |name| format!("`{name}`"));
    match finding {
        Finding::Nothing => format!(
            "The server may still be at work on it. Look for {it} in a minute: if it is there, adopt \
             or remove it before you create it once more."
        ),
        Finding::Different => {
            "Somebody else made it, or changed it at the same time. Look at it, then \
                               adopt or remove it."
                .to_owned()
        }
        Finding::Taken => format!("Take another name than {it}, or adopt the one that has it."),
        Finding::Several(_) => {
            "Look at when each of them was made and by whom. Adopt the one that is \
                                yours, or remove it, before you create it once more."
                .to_owned()
        }
        Finding::Unknown(_) => format!(
            "When the server can be reached again, look for {it}: if it is there, adopt or remove it \
             before you create it once more."
        ),
    }
}

const WRONG_HOST: &str = "Another service answers, or a version of Infisical without this route. \
    Check the host: Infisical Cloud is https://app.infisical.com (US) or \
    https://eu.infisical.com (EU); for a server of your own, use the address of its web interface.";

const NO_ROUTE: &str = "This version of Infisical does not have it; a newer one may. Check the host, \
    too, for another service may answer: Infisical Cloud is https://app.infisical.com (US) or \
    https://eu.infisical.com (EU); for a server of your own, use the address of its web interface.";

const GATEWAY: &str = "A proxy in front of the server answers in its place: the server is down, \
    restarting or overloaded. Try again when it is back.";

const PROXY_LOGIN: &str = "The proxy wants a user name and a password: write them into its address, \
    `http://user:password@proxy:port`.";

const CLIENT_CERTIFICATE: &str = "The server, or a proxy in front of it, asks who the client is: \
    configure a client certificate and its key, which an authority has signed that it knows.";

fn not_json(status: u16, excerpt: &str) -> &'static str {
    match status {
        407 => PROXY_LOGIN,
        // nginx completes the handshake and says so in a page.
        400 if excerpt.contains("SSL certificate") => CLIENT_CERTIFICATE,
        502..=504 => GATEWAY,
        _ => WRONG_HOST,
    }
}

fn connect(failure: ConnectFailure, origin: &str, via: Option<&str>) -> String {
    match (failure, via) {
        (ConnectFailure::Refused | ConnectFailure::Dns | ConnectFailure::Timeout, Some(proxy)) => {
            format!(
                "The proxy {proxy} cannot be reached. Check its address; to go without a proxy, list \
                 the host in NO_PROXY, or configure that there is none."
            )
        }
        (ConnectFailure::Refused, None) => {
            format!("Nothing listens at {origin}. Check that the server runs, and the host's port.")
        }
        (ConnectFailure::Dns, None) => {
            format!("The name in {origin} cannot be resolved. Check its spelling and your DNS.")
        }
        (ConnectFailure::Timeout, None) => {
            format!("{origin} does not answer. Check the network, firewalls and HTTPS_PROXY.")
        }
        (ConnectFailure::Tls, _) => format!(
            "The certificate of {origin} is not trusted here, or it does not speak TLS. Configure its \
             certificate authority, add that to the system's, or name a file of them in SSL_CERT_FILE."
        ),
        (ConnectFailure::ClientCertificate, _) => CLIENT_CERTIFICATE.to_owned(),
        (ConnectFailure::Proxy, _) => format!(
            "The proxy does not connect to {origin}: it may not be allowed there, or cannot reach it. \
             Ask who runs the proxy, or list the host in NO_PROXY."
        ),
        (ConnectFailure::ProxyLogin, _) => PROXY_LOGIN.to_owned(),
        (ConnectFailure::Other, _) => {
            format!("Check the network between here and {origin}.")
        }
    }
}

/// A login was refused.
fn login(method: &Kind, source: &Error) -> Option<String> {
    let Error::Status { status, message, error, issues, .. } = source else {
        return hint(source);
    };
    let said = message.to_lowercase();
    let text = match *status {
        404 if said.contains("sub organization") => {
            "Check the slug of the sub-organization, and that the identity is a member of it."
        }
        404 if !is_unknown_route(404, error.as_deref(), message) => method.unknown,
        401 | 403 if said.contains("expired client secret") => {
            "The client secret has expired. Create a new one for the identity."
        }
        401 | 403 if said.contains("usage limit") => {
            "The client secret has been used as often as it may be; every plan and every apply \
             uses it. Create one without a limit of uses."
        }
        401 | 403 if said.contains("lock") => {
            "The identity is locked after failed logins. Wait, or clear its lockouts in Infisical."
        }
        401 | 403 if said.contains("ip address") || said.contains("trusted ip") => {
            "The client secret may not be used from this address. Add the address to the trusted \
             IPs of the identity's client secrets."
        }
        401 | 403 if issues.is_empty() => method.refused,
        400 if said.contains("certificate") => method.refused,
        // So it answers, too, when a cloud that it asks refuses the proof.
        500 => return hint(source).map(|hint| format!("{hint} {}", method.refused)),
        _ => return hint(source),
    };
    Some(text.to_owned())
}

/// A request was refused.
fn refused(
    status: u16,
    message: &str,
    error: Option<&str>,
    permission: Option<&Permission>,
) -> Option<String> {
    let said = message.to_lowercase();
    let kind = error.unwrap_or_default();
    let text = match status {
        300..400 => {
            "Requests are not repeated elsewhere, for they carry the access token. Set the host \
             to the address that the server redirects to."
        }
        401 if said == "token missing" => "The access token is empty or did not reach the server.",
        401 if said.contains("access token") || said.contains("renew") => {
            "The access token has expired, was revoked or is used up, or its identity was removed. \
             Create a new one, or log in with a client ID and secret."
        }
        403 if kind == "TokenError" && said.contains("expired") => {
            "The access token has expired. Create a new one, or log in with a client ID and secret."
        }
        403 if kind == "TokenError" => {
            "The access token is damaged, or comes from another server. Copy it again, and check \
             the host."
        }
        403 if kind.starts_with("Forbidden access to") => {
            "This route is for users only: machine identities may not use it."
        }
        403 if kind.contains("not a member of the specified project") => {
            "Add the identity to the project, with a role that allows this."
        }
        403 if kind == "PermissionBoundaryError" => {
            "A machine identity may not change one that has more permissions than itself. Give the \
             identity that logs in at least the role of the one that it manages."
        }
        403 => return Some(forbidden(permission)),
        400 if said.contains("plan restriction") => {
            "The organization's Infisical plan, or the server's licence, does not include this."
        }
        404 if is_unknown_route(404, error, message) => NO_ROUTE,
        429 => {
            "The server limits requests per minute, and the limit lasted longer than this client \
             waits. Do less in parallel, or raise the server's limits."
        }
        502..=504 => GATEWAY,
        500.. => {
            "The server failed. Its log says why, under the request id if there is one. It also \
             answers so to an id that is not a UUID and to texts over 255 characters."
        }
        _ => return None,
    };
    Some(text.to_owned())
}

fn forbidden(permission: Option<&Permission>) -> String {
    match permission {
        Some(Permission { action, subject }) => {
            format!("Give the identity a role with the permission to `{action}` on `{subject}`.")
        }
        None => "Give the identity a role that allows this.".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::login::UNIVERSAL;
    use crate::{Issue, Method, Request};
    use std::sync::Arc;
    use std::time::Duration;

    fn request(method: Method) -> Arc<Request> {
        Arc::new(Request { method, path: "/x".into() })
    }

    fn status(status: u16, error: &str, message: &str) -> Error {
        Error::Status {
            request: request(Method::Get),
            status,
            message: message.into(),
            error: (!error.is_empty()).then(|| error.into()),
            request_id: None,
            issues: vec![],
            permission: None,
            gone: false,
            attempts: 1,
            elapsed: Duration::ZERO,
        }
    }

    fn login(source: Error) -> Error {
        Error::Login { method: &UNIVERSAL, source: Arc::new(source) }
    }

    #[test]
    fn each_known_refusal_has_its_own_advice() {
        let unauthorized = |text| status(401, "UnauthorizedError", text);
        let token = |text| status(403, "TokenError", text);
        let route = status(404, "Not Found", "Route GET:/x not found");
        for (error, part) in [
            (login(unauthorized("Invalid credentials")), "Check the client ID and the client"),
            (
                login(unauthorized("Access denied due to expired client secret")),
                "client secret has expired",
            ),
            (
                login(unauthorized("Access denied due to client secret usage limit reached")),
                "as often as it may be",
            ),
            (
                login(status(404, "NotFound", "No identity with specified client ID was found")),
                "No identity has this client ID",
            ),
            (login(status(404, "Not Found", "Route POST:/x not found")), "Check the host"),
            (
                login(status(404, "NotFound", "Sub organization with slug acme not found")),
                "slug of the sub-organization",
            ),
            (login(status(500, "InternalServerError", "Something went wrong")), "Check the client"),
            (login(status(400, "BadRequest", "Missing TLS certificate in header")), "Check the"),
            (unauthorized("Token missing"), "is empty"),
            (unauthorized("No identity access token found"), "was revoked"),
            (unauthorized("Failed to renew MI access token due to TTL expiration"), "has expired"),
            (token("Your token has expired. Please re-authenticate."), "has expired"),
            (token("invalid signature"), "another server"),
            (status(403, "Forbidden access to /x", "You are not allowed"), "users only"),
            (status(403, "PermissionDenied", "No"), "a role that allows this"),
            (status(403, "PermissionBoundaryError", "No"), "more permissions than itself"),
            (status(400, "BadRequest", "Failed due to plan restriction. Upgrade."), "plan"),
            (route, "eu.infisical.com"),
            (status(429, "RateLimitExceeded", "Rate limit exceeded."), "per minute"),
            (status(500, "FindOne", "Something went wrong"), "not a UUID"),
            (status(503, "", "overloaded"), "A proxy"),
            (status(301, "", "it redirects to https://x"), "redirects to"),
        ] {
            let hint = error.hint().unwrap_or_default();
            assert!(hint.contains(part), "{error}\n{hint}");
        }
    }

    #[test]
    fn a_refused_body_is_no_matter_of_credentials() {
        let mut error = status(401, "ValidationFailure", "clientSecret: Required");
        if let Error::Status { issues, .. } = &mut error {
            issues.push(Issue { path: vec!["clientSecret".into()], message: "Required".into() });
        }
        assert_eq!(error.hint(), None);
        assert_eq!(login(error).hint(), None);
        assert_eq!(status(400, "BadRequest", "Slug taken").hint(), None);
    }

    #[test]
    fn a_missing_permission_is_named() {
        let mut error = status(403, "PermissionDenied", "You are not allowed to edit on identity");
        if let Error::Status { permission, .. } = &mut error {
            *permission =
                Some(Box::new(Permission { action: "edit".into(), subject: "identity".into() }));
        }
        assert!(error.hint().unwrap().contains("`edit` on `identity`"));
    }

    #[test]
    fn a_lost_write_is_to_be_looked_at() {
        let lost = |method| Error::Cancelled { request: request(method), sent: true }.hint();
        assert!(lost(Method::Post).unwrap().contains("not known"));
        assert_eq!(lost(Method::Get), None);
    }

    #[test]
    fn pages_mean_a_gateway_or_a_wrong_host() {
        let page = |status, excerpt: &str| Error::NotJson {
            request: request(Method::Get),
            status,
            content_type: None,
            excerpt: excerpt.to_owned(),
            attempts: 1,
            elapsed: Duration::ZERO,
        };
        for (status, excerpt, part) in [
            (200, "", "Check the host"),
            (404, "", "Check the host"),
            (400, "Bad Request", "Check the host"),
            (400, "400 No required SSL certificate was sent nginx", "a client certificate"),
            (407, "", "`http://user:password@proxy:port`"),
            (502, "", "in its place"),
        ] {
            let hint = page(status, excerpt).hint().unwrap();
            assert!(hint.contains(part), "{status} {excerpt}: {hint}");
        }
    }
}
