//! What Terraform is going to do.

use serde_json::Value;
use std::fmt;

/// A plan, as `terraform show -json` tells it.
#[derive(Debug)]
pub struct Plan {
    changes: Vec<Change>,
    drift: Vec<Change>,
    outputs: Value,
    has_changes: bool,
}

/// What is planned for one resource.
#[derive(Debug)]
pub struct Change {
    /// `infisical_identity.ci`
    pub address: String,
    /// `create`, `read`, `update`, `delete`, `no-op`; a replacement is two of them.
    pub actions: Vec<String>,
    /// The values before; null for a creation.
    pub before: Value,
    /// The known values after; null for a deletion.
    pub after: Value,
    /// What is known after apply: `true`, or the same shape as the value.
    pub after_unknown: Value,
    /// The paths that make it a replacement.
    pub replace_paths: Value,
    /// The id that it is imported by.
    pub importing: Option<String>,
}

impl Plan {
    /// From the JSON, and whether Terraform itself says that there is something to do.
    pub(crate) fn parse(json: &Value, has_changes: bool) -> Self {
        let changes = |list: &Value| {
            list.as_array().into_iter().flatten().map(Change::of).collect::<Vec<_>>()
        };
        Self {
            changes: changes(&json["resource_changes"]),
            drift: changes(&json["resource_drift"]),
            outputs: json["output_changes"].clone(),
            has_changes,
        }
    }

    /// Whether there is nothing to do.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        !self.has_changes
    }

    /// The resources with something to do, and what: `update infisical_identity.ci`.
    #[must_use]
    pub fn summary(&self) -> Vec<String> {
        summary(&self.changes)
    }

    /// What Terraform found changed behind its back: `delete infisical_identity.ci`. It lists what
    /// matters to the plan, and in a plan with `-refresh-only` everything.
    #[must_use]
    pub fn drift(&self) -> Vec<String> {
        summary(&self.drift)
    }

    /// What an output will be; null when it is not known yet, or when there is none.
    #[must_use]
    pub fn output(&self, name: &str) -> &Value {
        &self.outputs[name]["after"]
    }

    /// What is planned for `address`; nothing ends the test.
    #[must_use]
    pub fn change(&self, address: &str) -> &Change {
        self.changes
            .iter()
            .find(|change| change.address == address)
            .unwrap_or_else(|| panic!("the plan does not mention {address}:\n{self}"))
    }
}

impl Change {
    fn of(json: &Value) -> Self {
        let change = &json["change"];
        let actions = change["actions"].as_array().into_iter().flatten();
        Self {
            address: json["address"].as_str().unwrap_or_default().to_owned(),
            actions: actions.filter_map(Value::as_str).map(str::to_owned).collect(),
            before: change["before"].clone(),
            after: change["after"].clone(),
            after_unknown: change["after_unknown"].clone(),
            replace_paths: change["replace_paths"].clone(),
            importing: change["importing"]["id"].as_str().map(str::to_owned),
        }
    }

    /// The attributes that are shown as "known after apply".
    #[must_use]
    pub fn unknown(&self) -> Vec<&str> {
        let attributes = self.after_unknown.as_object().into_iter().flatten();
        let unknown = attributes.filter(|(_, value)| has_true(value));
        unknown.map(|(name, _)| name.as_str()).collect()
    }
}

fn summary(changes: &[Change]) -> Vec<String> {
    let doing = changes.iter().filter(|change| change.actions != ["no-op"]);
    let mut lines: Vec<_> =
        doing.map(|change| format!("{} {}", change.actions.join("/"), change.address)).collect();
    lines.sort();
    lines
}

fn has_true(value: &Value) -> bool {
    match value {
        Value::Bool(inner) => *inner,
        Value::Array(items) => items.iter().any(has_true),
        Value::Object(members) => members.values().any(has_true),
        _ => false,
    }
}

impl fmt::Display for Plan {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for change in &self.changes {
            let Change { address, actions, before, after, after_unknown, .. } = change;
            writeln!(f, "{} {address}\n  before:  {before}", actions.join("/"))?;
            writeln!(f, "  after:   {after}\n  unknown: {after_unknown}")?;
        }
        Ok(())
    }
}
