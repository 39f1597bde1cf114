//! The current server, where it differs from the recorded one.

use serde_json::{Value, json};
use std::time::Duration;

use infisical_emulator::{Credentials, Emulator};

use crate::client::{
    Answer, Call, azure, azure_body, current, identity, login, recorded, try_login,
};

fn attach(emulator: &Emulator, id: &str, more: &Value) -> (u16, Value) {
    let mut body = azure_body();
    body.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
    emulator.out_of_band("POST", &azure(id), Some(body))
}

#[test]
fn schema_errors_are_422_with_the_request_id_first() {
    let emulator = current();
    let id = identity(&emulator, "a", "no-access");
    let token = emulator.token_for("admin");
    let answer = Call::new(&emulator, "POST", &azure(&id)).token(&token).json(&json!({})).send();
    assert_eq!(answer.status, 422);
    assert!(answer.text.starts_with(r#"{"reqId":"req-"#), "{}", answer.text);
    let rest = r#""statusCode":422,"message":[{"code":"invalid_type","expected":"string","received":"undefined","path":["tenantId"],"message":"Required"},{"code":"invalid_type","expected":"string","received":"undefined","path":["resource"],"message":"Required"}],"error":"ValidationFailure"}"#;
    assert!(answer.text.ends_with(rest), "{}", answer.text);
}

#[test]
fn the_bounds_of_ttls() {
    let emulator = current();
    let across = "Access Token TTL cannot be greater than Access Token Max TTL.";
    for (settings, message) in [
        (json!({"accessTokenTTL": -1}), "Number must be greater than or equal to 0"),
        (json!({"accessTokenMaxTTL": -5}), "Number must be greater than or equal to 0"),
        (json!({"accessTokenTTL": 315_360_001}), "Number must be less than or equal to 315360000"),
        (json!({"accessTokenMaxTTL": 10}), across),
        (json!({"accessTokenMaxTTL": 0}), across),
    ] {
        let id = identity(&emulator, "a", "no-access");
        let (status, body) = attach(&emulator, &id, &settings);
        assert_eq!(status, 422, "{settings}");
        assert_eq!(body["message"][0]["message"], message, "{settings}");
    }
    let id = identity(&emulator, "a", "no-access");
    let zeros = json!({"accessTokenTTL": 0, "accessTokenMaxTTL": 0});
    assert_eq!(attach(&emulator, &id, &zeros).0, 200);
}

#[test]
fn lowering_only_the_maximum_is_refused() {
    let emulator = current();
    let id = identity(&emulator, "a", "no-access");
    assert_eq!(attach(&emulator, &id, &json!({"accessTokenTTL": 60})).0, 200);
    let patch = |body: Value| emulator.out_of_band("PATCH", &azure(&id), Some(body));
    let (status, body) = patch(json!({"accessTokenMaxTTL": 3600}));
    assert_eq!(
        (status, &body["message"]),
        (400, &json!("Access token TTL cannot be greater than max TTL"))
    );
    assert_eq!(patch(json!({"accessTokenMaxTTL": 3600, "accessTokenTTL": 60})).0, 200);
    let (status, body) = patch(json!({}));
    assert_eq!((status, &body["error"]), (500, &json!("Update by id")));
}

#[test]
fn an_identity_has_several_methods() {
    let emulator = current();
    let id = identity(&emulator, "a", "no-access");
    let universal = format!("/api/v1/auth/universal-auth/identities/{id}");
    assert_eq!(attach(&emulator, &id, &json!({})).0, 200);
    assert_eq!(emulator.out_of_band("POST", &universal, Some(json!({}))).0, 200);
    let (status, body) = attach(&emulator, &id, &json!({}));
    assert_eq!(status, 400);
    assert_eq!(body["message"], "Failed to add Azure Auth to already configured identity");
    let (_, body) = emulator.out_of_band("GET", &format!("/api/v1/identities/{id}"), None);
    assert_eq!(
        body["identity"]["identity"]["authMethods"],
        json!(["universal-auth", "azure-auth"])
    );
    assert_eq!(emulator.out_of_band("DELETE", &universal, None).0, 200);
    assert_eq!(emulator.out_of_band("GET", &azure(&id), None).0, 200);
}

#[test]
fn what_is_not_attached() {
    let emulator = current();
    let id = identity(&emulator, "a", "no-access");
    let universal = format!("/api/v1/auth/universal-auth/identities/{id}");
    let (azure, universal) = (azure(&id), universal.as_str());
    let gone = format!("Failed to find universal auth for identity with ID {id}");
    for (method, path, status, message) in [
        ("GET", azure.as_str(), 400, "The identity does not have Azure Auth attached"),
        ("PATCH", &azure, 400, "Failed to update Azure Auth"),
        ("DELETE", &azure, 400, "The identity does not have azure auth"),
        ("GET", universal, 404, &gone),
        ("PATCH", universal, 404, &gone),
        ("DELETE", universal, 400, "The identity does not have universal auth"),
    ] {
        let body = (method == "PATCH").then(|| json!({}));
        let (actual, body) = emulator.out_of_band(method, path, body);
        assert_eq!((actual, &body["message"]), (status, &json!(message)), "{method} {path}");
    }
}

#[test]
fn delete_protection() {
    let emulator = current();
    let body = json!({
        "name": "kept", "organizationId": emulator.org_id(), "hasDeleteProtection": true,
        "metadata": [{"key": "team", "value": "platform"}],
    });
    let (status, body) = emulator.out_of_band("POST", "/api/v1/identities", Some(body));
    assert_eq!(status, 200);
    let created = &body["identity"];
    assert_eq!(created["hasDeleteProtection"], true);
    assert_eq!(created["authMethods"], json!([]));
    assert_eq!(created["orgId"], json!(emulator.org_id()));
    assert_eq!(created["metadata"][0]["key"], "team");
    let path = format!("/api/v1/identities/{}", created["id"].as_str().unwrap());

    let (status, body) = emulator.out_of_band("DELETE", &path, None);
    assert_eq!((status, &body["message"]), (400, &json!("Identity has delete protection")));
    assert_eq!(body["error"], "BadRequest");

    // Switching it off alone is answered 200 and ignored.
    let off = json!({"hasDeleteProtection": false});
    let (status, body) = emulator.out_of_band("PATCH", &path, Some(off));
    assert_eq!((status, &body["identity"]["hasDeleteProtection"]), (200, &json!(true)));
    // The answer has no metadata, although it is still stored.
    assert_eq!(body["identity"]["metadata"], json!([]));
    let (_, body) = emulator.out_of_band("GET", &path, None);
    assert_eq!(body["identity"]["metadata"][0]["value"], "platform");

    let off = json!({"hasDeleteProtection": false, "name": "kept"});
    assert_eq!(emulator.out_of_band("PATCH", &path, Some(off)).0, 200);
    assert_eq!(emulator.out_of_band("DELETE", &path, None).0, 200);
}

#[test]
fn permissions_are_explained() {
    let emulator = current();
    let target = identity(&emulator, "a", "no-access");
    let get = |token: &str, method: &str, target: &str| -> Answer {
        Call::new(&emulator, method, target).token(token).send()
    };
    let path = format!("/api/v1/identities/{target}");
    let refused = get(&emulator.token_for("no-access"), "GET", &path).json();
    assert_eq!(refused["error"], "PermissionDenied");
    assert_eq!(refused["message"], "You are not allowed to read on identity");
    assert_eq!(refused["details"], json!([]));

    assert_eq!(attach(&emulator, &target, &json!({})).0, 200);
    let refused = get(&emulator.token_for("member"), "DELETE", &azure(&target)).json();
    assert_eq!(refused["error"], "PermissionBoundaryError");
    assert_eq!(
        refused["details"],
        json!({"missingPermissions": [{"action": "revoke-auth", "subject": "identity"}]})
    );
    assert_eq!(get(&emulator.token_for("admin"), "DELETE", &azure(&target)).status, 200);
}

#[test]
fn the_service_principals_may_be_long() {
    let emulator = current();
    let id = identity(&emulator, "a", "no-access");
    let list = |length: usize| json!({"allowedServicePrincipalIds": "s".repeat(length)});
    assert_eq!(attach(&emulator, &id, &list(2049)).0, 500);
    assert_eq!(attach(&emulator, &id, &list(2048)).0, 200);
    let (status, body) =
        emulator.out_of_band("PATCH", &azure(&id), Some(json!({"tenantId": "t".repeat(256)})));
    assert_eq!((status, &body["error"]), (500, &json!("Update by id")));
}

#[test]
fn tokens_expire_as_jwts_and_wrong_credentials_lock_out() {
    let emulator = current();
    let credentials = emulator.credentials_for("member");
    let token = login(&emulator, &credentials);
    let own = format!("/api/v1/identities/{}", emulator.admin_id());
    let read = || Call::new(&emulator, "GET", &own).token(&token).send();
    assert_eq!(read().status, 200);
    emulator.advance(Duration::from_secs(2_592_001));
    let answer = read();
    assert_eq!((answer.status, answer.json()["error"].clone()), (403, json!("TokenError")));

    let wrong = Credentials { client_secret: "wrong".to_owned(), ..credentials.clone() };
    for _ in 0..3 {
        assert_eq!(try_login(&emulator, &wrong).json()["message"], "Invalid credentials");
    }
    let locked = try_login(&emulator, &credentials);
    assert_eq!(locked.status, 401);
    assert!(locked.text.contains("temporarily locked"), "{}", locked.text);
    emulator.advance(Duration::from_secs(301));
    assert_eq!(try_login(&emulator, &credentials).status, 200);
    let unknown = Credentials { client_id: "x".to_owned(), client_secret: "y".to_owned() };
    assert_eq!(try_login(&emulator, &unknown).status, 401);
}

#[test]
fn expired_tokens_of_both_dialects() {
    for emulator in [current(), recorded()] {
        let path = format!("/api/v1/identities/{}", emulator.admin_id());
        let answer = Call::new(&emulator, "GET", &path).token(&emulator.expired_token()).send();
        assert_eq!(answer.status, 403);
        assert_eq!(answer.json()["message"], "Your token has expired. Please re-authenticate.");
    }
}

#[test]
fn a_token_can_be_issued_for_an_identity() {
    let emulator = current();
    let id = identity(&emulator, "a", "admin");
    let token = emulator.issue_token(&id).unwrap();
    let path = format!("/api/v1/identities/{id}");
    let body = Call::new(&emulator, "GET", &path).token(&token).send().json();
    assert_eq!(body["identity"]["identity"]["authMethods"], json!(["token-auth"]));
    assert_eq!(emulator.issue_token("3c90c3cc-0d44-4b50-8888-8dd25736052a"), None);
}

#[test]
fn a_caller_learns_its_organization() {
    let emulator = current();
    let token = emulator.token_for("no-access");
    let answer = Call::new(&emulator, "GET", "/api/v1/identities/details").token(&token).send();
    assert_eq!(answer.json()["identityDetails"]["organization"]["id"], json!(emulator.org_id()));
}
