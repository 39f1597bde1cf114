//! Whether the server is up.

use serde::Serialize;

use super::{Route, ok};
use crate::clock;
use crate::rate_limit::Budget;

pub(super) fn routes() -> Vec<Route> {
    let status = Route::open("GET", "/api/status", |call| {
        ok(&Status {
            date: clock::iso(call.now),
            message: "Ok",
            email_configured: false,
            invite_only_signup: true,
            redis_configured: true,
            secret_scanning_configured: false,
        })
    });
    vec![status.budget(Budget::Exempt)]
}

#[derive(Serialize)]
#[expect(clippy::struct_excessive_bools, reason = "the members of the server's answer")]
#[serde(rename_all = "camelCase")]
struct Status {
    date: String,
    message: &'static str,
    email_configured: bool,
    invite_only_signup: bool,
    redis_configured: bool,
    secret_scanning_configured: bool,
}
