//! With a signed `GetCallerIdentity`, which the server sends to STS.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Map, Value};

use super::{allowed, attached, check, grant, organization};
use crate::options::Dialect;
use crate::outside::{Signed, fits};
use crate::refusal::Refusal;
use crate::routes::{Answer, Call, Route};

pub(super) fn route() -> Route {
    Route::open("POST", "/api/v1/auth/aws-auth/login", login)
}

fn login(call: &mut Call<'_>) -> Answer {
    let mut fields = call.fields()?;
    let id = fields.required_text("identityId");
    let method = fields.text("iamHttpRequestMethod").unwrap_or_else(|| "POST".to_owned());
    let body = fields.required_text("iamRequestBody");
    let headers = fields.required_text("iamRequestHeaders");
    let organization = organization(call, &mut fields);
    call.accept(fields)?;

    let missing = "AWS auth method not found for identity, did you configure AWS auth?";
    let attachment = attached(call, &id, "aws-auth", missing)?;
    let headers: Map<String, Value> =
        serde_json::from_str(&decode(&headers)).map_err(|_| Refusal::Internal)?;
    let text = |name: &str| headers.get(name).and_then(Value::as_str);
    let host = match call.dialect() {
        Dialect::Recorded2024_10 => text("Host").unwrap_or_default().to_owned(),
        Dialect::Current => {
            let authorization = text("Authorization").or_else(|| text("authorization"));
            let region = authorization.and_then(region).filter(|region| is_region(region));
            let region = region.ok_or_else(|| Refusal::bad_request("Invalid AWS region"))?;
            format!("sts.{region}.amazonaws.com")
        }
    };
    let body = decode(&body);
    let signed = Signed { method: &method, host: &host, headers: &headers, body: &body };
    // The server has no answer for what STS refuses.
    let caller = call.state.outside.caller(&signed).ok_or(Refusal::Internal)?;
    if !allowed(attachment.text("allowedAccountIds"), caller.account()) {
        return Err(Refusal::unauthorized("Access denied: AWS account ID not allowed."));
    }
    let principal = principal(&caller.arn);
    let patterns = attachment.text("allowedPrincipalArns");
    if patterns.is_some_and(|list| !list.split(',').any(|it| fits(it.trim(), &principal))) {
        let detail = match call.dialect() {
            Dialect::Recorded2024_10 => String::new(),
            Dialect::Current => format!(" [principal-arn={principal}]"),
        };
        let text = format!("Access denied: AWS principal ARN not allowed.{detail}");
        return Err(Refusal::unauthorized(text));
    }
    check(organization.as_deref())?;
    grant(call, &id, &attachment, None)
}

fn decode(base64: &str) -> String {
    String::from_utf8_lossy(&STANDARD.decode(base64).unwrap_or_default()).into_owned()
}

/// The region that a request is signed for.
fn region(authorization: &str) -> Option<&str> {
    let mut fields = authorization.split(' ');
    fields.find(|field| field.starts_with("Credential="))?.split('/').nth(2)
}

fn is_region(text: &str) -> bool {
    let known = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
    (1..=20).contains(&text.len()) && text.chars().all(known)
}

/// The role behind an assumed one; anybody else as they are.
fn principal(arn: &str) -> String {
    let parts: Vec<&str> = arn.split(':').collect();
    let [_, _, "sts", _, account, resource] = parts[..] else { return arn.to_owned() };
    let mut steps = resource.split('/');
    match (steps.next(), steps.next()) {
        (Some("assumed-role"), Some(role)) => format!("arn:aws:iam::{account}:role/{role}"),
        _ => arn.to_owned(),
    }
}
