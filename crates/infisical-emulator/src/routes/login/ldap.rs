//! With the user name and password of a directory's user.

use serde_json::Value;

use super::{attached, check, grant, organization};
use crate::refusal::Refusal;
use crate::routes::call::uuid;
use crate::routes::{Answer, Call, Route};
use crate::state::Own;

pub(super) fn route() -> Route {
    Route::open("POST", "/api/v1/auth/ldap-auth/login", login)
}

fn login(call: &mut Call<'_>) -> Answer {
    let mut fields = call.fields()?;
    let id = fields.required_text("identityId");
    fields.refine("identityId", uuid(&id).is_some(), "Identity ID must be a valid UUID");
    let username = fields.required_text("username");
    fields.refine("username", !username.is_empty(), "Username is required");
    let password = fields.required_text("password");
    fields.refine("password", !password.is_empty(), "Password is required");
    let organization = organization(call, &mut fields);
    call.accept(fields)?;

    if uuid(&id).is_none_or(|id| !call.state.identities.contains_key(&id)) {
        return Err(Refusal::not_found(format!("Identity with ID '{id}' not found")));
    }
    let missing = format!("LDAP auth with ID '{id}' not found");
    let method = attached(call, &id, "ldap-auth", &missing)?;
    let mut directory = call.state.outside.directory.iter();
    let person = directory
        .find(|person| person.username == username && person.password == password)
        .ok_or_else(|| Refusal::unauthorized("LDAP authentication failed"))?;
    if let Some(Own::Json(Value::Array(required))) = method.own("allowedFields") {
        for field in required {
            let key = field["key"].as_str().unwrap_or_default();
            let values = field["value"].as_str().unwrap_or_default();
            let Some(value) = person.fields[key].as_str() else {
                let text = format!("Invalid request. Missing field {key} on user.");
                return Err(Refusal::unauthorized(text));
            };
            if !values.split(',').any(|wanted| wanted == value) {
                let text =
                    format!("Invalid request. User field '{key}' does not match required fields.");
                return Err(Refusal::unauthorized(text));
            }
        }
    }
    if !call.options.licensed {
        return Err(Refusal::bad_request(
            "Failed to login to identity due to plan restriction. Upgrade plan to login to use LDAP \
             authentication.",
        ));
    }
    check(organization.as_deref())?;
    grant(call, &id, &method, None)
}
