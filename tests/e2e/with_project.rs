//! A workspace, and a server with a project.

use crate::lab::Lab;
use infisical_emulator::{Dialect, Options};
use serde_json::{Value, json};

/// What a configuration of such a project begins with.
pub(crate) const PROJECT: &str = "\nvariable \"project_id\" {}\n";

/// A server with a project, in which somebody else keeps secrets.
pub(crate) struct Project {
    pub(crate) lab: Lab,
    pub(crate) id: String,
}

impl Project {
    pub(crate) fn new(dialect: Dialect) -> Self {
        Self::with(Options { dialect, ..Options::default() })
    }

    pub(crate) fn with(options: Options) -> Self {
        let mut lab = Lab::with(options);
        let id = lab.emulator.add_project();
        lab.workspace.set_env("TF_VAR_project_id", &id);
        Self { lab, id }
    }

    /// What somebody else posts about a folder of the project.
    pub(crate) fn post(&self, path: &str, environment: &str, more: Value) -> Value {
        let mut body = json!({"workspaceId": self.id, "environment": environment});
        let (Value::Object(all), Value::Object(more)) = (&mut body, more) else { panic!("{path}") };
        all.extend(more);
        self.lab.elsewhere("POST", path, Some(body))
    }

    pub(crate) fn folder(&self, environment: &str, path: &str, name: &str) {
        self.post("/api/v1/folders", environment, json!({"path": path, "name": name}));
    }

    pub(crate) fn secret(
        &self,
        environment: &str,
        path: &str,
        name: &str,
        value: &str,
        more: Value,
    ) {
        let mut body = json!({"secretPath": path, "secretValue": value});
        let (Value::Object(all), Value::Object(more)) = (&mut body, more) else { panic!("{name}") };
        all.extend(more);
        self.post(&format!("/api/v3/secrets/raw/{name}"), environment, body);
    }

    pub(crate) fn import(&self, environment: &str, path: &str, from_environment: &str, from: &str) {
        let import = json!({"environment": from_environment, "path": from});
        self.post("/api/v1/secret-imports", environment, json!({"path": path, "import": import}));
    }

    /// The names in a folder, sorted.
    pub(crate) fn names(&self, environment: &str, path: &str) -> Vec<String> {
        let path = format!("/api/v3/secrets/raw?{}", self.place(environment, path));
        let found = self.lab.elsewhere("GET", &path, None);
        let secrets = found["secrets"].as_array().unwrap().iter();
        let mut names: Vec<_> =
            secrets.map(|secret| secret["secretKey"].as_str().unwrap().to_owned()).collect();
        names.sort();
        names
    }

    /// What somebody else reads of a secret.
    pub(crate) fn stored(&self, environment: &str, path: &str, name: &str) -> Value {
        let place = self.place(environment, path);
        let mut found = self.lab.elsewhere("GET", &format!("/api/v3/secrets/raw?{place}"), None);
        let secrets = found["secrets"].as_array_mut().unwrap();
        let stored = secrets.iter_mut().find(|secret| secret["secretKey"] == name);
        stored.unwrap_or_else(|| panic!("there is no {name}")).take()
    }

    /// What somebody else changes of a secret, or that it goes.
    pub(crate) fn change(
        &self,
        verb: &str,
        environment: &str,
        path: &str,
        name: &str,
        more: Value,
    ) {
        let mut body =
            json!({"workspaceId": self.id, "environment": environment, "secretPath": path});
        let (Value::Object(all), Value::Object(more)) = (&mut body, more) else { panic!("{name}") };
        all.extend(more);
        self.lab.elsewhere(verb, &format!("/api/v3/secrets/raw/{name}"), Some(body));
    }

    fn place(&self, environment: &str, path: &str) -> String {
        format!("workspaceId={}&environment={environment}&secretPath={path}", self.id)
    }
}
