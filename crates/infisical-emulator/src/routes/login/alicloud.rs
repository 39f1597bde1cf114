//! With a signed `GetCallerIdentity` of Alibaba Cloud, which the server sends to STS.

use super::{allowed, attached, check, grant, organization};
use crate::refusal::Refusal;
use crate::routes::{Answer, Call, Route};

pub(super) fn route() -> Route {
    Route::open("POST", "/api/v1/auth/alicloud-auth/login", login)
}

fn login(call: &mut Call<'_>) -> Answer {
    let mut fields = call.fields()?;
    let id = fields.required_text("identityId");
    let parameters = [
        "Action",
        "Format",
        "Version",
        "AccessKeyId",
        "SignatureMethod",
        "Timestamp",
        "SignatureVersion",
        "SignatureNonce",
    ]
    .map(|name| {
        let value = fields.required_text(name);
        let (holds, message) = judge(name, &value);
        fields.refine(name, holds, message);
        (name, value)
    });
    let signature = fields.required_text("Signature");
    let base64 = |c: char| c.is_ascii_alphanumeric() || "+/=".contains(c);
    let valid = !signature.is_empty() && signature.chars().all(base64);
    fields.refine("Signature", valid, "Signature must be base64 characters");
    let organization = organization(call, &mut fields);
    call.accept(fields)?;

    let missing =
        "Alibaba Cloud auth method not found for identity, did you configure Alibaba Cloud auth?";
    let method = attached(call, &id, "alicloud-auth", missing)?;
    // The server has no answer for what STS refuses.
    let user = call.state.outside.alicloud_user(&parameters, &signature);
    let user = user.ok_or(Refusal::Internal)?;
    if !allowed(method.text("allowedArns"), &user.arn) {
        let text = "Access denied: Alibaba Cloud account ARN not allowed.";
        return Err(Refusal::unauthorized(text));
    }
    check(organization.as_deref())?;
    grant(call, &id, &method, None)
}

/// Whether the schema takes a parameter, and what it says if not.
fn judge(name: &str, value: &str) -> (bool, &'static str) {
    match name {
        "Action" => {
            (value == "GetCallerIdentity", "Invalid enum value. Expected 'GetCallerIdentity'")
        }
        "Format" => (value == "JSON", "Invalid enum value. Expected 'JSON'"),
        "SignatureMethod" => (value == "HMAC-SHA1", "Invalid enum value. Expected 'HMAC-SHA1'"),
        "SignatureVersion" => (value == "1.0", "Invalid enum value. Expected '1.0'"),
        "Version" => (is_like(value, "dddd-dd-dd"), "Version must be in YYYY-MM-DD format"),
        "Timestamp" => (
            is_like(value, "dddd-dd-ddTdd:dd:ddZ"),
            "Timestamp must be in YYYY-MM-DDTHH:mm:ssZ format",
        ),
        "AccessKeyId" => (
            !value.is_empty() && value.chars().all(|c| c.is_ascii_alphanumeric()),
            "AccessKeyId must be alphanumeric",
        ),
        _ => (
            !value.is_empty()
                && value.chars().all(|c| c.is_ascii_alphanumeric() || "-_.".contains(c)),
            "SignatureNonce must be at least 1 character long and contain only URL-safe characters \
             (alphanumeric, -, _, .)",
        ),
    }
}

/// Whether a text has the form of the pattern, in which `d` is a digit.
fn is_like(text: &str, pattern: &str) -> bool {
    let fits = |(c, like): (char, char)| if like == 'd' { c.is_ascii_digit() } else { c == like };
    text.len() == pattern.len() && text.chars().zip(pattern.chars()).all(fits)
}
