//! What Terraform is asked for.

use crate::Workspace;
use serde_json::{Map, Value};

/// Terraform reads it by itself, and an environment variable does not override it.
const VARIABLES: &str = "acceptance.auto.tfvars.json";

/// The text of `main.tf`, and the variables.
#[derive(Clone)]
pub(super) struct Configuration {
    hcl: String,
    variables: Map<String, Value>,
}

impl Configuration {
    /// What the workspace has before the first step.
    pub(super) fn found(workspace: &Workspace) -> Self {
        Self { hcl: workspace.read("main.tf"), variables: Map::new() }
    }

    /// What comes next: another text, which starts without variables, or the same with more of them.
    pub(super) fn next(&self, hcl: Option<String>, variables: Map<String, Value>) -> Self {
        let mut next = match hcl {
            Some(hcl) => Self { hcl, variables: Map::new() },
            None => self.clone(),
        };
        next.variables.extend(variables);
        next
    }

    pub(super) fn write(&self, workspace: &Workspace) {
        workspace.write("main.tf", &self.hcl);
        workspace.write(VARIABLES, &Value::Object(self.variables.clone()).to_string());
    }
}
