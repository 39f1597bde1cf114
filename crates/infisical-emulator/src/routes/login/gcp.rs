//! With an ID token of a machine (`gce`), or a JWT that a service account has signed (`iam`).

use serde_json::Value;

use super::{allowed, attached, check, grant, organization};
use crate::outside::Unverified;
use crate::refusal::Refusal;
use crate::routes::{Answer, Call, Route};
use crate::state::Attachment;

pub(super) fn route() -> Route {
    Route::open("POST", "/api/v1/auth/gcp-auth/login", login)
}

fn login(call: &mut Call<'_>) -> Answer {
    let mut fields = call.fields()?;
    let id = fields.required_text("identityId");
    let jwt = fields.required_text("jwt");
    let organization = organization(call, &mut fields);
    call.accept(fields)?;

    let missing = "GCP auth method not found for identity, did you configure GCP auth?";
    let method = attached(call, &id, "gcp-auth", missing)?;
    match method.text("type").unwrap_or("gce") {
        "iam" => iam(call, &method, &id, &jwt)?,
        _ => gce(call, &method, &id, &jwt)?,
    }
    check(organization.as_deref())?;
    grant(call, &id, &method, None)
}

/// Google's library throws what the server has no answer for.
fn gce(call: &Call<'_>, method: &Attachment, id: &str, jwt: &str) -> Result<(), Refusal> {
    let claims = call.state.outside.jwts.verify(jwt, call.now).map_err(|_| Refusal::Internal)?;
    if claims["aud"] != id {
        return Err(Refusal::Internal);
    }
    let Some(email) = claims["email"].as_str() else { return Err(Refusal::unauthorized("")) };
    account(method, email)?;
    let machine = &claims["google"]["compute_engine"];
    let place = |name: &str| machine[name].as_str().unwrap_or_default();
    if machine.is_object() && !allowed(method.text("allowedProjects"), place("project_id")) {
        return Err(Refusal::unauthorized("Access denied: GCP project not allowed."));
    }
    if machine.is_object() && !allowed(method.text("allowedZones"), place("zone")) {
        return Err(Refusal::unauthorized("Access denied: GCP zone not allowed."));
    }
    Ok(())
}

fn iam(call: &Call<'_>, method: &Attachment, id: &str, jwt: &str) -> Result<(), Refusal> {
    let claims = call.state.outside.signed_by_account(jwt, call.now);
    let claims: Value = claims.map_err(|why| match why {
        Unverified::Malformed => Refusal::Internal,
        Unverified::Signature => Refusal::token("invalid signature"),
        Unverified::Expired => Refusal::token("Your token has expired. Please re-authenticate."),
    })?;
    if claims["aud"] != id {
        return Err(Refusal::unauthorized("Invalid audience in GCP IAM Token"));
    }
    account(method, claims["sub"].as_str().unwrap_or_default())
}

fn account(method: &Attachment, email: &str) -> Result<(), Refusal> {
    if allowed(method.text("allowedServiceAccounts"), email) {
        return Ok(());
    }
    Err(Refusal::unauthorized("Access denied: GCP service account not allowed."))
}
