//! With a client certificate, which a proxy in front of the server has put into a header.

use percent_encoding::percent_decode_str;

use super::{allowed, attached, check, grant, organization};
use crate::outside::content;
use crate::refusal::Refusal;
use crate::routes::{Answer, Call, Route};

/// The default of `IDENTITY_TLS_CERT_AUTH_CLIENT_CERTIFICATE_HEADER_KEY`.
const HEADER: &str = "x-identity-tls-cert-auth-client-cert";

pub(super) fn route() -> Route {
    Route::open("POST", "/api/v1/auth/tls-cert-auth/login", login)
}

fn login(call: &mut Call<'_>) -> Answer {
    let mut fields = call.fields()?;
    let id = fields.required_text("identityId");
    let organization = organization(call, &mut fields);
    call.accept(fields)?;

    let header = call.request.header(HEADER).unwrap_or_default();
    let shown = content(&percent_decode_str(header).decode_utf8_lossy());
    if shown.is_empty() {
        return Err(Refusal::bad_request("Missing TLS certificate in header"));
    }
    let missing = "TLS Certificate auth method not found for identity, did you configure TLS Certificate auth?";
    let method = attached(call, &id, "tls-cert-auth", missing)?;
    let authority = content(method.text("caCertificate").unwrap_or_default());
    let mut known = call.state.outside.certificates.iter();
    let certificate = known
        .find(|certificate| certificate.content == shown && certificate.issuer == authority)
        .ok_or_else(|| denied("Certificate not issued by the provided CA."))?;
    if certificate.ends < call.now {
        return Err(denied("Certificate has expired."));
    }
    if !allowed(method.text("allowedCommonNames"), &certificate.common_name) {
        return Err(denied("TLS Certificate Auth common name not allowed."));
    }
    check(organization.as_deref())?;
    grant(call, &id, &method, None)
}

fn denied(why: &str) -> Refusal {
    Refusal::unauthorized(format!("Access denied: {why}"))
}
