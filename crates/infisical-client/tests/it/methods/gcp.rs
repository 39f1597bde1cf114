//! GCP: the metadata server, and the key of a service account.

use super::{File, WHO, missing, sent, with_jwt};
use crate::server::{Answer, Server};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use infisical_client::{Credentials, Gcp};
use rcgen::{KeyPair, PKCS_RSA_SHA256};
use serde_json::{Value, json};

#[tokio::test]
async fn the_metadata_server_makes_a_token_for_the_identity() {
    let server = Server::start(|_| Answer::text(200, "text/html", "jwt.of.google\n")).await;
    let variables = [("GCE_METADATA_HOST", server.url.strip_prefix("http://").unwrap())];
    let (path, body) = sent(Credentials::jwt(WHO, Gcp::Metadata), &variables).await;
    assert_eq!(path, "/api/v1/auth/gcp-auth/login");
    assert_eq!(body, with_jwt("jwt.of.google"));
    let asked = server.seen().pop().unwrap();
    let account = "/computeMetadata/v1/instance/service-accounts/default/identity";
    assert_eq!(asked.path, format!("{account}?audience={WHO}&format=full"));
    assert_eq!(asked.header("metadata-flavor"), Some("Google"));
}

fn key(private: &str) -> String {
    json!({
        "type": "service_account",
        "private_key_id": "the-key-id",
        "private_key": private,
        "client_email": "ci@project.iam.gserviceaccount.com",
    })
    .to_string()
}

#[tokio::test]
async fn a_key_signs_in_the_name_of_its_account() {
    let pair = KeyPair::generate_for(&PKCS_RSA_SHA256).unwrap();
    let key = key(&pair.serialize_pem());
    let file = File::new(&key);
    for proof in [Gcp::Key(key.as_str().into()), Gcp::KeyFile(file.path.clone())] {
        let (_, body) = sent(Credentials::jwt(WHO, proof), &[]).await;
        let jwt = body["jwt"].as_str().unwrap();
        let parts: Vec<&str> = jwt.split('.').collect();
        let decode = |part: &str| -> Value {
            serde_json::from_slice(&URL_SAFE_NO_PAD.decode(part).unwrap()).unwrap()
        };
        let header = json!({ "alg": "RS256", "typ": "JWT", "kid": "the-key-id" });
        assert_eq!(decode(parts[0]), header);
        let claims = decode(parts[1]);
        assert_eq!(claims["sub"], "ci@project.iam.gserviceaccount.com");
        assert_eq!(claims["aud"], WHO);
        let lifetime = claims["exp"].as_u64().unwrap() - claims["iat"].as_u64().unwrap();
        assert_eq!(lifetime, 600);
    }
}

#[tokio::test]
async fn what_is_no_key_is_said_without_showing_it() {
    let locked =
        "-----BEGIN ENCRYPTED PRIVATE KEY-----\nc2VjcmV0\n-----END ENCRYPTED PRIVATE KEY-----";
    let elliptic = KeyPair::generate().unwrap().serialize_pem();
    for (text, part) in [
        ("{\"private_key_id\":\"x\"}".to_owned(), "has no `private_key`"),
        ("hunter2hunter2".to_owned(), "has no `private_key`"),
        (key("hunter2hunter2"), "there is no private key in it"),
        (key(locked), "the private key is encrypted"),
        (key(&elliptic), "it is no RSA key"),
    ] {
        let proof = Gcp::Key(text.as_str().into());
        let (message, hint) = missing(Credentials::jwt(WHO, proof), &[]).await;
        assert!(message.contains(part), "{message}");
        assert!(!message.contains("hunter2") && !hint.contains("hunter2"), "{message}");
    }
    let nowhere = [("GCE_METADATA_HOST", "127.0.0.1:9")];
    let (message, hint) = missing(Credentials::jwt(WHO, Gcp::Metadata), &nowhere).await;
    assert!(message.contains("GCP's metadata server at http://127.0.0.1:9"), "{message}");
    assert!(hint.contains("a machine of GCP"), "{hint}");
}
