//! The logins of all methods but Universal Auth: bodies, refusals, and what they ask others. That a
//! right signature is right is shown by those who sign.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use infisical_emulator::{Emulator, Options};
use serde_json::{Value, json};
use std::time::Duration;

use crate::client::{Answer, Call, current, identity, recorded, start};

const MINUTES: Duration = Duration::from_mins(5);
const NOW: Duration = Duration::ZERO;

/// An identity with this method.
fn attached(emulator: &Emulator, slug: &str, body: Value) -> String {
    let id = identity(emulator, "machine", "member");
    let path = format!("/api/v1/auth/{slug}/identities/{id}");
    let (status, body) = emulator.out_of_band("POST", &path, Some(body));
    assert_eq!(status, 200, "{body}");
    id
}

fn login(emulator: &Emulator, slug: &str, body: &Value) -> Answer {
    let path = format!("/api/v1/auth/{slug}/login");
    Call::new(emulator, "POST", &path).json(body).send()
}

/// The status and the text of a refusal.
fn refusal(answer: &Answer) -> (u16, String) {
    let text = answer.json()["message"].as_str().unwrap_or(&answer.text).to_owned();
    (answer.status, text)
}

fn azure() -> Value {
    json!({
        "tenantId": "t",
        "resource": "https://management.azure.com/",
        "allowedServicePrincipalIds": "a,b",
    })
}

#[test]
fn azure_judges_the_claims_of_the_token() {
    for emulator in [current(), recorded()] {
        let id = attached(&emulator, "azure-auth", azure());
        let claims =
            |aud: &str, tid: &str, oid: &str| json!({ "aud": aud, "tid": tid, "oid": oid });
        let aud = "https://management.azure.com/";
        for (claims, lifetime, expected) in [
            (claims(aud, "t", "b"), MINUTES, None),
            (claims("https://management.azure.com", "t", "b"), MINUTES, None),
            (claims(aud, "other", "b"), MINUTES, Some((401, "Tenant ID mismatch"))),
            (claims(aud, "t", "c"), MINUTES, Some((401, "Service principal not allowed"))),
            (claims("api://x", "t", "b"), MINUTES, Some((403, "jwt audience invalid."))),
            (claims(aud, "t", "b"), NOW, Some((403, "Your token has expired."))),
        ] {
            let jwt = emulator.issue_jwt(claims, lifetime);
            let answer = login(&emulator, "azure-auth", &json!({ "identityId": id, "jwt": jwt }));
            let Some((status, text)) = expected else {
                assert_eq!(answer.status, 200, "{}", answer.text);
                assert_eq!(answer.json()["tokenType"], "Bearer");
                continue;
            };
            let (found, message) = refusal(&answer);
            assert_eq!(found, status, "{message}");
            assert!(message.starts_with(text), "{message}");
        }
        // Nobody else's signature, no JWT at all, nobody of that ID, no ID.
        let signed = emulator.issue_jwt(claims(aud, "t", "b"), MINUTES);
        let forged = format!("{}.AAAA", signed.rsplit_once('.').unwrap().0);
        let nobody = "0c3f1a52-93bd-4b39-9d7c-3c2a5f3f8f11";
        for (id, jwt, status) in
            [(&*id, &*forged, 401), (&id, "x", 500), (nobody, &signed, 404), ("x", &signed, 500)]
        {
            let answer = login(&emulator, "azure-auth", &json!({ "identityId": id, "jwt": jwt }));
            assert_eq!(answer.status, status, "{}", answer.text);
        }
    }
}

#[test]
fn a_token_of_a_login_is_one_of_its_method() {
    let emulator = current();
    let id = attached(&emulator, "azure-auth", azure());
    let claims = json!({ "aud": "https://management.azure.com/", "tid": "t", "oid": "a" });
    let jwt = emulator.issue_jwt(claims, MINUTES);
    let answer = login(&emulator, "azure-auth", &json!({ "identityId": id, "jwt": jwt })).json();
    assert_eq!(answer["expiresIn"], 2_592_000);
    let token = answer["accessToken"].as_str().unwrap();
    let own = format!("/api/v1/identities/{id}");
    assert_eq!(Call::new(&emulator, "GET", &own).token(token).send().status, 200);
    for secret in [token, &jwt] {
        assert!(emulator.secrets().contains(&secret.to_owned()));
    }
    // Revoking the method takes its tokens away.
    let path = format!("/api/v1/auth/azure-auth/identities/{id}");
    assert_eq!(emulator.out_of_band("DELETE", &path, None).0, 200);
    assert_eq!(Call::new(&emulator, "GET", &own).token(token).send().status, 401);
}

#[test]
fn only_the_current_server_knows_the_later_methods_and_sub_organizations() {
    let emulator = recorded();
    for slug in
        ["jwt-auth", "ldap-auth", "tls-cert-auth", "oci-auth", "alicloud-auth", "spiffe-auth"]
    {
        let answer = login(&emulator, slug, &json!({}));
        assert_eq!(answer.json()["error"], "Not Found", "{slug}: {}", answer.text);
    }
    let emulator = current();
    let id = attached(&emulator, "azure-auth", azure());
    let claims = json!({ "aud": "https://management.azure.com/", "tid": "t", "oid": "a" });
    for (slug, status) in [("emulator", 200), ("acme", 404)] {
        let jwt = emulator.issue_jwt(claims.clone(), MINUTES);
        let body = json!({ "identityId": id, "jwt": jwt, "organizationSlug": slug });
        assert_eq!(login(&emulator, "azure-auth", &body).status, status);
    }
}

#[test]
fn a_field_that_no_login_has_is_a_violation() {
    let emulator = current();
    for slug in
        ["azure-auth", "aws-auth", "ldap-auth", "tls-cert-auth", "oci-auth", "alicloud-auth"]
    {
        let answer = login(&emulator, slug, &json!({ "identity_id": "x" }));
        assert_eq!(refusal(&answer).0, 400, "{}", answer.text);
    }
    assert_eq!(emulator.violations().len(), 6);
}

fn aws() -> Value {
    json!({
        "stsEndpoint": "https://sts.amazonaws.com/",
        "allowedPrincipalArns": "",
        "allowedAccountIds": "",
    })
}

#[test]
fn what_sts_refuses_is_a_500() {
    let emulator = current();
    let id = attached(&emulator, "aws-auth", aws());
    let key = emulator.add_aws_principal("arn:aws:iam::123456789012:user/ci");
    let signed = |region: &str| {
        json!({
            "Authorization": format!(
                "AWS4-HMAC-SHA256 Credential={}/20261126/{region}/sts/aws4_request, \
                 SignedHeaders=host;x-amz-date, Signature=00", key.id
            ),
            "Host": format!("sts.{region}.amazonaws.com"),
            "X-Amz-Date": "20261126T120000Z",
        })
        .to_string()
    };
    for (headers, expected) in [
        (signed("eu-central-1"), (500, "Something went wrong")),
        (signed("EU"), (400, "Invalid AWS region")),
        (json!({ "Host": "sts.amazonaws.com" }).to_string(), (400, "Invalid AWS region")),
        ("no headers".to_owned(), (500, "Something went wrong")),
    ] {
        let body = json!({
            "identityId": id,
            "iamHttpRequestMethod": "POST",
            "iamRequestBody": STANDARD.encode("Action=GetCallerIdentity&Version=2011-06-15"),
            "iamRequestHeaders": STANDARD.encode(headers),
        });
        let (status, text) = refusal(&login(&emulator, "aws-auth", &body));
        assert_eq!((status, text.as_str()), expected);
    }
}

#[test]
fn ldap_asks_the_directory_and_its_fields() {
    let directory = json!({
        "url": "ldaps://x",
        "bindDN": "cn=x",
        "bindPass": "the-password-of-x",
        "searchBase": "dc=x",
        "allowedFields": [{ "key": "ou", "value": "ci,cd" }],
    });
    let emulator = current();
    let id = attached(&emulator, "ldap-auth", directory);
    for (name, fields) in
        [("ci", json!({ "ou": "ci" })), ("hr", json!({ "ou": "hr" })), ("no", Value::Null)]
    {
        emulator.add_directory_user(name, "a-password", fields);
    }
    let other = identity(&emulator, "other", "member");
    let nobody = "0c3f1a52-93bd-4b39-9d7c-3c2a5f3f8f11";
    for (id, name, password, status, text) in [
        (&*id, "ci", "a-password", 200, ""),
        (&id, "ci", "wrong", 401, "LDAP authentication failed"),
        (&id, "hr", "a-password", 401, "User field 'ou' does not match required fields."),
        (&id, "no", "a-password", 401, "Missing field ou on user."),
        (&id, "ci", "", 422, "Password is required"),
        ("x", "ci", "a-password", 422, "Identity ID must be a valid UUID"),
        (nobody, "ci", "a-password", 404, "Identity with ID"),
        (&other, "ci", "a-password", 404, "LDAP auth with ID"),
    ] {
        let body = json!({ "identityId": id, "username": name, "password": password });
        let answer = login(&emulator, "ldap-auth", &body);
        assert_eq!(answer.status, status, "{name}: {}", answer.text);
        assert!(answer.text.contains(text), "{name}: {}", answer.text);
    }
}

#[test]
fn ldap_is_a_matter_of_the_plan() {
    let emulator = start(Options { licensed: false, ..Options::default() });
    let id = identity(&emulator, "machine", "member");
    let path = format!("/api/v1/auth/ldap-auth/identities/{id}");
    let body = json!({ "url": "ldaps://x", "bindDN": "x", "bindPass": "xxxx", "searchBase": "x" });
    let (status, body) = emulator.out_of_band("POST", &path, Some(body));
    assert_eq!(status, 400, "{body}");
    assert!(body["message"].as_str().unwrap().contains("plan restriction"), "{body}");
}

const AUTHORITY: &str = "-----BEGIN CERTIFICATE-----\nMAA=\n-----END CERTIFICATE-----";

#[test]
fn a_client_certificate_comes_in_a_header() {
    let emulator = current();
    let body = json!({ "caCertificate": AUTHORITY, "allowedCommonNames": "ci" });
    let id = attached(&emulator, "tls-cert-auth", body);
    for (pem, issuer, name, lifetime) in [
        ("right", AUTHORITY, "ci", MINUTES),
        ("expired", AUTHORITY, "ci", NOW),
        ("other-name", AUTHORITY, "hr", MINUTES),
        ("other-authority", "another", "ci", MINUTES),
    ] {
        emulator.add_certificate(pem, issuer, name, lifetime);
    }
    emulator.advance(Duration::from_secs(1));
    for (pem, status, text) in [
        (Some("right"), 200, ""),
        (Some("expired"), 401, "Certificate has expired."),
        (Some("other-name"), 401, "common name not allowed."),
        (Some("other-authority"), 401, "not issued by the provided CA."),
        (Some("unknown"), 401, "not issued by the provided CA."),
        (None, 400, "Missing TLS certificate in header"),
    ] {
        let call = Call::new(&emulator, "POST", "/api/v1/auth/tls-cert-auth/login");
        let call = match pem {
            Some(pem) => call.header("x-identity-tls-cert-auth-client-cert", pem),
            None => call,
        };
        let answer = call.json(&json!({ "identityId": id })).send();
        assert_eq!(answer.status, status, "{pem:?}: {}", answer.text);
        assert!(answer.text.contains(text), "{pem:?}: {}", answer.text);
    }
}

/// The status, and how the answer of a login with a JWT of these claims begins.
fn judged(emulator: &Emulator, slug: &str, id: &str, claims: &Value, status: u16, text: &str) {
    let jwt = emulator.issue_jwt(claims.clone(), MINUTES);
    let answer = login(emulator, slug, &json!({ "identityId": id, "jwt": jwt }));
    assert_eq!(answer.status, status, "{claims}: {}", answer.text);
    assert!(answer.text.contains(text), "{claims}: {}", answer.text);
}

#[test]
fn oidc_and_jwt_judge_the_claims() {
    let emulator = current();
    let bound = json!({
        "boundIssuer": "https://ci",
        "boundSubject": "repo:acme/*",
        "boundAudiences": "infisical, other",
        "boundClaims": { "ref": "main, release" },
    });
    let mut oidc = json!({ "oidcDiscoveryUrl": "https://ci", "caCert": "" });
    let pem = "-----BEGIN PUBLIC KEY-----\nMAA=\n-----END PUBLIC KEY-----";
    let mut jwt = json!({ "configurationType": "static", "publicKeys": [pem] });
    for body in [&mut oidc, &mut jwt] {
        body.as_object_mut().unwrap().extend(bound.as_object().unwrap().clone());
    }
    let [oidc, jwt] = [("oidc-auth", oidc), ("jwt-auth", jwt)]
        .map(|(slug, body)| (slug, attached(&emulator, slug, body)));
    let right = json!({ "iss": "https://ci", "sub": "repo:acme/x", "aud": "other", "ref": "main" });
    for (member, value, status, [of_oidc, of_jwt]) in [
        ("ref", json!("release"), [200, 200], ["", ""]),
        (
            "iss",
            json!("x"),
            [401, 403],
            ["jwt issuer invalid. expected: https://ci", "issuer mismatch"],
        ),
        ("sub", json!("repo:x"), [403, 403], ["OIDC subject not allowed.", "subject not allowed"]),
        (
            "aud",
            json!(["x"]),
            [401, 401],
            ["OIDC audience not allowed.", "token audience not allowed"],
        ),
        (
            "ref",
            json!("x"),
            [401, 401],
            ["OIDC claim not allowed.", "claim mismatch for field ref"],
        ),
    ] {
        let mut claims = right.clone();
        claims[member] = value;
        judged(&emulator, oidc.0, &oidc.1, &claims, status[0], of_oidc);
        judged(&emulator, jwt.0, &jwt.1, &claims, status[1], of_jwt);
    }
    for (slug, id) in [&oidc, &jwt] {
        let forged = format!(
            "{}.AAAA",
            emulator.issue_jwt(right.clone(), MINUTES).rsplit_once('.').unwrap().0
        );
        let expired = emulator.issue_jwt(right.clone(), NOW);
        for (jwt, text) in
            [(&*forged, "invalid signature"), (&expired, "jwt expired"), ("x", "Invalid JWT")]
        {
            let answer = login(&emulator, slug, &json!({ "identityId": id, "jwt": jwt }));
            let (status, message) = refusal(&answer);
            assert_eq!(status, 401, "{message}");
            assert!(message.contains(text), "{message}");
        }
    }
}

#[test]
fn kubernetes_judges_the_service_account() {
    for emulator in [current(), recorded()] {
        let cluster = json!({
            "kubernetesHost": "https://cluster",
            "caCert": "",
            "tokenReviewerJwt": "the-reviewer",
            "allowedNamespaces": "ci, cd",
            "allowedNames": "terraform",
            "allowedAudience": "",
        });
        let id = attached(&emulator, "kubernetes-auth", cluster);
        for (account, status, text) in [
            ("cd:terraform", 200, ""),
            ("hr:terraform", 401, "K8s namespace not allowed."),
            ("cd:other", 401, "K8s name not allowed."),
        ] {
            let claims = json!({ "sub": format!("system:serviceaccount:{account}") });
            judged(&emulator, "kubernetes-auth", &id, &claims, status, text);
        }
        let body = json!({ "identityId": id, "jwt": "x" });
        let answer = login(&emulator, "kubernetes-auth", &body);
        assert_eq!(answer.json()["error"], "KubernetesTokenReviewError", "{}", answer.text);
    }
}

#[test]
fn gcp_has_no_answer_for_what_its_library_throws() {
    for emulator in [current(), recorded()] {
        let machine = json!({
            "type": "gce",
            "allowedServiceAccounts": "ci@acme.example",
            "allowedProjects": "acme",
            "allowedZones": "",
        });
        let id = attached(&emulator, "gcp-auth", machine);
        let claims = |aud: &str, email: &str, project: &str| {
            let engine = json!({ "compute_engine": { "project_id": project, "zone": "z" } });
            json!({ "aud": aud, "email": email, "google": engine })
        };
        for (aud, email, project, status, text) in [
            (&*id, "ci@acme.example", "acme", 200, ""),
            (&id, "hr@acme.example", "acme", 401, "GCP service account not allowed."),
            (&id, "ci@acme.example", "other", 401, "GCP project not allowed."),
            ("somebody", "ci@acme.example", "acme", 500, "Something went wrong"),
        ] {
            judged(&emulator, "gcp-auth", &id, &claims(aud, email, project), status, text);
        }
    }
}

#[test]
fn spiffe_judges_the_svid() {
    let emulator = current();
    let body = json!({
        "trustDomain": "example.org",
        "allowedSpiffeIds": "spiffe://example.org/ci/*",
        "allowedAudiences": "infisical, other",
        "trustBundleDistribution": { "profile": "static", "bundle": "{\"keys\":[]}" },
    });
    let id = attached(&emulator, "spiffe-auth", body);
    for (sub, aud, lifetime, status, text) in [
        ("spiffe://example.org/ci/a", "other", MINUTES, 200, ""),
        ("spiffe://example.org/ci/a", "other", NOW, 401, "JWT-SVID has expired"),
        ("spiffe://example.org/ci/a", "x", MINUTES, 401, "JWT-SVID audience validation failed"),
        ("spiffe://example.org/hr/a", "other", MINUTES, 401, "Access denied"),
        ("spiffe://example.com/ci/a", "other", MINUTES, 401, "Access denied"),
    ] {
        let jwt = emulator.issue_jwt(json!({ "sub": sub, "aud": [aud] }), lifetime);
        let answer = login(&emulator, "spiffe-auth", &json!({ "identityId": id, "jwt": jwt }));
        assert_eq!(answer.status, status, "{sub}: {}", answer.text);
        assert!(answer.text.contains(text), "{sub}: {}", answer.text);
    }
}

#[test]
fn the_schemas_of_signed_requests() {
    let emulator = current();
    let alicloud = |name: &str, value: &str| {
        let mut body = json!({
            "identityId": "0c3f1a52-93bd-4b39-9d7c-3c2a5f3f8f11",
            "Action": "GetCallerIdentity",
            "Format": "JSON",
            "Version": "2015-04-01",
            "AccessKeyId": "LTAI1",
            "SignatureMethod": "HMAC-SHA1",
            "Timestamp": "2026-11-26T12:00:00Z",
            "SignatureVersion": "1.0",
            "SignatureNonce": "a-nonce",
            "Signature": "AAAA",
        });
        body[name] = value.into();
        login(&emulator, "alicloud-auth", &body)
    };
    assert_eq!(alicloud("Format", "JSON").status, 404);
    for (name, value) in [
        ("Action", "AssumeRole"),
        ("Format", "XML"),
        ("Version", "2015"),
        ("AccessKeyId", "LTAI-1"),
        ("SignatureMethod", "HMAC-SHA256"),
        ("Timestamp", "2026-11-26 12:00:00"),
        ("SignatureVersion", "2.0"),
        ("SignatureNonce", "a nonce"),
        ("Signature", "?"),
    ] {
        let answer = alicloud(name, value);
        assert_eq!(answer.status, 422, "{name}: {}", answer.text);
        assert_eq!(answer.json()["message"][0]["path"], json!([name]));
    }

    let tenancy = "ocid1.tenancy.oc1..aaaaaaaa";
    let id =
        attached(&emulator, "oci-auth", json!({ "tenancyOcid": tenancy, "allowedUsernames": "" }));
    let user = emulator.add_oci_user("ci", tenancy);
    let headers = |host: &str, date: &str| json!({ "authorization": "Signature version=\"1\"", "host": host, date: "today" });
    let right = "identity.eu-frankfurt-1.oraclecloud.com";
    for (headers, status) in [
        (headers(right, "date"), 500),
        (headers(right, "x-date"), 500),
        (headers("identity.evil.example", "date"), 400),
        (headers("identity.eu-frankfurt-1.oraclecloud.com.evil.example", "date"), 400),
        (json!({ "authorization": "x", "host": right }), 422),
        (json!({ "host": right, "date": "today" }), 422),
    ] {
        let body = json!({ "identityId": id, "userOcid": user.user, "headers": headers });
        let answer = login(&emulator, "oci-auth", &body);
        assert_eq!(answer.status, status, "{headers}: {}", answer.text);
    }
}
