//! Kubernetes Auth.

use super::{
    Method, OTHER_PEM, PEM, PEM_IN_OTHER_LINES, Refused, Step, Table, hcl_text, import_block,
};
use crate::lab::DIALECTS;
use infisical_emulator::Dialect;
use serde_json::{Value, json};

const HOST: &str = r#"  kubernetes_host = "https://10.0.0.1:6443""#;
const REVIEWER: &str = "eyJhbGciOiJSUzI1NiJ9.reviewer-of-tokens.signature";
const GATEWAY: &str = "8f5b1f6e-4f0b-4d7e-9d0c-0d9a0c7a6b11";

pub(super) static METHOD: Method = Method {
    type_name: "infisical_identity_kubernetes_auth",
    title: "Kubernetes Auth",
    slug: "kubernetes-auth",
    wrapper: "identityKubernetesAuth",
    dialects: &DIALECTS,
    // Servers of 2024 demand a reviewer.
    minimal: r#"  kubernetes_host = "https://10.0.0.1:6443"
  token_reviewer_jwt = "eyJhbGciOiJSUzI1NiJ9.reviewer-of-tokens.signature""#,
    state: |_| {
        let mut state = official_state();
        state["allowed_service_account_names"] = json!([]);
        state["allowed_namespaces"] = json!([]);
        state["token_reviewer_jwt_wo"] = Value::Null;
        state["token_reviewer_jwt_wo_version"] = Value::Null;
        state
    },
    body: || {
        json!({
            "kubernetesHost": "https://10.0.0.1:6443", "tokenReviewerJwt": REVIEWER,
            "allowedNamespaces": "", "allowedNames": "", "allowedAudience": "",
        })
    },
    changed: (
        "kubernetes_host",
        r#"  kubernetes_host = "https://10.0.0.2:6443"
  token_reviewer_jwt = "eyJhbGciOiJSUzI1NiJ9.reviewer-of-tokens.signature""#,
        || json!({"kubernetesHost": "https://10.0.0.2:6443"}),
    ),
    steps: |dialect| {
        let step = |host: &str, pem: &str, names: &[&str], namespaces: &[&str], audience: &str| {
            let reviewer = format!("{REVIEWER}-{host}");
            Step {
                lines: format!(
                    "  kubernetes_host = {host:?}\n  token_reviewer_jwt = {reviewer:?}\n  \
                     kubernetes_ca_certificate = {}\n  allowed_service_account_names = {names:?}\n  \
                     allowed_namespaces = {namespaces:?}\n  allowed_audience = {audience:?}",
                    hcl_text(pem)
                ),
                holds: json!({
                    "kubernetesHost": host, "tokenReviewerJwt": reviewer, "caCert": pem.trim(),
                    "allowedNames": names.join(", "), "allowedNamespaces": namespaces.join(", "),
                    "allowedAudience": audience,
                }),
            }
        };
        let mut steps = [
            step("https://one", PEM, &["a", "b"], &["default", "prod"], "one"),
            step("two:6443", OTHER_PEM, &["c"], &["prod"], "two"),
            step("two:6443", "", &[], &[], ""),
        ];
        if dialect == Dialect::Current {
            let [_, with_gateway, without_reviewer] = &mut steps;
            let gateway =
                format!("  token_reviewer_mode = \"gateway\"\n  gateway_id = {GATEWAY:?}");
            with_gateway.lines = [&with_gateway.lines, "\n", &gateway].concat();
            with_gateway.holds["tokenReviewMode"] = json!("gateway");
            with_gateway.holds["gatewayId"] = json!(GATEWAY);
            without_reviewer.lines =
                without_reviewer.lines.replace("  token_reviewer_jwt =", "  #");
            without_reviewer.holds["tokenReviewerJwt"] = json!("");
            without_reviewer.holds["tokenReviewMode"] = json!("api");
            without_reviewer.holds["gatewayId"] = Value::Null;
        }
        steps
    },
    alike: [
        r#"  kubernetes_host = "https://10.0.0.1:6443"
  token_reviewer_jwt = "eyJhbGciOiJSUzI1NiJ9.reviewer-of-tokens.signature"
  allowed_service_account_names = ["a", "b", "c"]
  allowed_namespaces = ["default", "prod"]"#,
        r#"  kubernetes_host = "https://10.0.0.1:6443"
  token_reviewer_jwt = "eyJhbGciOiJSUzI1NiJ9.reviewer-of-tokens.signature"
  allowed_service_account_names = ["c", " a", "b"]
  allowed_namespaces = ["prod", "default"]"#,
    ],
    reordered: || json!({"allowedNames": "b,c,  a", "allowedNamespaces": "prod,default"}),
    refused: || {
        let refused = |lines: &str, at, says| Refused::new(&[HOST, "\n", lines].concat(), at, says);
        let many = ["\"default\""; 112].join(", ");
        vec![
            refused("  allowed_namespaces = [\"a,b\"]", "a,b", "comma"),
            refused(
                &format!("  allowed_namespaces = [{many}]"),
                "allowed_namespaces",
                "at most 1000 characters",
            ),
            refused("  token_reviewer_mode = \"jwt\"", "jwt", "`gateway`"),
            refused("  kubernetes_ca_certificate = \"ca.pem\"", "ca.pem", "is not PEM"),
            refused("  gateway_id = \"main\"", "main", "is not a UUID"),
            refused("  token_reviewer_jwt_wo = \"jwt\"", "token_reviewer_jwt_wo", "version"),
            Refused::new("", "resource", "set `kubernetes_host`"),
            Refused::new("  token_reviewer_mode = \"gateway\"", "resource", "set `gateway_id`"),
            Refused::new("  kubernetes_host = \"\"", "kubernetes_host", "must not be empty"),
        ]
    },
    // See below.
    official: None,
};

fn official_state() -> Value {
    json!({
        "token_reviewer_mode": "api",
        "kubernetes_host": "https://10.0.0.1:6443",
        "kubernetes_ca_certificate": "",
        "token_reviewer_jwt": REVIEWER,
        "gateway_id": null,
        "allowed_service_account_names": [""],
        "allowed_namespaces": [""],
        "allowed_audience": "",
    })
}

/// The official provider reported that the value had changed (its issue 268).
#[test]
fn a_certificate_in_other_lines_is_the_same() {
    let table = Table::of(&METHOD, Dialect::Current);
    let write = |pem: &str| {
        let lines = format!("{HOST}\n  kubernetes_ca_certificate = {}", hcl_text(pem));
        table.write(|method| method.hcl(&lines));
    };
    write(PEM);
    table.lab.workspace.apply_and_settle();
    table.lab.emulator.clear_journal();
    for pem in [PEM.trim(), &PEM.replace('\n', "\r\n"), PEM_IN_OTHER_LINES] {
        write(pem);
        table.lab.workspace.expect_settled();
    }
    assert_eq!(table.lab.writes(), [""; 0]);
}

#[test]
fn a_gateway_needs_no_host() {
    let table = Table::of(&METHOD, Dialect::Current);
    let gateway = format!("  token_reviewer_mode = \"gateway\"\n  gateway_id = {GATEWAY:?}");
    table.write(|method| method.hcl(&gateway));
    table.lab.workspace.apply_and_settle();
    table.assert_held(&METHOD, &json!({"kubernetesHost": null, "gatewayId": GATEWAY}));
    table.write(|method| method.hcl(HOST));
    table.lab.workspace.apply_and_settle();
    table.assert_held(&METHOD, &json!({"tokenReviewMode": "api", "gatewayId": null}));
    table.write(|method| method.hcl(&gateway));
    table.lab.workspace.apply_and_settle();
    table.assert_held(&METHOD, &json!({"tokenReviewMode": "gateway", "kubernetesHost": null}));
}

/// What the official provider does not see.
#[test]
fn what_somebody_else_changed_is_put_right() {
    for dialect in DIALECTS {
        let table = Table::of(&METHOD, dialect);
        table.write_minimal();
        table.lab.workspace.apply();
        let path = METHOD.path(&table.id(&METHOD));
        for body in [
            json!({"kubernetesHost": "https://elsewhere"}),
            json!({"tokenReviewerJwt": "eyJhbGciOiJSUzI1NiJ9.somebody-elses.signature"}),
        ] {
            table.lab.elsewhere("PATCH", &path, Some(body));
            table.assert_planned("update", None);
            table.lab.workspace.apply_and_settle();
        }
        let body = (METHOD.body)();
        table.assert_held(&METHOD, &body);
    }
}

#[test]
fn the_reviewer_need_not_be_in_state() {
    for dialect in DIALECTS {
        let table = Table::of(&METHOD, dialect);
        let write = |jwt: &str, version: u32, more: &str| {
            let lines = format!(
                "{HOST}\n  token_reviewer_jwt_wo = {jwt:?}\n  \
                 token_reviewer_jwt_wo_version = {version}\n{more}"
            );
            table.write(|method| method.hcl(&lines));
        };
        let next = format!("{REVIEWER}-next");
        let holds = |jwt: &str| table.assert_held(&METHOD, &json!({"tokenReviewerJwt": jwt}));
        write(REVIEWER, 1, "");
        table.lab.workspace.apply_and_settle();
        holds(REVIEWER);
        write(&next, 1, "  access_token_ttl = 60");
        table.lab.workspace.apply_and_settle();
        holds(REVIEWER);
        write(&next, 2, "  access_token_ttl = 60");
        table.lab.workspace.apply_and_settle();
        holds(&next);
        let folder = ["terraform.tfstate", "terraform.tfstate.backup", "home/plan"];
        for file in folder.map(|name| std::fs::read(table.lab.workspace.path(name)).unwrap()) {
            let text = String::from_utf8_lossy(&file);
            assert!(!text.contains("reviewer-of-tokens"), "{text}");
        }
        assert!(table.lab.state(&METHOD.address(), "token_reviewer_jwt").is_null());
    }
}

/// To the official provider the reviewer is no secret. Terraform finds that it is hidden now when it
/// looks at the server, and without that plans an update in which no value changes.
#[test]
fn state_of_the_official_provider_is_read_and_hides_the_reviewer() {
    for dialect in DIALECTS {
        let table = Table::of(&METHOD, dialect);
        table.attach_elsewhere();
        table.write_state_of(&METHOD, official_state());
        table.write_minimal();
        let plan = table.lab.workspace.plan_with(&["-refresh=false"]);
        let change = plan.change(&METHOD.address());
        assert_eq!((&change.before, change.unknown()), (&change.after, Vec::new()));
        assert_eq!(change.sensitive(), ["token_reviewer_jwt"]);
        table.lab.workspace.apply_and_settle();
        table.assert_held(&METHOD, &(METHOD.body)());
    }
}

/// Terraform writes null for a sensitive value into the configuration that it generates.
#[test]
fn import_by_block_with_generated_configuration() {
    let table = Table::of(&METHOD, Dialect::Current);
    table.write(|method| method.hcl(HOST));
    table.lab.workspace.apply();
    let block = import_block(&METHOD.address(), &table.id(&METHOD));
    let _ = table.lab.workspace.run(&["state", "rm", &METHOD.address()]).expect_success();
    table.lab.emulator.clear_journal();
    table.write(|_| block.clone());
    let plan = table.lab.workspace.plan_with(&["-generate-config-out=generated.tf"]);
    assert_eq!(plan.summary(), [""; 0]);
    table.lab.workspace.apply_and_settle();
    assert_eq!(table.lab.writes(), [""; 0]);
}
