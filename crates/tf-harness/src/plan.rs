//! What Terraform is going to do.

use crate::Change;
use serde_json::Value;
use std::fmt;

/// A plan, as `terraform show -json` tells it.
#[derive(Debug)]
pub struct Plan {
    changes: Vec<Change>,
    drift: Vec<Change>,
    deferred: Vec<(String, Change)>,
    outputs: Value,
    has_changes: bool,
}

impl Plan {
    /// From the JSON, and whether Terraform itself says that there is something to do.
    pub(crate) fn parse(json: &Value, has_changes: bool) -> Self {
        let changes = |list: &Value| {
            list.as_array().into_iter().flatten().map(Change::of).collect::<Vec<_>>()
        };
        let deferred = json["deferred_changes"].as_array().into_iter().flatten();
        let reason = |entry: &Value| entry["reason"].as_str().unwrap_or_default().to_owned();
        Self {
            changes: changes(&json["resource_changes"]),
            drift: changes(&json["resource_drift"]),
            deferred: deferred
                .map(|entry| (reason(entry), Change::of(&entry["resource_change"])))
                .collect(),
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

    /// The same, with what changes in the state alone: `import infisical_identity.ci`,
    /// `move infisical_identity.cd`, `import/update infisical_identity.ce`.
    #[must_use]
    pub fn effects(&self) -> Vec<String> {
        lines(self.changes.iter().filter_map(Change::effect))
    }

    /// What is put off to a later plan, and why:
    /// `create infisical_identity.ci: provider_config_unknown`.
    #[must_use]
    pub fn deferred(&self) -> Vec<String> {
        lines(self.deferred.iter().map(|(reason, change)| {
            let Change { address, actions, .. } = change;
            format!("{} {address}: {reason}", actions.join("/"))
        }))
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

    /// The address in state of what is going to be at `address`.
    pub(crate) fn previous_address<'a>(&'a self, address: &'a str) -> &'a str {
        let moved = self.changes.iter().find(|change| change.address == address);
        moved.and_then(|change| change.previous_address.as_deref()).unwrap_or(address)
    }
}

fn summary(changes: &[Change]) -> Vec<String> {
    lines(changes.iter().filter_map(Change::action))
}

/// Sorted, as Terraform promises no order.
fn lines(lines: impl Iterator<Item = String>) -> Vec<String> {
    let mut lines: Vec<_> = lines.collect();
    lines.sort();
    lines
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

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn what_is_put_off_is_told_with_its_reason() {
        let change = json!({"address": "corner_thing.it", "change": {"actions": ["create"]}});
        let entry = json!({"reason": "provider_config_unknown", "resource_change": change});
        let plan = Plan::parse(&json!({"deferred_changes": [entry]}), true);
        assert_eq!(plan.deferred(), ["create corner_thing.it: provider_config_unknown"]);
        assert_eq!(plan.effects(), [""; 0]);
    }

    #[test]
    fn drift_is_told_like_a_plan() {
        let change = |address: &str, action: &str| json!({"address": address, "change": {"actions": [action]}});
        let drift = [change("b.it", "update"), change("a.it", "delete"), change("c.it", "no-op")];
        let plan = Plan::parse(&json!({"resource_drift": drift}), true);
        assert_eq!(plan.drift(), ["delete a.it", "update b.it"]);
    }
}
