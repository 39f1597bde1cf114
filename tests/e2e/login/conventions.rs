//! Where a proof is found that no attribute names, because others have agreed on the place.

use super::rows::ROWS;
use super::{Proof, Row, StandIn, set};
use crate::lab::{IDENTITY, Lab};
use infisical_emulator::Dialect;
use serde_json::json;
use std::time::Duration;

fn row(name: &str) -> &'static Row {
    ROWS.iter().find(|row| row.name == name).unwrap()
}

/// Applies with a block that says nothing but the identity, and these variables.
fn apply(row: &Row, prove: impl FnOnce(&Lab, &str) -> Proof) {
    let (mut lab, id) = row.lab(Dialect::Current);
    let proof = prove(&lab, &id);
    set(&mut lab, &proof.variables);
    row.write(&lab, &proof.lines);
    lab.workspace.apply_and_settle();
    row.assert_logins(&lab, 200);
    if let Some(stand_in) = proof.asked {
        assert!(!stand_in.asked().is_empty(), "nobody was asked");
    }
}

fn job(lab: &Lab) -> String {
    let claims = json!({
        "iss": "https://ci.example",
        "aud": "infisical",
        "sub": "repo:acme/infrastructure:pull_request",
    });
    lab.emulator.issue_jwt(claims, Duration::from_mins(5))
}

#[test]
fn the_token_of_a_ci_system() {
    for name in ["INFISICAL_AUTH_JWT", "INFISICAL_ID_TOKEN", "TFC_WORKLOAD_IDENTITY_TOKEN"] {
        apply(row("oidc"), |lab, _| Proof {
            variables: vec![(name, job(lab))],
            ..Proof::default()
        });
    }
    // Named by the variable that the official provider reads, and by the one that it documents.
    for name in ["INFISICAL_OIDC_AUTH_TOKEN_NAME", "INFISICAL_OIDC_AUTH_TOKEN_KEY_NAME"] {
        apply(row("oidc"), |lab, _| Proof {
            variables: vec![
                (name, "MY_TOKEN".to_owned()),
                ("MY_TOKEN", job(lab)),
                ("INFISICAL_AUTH_JWT", "not.the.one".to_owned()),
            ],
            ..Proof::default()
        });
    }
}

#[test]
fn a_job_of_github_actions() {
    for lines in ["", "      github_audience = \"infisical\""] {
        apply(row("oidc"), |lab, _| {
            let github = StandIn::new(&json!({ "value": job(lab) }).to_string());
            Proof {
                lines: lines.to_owned(),
                variables: vec![
                    ("ACTIONS_ID_TOKEN_REQUEST_URL", format!("{}/?v=2", github.url)),
                    ("ACTIONS_ID_TOKEN_REQUEST_TOKEN", "the-request-token".to_owned()),
                ],
                asked: Some(github),
                ..Proof::default()
            }
        });
    }
}

#[test]
fn a_token_in_a_file() {
    apply(row("oidc"), |lab, _| {
        lab.workspace.write("token", &job(lab));
        let path = lab.workspace.path("token").display().to_string();
        Proof { lines: format!("      token_path = {path:?}"), ..Proof::default() }
    });
}

#[test]
fn a_machine_of_gcp() {
    let gce = Row {
        attach: || json!({ "type": "gce", "allowedProjects": "acme", "allowedZones": "europe-west3-a" }),
        ..*row("gcp")
    };
    apply(&gce, |lab, id| {
        let claims = json!({
            "aud": id,
            "email": "ci@acme.iam.gserviceaccount.com",
            "google": { "compute_engine": { "project_id": "acme", "zone": "europe-west3-a" } },
        });
        let jwt = lab.emulator.issue_jwt(claims, Duration::from_mins(5));
        let metadata = StandIn::new(&jwt);
        let host = metadata.url.replace("http://", "");
        Proof {
            variables: vec![("GCE_METADATA_HOST", host)],
            asked: Some(metadata),
            ..Proof::default()
        }
    });
}

#[test]
fn a_container_of_aws() {
    apply(row("aws_iam"), |lab, _| {
        let key = lab.emulator.add_aws_principal("arn:aws:sts::123456789012:assumed-role/ci/task");
        let role = json!({
            "AccessKeyId": key.id,
            "SecretAccessKey": key.secret,
            "Token": key.session_token,
            "Expiration": "2999-01-01T00:00:00Z",
        });
        let metadata = StandIn::new(&role.to_string());
        Proof {
            variables: vec![
                ("AWS_CONTAINER_CREDENTIALS_FULL_URI", metadata.url.clone()),
                ("AWS_REGION", "eu-central-1".to_owned()),
            ],
            asked: Some(metadata),
            ..Proof::default()
        }
    });
}

#[test]
fn nothing_to_log_in_with_is_said_on_the_attribute() {
    for (name, part) in [
        ("oidc", "INFISICAL_AUTH_JWT is not set"),
        ("jwt", "INFISICAL_AUTH_JWT is not set"),
        ("tls_cert", "there is no client certificate"),
        ("kubernetes", "/nowhere/token cannot be read"),
        ("oci", "OCI_CLI_USER"),
        ("alicloud", "ALIBABA_CLOUD_ACCESS_KEY_ID is not set"),
    ] {
        let row = row(name);
        let (mut lab, _) = row.lab(Dialect::Current);
        let path = "INFISICAL_KUBERNETES_SERVICE_ACCOUNT_TOKEN_PATH";
        lab.workspace.set_env(path, "/nowhere/token");
        row.write(&lab, "");
        let errors = lab.workspace.plan_fails();
        let error = errors.error_at("auth = {");
        assert_eq!(error.summary, "Nothing to log in to Infisical with", "{errors}");
        assert!(error.text().contains(part), "{errors}");
        assert!(lab.emulator.journal().is_empty());
    }
}

#[test]
fn a_service_token_is_sent_as_it_is() {
    let mut lab = Lab::new();
    lab.workspace.set_env("TF_VAR_secret", "st.service.token");
    let block = "variable \"secret\" { sensitive = true }\n\nprovider \"infisical\" {\n  \
                 service_token = var.secret\n}\n";
    lab.write(&[block, IDENTITY]);
    let errors = lab.workspace.apply_fails();
    assert!(
        errors.iter().any(|it| it.text().contains("POST /api/v1/identities answered 4")),
        "{errors}"
    );
    assert!(!lab.workspace.everything_shown().contains("st.service.token"));
    let token = lab.emulator.journal().iter().any(|entry| entry.path.ends_with("/login"));
    assert!(!token, "a service token needs no login");
}
