//! The provider block and the network: certificates, proxies, headers.

use crate::lab::{IDENTITY, Lab, assert_secret, empty_workspace};
use crate::secure::Secure;
use infisical_emulator::{Emulator, Options};
use tf_harness::Workspace;

/// A name that no resolver knows: only a proxy finds it.
const SOMEWHERE: &str = "http://infisical.invalid";

/// A user of a server who has credentials in the environment, and no host yet.
fn lab() -> Lab {
    let emulator = Emulator::start(Options::default()).unwrap();
    let workspace = empty_workspace()
        .env("TF_VAR_org_id", &emulator.org_id())
        .env("INFISICAL_UNIVERSAL_AUTH_CLIENT_ID", &emulator.credentials().client_id)
        .env("INFISICAL_UNIVERSAL_AUTH_CLIENT_SECRET", &emulator.credentials().client_secret);
    Lab { emulator, workspace }
}

/// Another user of the same server, with nothing else in the environment.
fn another(lab: &Lab, variables: &[(&str, &str)], block: &str) -> Workspace {
    let credentials = lab.emulator.credentials();
    let mut workspace = empty_workspace()
        .env("TF_VAR_org_id", &lab.emulator.org_id())
        .env("INFISICAL_UNIVERSAL_AUTH_CLIENT_ID", &credentials.client_id)
        .env("INFISICAL_UNIVERSAL_AUTH_CLIENT_SECRET", &credentials.client_secret);
    for (name, value) in variables {
        workspace.set_env(name, value);
    }
    write(&workspace, block);
    workspace
}

fn write(workspace: &Workspace, block: &str) {
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
variable "secret" {{
  default   = ""
  sensitive = true
}}

provider "infisical" {{
{block}
}}
{IDENTITY}"#
        ),
    );
}

fn assert_plans(workspace: &Workspace) {
    assert_eq!(workspace.plan().change("infisical_identity.ci").actions, ["create"]);
}

/// Writes PEM files to name in the block and in the environment.
fn files(workspace: &Workspace, files: &[(&str, &str)]) {
    for (name, text) in files {
        workspace.write(name, text);
    }
}

#[test]
fn a_certificate_authority_as_text_or_file_in_the_block_or_the_environment() {
    let lab = lab();
    let server = Secure::before(&lab.emulator.url(), "localhost", false);
    let (host, pem) = (server.url(), server.authority.as_str());
    for (variables, block) in [
        (vec![], "ca_certificate = file(\"ca.pem\")"),
        (vec![], "ca_certificate_path = \"ca.pem\""),
        (vec![("INFISICAL_CA_CERTIFICATE", pem)], ""),
        (vec![("INFISICAL_CA_CERTIFICATE_PATH", "ca.pem")], ""),
        // What the block says wins, in whichever way it says it.
        (vec![("INFISICAL_CA_CERTIFICATE", "none")], "ca_certificate_path = \"ca.pem\""),
        (vec![("INFISICAL_CA_CERTIFICATE_PATH", "none")], "ca_certificate = file(\"ca.pem\")"),
    ] {
        let workspace = another(&lab, &variables, &format!("host = \"{host}\"\n{block}"));
        files(&workspace, &[("ca.pem", pem)]);
        assert_plans(&workspace);
    }
    write(&lab.workspace, &format!("host = \"{host}\""));
    let errors = lab.workspace.plan_fails();
    let error = errors.error_at("host");
    assert_eq!(error.summary, "No connection to Infisical", "{errors}");
    assert!(error.text().contains("Configure its certificate authority"), "{errors}");
}

#[test]
fn a_client_certificate_for_a_server_that_asks() {
    let lab = lab();
    let server = Secure::before(&lab.emulator.url(), "localhost", true);
    let (certificate, key) = server.client();
    let (certificate, key) = (certificate.as_str(), key.as_str());
    let start = format!("host = \"{}\"\nca_certificate_path = \"ca.pem\"", server.url());
    let try_with = |variables: &[(&str, &str)], block: &str| {
        let workspace = another(&lab, variables, &format!("{start}\n{block}"));
        let all = [("ca.pem", server.authority.as_str()), ("c.pem", certificate), ("k.pem", key)];
        files(&workspace, &all);
        workspace
    };
    for (variables, block) in [
        (vec![], "client_certificate = file(\"c.pem\")\nclient_key = file(\"k.pem\")"),
        (vec![], "client_certificate_path = \"c.pem\"\nclient_key_path = \"k.pem\""),
        (vec![("INFISICAL_CLIENT_CERTIFICATE", certificate), ("INFISICAL_CLIENT_KEY", key)], ""),
        (
            vec![
                ("INFISICAL_CLIENT_CERTIFICATE_PATH", "c.pem"),
                ("INFISICAL_CLIENT_KEY_PATH", "k.pem"),
            ],
            "",
        ),
        (vec![("INFISICAL_CLIENT_KEY", key)], "client_certificate_path = \"c.pem\""),
    ] {
        let workspace = try_with(&variables, block);
        assert_plans(&workspace);
        let line = key.lines().nth(1).unwrap();
        assert!(!workspace.everything_shown().contains(line), "the key was shown");
    }

    let errors = try_with(&[], "").plan_fails();
    let text = errors.error_at("host").text();
    assert!(text.contains("configure a client certificate and its key"), "{errors}");

    let errors = try_with(&[], "client_certificate = file(\"c.pem\")").plan_fails();
    let text = errors.error_at("client_certificate").text();
    assert!(text.contains("`client_key` is missing"), "{errors}");
    assert!(text.contains("INFISICAL_CLIENT_KEY_PATH"), "{errors}");

    let errors = try_with(&[("INFISICAL_CLIENT_KEY", key)], "").plan_fails();
    let text = errors.only_error().text();
    assert!(text.contains("`client_certificate` is missing"), "{errors}");
    assert!(
        text.contains("It comes from the environment variable INFISICAL_CLIENT_KEY"),
        "{errors}"
    );

    let other = Secure::before(&lab.emulator.url(), "localhost", true).client();
    let workspace =
        try_with(&[], "client_certificate_path = \"c.pem\"\nclient_key = file(\"other.pem\")");
    workspace.write("other.pem", &other.1);
    let errors = workspace.plan_fails();
    let text = errors.error_at("client_key").text();
    assert!(text.contains("does not belong to the first certificate"), "{errors}");
}

#[test]
fn a_server_under_another_name() {
    let lab = lab();
    let server = Secure::before(&lab.emulator.url(), "infisical.internal", false);
    let start =
        format!("host = \"https://127.0.0.1:{}\"\nca_certificate_path = \"ca.pem\"", server.port);
    for (variables, block) in [
        (vec![], "tls_server_name = \"infisical.internal\""),
        (vec![("INFISICAL_TLS_SERVER_NAME", "infisical.internal")], ""),
    ] {
        let workspace = another(&lab, &variables, &format!("{start}\n{block}"));
        files(&workspace, &[("ca.pem", &server.authority)]);
        assert_plans(&workspace);
    }
    let workspace = another(&lab, &[], &start);
    files(&workspace, &[("ca.pem", &server.authority)]);
    assert!(workspace.plan_fails().error_at("host").text().contains("infisical.internal"));
}

#[test]
fn a_proxy_from_the_environment_or_the_block() {
    let lab = lab();
    let proxy = lab.emulator.url();
    let with_login = proxy.replace("//", "//me:hunter22@");
    let host = format!("host = \"{SOMEWHERE}\"");
    let block = format!("{host}\nproxy_url = \"{proxy}\"");
    for (variables, block, login) in [
        (vec![("HTTP_PROXY", with_login.as_str())], &host, true),
        (vec![("all_proxy", proxy.as_str())], &host, false),
        (vec![("INFISICAL_PROXY_URL", with_login.as_str()), ("NO_PROXY", "*")], &host, true),
        (vec![("HTTP_PROXY", "http://127.0.0.1:9"), ("NO_PROXY", "*")], &block, false),
    ] {
        lab.emulator.clear_journal();
        let workspace = another(&lab, &variables, block);
        assert_plans(&workspace);
        let journal = lab.emulator.journal();
        let shown_to_proxy = |name: &str| journal[0].headers.iter().any(|(found, _)| found == name);
        assert_eq!(shown_to_proxy("proxy-authorization"), login, "{variables:?}");
        let shown = workspace.everything_shown();
        assert!(!shown.contains("hunter22") && !shown.contains("aHVudGVyMjI"), "{variables:?}");
    }
    lab.emulator.clear_journal();
    for (variables, block) in [
        (vec![("HTTP_PROXY", proxy.as_str()), ("NO_PROXY", ".invalid")], host.clone()),
        (vec![("HTTP_PROXY", proxy.as_str())], format!("{host}\nproxy_url = \"\"")),
    ] {
        let errors = another(&lab, &variables, &block).plan_fails();
        assert_eq!(errors.error_at("host").summary, "No connection to Infisical", "{errors}");
    }
    assert!(lab.emulator.journal().is_empty());
}

#[test]
fn a_host_that_anybody_can_listen_to_is_warned_of() {
    let lab = lab();
    let warned = |block: &str| {
        let workspace = another(&lab, &[("HTTP_PROXY", &lab.emulator.url())], block);
        let output = workspace.run(&["plan", "-json"]).expect_success().diagnostics();
        let warning = output.iter().find(|warning| warning.summary == "Connection without TLS");
        warning.map(|warning| (warning.severity.clone(), warning.code.trim().to_owned()))
    };
    let host = format!("host = \"{SOMEWHERE}\"");
    assert_eq!(warned(&host), Some(("warning".to_owned(), host)));
    assert_eq!(warned(&format!("host = \"{}\"", lab.emulator.url())), None);
}

#[test]
fn headers_for_a_guard_in_front_of_the_server() {
    let lab = lab();
    let host = format!("host = \"{}\"", lab.emulator.url());
    let block = format!("{host}\nheaders = {{ CF-Access-Client-Secret = var.secret }}");
    let variable = "CF-Access-Client-Secret=hunter22";
    for (variables, block) in [
        (vec![("TF_VAR_secret", "hunter22")], &block),
        (vec![("INFISICAL_CUSTOM_HEADERS", variable)], &host),
        (vec![("TF_VAR_secret", "hunter22"), ("INFISICAL_CUSTOM_HEADERS", "no")], &block),
    ] {
        lab.emulator.clear_journal();
        let workspace = another(&lab, &variables, block);
        assert_plans(&workspace);
        for entry in lab.emulator.journal() {
            let header = ("cf-access-client-secret".to_owned(), "hunter22".to_owned());
            assert!(entry.headers.contains(&header), "{entry:?}");
        }
        assert!(!workspace.everything_shown().contains("hunter22"));
    }
}

#[test]
fn a_setting_that_cannot_be_is_refused_at_validate_on_its_attribute() {
    let lab = lab();
    lab.workspace.write("none.pem", "no PEM: hunter22");
    for (block, at, says) in [
        ("ca_certificate = \"ca.pem\"", "ca_certificate", "A path belongs into"),
        ("ca_certificate = file(\"none.pem\")", "ca_certificate", "there is no certificate"),
        ("client_certificate = \"\"", "client_certificate", "there is no certificate"),
        ("client_key = \"hunter22\"", "client_key", "There is no private key in it"),
        (
            "client_key = \"-----BEGIN ENCRYPTED PRIVATE KEY-----\"",
            "client_key",
            "decrypt it first",
        ),
        ("ca_certificate_path = \"\"", "ca_certificate_path", "at least 1"),
        (
            "ca_certificate = file(\"none.pem\")\nca_certificate_path = \"x\"",
            "ca_certificate",
            "ca_certificate_path",
        ),
        ("proxy_url = \"ftp://me:hunter22@x\"", "proxy_url", "Its scheme is `ftp`"),
        ("proxy_url = \"http://x/hunter22\"", "proxy_url", "It has a path"),
        ("tls_server_name = \"https://x\"", "tls_server_name", "It is no DNS name"),
        ("tls_server_name = \"10.0.0.1\"", "tls_server_name", "It is an IP address"),
        ("headers = { \"a b\" = \"hunter22\" }", "headers", "`a b` is no name of a header"),
        ("headers = { Authorization = \"hunter22\" }", "headers", "set by the client itself"),
        ("headers = { A = \"hunter22\\n\" }", "headers", "a header cannot carry"),
        ("headers = { A = \"1\", a = \"hunter22\" }", "headers", "`a` is there twice"),
        ("host = \"ftp://x\"", "host", "The host's scheme is `ftp`"),
    ] {
        write(&lab.workspace, block);
        let errors = lab.workspace.validate();
        let text = errors.error_at(at).text();
        assert!(text.to_lowercase().contains(&says.to_lowercase()), "{block}: {errors}");
        // Terraform itself quotes the line of the source.
        assert!(!text.contains("hunter22"), "{block}: {errors}");
    }
    assert!(lab.emulator.journal().is_empty());
}

#[test]
fn a_variable_that_cannot_be_is_named() {
    let lab = lab();
    let host = format!("host = \"{}\"", lab.emulator.url());
    for (name, value, says) in [
        ("INFISICAL_CA_CERTIFICATE", "hunter22", "There is no certificate in it"),
        ("INFISICAL_CA_CERTIFICATE_PATH", "not-there.pem", "not-there.pem cannot be read"),
        ("INFISICAL_PROXY_URL", "ftp://me:hunter22@x", "Its scheme is `ftp`"),
        ("INFISICAL_TLS_SERVER_NAME", "x:443", "It is no DNS name"),
        ("INFISICAL_CUSTOM_HEADERS", "hunter22", "It is not of the form"),
    ] {
        let workspace = another(&lab, &[(name, value)], &host);
        let errors = workspace.plan_fails();
        let text = errors.only_error().text();
        assert!(text.contains(says), "{errors}");
        let source = format!("It comes from the environment variable {name}.");
        assert!(text.contains(&source), "{errors}");
        assert!(!workspace.everything_shown().contains("hunter22"), "{name}");
        assert_secret(&workspace, &lab.emulator);
    }
    assert!(lab.emulator.journal().is_empty());
}
