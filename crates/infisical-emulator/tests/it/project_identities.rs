//! Machine identities of a project.

use serde_json::{Value, json};

use crate::client::{Call, current, identity, recorded};

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
        "role": "admin", "isTemporary": true, "temporaryMode": "relative", "temporaryRange": "2 hours",
        "temporaryAccessStartTime": "2026-01-31T23:00:00Z",
    });
    for (roles, status) in [
        (json!([temporary]), 400),
        (json!([{"role": "nope"}]), 404),
        (json!(["admin"]), 422),
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

/// The path of an identity's membership, as the newer routes have it.
fn membership(project: &str, id: &str) -> String {
    format!("/api/v1/projects/{project}/memberships/identities/{id}")
}

#[test]
fn an_identity_of_the_organization_has_roles_in_a_project() {
    let emulator = current();
    let (project, id) = (emulator.add_project(), identity(&emulator, "ci", "no-access"));
    emulator.add_project_role(&project, "deployer");
    let path = membership(&project, &id);
    let older = format!("/api/v2/workspace/{project}/identity-memberships/{id}");
    let post = |body: Value| emulator.out_of_band("POST", &path, Some(body));
    let missing = format!("Specified roles 'a,b' was not found in the project with ID '{project}'");
    for (body, status, message) in [
        (json!({"role": ""}), 400, "You must provide either role or roles field"),
        (json!({"roles": []}), 400, "Identity must have at least one permanent role"),
        (json!({"roles": [{"role": "a"}, {"role": "b"}]}), 404, &missing),
    ] {
        let (found, answer) = post(body.clone());
        assert_eq!((found, &answer["message"]), (status, &json!(message)), "{body}");
    }
    let (status, body) = post(json!({"roles": [{"role": "deployer"}, {"role": "viewer"}]}));
    assert_eq!(status, 200, "{body}");
    let membership_id = body["identityMembership"]["id"].as_str().unwrap().to_owned();
    assert_eq!(post(json!({})).1["message"], "Identity is already a member");
    let by_membership = format!("/api/v2/workspace/identity-memberships/{membership_id}");
    let own = format!("/api/v1/identities/{id}/identity-memberships");
    for (path, pointer) in [
        (&path, "/identityMembership"),
        (&older, "/identityMembership"),
        (&by_membership, "/identityMembership"),
        (&own, "/identityMemberships/0"),
    ] {
        let (status, body) = emulator.out_of_band("GET", path, None);
        let found = body.pointer(pointer).unwrap();
        assert_eq!((status, &found["id"]), (200, &json!(membership_id)), "{path}");
        let role = &found["roles"][0];
        assert_eq!(
            (&role["role"], &role["customRoleSlug"]),
            (&json!("custom"), &json!("deployer"))
        );
        assert_eq!(found["identity"]["name"], "ci", "{path}");
    }
    let roles = json!({"roles": [{"role": "member"}]});
    let (_, body) = emulator.out_of_band("PATCH", &older, Some(roles.clone()));
    assert_eq!(body["roles"][0]["projectMembershipId"], json!(membership_id));
    let (_, body) = emulator.out_of_band("PATCH", &path, Some(roles));
    assert_eq!(body["identityMembership"]["identityId"], json!(id));
    let list = format!("/api/v1/projects/{project}/memberships/identities?identityName=CI");
    let (_, body) = emulator.out_of_band("GET", &list, None);
    assert_eq!(
        (&body["totalCount"], &body["identityMemberships"][0]["identityId"]),
        (&json!(1), &json!(id))
    );
    assert_eq!(emulator.out_of_band("DELETE", &path, None).0, 200);
    for (method, status, message) in [
        ("GET", 404, "Identity membership not found"),
        ("DELETE", 400, "Identity doesn't have membership"),
    ] {
        let (found, body) = emulator.out_of_band(method, &path, None);
        assert_eq!((found, &body["message"]), (status, &json!(message)));
    }
}

#[test]
fn a_membership_of_an_identity_that_is_gone_trips_the_current_server() {
    let emulator = current();
    let (project, id) = (emulator.add_project(), identity(&emulator, "ci", "no-access"));
    let path = membership(&project, &id);
    assert_eq!(emulator.out_of_band("POST", &path, Some(json!({"role": "viewer"}))).0, 200);
    assert_eq!(emulator.out_of_band("DELETE", &format!("/api/v1/identities/{id}"), None).0, 200);
    let roles = json!({"roles": [{"role": "viewer"}]});
    assert_eq!(emulator.out_of_band("GET", &path, None).0, 404);
    assert_eq!(emulator.out_of_band("PATCH", &path, Some(roles)).0, 500);
    assert_eq!(emulator.out_of_band("DELETE", &path, None).0, 500);
    let own = membership(&project, &emulator.admin_id());
    let (status, body) = emulator.out_of_band("DELETE", &own, None);
    assert_eq!((status, &body["message"]), (400, &json!("You can't delete your own membership")));
}

#[test]
fn nobody_gives_more_than_their_own_roles() {
    for (emulator, message) in [
        (
            current(),
            "Failed to update identity project membership. Missing permission grant-privileges on identity",
        ),
        (recorded(), "Failed to change to a more privileged role"),
    ] {
        let (project, id) = (emulator.add_project(), identity(&emulator, "ci", "no-access"));
        let path = format!("/api/v2/workspace/{project}/identity-memberships/{id}");
        assert_eq!(emulator.out_of_band("POST", &path, Some(json!({"role": "member"}))).0, 200);
        let token = emulator.issue_token(&id).unwrap();
        let roles = json!({"roles": [{"role": "admin"}]});
        let refused = Call::new(&emulator, "PATCH", &path).token(&token).json(&roles).send();
        assert_eq!((refused.status, &refused.json()["message"]), (403, &json!(message)));
        let path = format!("/api/v1/workspace/{project}");
        let refused = Call::new(&emulator, "DELETE", &path).token(&token).send();
        assert_eq!(refused.status, 403, "members do not delete the project");
    }
}
