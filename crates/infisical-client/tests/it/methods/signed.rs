//! Oracle and Alibaba Cloud: whose key signs. That the signature is right, the emulator verifies.

use super::{File, WHO, missing, sent};
use infisical_client::{AliCloud, Credentials, Oci, OciKey};
use rcgen::{KeyPair, PKCS_RSA_SHA256};
use serde_json::{Value, json};

fn parts(body: &Value) -> (String, String, String) {
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let headers = &body["headers"];
    (text(&body["userOcid"]), text(&headers["host"]), text(&headers["authorization"]))
}

#[tokio::test]
async fn an_oracle_user_is_put_together_from_what_is_said() {
    let pem = KeyPair::generate_for(&PKCS_RSA_SHA256).unwrap().serialize_pem();
    let key = File::new(&pem);
    let config = File::new(&format!(
        "[DEFAULT]\nuser=ocid1.user.file\ntenancy=ocid1.tenancy.file\nfingerprint=aa:bb\n\
         region=eu-frankfurt-1\nkey_file={}\n\n[ci]\nuser=ocid1.user.ci\n",
        key.path()
    ));
    let file = ("OCI_CLI_CONFIG_FILE", config.path());
    let who = Oci { identity_id: WHO.into(), ..Oci::default() };
    for (oci, variables, user, host) in [
        (who.clone(), vec![file], "ocid1.user.file", "eu-frankfurt-1"),
        (
            Oci { profile: Some("ci".into()), ..who.clone() },
            vec![file],
            "ocid1.user.ci",
            "eu-frankfurt-1",
        ),
        (
            who.clone(),
            vec![file, ("OCI_CLI_USER", "ocid1.user.env")],
            "ocid1.user.env",
            "eu-frankfurt-1",
        ),
        (
            Oci {
                user: Some("ocid1.user.hcl".into()),
                region: Some("uk-london-1".into()),
                key: Some(OciKey::Value(pem.as_str().into())),
                ..who.clone()
            },
            vec![file, ("OCI_CLI_USER", "ocid1.user.env")],
            "ocid1.user.hcl",
            "uk-london-1",
        ),
    ] {
        let (path, body) = sent(Credentials::from(oci), &variables).await;
        assert_eq!(
            (path.as_str(), &body["identityId"]),
            ("/api/v1/auth/oci-auth/login", &json!(WHO))
        );
        let (sent_user, sent_host, authorization) = parts(&body);
        assert_eq!(sent_user, user);
        assert_eq!(sent_host, format!("identity.{host}.oraclecloud.com"));
        let key_id = format!("keyId=\"ocid1.tenancy.file/{user}/aa:bb\"");
        assert!(authorization.contains(&key_id), "{authorization}");
        assert!(body["headers"]["date"].as_str().unwrap().ends_with(" GMT"), "{body}");
    }
}

#[tokio::test]
async fn what_an_oracle_user_lacks_is_named() {
    let config = File::new("[DEFAULT]\nuser=u\ntenancy=t\nfingerprint=f\n");
    let variables = [("OCI_CLI_CONFIG_FILE", config.path())];
    let who = Oci { identity_id: WHO.into(), ..Oci::default() };
    let (message, _) = missing(who.clone(), &variables).await;
    assert!(message.contains("no `region`") && message.contains("OCI_CLI_REGION"), "{message}");
    assert!(message.contains(config.path()), "{message}");
    let key = Some(OciKey::File("/nowhere/key.pem".into()));
    let (message, _) =
        missing(Oci { region: Some("eu-frankfurt-1".into()), key, ..who }, &variables).await;
    assert!(message.contains("/nowhere/key.pem cannot be read"), "{message}");
}

#[tokio::test]
async fn an_access_key_of_alibaba_cloud() {
    let keys = [
        ("ALIBABA_CLOUD_ACCESS_KEY_ID", "LTAIenvironment"),
        ("ALIBABA_CLOUD_ACCESS_KEY_SECRET", "hunter2hunter2"),
    ];
    let identity_id = WHO.to_owned();
    let none = AliCloud { identity_id, access_key_id: None, access_key_secret: None };
    let given = AliCloud {
        access_key_id: Some("LTAIgiven".into()),
        access_key_secret: Some("hunter2hunter2".into()),
        ..none.clone()
    };
    for (login, key) in [(none.clone(), "LTAIenvironment"), (given, "LTAIgiven")] {
        let (path, body) = sent(login, &keys).await;
        assert_eq!(path, "/api/v1/auth/alicloud-auth/login");
        assert_eq!(body["AccessKeyId"], key);
        assert_eq!(
            (&body["Action"], &body["Version"]),
            (&json!("GetCallerIdentity"), &json!("2015-04-01"))
        );
        assert!(!body.to_string().contains("hunter2"), "{body}");
    }
    let (message, hint) = missing(none.clone(), &keys[..1]).await;
    assert!(message.contains("ALIBABA_CLOUD_ACCESS_KEY_SECRET is not set"), "{message}");
    assert!(hint.contains("access key"), "{hint}");
    let temporary = [keys[0], keys[1], ("ALIBABA_CLOUD_SECURITY_TOKEN", "t")];
    let (message, hint) = missing(none, &temporary).await;
    assert!(message.contains("is temporary"), "{message}");
    assert!(hint.contains("RAM user"), "{hint}");
}
