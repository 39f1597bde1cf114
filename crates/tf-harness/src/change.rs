//! What Terraform is going to do with one resource.

use crate::path::{dotted, marked};
use serde_json::Value;

/// What is planned for one resource.
#[derive(Debug)]
pub struct Change {
    /// `infisical_identity.ci`
    pub address: String,
    /// The address in state, when the configuration has moved it.
    pub previous_address: Option<String>,
    /// `managed`, or `data` for a data source that is read during apply.
    pub mode: String,
    /// `create`, `read`, `update`, `delete`, `no-op`; a replacement is two of them.
    pub actions: Vec<String>,
    /// The values before; null for a creation.
    pub before: Value,
    /// The known values after; null for a deletion.
    pub after: Value,
    /// What is known after apply: `true`, or the same shape as the value.
    pub after_unknown: Value,
    /// What is not shown after apply: `true`, or the same shape as the value.
    pub after_sensitive: Value,
    /// The paths that make it a replacement.
    pub replace_paths: Value,
    /// What it is imported by: `{"id": ".."}` or `{"identity": {..}}`; null when it is not.
    pub importing: Value,
}

impl Change {
    pub(crate) fn of(json: &Value) -> Self {
        let change = &json["change"];
        let text = |value: &Value| value.as_str().map(str::to_owned);
        let actions = change["actions"].as_array().into_iter().flatten();
        Self {
            address: text(&json["address"]).unwrap_or_default(),
            previous_address: text(&json["previous_address"]),
            mode: text(&json["mode"]).unwrap_or_default(),
            actions: actions.filter_map(text).collect(),
            before: change["before"].clone(),
            after: change["after"].clone(),
            after_unknown: change["after_unknown"].clone(),
            after_sensitive: change["after_sensitive"].clone(),
            replace_paths: change["replace_paths"].clone(),
            importing: change["importing"].clone(),
        }
    }

    /// The attributes that are shown as "known after apply".
    #[must_use]
    pub fn unknown(&self) -> Vec<&str> {
        let attributes = self.after_unknown.as_object().into_iter().flatten();
        let unknown = attributes.filter(|(_, value)| !marked(value).is_empty());
        unknown.map(|(name, _)| name.as_str()).collect()
    }

    /// What is not shown after apply: `token`, `keys.0.secret`.
    #[must_use]
    pub fn sensitive(&self) -> Vec<String> {
        marked(&self.after_sensitive)
    }

    /// The paths that make it a replacement, sorted: `name`, `keys.0.id`.
    #[must_use]
    pub fn replaces(&self) -> Vec<String> {
        let mut paths: Vec<_> =
            self.replace_paths.as_array().into_iter().flatten().map(dotted).collect();
        paths.sort();
        paths
    }

    /// `update infisical_identity.ci`; none when there is nothing to do.
    pub(crate) fn action(&self) -> Option<String> {
        let Self { address, actions, .. } = self;
        (actions != &["no-op"]).then(|| format!("{} {address}", actions.join("/")))
    }

    /// The same, with what changes in the state alone.
    pub(crate) fn effect(&self) -> Option<String> {
        let in_state =
            [("import", !self.importing.is_null()), ("move", self.previous_address.is_some())];
        let in_state = in_state.into_iter().filter_map(|(name, happens)| happens.then_some(name));
        let remote = self.actions.iter().map(String::as_str).filter(|action| *action != "no-op");
        let all: Vec<_> = in_state.chain(remote).collect();
        (!all.is_empty()).then(|| format!("{} {}", all.join("/"), self.address))
    }
}
