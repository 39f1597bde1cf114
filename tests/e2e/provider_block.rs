//! The provider block: where Infisical is, who logs in, and what is said when that fails.

use crate::lab::{IDENTITY, Lab, assert_secret, empty_workspace};
use infisical_emulator::{Emulator, Fault, FaultKind, Options};
use tf_harness::Workspace;

/// A lab without any settings of the provider in the environment.
fn bare(provider: &str) -> Lab {
    bare_with(Options::default(), provider)
}

fn bare_with(options: Options, provider: &str) -> Lab {
    let emulator = Emulator::start(options).unwrap();
    let workspace = empty_workspace()
        .env("TF_VAR_org_id", &emulator.org_id())
        .env("TF_VAR_host", &emulator.url())
        .env("TF_VAR_client_id", &emulator.credentials().client_id)
        .env("TF_VAR_client_secret", &emulator.credentials().client_secret)
        .env("TF_VAR_token", &emulator.token_for("admin"));
    write(&workspace, provider);
    Lab { emulator, workspace }
}

fn write(workspace: &Workspace, provider: &str) {
    workspace.write(
        "main.tf",
        &format!(
            r#"
terraform {{
  required_providers {{
    infisical = {{ source = "infisical/infisical" }}
  }}
}}

variable "org_id" {{}}
variable "host" {{}}
variable "client_id" {{ sensitive = true }}
variable "client_secret" {{ sensitive = true }}
variable "token" {{ sensitive = true }}

provider "infisical" {{
{provider}
}}
{IDENTITY}"#
        ),
    );
}

const UNIVERSAL: &str = "  host = var.host
  auth = {
    universal = {
      client_id     = var.client_id
      client_secret = var.client_secret
    }
  }";

const TOKEN: &str = "  host = var.host\n  auth = { token = var.token }";

const DEPRECATED: &str =
    "  host = var.host\n  client_id = var.client_id\n  client_secret = var.client_secret";

#[test]
fn every_way_to_log_in() {
    for provider in [UNIVERSAL, TOKEN, DEPRECATED] {
        let lab = bare(provider);
        lab.workspace.apply_and_settle();
        lab.workspace.destroy();
    }
}

#[test]
fn the_deprecated_attributes_name_their_successors() {
    let lab = bare(DEPRECATED);
    let warnings = lab.workspace.run(&["plan", "-json"]).expect_success().diagnostics();
    for successor in ["auth.universal.client_id", "auth.universal.client_secret"] {
        assert!(warnings.iter().any(|warning| warning.text().contains(successor)), "{warnings}");
    }
}

#[test]
fn a_token_from_the_environment() {
    let mut lab = bare("");
    lab.workspace.set_env("INFISICAL_HOST", &lab.emulator.url());
    lab.workspace.set_env("INFISICAL_TOKEN", &lab.emulator.token_for("admin"));
    lab.workspace.apply_and_settle();
}

#[test]
fn what_the_block_says_wins_over_the_environment() {
    let mut lab = bare(UNIVERSAL);
    lab.workspace.set_env("INFISICAL_HOST", "http://127.0.0.1:9");
    lab.workspace.set_env("INFISICAL_TOKEN", "not-a-token");
    lab.workspace.set_env("INFISICAL_UNIVERSAL_AUTH_CLIENT_ID", "wrong");
    lab.workspace.set_env("INFISICAL_UNIVERSAL_AUTH_CLIENT_SECRET", "wrong");
    lab.workspace.set_env("INFISICAL_AUTH_METHOD", "token");
    lab.workspace.apply_and_settle();
}

#[test]
fn a_sub_organization_is_named_at_login() {
    let slug_sent = |lab: &Lab| {
        let journal = lab.emulator.journal();
        let body = journal.last().unwrap().body.clone().unwrap();
        body["organizationSlug"].as_str().map(str::to_owned)
    };
    let mut lab =
        bare(&UNIVERSAL.replace("auth = {", "auth = {\n    organization_slug = \"acme\""));
    lab.workspace.set_env("INFISICAL_AUTH_ORGANIZATION_SLUG", "other");
    let errors = lab.workspace.plan_fails();
    assert!(errors.only_error().text().contains("acme"), "{errors}");
    assert_eq!(slug_sent(&lab).as_deref(), Some("acme"));

    write(&lab.workspace, UNIVERSAL);
    let errors = lab.workspace.plan_fails();
    assert!(errors.only_error().text().contains("other"), "{errors}");
    assert_eq!(slug_sent(&lab).as_deref(), Some("other"));
}

#[test]
fn a_half_in_the_block_takes_the_other_from_the_environment() {
    let half = "  host = var.host\n  auth = { universal = { client_id = var.client_id } }";
    let mut lab = bare(half);
    let errors = lab.workspace.plan_fails();
    assert!(errors.only_error().text().contains("auth.universal.client_secret"), "{errors}");
    assert!(
        errors.only_error().text().contains("INFISICAL_UNIVERSAL_AUTH_CLIENT_SECRET"),
        "{errors}"
    );
    let secret = lab.emulator.credentials().client_secret;
    lab.workspace.set_env("INFISICAL_UNIVERSAL_AUTH_CLIENT_SECRET", &secret);
    lab.workspace.apply_and_settle();
}

#[test]
fn a_block_that_contradicts_itself_is_refused_at_validate() {
    let lab = bare("");
    for (provider, at, says) in [
        (
            "  auth = {\n    universal = { client_id = \"a\", client_secret = \"b\" }\n    token = \"c\"\n  }",
            "auth = {",
            "Two login methods",
        ),
        (
            "  client_id = \"a\"\n  client_secret = \"b\"\n  auth = {\n    token = \"c\"\n  }",
            "client_id = \"a\"",
            "Two login methods",
        ),
        ("  host = \"app.infisical.com\"", "host", "Invalid host"),
        ("  host = \"ftp://x\"", "host", "Invalid host"),
        ("  host = \"https://me:secret@x\"", "host", "Invalid host"),
        ("  auth = { token = \"\" }", "auth = { token", "must not be empty"),
    ] {
        write(&lab.workspace, provider);
        let errors = lab.workspace.validate();
        assert!(errors.error_at(at).text().contains(says), "{provider}: {errors}");
    }
    assert!(lab.emulator.journal().is_empty());
}

#[test]
fn no_credentials_at_all_says_what_to_set() {
    let lab = bare("  host = var.host");
    let errors = lab.workspace.plan_fails();
    let text = errors.only_error().text();
    for word in ["auth.universal", "INFISICAL_UNIVERSAL_AUTH_CLIENT_ID", "INFISICAL_TOKEN"] {
        assert!(text.contains(word), "{errors}");
    }
    assert!(lab.emulator.journal().is_empty());
}

#[test]
fn an_unknown_host_or_credential_sends_nothing_anywhere() {
    for variable in ["var.host", "var.client_id"] {
        let data =
            |input: &str| format!("}}\nresource \"terraform_data\" \"it\" {{\n  input = {input}\n");
        let unknown = UNIVERSAL.replace(variable, "terraform_data.it.output");
        let lab = bare(&format!("{unknown}\n{}", data(variable)));
        let plan = lab.workspace.plan();
        assert_eq!(plan.change("infisical_identity.ci").actions, ["create"]);
        assert!(lab.emulator.journal().is_empty());
        lab.workspace.apply();

        // The value is about to change, so that it is unknown again, with something in state.
        let other = data(&format!("\"${{{variable}}} \""));
        write(&lab.workspace, &format!("{unknown}\n{other}"));
        let before = lab.emulator.journal().len();
        let plan = lab.workspace.plan();
        assert_eq!(plan.change("infisical_identity.ci").actions, ["no-op"]);
        assert_eq!(lab.emulator.journal().len(), before);
        assert!(lab.workspace.everything_shown().contains("State not refreshed"));
    }
}

#[test]
fn two_servers_by_two_aliases() {
    let servers = [(); 2].map(|()| Emulator::start(Options::default()).unwrap());
    let mut workspace = empty_workspace();
    let mut blocks = vec![
        "terraform {\n  required_providers {\n    infisical = { source = \"infisical/infisical\" }\n  \
         }\n}\n"
        .to_owned(),
    ];
    for (alias, server) in ["one", "two"].iter().zip(&servers) {
        let credentials = server.credentials();
        workspace.set_env(&format!("TF_VAR_{alias}"), &credentials.client_secret);
        blocks.push(format!(
            r#"
variable "{alias}" {{ sensitive = true }}

provider "infisical" {{
  alias = "{alias}"
  host  = "{}"
  auth = {{
    universal = {{
      client_id     = "{}"
      client_secret = var.{alias}
    }}
  }}
}}

resource "infisical_identity" "{alias}" {{
  provider = infisical.{alias}
  name     = "on-{alias}"
  role     = "member"
  org_id   = "{}"
}}
"#,
            server.url(),
            credentials.client_id,
            server.org_id()
        ));
    }
    workspace.write("main.tf", &blocks.concat());
    workspace.apply_and_settle();
    for (alias, server) in ["one", "two"].iter().zip(&servers) {
        let path = format!("/api/v1/identities?orgId={}", server.org_id());
        let list = server.out_of_band("GET", &path, None).1.to_string();
        for name in ["on-one", "on-two"] {
            assert_eq!(list.contains(name), name == format!("on-{alias}"), "{list}");
        }
        assert_secret(&workspace, server);
    }
    workspace.destroy();
}

#[test]
fn a_wrong_client_secret_is_said_at_plan_on_the_attribute() {
    let mut lab = bare(UNIVERSAL);
    let wrong = "0123456789abcdef0123456789abcdef";
    lab.workspace.set_env("TF_VAR_client_secret", wrong);
    let errors = lab.workspace.plan_fails();
    let error = errors.error_at("auth = {");
    assert_eq!(error.summary, "Login to Infisical refused");
    let text = error.text();
    assert!(text.contains("POST /api/v1/auth/universal-auth/login answered 401"), "{errors}");
    assert!(text.contains("client secret"), "{errors}");
    assert!(!lab.workspace.everything_shown().contains(wrong));
}

#[test]
fn an_expired_token_says_so() {
    let mut lab = bare(TOKEN);
    let expired = lab.emulator.expired_token();
    lab.workspace.set_env("TF_VAR_token", &expired);
    let errors = lab.workspace.apply_fails();
    let text = errors.only_error().text();
    assert!(text.contains("POST /api/v1/identities answered 40"), "{errors}");
    assert!(text.contains("expired") || text.contains("token"), "{errors}");
    assert!(!lab.workspace.everything_shown().contains(&expired));
}

#[test]
fn a_missing_permission_is_named() {
    for dialect in crate::lab::DIALECTS {
        let mut lab = bare_with(Options { dialect, ..Options::default() }, TOKEN);
        lab.workspace.set_env("TF_VAR_token", &lab.emulator.token_for("no-access"));
        let errors = lab.workspace.apply_fails();
        let error = errors.only_error();
        assert_eq!(error.summary, "Permission denied by Infisical", "{errors}");
        let text = error.text();
        assert!(text.contains("POST /api/v1/identities answered 403"), "{errors}");
        assert!(text.contains("create") && text.contains("identity"), "{errors}");
    }
}

#[test]
fn a_plan_restriction_is_named() {
    let lab = Lab::with(Options { licensed: false, ..Options::default() });
    let azure = "resource \"infisical_identity_azure_auth\" \"ci\" {\n  identity_id = \
                 infisical_identity.ci.id\n  tenant_id = \"t\"\n  access_token_trusted_ips = [{ \
                 ip_address = \"10.0.0.0/8\" }]\n}\n";
    lab.write(&[IDENTITY, azure]);
    let errors = lab.workspace.apply_fails();
    let error = errors.only_error();
    assert_eq!(error.summary, "Not in the organization's plan", "{errors}");
    assert!(error.text().contains("plan restriction"), "{errors}");
    assert_eq!(lab.workspace.state().addresses(), ["infisical_identity.ci"]);
}

#[test]
fn a_server_that_is_down_is_named() {
    let mut lab = bare(UNIVERSAL);
    let closed = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    let url = format!("http://{closed}");
    lab.workspace.set_env("TF_VAR_host", &url);
    let errors = lab.workspace.plan_fails();
    let error = errors.error_at("host");
    assert_eq!(error.summary, "No connection to Infisical", "{errors}");
    assert!(error.text().contains(&url), "{errors}");
    assert!(error.text().contains("Nothing listens"), "{errors}");
}

#[test]
fn a_page_instead_of_an_answer_is_quoted() {
    let lab = Lab::new();
    lab.write(&[IDENTITY]);
    lab.emulator.inject(
        Fault::always(FaultKind::Status {
            status: 200,
            body: "<html><title>Sign in</title><h1>Corporate proxy</h1></html>".into(),
            content_type: "text/html".into(),
            headers: Vec::new(),
        })
        .on_path("/api/v1/identities"),
    );
    let errors = lab.workspace.apply_fails();
    let error = errors.only_error();
    assert_eq!(error.summary, "Not Infisical's answer", "{errors}");
    let text = error.text();
    assert!(text.contains("POST /api/v1/identities answered 200 OK with text/html"), "{errors}");
    assert!(text.contains("Corporate proxy"), "{errors}");
    assert!(text.contains("Check the host"), "{errors}");
}

#[test]
fn a_complaint_of_the_server_lands_on_the_attribute() {
    let azure = "resource \"infisical_identity_azure_auth\" \"ci\" {\n  identity_id = \
                 infisical_identity.ci.id\n  tenant_id = \"t\"\n  access_token_ttl = 60\n}\n";
    for (route, member, attribute) in [
        ("/api/v1/identities", "role", "role"),
        ("/api/v1/auth/azure-auth/", "accessTokenTTL", "access_token_ttl"),
    ] {
        let lab = Lab::new();
        let issue = format!(r#"[{{"code":"custom","path":["{member}"],"message":"Not this"}}]"#);
        let status = r#""statusCode":422,"error":"ValidationFailure""#;
        lab.emulator.inject(
            Fault::always(FaultKind::Status {
                status: 422,
                body: format!(r#"{{"reqId":"req-1",{status},"message":{issue}}}"#),
                content_type: "application/json".into(),
                headers: Vec::new(),
            })
            .on_path(route),
        );
        lab.write(&[IDENTITY, azure]);
        let errors = lab.workspace.apply_fails();
        let text = errors.error_at(attribute).text();
        assert!(text.contains("answered 422: Not this (request id req-1)"), "{errors}");
    }
}

#[test]
fn requests_are_logged_with_what_it_takes_to_follow_them() {
    let lab = Lab::new();
    lab.write(&[IDENTITY]);
    lab.workspace.apply();
    let log = lab.workspace.read("home/terraform.log");
    let line = log
        .lines()
        .find(|line| {
            line.contains("[DEBUG]")
                && line.contains("POST")
                && line.contains("path=/api/v1/identities")
        })
        .expect("the request is not in the log");
    for field in ["status=200", "attempt=1", "duration_ms="] {
        assert!(line.contains(field), "{line}");
    }
}
