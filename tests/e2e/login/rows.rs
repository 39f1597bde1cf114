//! The methods, one row each.

use super::{BOTH, CURRENT, Proof, Row, StandIn};
use crate::lab::Lab;
use crate::secure::Secure;
use serde_json::{Value, json};
use std::time::Duration;

pub(super) static ROWS: &[Row] = &[
    Row {
        name: "oidc",
        slug: "oidc-auth",
        dialects: BOTH,
        attach: || {
            json!({
                "oidcDiscoveryUrl": "https://ci.example",
                "caCert": "",
                "boundIssuer": "https://ci.example",
                "boundAudiences": "infisical",
                "boundSubject": "repo:acme/infrastructure:*",
                "boundClaims": {},
            })
        },
        prove: oidc,
        refusal: (403, "OIDC subject not allowed"),
        advice: "issuer, subject, audience and claims",
    },
    Row {
        name: "kubernetes",
        slug: "kubernetes-auth",
        dialects: BOTH,
        attach: || {
            json!({
                "kubernetesHost": "https://cluster.example",
                "caCert": "",
                "tokenReviewerJwt": "the-token-of-the-reviewer",
                "allowedNamespaces": "ci",
                "allowedNames": "terraform",
                "allowedAudience": "",
            })
        },
        prove: kubernetes,
        refusal: (401, "service account token has expired"),
        advice: "namespace, name and audience",
    },
    Row {
        name: "gcp",
        slug: "gcp-auth",
        dialects: BOTH,
        attach: || json!({ "type": "iam", "allowedServiceAccounts": "ci@acme.iam.gserviceaccount.com" }),
        prove: gcp,
        refusal: (401, "GCP service account not allowed"),
        advice: "allows this service account",
    },
    Row {
        name: "jwt",
        slug: "jwt-auth",
        dialects: CURRENT,
        attach: || {
            json!({
                "configurationType": "static",
                "publicKeys": [PUBLIC_KEY],
                "boundIssuer": "acme",
                "boundClaims": {},
            })
        },
        prove: jwt,
        refusal: (401, "jwt expired"),
        advice: "the JWT has not expired",
    },
    Row {
        name: "aws_iam",
        slug: "aws-auth",
        dialects: BOTH,
        attach: || {
            json!({
                "stsEndpoint": "https://sts.amazonaws.com/",
                "allowedPrincipalArns": "arn:aws:iam::123456789012:role/ci",
                "allowedAccountIds": "123456789012",
            })
        },
        prove: aws_iam,
        refusal: (401, "AWS principal ARN not allowed"),
        advice: "aws sts get-caller-identity",
    },
    Row {
        name: "azure",
        slug: "azure-auth",
        dialects: BOTH,
        attach: || {
            json!({
                "tenantId": "the-tenant",
                "resource": "https://management.azure.com/",
                "allowedServicePrincipalIds": "the-principal",
            })
        },
        prove: azure,
        refusal: (401, "Service principal not allowed"),
        advice: "allows this service principal",
    },
    Row {
        name: "ldap",
        slug: "ldap-auth",
        dialects: CURRENT,
        attach: || {
            json!({
                "url": "ldaps://directory.example",
                "bindDN": "cn=reader",
                "bindPass": "the-password-of-the-reader",
                "searchBase": "dc=example",
            })
        },
        prove: ldap,
        refusal: (401, "LDAP authentication failed"),
        advice: "Check the user name and the password",
    },
    Row {
        name: "tls_cert",
        slug: "tls-cert-auth",
        dialects: CURRENT,
        attach: || {
            let authority = "-----BEGIN CERTIFICATE-----\nMAA=\n-----END CERTIFICATE-----";
            json!({ "caCertificate": authority, "allowedCommonNames": "ci" })
        },
        prove: tls_cert,
        refusal: (401, "common name not allowed"),
        advice: "its common name is allowed",
    },
    Row {
        name: "oci",
        slug: "oci-auth",
        dialects: CURRENT,
        attach: || json!({ "tenancyOcid": TENANCY, "allowedUsernames": "ci" }),
        prove: oci,
        refusal: (401, "username not allowed"),
        advice: "the method allows the user's name",
    },
    Row {
        name: "alicloud",
        slug: "alicloud-auth",
        dialects: CURRENT,
        attach: || json!({ "allowedArns": "acs:ram::1234567890123456:user/ci" }),
        prove: alicloud,
        refusal: (401, "Alibaba Cloud account ARN not allowed"),
        advice: "allows the ARN of the key's user",
    },
    Row {
        name: "spiffe",
        slug: "spiffe-auth",
        dialects: CURRENT,
        attach: || {
            json!({
                "trustDomain": "example.org",
                "allowedSpiffeIds": "spiffe://example.org/ci/*",
                "allowedAudiences": "infisical",
                "trustBundleDistribution": { "profile": "static", "bundle": "{\"keys\":[]}" },
            })
        },
        prove: spiffe,
        refusal: (401, "JWT-SVID has expired"),
        advice: "the JWT-SVID has not expired",
    },
];

/// Whatever it is, the emulator trusts what it issued itself.
const PUBLIC_KEY: &str = "-----BEGIN PUBLIC KEY-----\nMAA=\n-----END PUBLIC KEY-----";

const TENANCY: &str = "ocid1.tenancy.oc1..aaaaaaaa";

/// Five minutes, or none.
fn lifetime(right: bool) -> Duration {
    Duration::from_secs(if right { 300 } else { 0 })
}

/// A file in the workspace, by its path.
fn file(lab: &Lab, content: &str) -> String {
    lab.workspace.write("proof", content);
    lab.workspace.path("proof").display().to_string()
}

fn oidc(lab: &Lab, _: &str, right: bool) -> Proof {
    let repository = if right { "infrastructure" } else { "other" };
    let subject = format!("repo:acme/{repository}:ref:refs/heads/main");
    let claims = json!({ "iss": "https://ci.example", "aud": "infisical", "sub": subject });
    Proof {
        lines: "      token_environment_variable_name = \"CI_TOKEN\"".to_owned(),
        variables: vec![("CI_TOKEN", lab.emulator.issue_jwt(claims, lifetime(true)))],
        instead: vec![("INFISICAL_OIDC_AUTH_TOKEN_KEY_NAME", "CI_TOKEN".to_owned())],
        ..Proof::default()
    }
}

fn kubernetes(lab: &Lab, _: &str, right: bool) -> Proof {
    let claims = json!({ "sub": "system:serviceaccount:ci:terraform" });
    let path = file(lab, &lab.emulator.issue_jwt(claims, lifetime(right)));
    Proof {
        lines: format!("      service_account_token_path = {path:?}"),
        instead: vec![("INFISICAL_KUBERNETES_SERVICE_ACCOUNT_TOKEN_PATH", path)],
        ..Proof::default()
    }
}

fn gcp(lab: &Lab, _: &str, right: bool) -> Proof {
    let name = if right { "ci" } else { "other" };
    let key = lab.emulator.add_service_account(&format!("{name}@acme.iam.gserviceaccount.com"));
    let path = file(lab, &key);
    Proof {
        lines: format!("      service_account_key_path = {path:?}"),
        instead: vec![("INFISICAL_GCP_IAM_SERVICE_ACCOUNT_KEY_FILE_PATH", path)],
        ..Proof::default()
    }
}

fn jwt(lab: &Lab, _: &str, right: bool) -> Proof {
    let jwt = lab.emulator.issue_jwt(json!({ "iss": "acme" }), lifetime(right));
    Proof {
        lines: "      jwt = var.secret".to_owned(),
        variables: vec![("TF_VAR_secret", jwt.clone())],
        instead: vec![("INFISICAL_AUTH_JWT", jwt)],
        ..Proof::default()
    }
}

fn aws_iam(lab: &Lab, _: &str, right: bool) -> Proof {
    let role = if right { "ci" } else { "other" };
    let arn = format!("arn:aws:sts::123456789012:assumed-role/{role}/session");
    let key = lab.emulator.add_aws_principal(&arn);
    Proof {
        lines: "      region = \"eu-central-1\"".to_owned(),
        variables: vec![
            ("AWS_ACCESS_KEY_ID", key.id),
            ("AWS_SECRET_ACCESS_KEY", key.secret),
            ("AWS_SESSION_TOKEN", key.session_token),
        ],
        instead: vec![("AWS_REGION", "eu-central-1".to_owned())],
        ..Proof::default()
    }
}

fn azure(lab: &Lab, _: &str, right: bool) -> Proof {
    let claims = json!({
        "aud": "https://management.azure.com/",
        "tid": "the-tenant",
        "oid": if right { "the-principal" } else { "another" },
    });
    let token = lab.emulator.issue_jwt(claims, lifetime(true));
    let metadata = StandIn::new(&json!({ "access_token": token }).to_string());
    Proof {
        variables: vec![("AZURE_POD_IDENTITY_AUTHORITY_HOST", metadata.url.clone())],
        asked: Some(metadata),
        ..Proof::default()
    }
}

fn ldap(lab: &Lab, _: &str, right: bool) -> Proof {
    let password = "the-password-of-ci";
    lab.emulator.add_directory_user("ci", password, Value::Null);
    let password = if right { password } else { "another-password" };
    Proof {
        lines: "      username = \"ci\"\n      password = var.secret".to_owned(),
        variables: vec![("TF_VAR_secret", password.to_owned())],
        instead: vec![
            ("INFISICAL_LDAP_AUTH_USERNAME", "ci".to_owned()),
            ("INFISICAL_LDAP_AUTH_PASSWORD", password.to_owned()),
        ],
        ..Proof::default()
    }
}

/// The server's authority is only known now.
fn tls_cert(lab: &Lab, id: &str, right: bool) -> Proof {
    let server = Secure::before(&lab.emulator.url(), "localhost", true);
    let path = format!("/api/v1/auth/tls-cert-auth/identities/{id}");
    lab.elsewhere("PATCH", &path, Some(json!({ "caCertificate": server.authority })));
    lab.emulator.clear_journal();
    let (certificate, key) = server.client();
    let name = if right { "ci" } else { "other" };
    lab.emulator.add_certificate(&certificate, &server.authority, name, lifetime(true));
    Proof {
        variables: vec![
            ("INFISICAL_HOST", server.url()),
            ("INFISICAL_CA_CERTIFICATE", server.authority.clone()),
            ("INFISICAL_CLIENT_CERTIFICATE", certificate),
            ("INFISICAL_CLIENT_KEY", key),
        ],
        guard: Some(server),
        ..Proof::default()
    }
}

fn oci(lab: &Lab, _: &str, right: bool) -> Proof {
    let user = lab.emulator.add_oci_user(if right { "ci" } else { "other" }, TENANCY);
    let path = file(lab, &user.private_key);
    Proof {
        lines: format!(
            "      user_ocid = {:?}\n      tenancy_ocid = {:?}\n      fingerprint = {:?}\n      \
             region = \"eu-frankfurt-1\"\n      private_key_path = {path:?}",
            user.user, user.tenancy, user.fingerprint
        ),
        instead: vec![
            ("OCI_CLI_USER", user.user),
            ("OCI_CLI_TENANCY", user.tenancy),
            ("OCI_CLI_FINGERPRINT", user.fingerprint),
            ("OCI_CLI_REGION", "eu-frankfurt-1".to_owned()),
            ("OCI_CLI_KEY_FILE", path),
        ],
        ..Proof::default()
    }
}

fn alicloud(lab: &Lab, _: &str, right: bool) -> Proof {
    let user = if right { "ci" } else { "other" };
    let key = lab.emulator.add_alicloud_user(&format!("acs:ram::1234567890123456:user/{user}"));
    Proof {
        variables: vec![
            ("ALIBABA_CLOUD_ACCESS_KEY_ID", key.id),
            ("ALIBABA_CLOUD_ACCESS_KEY_SECRET", key.secret),
        ],
        ..Proof::default()
    }
}

fn spiffe(lab: &Lab, _: &str, right: bool) -> Proof {
    let claims = json!({ "sub": "spiffe://example.org/ci/terraform", "aud": ["infisical"] });
    let jwt = lab.emulator.issue_jwt(claims, lifetime(right));
    Proof {
        lines: format!("      jwt_path = {:?}", file(lab, &jwt)),
        instead: vec![("INFISICAL_AUTH_JWT", jwt)],
        ..Proof::default()
    }
}
