//! Where the emulator is stricter than the server, and where a licence makes a difference.

use serde_json::{Value, json};

use infisical_emulator::{Credentials, Dialect, Emulator, Options};

use crate::client::{Call, azure, azure_body, current, identity, login, recorded, start};

fn post(emulator: &Emulator, id: &str, body: &Value) -> (u16, Value) {
    emulator.out_of_band("POST", &azure(id), Some(body.clone()))
}

#[test]
fn an_unknown_field_is_refused_by_name_and_kept() {
    let emulator = current();
    let id = identity(&emulator, "a", "no-access");
    let body = json!({"tenantId": "t", "resource": "r", "identityId": id});
    let (status, body) = post(&emulator, &id, &body);
    assert_eq!(status, 400);
    let message = body["message"].as_str().unwrap();
    assert!(message.starts_with("emulator: "), "{message}");
    assert!(message.contains("identityId") && message.contains(&azure(&id)), "{message}");
    assert_eq!(
        emulator.violations(),
        ["POST /api/v1/auth/azure-auth/identities/:identityId: unknown identityId"]
    );
    let (status, _) = emulator.out_of_band("GET", &azure(&id), None);
    assert_eq!(status, 400, "nothing was attached");
}

#[test]
fn unknown_fields_are_found_in_lists_and_where_no_body_belongs() {
    let emulator = current();
    let id = identity(&emulator, "a", "no-access");
    let ips = json!([{"ipAddress": "::/0", "type": "ipv6"}]);
    let body = json!({"tenantId": "t", "resource": "r", "accessTokenTrustedIps": ips});
    assert_eq!(post(&emulator, &id, &body).0, 400);
    let path = format!("/api/v1/identities/{id}");
    let (status, _) = emulator.out_of_band("DELETE", &path, Some(json!({"identityId": id})));
    assert_eq!(status, 400);
    let found = emulator.violations();
    assert!(found[0].ends_with("unknown accessTokenTrustedIps[0].type"), "{found:?}");
    assert!(found[1].ends_with("unknown identityId"), "{found:?}");
}

#[test]
fn delete_protection_is_unknown_to_the_recorded_server() {
    let emulator = start(Options { dialect: Dialect::Recorded2024_10, ..Options::default() });
    let body = json!({
        "name": "a", "organizationId": emulator.org_id(), "hasDeleteProtection": true
    });
    assert_eq!(emulator.out_of_band("POST", "/api/v1/identities", Some(body)).0, 400);
    assert_eq!(emulator.violations().len(), 1);
}

#[test]
fn a_lenient_emulator_answers_as_the_server_does_and_keeps_the_violation() {
    let emulator = recorded();
    let id = identity(&emulator, "a", "no-access");
    let body = json!({"tenantId": "t", "resource": "r", "identityId": id});
    assert_eq!(post(&emulator, &id, &body).0, 200);
    assert_eq!(emulator.violations().len(), 1);
}

#[test]
fn a_declared_body_is_no_violation() {
    let emulator = current();
    let id = identity(&emulator, "a", "no-access");
    assert_eq!(post(&emulator, &id, &azure_body()).0, 200);
    assert_eq!(emulator.out_of_band("DELETE", &azure(&id), None).0, 200);
    assert_eq!(emulator.violations(), [""; 0]);
}

#[test]
fn a_licensed_server_takes_ranges_and_stores_them_as_written() {
    let emulator = current();
    let id = identity(&emulator, "a", "no-access");
    let trusted = |ip: &str| {
        let mut body = azure_body();
        body["accessTokenTrustedIps"] = json!([{"ipAddress": ip}, {"ipAddress": "10.1.2.3"}]);
        body
    };
    for bad in ["300.1.1.1", "10.0.0.0/33", "::/129", "host"] {
        let (status, body) = post(&emulator, &id, &trusted(bad));
        assert_eq!(status, 400, "{bad}");
        assert_eq!(body["message"], "The IP is not a valid IPv4, IPv6, or CIDR block");
    }
    let (status, body) = post(&emulator, &id, &trusted(" 10.9.8.7/8 "));
    assert_eq!(status, 200);
    assert_eq!(
        body["identityAzureAuth"]["accessTokenTrustedIps"],
        json!([
            {"type": "ipv4", "prefix": 8, "ipAddress": "10.9.8.7"},
            {"type": "ipv4", "ipAddress": "10.1.2.3"},
        ])
    );
}

#[test]
fn an_unlicensed_current_server_refuses_ranges_before_it_looks_at_them() {
    let emulator = start(Options { licensed: false, ..Options::default() });
    let id = identity(&emulator, "a", "no-access");
    let mut body = azure_body();
    body["accessTokenTrustedIps"] = json!([{"ipAddress": "host"}]);
    let (status, body) = post(&emulator, &id, &body);
    assert_eq!(status, 400);
    assert!(body["message"].as_str().unwrap().contains("plan restriction"), "{body}");
}

#[test]
fn trusted_ips_keep_clients_out() {
    let emulator = current();
    let credentials = emulator.credentials();
    let path = format!("/api/v1/auth/universal-auth/identities/{}", emulator.admin_id());
    let token = login(&emulator, &credentials);
    let elsewhere = json!({"accessTokenTrustedIps": [{"ipAddress": "203.0.113.0/24"}]});
    assert_eq!(emulator.out_of_band("PATCH", &path, Some(elsewhere)).0, 200);
    let identity = format!("/api/v1/identities/{}", emulator.admin_id());
    let answer = Call::new(&emulator, "GET", &identity).token(&token).send();
    assert_eq!(answer.status, 403, "{}", answer.text);
    assert!(answer.text.contains("from the current IP address"), "{}", answer.text);
    let inside = Call::new(&emulator, "GET", &identity).token(&token);
    assert_eq!(inside.header("x-forwarded-for", "203.0.113.7").send().status, 200);
}

#[test]
fn every_secret_is_known() {
    let emulator = current();
    let credentials = emulator.credentials_for("member");
    let token = login(&emulator, &credentials);
    let bearer = emulator.token_for("admin");
    let secrets = emulator.secrets();
    for secret in [&credentials.client_secret, &token, &bearer, &emulator.expired_token()] {
        assert!(secrets.contains(secret) || emulator.secrets().contains(secret));
    }
    assert!(!format!("{credentials:?}").contains(&credentials.client_secret));
}

#[test]
fn extreme_numbers_break_nothing() {
    let emulator = recorded();
    let id = identity(&emulator, "a", "no-access");
    let path = format!("/api/v1/auth/universal-auth/identities/{id}");
    let body = json!({"accessTokenMaxTTL": -9_000_000_000_000_000_000_i64});
    let (status, body) = emulator.out_of_band("POST", &path, Some(body));
    assert_eq!(status, 200);
    let client_id = body["identityUniversalAuth"]["clientId"].as_str().unwrap().to_owned();
    let secrets = format!("{path}/client-secrets");
    let (_, body) = emulator.out_of_band("POST", &secrets, Some(json!({})));
    let client_secret = body["clientSecret"].as_str().unwrap().to_owned();
    let token = login(&emulator, &Credentials { client_id, client_secret });
    let answer = Call::new(&emulator, "GET", &path).token(&token).send();
    assert_eq!((answer.status, answer.json()["error"].as_str()), (403, Some("TokenError")));
}
