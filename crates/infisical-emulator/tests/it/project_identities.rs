//! Machine identities of a project.

use serde_json::{Value, json};

use crate::client::{current, recorded};

#[test]
fn switching_protection_off_needs_the_name() {
    let emulator = current();
    let path = format!("/api/v1/projects/{}/identities", emulator.add_project());
    let create = json!({"name": "a", "hasDeleteProtection": true});
    let (status, body) = emulator.out_of_band("POST", &path, Some(create));
    assert_eq!(status, 200, "{body}");
    let one = format!("{path}/{}", body["identity"]["id"].as_str().unwrap());
    let changed = |body: Value| emulator.out_of_band("PATCH", &one, Some(body)).1;
    let protected = |body: Value| body["identity"]["hasDeleteProtection"].clone();
    assert_eq!(protected(changed(json!({"hasDeleteProtection": false}))), true);
    assert_eq!(emulator.out_of_band("DELETE", &one, None).0, 400);
    assert_eq!(protected(changed(json!({"name": "a", "hasDeleteProtection": false}))), false);
    assert_eq!(emulator.out_of_band("DELETE", &one, None).0, 200);
    assert_eq!(emulator.out_of_band("GET", &one, None).0, 404);
}

#[test]
fn roles_are_for_good_or_for_a_while() {
    let emulator = current();
    let path = format!("/api/v1/projects/{}/identities", emulator.add_project());
    let temporary = json!({
        "role": "admin", "isTemporary": true, "temporaryMode": "relative", "temporaryRange": "2h",
        "temporaryAccessStartTime": "2026-01-31T23:00:00Z",
    });
    for (roles, status) in [
        (json!([temporary]), 400),
        (json!([{"role": "nope"}]), 404),
        (json!([{"role": "viewer", "temporaryRange": "1h"}]), 400),
        (json!([{"role": "admin", "isTemporary": true, "temporaryMode": "relative"}]), 422),
    ] {
        let body = json!({"name": "a", "roles": roles});
        let (found, body) = emulator.out_of_band("POST", &path, Some(body));
        assert_eq!(found, status, "{roles} {body}");
    }
    let body = json!({"name": "a", "roles": [{"role": "viewer"}, temporary]});
    let (_, body) = emulator.out_of_band("POST", &path, Some(body));
    let id = body["identity"]["id"].as_str().unwrap();
    let path = path.replace("/identities", "/memberships/identities");
    let (status, body) = emulator.out_of_band("GET", &format!("{path}/{id}"), None);
    let role = &body["identityMembership"]["roles"][1];
    assert_eq!(status, 200, "{body}");
    assert_eq!(role["temporaryAccessEndTime"], "2026-02-01T01:00:00.000Z");
}

#[test]
fn identities_are_of_one_project_and_listed_in_pages() {
    let emulator = current();
    let [one, other] = [emulator.add_project(), emulator.add_project()];
    let path = |project: &str| format!("/api/v1/projects/{project}/identities");
    for name in ["a", "b", "c"] {
        let body = json!({"name": name});
        assert_eq!(emulator.out_of_band("POST", &path(&one), Some(body)).0, 200);
    }
    let page = format!("{}?offset=1&limit=1", path(&one));
    let (_, body) = emulator.out_of_band("GET", &page, None);
    assert_eq!((&body["totalCount"], &body["identities"][0]["name"]), (&json!(3), &json!("b")));
    let id = body["identities"][0]["id"].as_str().unwrap();
    let elsewhere = format!("{}/{id}", path(&other));
    assert_eq!(emulator.out_of_band("GET", &elsewhere, None).0, 404);
    let nowhere = path("3c90c3cc-0d44-4b50-8888-8dd25736052a");
    assert_eq!(emulator.out_of_band("GET", &nowhere, None).0, 404);
}

#[test]
fn the_server_of_2024_has_none() {
    let emulator = recorded();
    let path = format!("/api/v1/projects/{}/identities", emulator.add_project());
    let (status, body) = emulator.out_of_band("GET", &path, None);
    assert_eq!((status, &body["error"]), (404, &json!("Not Found")));
}
