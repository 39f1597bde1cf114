//! With a signed request for a user of Oracle Cloud, which the server sends on.

use serde_json::{Map, Value};

use super::{allowed, attached, check, grant, organization};
use crate::fields::Fields;
use crate::refusal::Refusal;
use crate::routes::{Answer, Call, Route};

pub(super) fn route() -> Route {
    Route::open("POST", "/api/v1/auth/oci-auth/login", login)
}

fn login(call: &mut Call<'_>) -> Answer {
    let mut fields = call.fields()?;
    let id = fields.required_text("identityId");
    let user = fields.required_text("userOcid");
    fields.present("headers", "object");
    let headers = fields.nested("headers", headers).unwrap_or_default();
    let dated = ["date", "x-date"].iter().any(|name| headers[name].is_string());
    fields.refine("headers", dated, "Either date or x-date must be provided");
    let organization = organization(call, &mut fields);
    call.accept(fields)?;

    let missing = "OCI auth method not found for identity, did you configure OCI auth?";
    let method = attached(call, &id, "oci-auth", missing)?;
    if !headers["host"].as_str().is_some_and(is_host) {
        return Err(Refusal::bad_request(
            "Invalid OCI host format. Expected format: identity.<region>.oraclecloud.com",
        ));
    }
    // The server has no answer for what Oracle Cloud refuses.
    let known = call.state.outside.oci_user(&user, &headers).ok_or(Refusal::Internal)?;
    if method.text("tenancyOcid") != Some(&known.tenancy) {
        let text = "Access denied: OCI account isn't part of tenancy.";
        return Err(Refusal::unauthorized(text));
    }
    if !allowed(method.text("allowedUsernames"), &known.name) {
        let text = "Access denied: OCI account username not allowed.";
        return Err(Refusal::unauthorized(text));
    }
    check(organization.as_deref())?;
    grant(call, &id, &method, None)
}

fn headers(fields: &mut Fields) -> Value {
    let mut headers = Map::new();
    for name in ["authorization", "host"] {
        fields.present(name, "string");
    }
    for name in ["authorization", "host", "x-date", "date"] {
        headers.extend(fields.verbatim(name).map(|text| (name.to_owned(), text.into())));
    }
    headers.into()
}

/// `identity.eu-frankfurt-1.oraclecloud.com`
fn is_host(text: &str) -> bool {
    let region =
        text.strip_prefix("identity.").and_then(|rest| rest.strip_suffix(".oraclecloud.com"));
    let parts: Vec<&str> = region.unwrap_or_default().split('-').collect();
    let [area, city, number] = parts[..] else { return false };
    let letters = |text: &str| !text.is_empty() && text.chars().all(|c| c.is_ascii_lowercase());
    let digit = number.len() == 1 && ("1"..="9").contains(&number);
    area.len() == 2 && letters(area) && letters(city) && digit
}
