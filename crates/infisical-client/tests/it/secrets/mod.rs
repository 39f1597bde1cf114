//! Secrets, against servers of both APIs.

mod batch;
mod gather;
mod read;

use crate::server::{Answer, Seen};
use infisical_client::Place;
use serde_json::{Value, json};

/// What a server knows no route for.
pub(crate) fn no_route(seen: &Seen) -> Answer {
    let path = seen.path.split('?').next().unwrap();
    let message = format!("Route {}:{path} not found", seen.method);
    Answer::json(404, &json!({ "statusCode": 404, "error": "Not Found", "message": message }))
}

/// Whether a request is for v4.
pub(crate) fn is_v4(seen: &Seen) -> bool {
    seen.path.starts_with("/api/v4/secrets")
}

pub(crate) fn place() -> Place {
    Place::new("project", "dev", "/app")
}

/// A secret as an answer tells it.
pub(crate) fn stored(name: &str, value: &str) -> Value {
    json!({
        "id": format!("id-of-{name}"), "_id": format!("id-of-{name}"), "workspace": "project",
        "environment": "dev", "version": 1, "type": "shared", "secretKey": name,
        "secretValue": value, "secretComment": "", "secretPath": "/app", "tags": [],
        "createdAt": "2026-11-26T12:00:00.000Z", "updatedAt": "2026-11-26T12:00:00.000Z",
    })
}
