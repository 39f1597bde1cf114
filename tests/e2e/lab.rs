//! A workspace and a server.

use infisical_emulator::{Dialect, Emulator, Entry, Options, Origin};
use serde_json::Value;
use std::time::Duration;
use tf_harness::{Provider, Workspace};

/// The servers that users have.
pub(crate) const DIALECTS: [Dialect; 2] = [Dialect::Current, Dialect::Recorded2024_10];

/// Long enough for any machine; a test that waits this long has failed.
pub(crate) const PATIENCE: Duration = Duration::from_mins(1);

/// What every configuration begins with.
const HEADER: &str = r#"
terraform {
  required_providers {
    infisical = { source = "infisical/infisical" }
  }
}

variable "org_id" {}

variable "secrets" {
  type      = map(string)
  sensitive = true
}
"#;

/// `var.secrets.one` and its like: a secret that HCL spelled out would be shown with the line that it is
/// in.
pub(crate) fn secret(name: &str) -> String {
    format!("secret-number-{name}")
}

/// An identity named `ci`.
pub(crate) const IDENTITY: &str = r#"
resource "infisical_identity" "ci" {
  name   = "ci"
  role   = "member"
  org_id = var.org_id
}
"#;

/// An identity, with a name in HCL and another on the server.
pub(crate) fn identity(address: &str, name: &str) -> String {
    IDENTITY.replacen("\"ci\"", &format!("{address:?}"), 1).replacen(
        "\"ci\"",
        &format!("{name:?}"),
        1,
    )
}

/// So many identities, named `PREFIX-00` and so on.
pub(crate) fn many(prefix: &str, count: usize) -> String {
    let name = format!("= format(\"{prefix}-%02d\", count.index)");
    IDENTITY.replacen("= \"ci\"", &name, 1).replacen("{\n", &format!("{{\n  count = {count}\n"), 1)
}

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
        let workspace = workspace(&emulator);
        Self { emulator, workspace }
    }

    /// Another workspace with the same server.
    pub(crate) fn beside(&self) -> Workspace {
        workspace(&self.emulator)
    }

    /// Replaces the configuration.
    pub(crate) fn write(&self, parts: &[&str]) {
        write_in(&self.workspace, parts);
    }

    /// An attribute of a resource in state.
    pub(crate) fn state(&self, address: &str, attribute: &str) -> Value {
        self.workspace.state().resource(address)[attribute].clone()
    }

    /// Turns state into what the official provider would have written, which knows no resource identity
    /// and none of the attributes `ours`. It must be read as it is: nothing to do, refreshed or not.
    pub(crate) fn reads_official_state(&self, ours: &[&str]) {
        let state = self.workspace.read("terraform.tfstate");
        let mut state: Value = serde_json::from_str(&state).unwrap();
        let resources = state["resources"].as_array_mut().unwrap().iter_mut();
        for instance in resources.flat_map(|one| one["instances"].as_array_mut().unwrap()) {
            let instance = instance.as_object_mut().unwrap();
            instance.retain(|name, _| {
                !["identity", "identity_schema_version", "private"].contains(&name.as_str())
            });
            let attributes = instance["attributes"].as_object_mut().unwrap();
            attributes.retain(|name, _| !ours.contains(&name.as_str()));
        }
        self.workspace.write("terraform.tfstate", &state.to_string());
        self.workspace.expect_settled();
        assert!(self.workspace.plan_with(&["-refresh=false"]).is_empty());
    }

    /// What the plan warns of in these words.
    pub(crate) fn plan_warns(&self, summary: &str) -> String {
        let shown = self.workspace.run(&["plan", "-json"]).expect_success().diagnostics();
        let warning = shown.iter().find(|diagnostic| diagnostic.summary == summary);
        warning.unwrap_or_else(|| panic!("no warning {summary:?}: {shown}")).text()
    }

    /// Forgets what is at `address`, and imports it again by each of these IDs: it is as configured.
    pub(crate) fn is_imported_by(&self, address: &str, ids: &[&str]) {
        for id in ids {
            let _ = self.workspace.run(&["state", "rm", address]).expect_success();
            let _ = self.workspace.run(&["import", address, id]).expect_success();
            self.workspace.expect_settled();
        }
    }

    /// Forgets what is at `address`, and imports it by a block beside the `rest` of the configuration: the
    /// one that is generated for it changes nothing.
    pub(crate) fn is_imported_by_block(&self, address: &str, id: &str, rest: &str) {
        let _ = self.workspace.run(&["state", "rm", address]).expect_success();
        self.emulator.clear_journal();
        // Later versions of Terraform want to know the provider, as long as there is no configuration.
        let block =
            |provider: &str| format!("import {{\n  to = {address}\n  id = {id:?}\n{provider}}}\n");
        self.write(&[rest, &block("  provider = infisical\n")]);
        let plan = self.workspace.plan_with(&["-generate-config-out=generated.tf"]);
        self.write(&[rest, &block("")]);
        assert_eq!(plan.summary(), [""; 0]);
        self.workspace.apply_and_settle();
        assert_eq!(self.writes(), [""; 0]);
        self.workspace.remove("generated.tf");
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

    /// What somebody else asks the server, which must grant it.
    pub(crate) fn elsewhere(&self, verb: &str, path: &str, body: Option<Value>) -> Value {
        let (status, body) = self.emulator.out_of_band(verb, path, body);
        assert_eq!(status, 200, "{verb} {path}: {body}");
        body
    }

    /// Deletes an identity behind Terraform's back.
    pub(crate) fn delete_elsewhere(&self, identity_id: &str) {
        self.elsewhere("DELETE", &format!("/api/v1/identities/{identity_id}"), None);
    }

    /// The names of the identities of the organization that begin with `prefix`, sorted.
    pub(crate) fn identities(&self, prefix: &str) -> Vec<String> {
        let all = self
            .memberships()
            .into_iter()
            .filter_map(|membership| membership["identity"]["name"].as_str().map(str::to_owned));
        let mut names: Vec<_> = all.filter(|name| name.starts_with(prefix)).collect();
        names.sort();
        names
    }

    /// The id of the identity of that name, which must be there.
    pub(crate) fn identity_named(&self, name: &str) -> String {
        let all = self.memberships();
        let found = all.iter().find(|membership| membership["identity"]["name"] == name);
        let found = found.unwrap_or_else(|| panic!("no identity is named {name}"));
        found["identity"]["id"].as_str().unwrap().to_owned()
    }

    fn memberships(&self) -> Vec<Value> {
        let path = format!("/api/v1/identities?orgId={}", self.emulator.org_id());
        let mut body = self.elsewhere("GET", &path, None);
        serde_json::from_value(body["identities"].take()).unwrap()
    }
}

fn workspace(emulator: &Emulator) -> Workspace {
    empty_workspace()
        .envs(emulator.environment())
        .env("TF_VAR_org_id", &emulator.org_id())
        .env("TF_VAR_secrets", &secrets())
}

/// Replaces the configuration in a workspace.
pub(crate) fn write_in(workspace: &Workspace, parts: &[&str]) {
    workspace.write("main.tf", &format!("{HEADER}{}", parts.concat()));
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

fn secrets() -> String {
    let all = ["one", "two", "three"].map(|name| (name.to_owned(), Value::from(secret(name))));
    Value::Object(all.into_iter().collect()).to_string()
}

/// A workspace that uses the provider under test, without any settings of it.
pub(crate) fn empty_workspace() -> Workspace {
    Workspace::new(&[Provider {
        address: "infisical/infisical".into(),
        binary: env!("CARGO_BIN_EXE_terraform-provider-infisical").into(),
    }])
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
