//! A workspace and a server.

use infisical_emulator::{Dialect, Emulator, Entry, Options, Origin};
use serde_json::Value;
use tf_harness::{Provider, Workspace};

/// The servers that users have.
pub(crate) const DIALECTS: [Dialect; 2] = [Dialect::Current, Dialect::Recorded2024_10];

/// What every configuration begins with.
const HEADER: &str = r#"
terraform {
  required_providers {
    infisical = { source = "infisical/infisical" }
  }
}

variable "org_id" {}
"#;

/// An identity named `ci`.
pub(crate) const IDENTITY: &str = r#"
resource "infisical_identity" "ci" {
  name   = "ci"
  role   = "member"
  org_id = var.org_id
}
"#;

/// A server, and a user who works with it.
///
/// When a lab ends, two things must be true of everything that happened in it: the provider sent
/// nothing that the server does not know, and nothing that was shown or logged holds a secret.
pub(crate) struct Lab {
    pub(crate) emulator: Emulator,
    pub(crate) workspace: Workspace,
}

impl Lab {
    /// With today's server.
    pub(crate) fn new() -> Self {
        Self::with(Options::default())
    }

    /// With a server of that dialect.
    pub(crate) fn speaking(dialect: Dialect) -> Self {
        Self::with(Options { dialect, ..Options::default() })
    }

    pub(crate) fn with(options: Options) -> Self {
        let emulator = Emulator::start(options).unwrap();
        let credentials = emulator.credentials();
        let workspace = empty_workspace()
            .env("INFISICAL_HOST", &emulator.url())
            .env("INFISICAL_UNIVERSAL_AUTH_CLIENT_ID", &credentials.client_id)
            .env("INFISICAL_UNIVERSAL_AUTH_CLIENT_SECRET", &credentials.client_secret)
            .env("TF_VAR_org_id", &emulator.org_id());
        Self { emulator, workspace }
    }

    /// Replaces the configuration.
    pub(crate) fn write(&self, parts: &[&str]) {
        self.workspace.write("main.tf", &format!("{HEADER}{}", parts.concat()));
    }

    /// An attribute of a resource in state.
    pub(crate) fn state(&self, address: &str, attribute: &str) -> Value {
        self.workspace.state().resource(address)[attribute].clone()
    }

    /// The id of the identity `ci`.
    pub(crate) fn identity_id(&self) -> String {
        self.state("infisical_identity.ci", "id").as_str().unwrap().to_owned()
    }

    /// Everything that the provider asked for: `POST /api/v1/identities 200`, with `ID` for ids.
    pub(crate) fn requests(&self) -> Vec<String> {
        let journal = self.emulator.journal();
        journal.iter().filter(|entry| entry.origin == Origin::Network).map(line).collect()
    }

    /// The requests that change something.
    pub(crate) fn writes(&self) -> Vec<String> {
        let mut writes = self.requests();
        writes.retain(|line| !line.starts_with("GET ") && !line.contains("/login "));
        writes
    }

    /// What the server holds of the Azure Auth of `identity_id`.
    pub(crate) fn azure_auth(&self, identity_id: &str) -> Value {
        let path = azure_auth_path(identity_id);
        let (status, mut body) = self.emulator.out_of_band("GET", &path, None);
        assert_eq!(status, 200, "{body}");
        body["identityAzureAuth"].take()
    }

    /// Revokes Azure Auth behind Terraform's back.
    pub(crate) fn revoke_elsewhere(&self, identity_id: &str) {
        let path = azure_auth_path(identity_id);
        let (status, body) = self.emulator.out_of_band("DELETE", &path, None);
        assert_eq!(status, 200, "{body}");
    }

    /// Deletes an identity behind Terraform's back.
    pub(crate) fn delete_elsewhere(&self, identity_id: &str) {
        let path = format!("/api/v1/identities/{identity_id}");
        let (status, body) = self.emulator.out_of_band("DELETE", &path, None);
        assert_eq!(status, 200, "{body}");
    }

    /// The names of the identities of the organization that begin with `prefix`, sorted.
    pub(crate) fn identities(&self, prefix: &str) -> Vec<String> {
        let path = format!("/api/v1/identities?orgId={}", self.emulator.org_id());
        let (status, body) = self.emulator.out_of_band("GET", &path, None);
        assert_eq!(status, 200, "{body}");
        let all = body["identities"].as_array().unwrap();
        let names = all.iter().filter_map(|identity| identity["identity"]["name"].as_str());
        let mut names: Vec<_> =
            names.filter(|name| name.starts_with(prefix)).map(str::to_owned).collect();
        names.sort();
        names
    }
}

impl Drop for Lab {
    fn drop(&mut self) {
        if std::thread::panicking() {
            return;
        }
        assert_eq!(self.emulator.violations(), Vec::<String>::new());
        assert_secret(&self.workspace, &self.emulator);
    }
}

/// Nothing that `workspace` showed or logged may hold a secret of `emulator`.
pub(crate) fn assert_secret(workspace: &Workspace, emulator: &Emulator) {
    let shown = workspace.everything_shown();
    for secret in emulator.secrets() {
        if let Some(at) = shown.find(&secret) {
            let line = shown[..at].rfind('\n').map_or(0, |newline| newline + 1);
            panic!("a secret was shown, after: {}", &shown[line..at]);
        }
    }
}

/// A workspace that uses the provider under test, without any settings of it.
pub(crate) fn empty_workspace() -> Workspace {
    Workspace::new(&[Provider {
        address: "infisical/infisical".into(),
        binary: env!("CARGO_BIN_EXE_terraform-provider-infisical").into(),
    }])
}

pub(crate) fn azure_auth_path(identity_id: &str) -> String {
    format!("/api/v1/auth/azure-auth/identities/{identity_id}")
}

fn line(entry: &Entry) -> String {
    let path: Vec<_> =
        entry.path.split('/').map(|part| if is_id(part) { "ID" } else { part }).collect();
    let status = entry.status.map_or_else(|| "no answer".to_owned(), |status| status.to_string());
    format!("{} {} {status}", entry.method, path.join("/"))
}

fn is_id(part: &str) -> bool {
    part.len() == 36 && part.chars().all(|c| c.is_ascii_hexdigit() || c == '-')
}
