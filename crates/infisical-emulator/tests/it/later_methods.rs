//! The auth methods that came after 2024-10.

use infisical_emulator::{Emulator, Options};
use serde_json::{Value, json};

use crate::client::{current, identity, recorded};

/// Base64 of an ASN.1 sequence, which is all that is looked at.
const PEM: &str = "-----BEGIN CERTIFICATE-----\nMAA=\n-----END CERTIFICATE-----\n";

struct Later {
    slug: &'static str,
    wrapper: &'static str,
    body: Value,
    /// Of the answers, beside what all methods have.
    answered: Value,
    /// `GET`, `PATCH` and `DELETE` where it is not attached.
    not_attached: [(u16, &'static str); 3],
}

fn methods() -> [Later; 5] {
    let lists = "engineers, ops";
    [
        Later {
            slug: "tls-cert-auth",
            wrapper: "identityTlsCertAuth",
            body: json!({"caCertificate": PEM, "allowedCommonNames": "a , b"}),
            answered: json!({
                "allowedCommonNames": "a,b",
                "allowedSubjectAltNames": [],
                "verifyClientCertificateChain": false,
            }),
            not_attached: [
                (400, "The identity does not have TLS Certificate Auth attached"),
                (404, "The identity does not have TLS Certificate Auth attached"),
                (400, "The identity does not have TLS Certificate auth"),
            ],
        },
        Later {
            slug: "ldap-auth",
            wrapper: "identityLdapAuth",
            body: json!({
                "url": "ldaps://ldap.example.org", "bindDN": "cn=infisical", "bindPass": "hunter2",
                "searchBase": "dc=example,dc=org",
                "allowedFields": [{"key": "department", "value": lists}],
            }),
            answered: json!({
                "url": "ldaps://ldap.example.org", "searchBase": "dc=example,dc=org",
                "searchFilter": "(uid={{username}})", "templateId": null,
                "allowedFields": [{"key": "department", "value": "engineers,ops"}],
                "lockoutEnabled": true, "lockoutThreshold": 3, "lockoutDurationSeconds": 300,
                "lockoutCounterResetSeconds": 30,
            }),
            not_attached: [
                (400, "The identity does not have LDAP Auth attached"),
                (404, "The identity does not have LDAP Auth attached"),
                (400, "The identity does not have LDAP Auth attached"),
            ],
        },
        Later {
            slug: "oci-auth",
            wrapper: "identityOciAuth",
            body: json!({"tenancyOcid": "ocid1.tenancy.oc1..a", "allowedUsernames": "a,b@c,"}),
            answered: json!({
                "type": "iam", "tenancyOcid": "ocid1.tenancy.oc1..a", "allowedUsernames": "a, b@c",
            }),
            not_attached: [
                (400, "The identity does not have OCI Auth attached"),
                (404, "The identity does not have OCI Auth attached"),
                (400, "The identity does not have OCI auth"),
            ],
        },
        Later {
            slug: "alicloud-auth",
            wrapper: "identityAliCloudAuth",
            body: json!({"allowedArns": "acs:ram::1234567890123456:user/ci"}),
            answered: json!({"type": "iam", "allowedArns": "acs:ram::1234567890123456:user/ci"}),
            not_attached: [
                (400, "The identity does not have Alibaba Cloud Auth attached"),
                (404, "The identity does not have Alibaba Cloud Auth attached"),
                (400, "The identity does not have Alibaba Cloud auth"),
            ],
        },
        Later {
            slug: "spiffe-auth",
            wrapper: "identitySpiffeAuth",
            body: json!({
                "trustDomain": "example.org", "allowedSpiffeIds": "spiffe://example.org/ci,",
                "allowedAudiences": "infisical",
                "trustBundleDistribution": {"profile": "static", "bundle": "{\"keys\":[]}"},
            }),
            answered: json!({
                "trustDomain": "example.org", "allowedSpiffeIds": "spiffe://example.org/ci",
                "allowedAudiences": "infisical",
                "trustBundleDistribution": {"profile": "static", "bundle": "{\"keys\":[]}"},
            }),
            not_attached: [
                (400, "The identity does not have SPIFFE Auth attached"),
                (400, "Failed to update SPIFFE Auth"),
                (400, "The identity does not have SPIFFE auth"),
            ],
        },
    ]
}

fn path(slug: &str, id: &str) -> String {
    format!("/api/v1/auth/{slug}/identities/{id}")
}

fn call(emulator: &Emulator, verb: &str, method: &Later, id: &str, body: Value) -> (u16, Value) {
    let body = Some(body).filter(|body| !body.is_null());
    let (status, mut body) = emulator.out_of_band(verb, &path(method.slug, id), body);
    let inner = body.get_mut(method.wrapper).map(Value::take);
    (status, inner.unwrap_or(body))
}

fn attached(emulator: &Emulator, slug: &str) -> (Later, String) {
    let method = methods().into_iter().find(|method| method.slug == slug).unwrap();
    let id = identity(emulator, "a", "no-access");
    let (status, body) = call(emulator, "POST", &method, &id, method.body.clone());
    assert_eq!(status, 200, "{body}");
    (method, id)
}

#[test]
fn attached_read_and_revoked() {
    for method in methods() {
        let emulator = current();
        let id = identity(&emulator, "a", "no-access");
        let verbs = ["GET", "PATCH", "DELETE"];
        for (verb, (status, message)) in verbs.into_iter().zip(method.not_attached) {
            let sent = if verb == "PATCH" { method.body.clone() } else { Value::Null };
            let (found, body) = call(&emulator, verb, &method, &id, sent);
            assert_eq!((found, &body["message"]), (status, &json!(message)), "{verb}");
        }
        for verb in ["POST", "GET", "DELETE"] {
            let sent = if verb == "POST" { method.body.clone() } else { Value::Null };
            let (status, body) = call(&emulator, verb, &method, &id, sent);
            assert_eq!(status, 200, "{verb} {body}");
            for (name, value) in method.answered.as_object().unwrap() {
                assert_eq!(&body[name], value, "{verb} {}: {name}", method.slug);
            }
            assert_eq!(body["accessTokenTTL"], 2_592_000);
        }
        assert_eq!(emulator.violations(), Vec::<String>::new());
    }
}

#[test]
fn the_server_of_2024_has_none_of_them() {
    let emulator = recorded();
    let id = identity(&emulator, "a", "no-access");
    for method in methods() {
        let (status, body) = call(&emulator, "GET", &method, &id, Value::Null);
        let message = format!("Route GET:{} not found", path(method.slug, &id));
        assert_eq!((status, &body["message"]), (404, &json!(message)));
    }
}

#[test]
fn the_maximum_can_be_lowered_alone_and_is_above_zero_at_first() {
    for method in methods() {
        let emulator = current();
        let id = identity(&emulator, "a", "no-access");
        let mut body = method.body.clone();
        body["accessTokenTTL"] = json!(0);
        body["accessTokenMaxTTL"] = json!(0);
        let expected = if method.slug == "spiffe-auth" { 200 } else { 422 };
        assert_eq!(call(&emulator, "POST", &method, &id, body).0, expected, "{}", method.slug);

        let (method, id) = attached(&emulator, method.slug);
        let mut body = method.body.clone();
        body.as_object_mut().unwrap().remove("ldapCaCertificate");
        body["accessTokenTTL"] = json!(60);
        assert_eq!(call(&emulator, "PATCH", &method, &id, body.clone()).0, 200);
        body.as_object_mut().unwrap().remove("accessTokenTTL");
        body["accessTokenMaxTTL"] = json!(3600);
        assert_eq!(call(&emulator, "PATCH", &method, &id, body).0, 200, "{}", method.slug);
    }
}

#[test]
fn a_ca_certificate_is_told_by_get_alone() {
    let emulator = current();
    let (method, id) = attached(&emulator, "tls-cert-auth");
    assert_eq!(call(&emulator, "GET", &method, &id, Value::Null).1["caCertificate"], PEM);
    let (_, body) = call(&emulator, "PATCH", &method, &id, json!({"allowedCommonNames": null}));
    assert_eq!((&body["caCertificate"], &body["allowedCommonNames"]), (&Value::Null, &Value::Null));
    for (body, message) in [
        (json!({"allowedCommonNames": ""}), "String must contain at least 1 character(s)"),
        (json!({"caCertificate": "x"}), "Invalid CA Certificate."),
        (json!({"allowedSubjectAltNames": ["x:y"]}), "Invalid subject alternative name"),
    ] {
        let (status, answer) = call(&emulator, "PATCH", &method, &id, body);
        assert_eq!((status, &answer["message"][0]["message"]), (422, &json!(message)));
    }
}

#[test]
fn a_bind_password_is_told_by_get_alone_and_is_a_secret() {
    let emulator = current();
    let (method, id) = attached(&emulator, "ldap-auth");
    assert!(emulator.secrets().contains(&"hunter2".to_owned()));
    let (_, body) = call(&emulator, "GET", &method, &id, Value::Null);
    assert_eq!((&body["bindPass"], &body["bindDN"]), (&json!("hunter2"), &json!("cn=infisical")));
    assert!(body.get("ldapCaCertificate").is_none(), "{body}");
    let (_, body) = call(&emulator, "PATCH", &method, &id, json!({"bindPass": "hunter3"}));
    assert!(body.get("bindPass").is_none(), "{body}");
    let (status, body) = call(&emulator, "PATCH", &method, &id, json!({"ldapCaCertificate": PEM}));
    assert_eq!(status, 400, "the server ignores it: {body}");
}

#[test]
fn ldap_needs_a_plan() {
    let emulator = Emulator::start(Options { licensed: false, ..Options::default() }).unwrap();
    let id = identity(&emulator, "a", "no-access");
    let [_, ldap, ..] = methods();
    let (status, body) = call(&emulator, "POST", &ldap, &id, ldap.body.clone());
    assert_eq!(status, 400);
    assert!(body["message"].as_str().unwrap().contains("due to plan restriction"), "{body}");
}

#[test]
fn an_update_without_user_names_clears_them() {
    let emulator = current();
    let (method, id) = attached(&emulator, "oci-auth");
    let tenancy = json!({"tenancyOcid": "ocid1.tenancy.oc1..a"});
    let (status, body) = call(&emulator, "PATCH", &method, &id, tenancy);
    assert_eq!((status, &body["allowedUsernames"]), (200, &Value::Null));
    let (status, body) = call(&emulator, "PATCH", &method, &id, json!({"accessTokenTTL": 1}));
    assert_eq!((status, &body["message"][0]["message"]), (422, &json!("Required")));
}

#[test]
fn a_trust_bundle_is_keys_or_a_place() {
    let emulator = current();
    let (method, id) = attached(&emulator, "spiffe-auth");
    let patch = |bundle: Value| {
        call(&emulator, "PATCH", &method, &id, json!({"trustBundleDistribution": bundle}))
    };
    let (status, body) =
        patch(json!({"profile": "https_web_bundle", "endpointUrl": "https://a.b"}));
    let expected = json!({
        "profile": "https_web_bundle", "endpointUrl": "https://a.b", "caCert": "",
        "refreshHintSeconds": 3600, "cachedBundleLastRefreshedAt": null,
    });
    assert_eq!((status, &body["trustBundleDistribution"]), (200, &expected));
    for (bundle, status) in [
        (json!({"profile": "https_web_bundle", "endpointUrl": "http://a.b"}), 422),
        (json!({"profile": "static"}), 422),
        (json!({"profile": "static", "bundle": "{}"}), 400),
        (json!({"profile": "x"}), 422),
        (json!({"profile": "static", "bundle": "{\"keys\":[]}", "caCert": "x"}), 400),
    ] {
        let (found, body) = patch(bundle.clone());
        assert_eq!(found, status, "{bundle} {body}");
    }
}
