//! What Terraform remembers.

use crate::path::{find, marked};
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};

/// The state, as `terraform show -json` tells it.
#[derive(Debug)]
pub struct State(Value);

impl State {
    pub(crate) fn parse(json: Value) -> Self {
        Self(json)
    }

    /// The addresses of all resources and data sources, modules included: `infisical_identity.ci`,
    /// `data.infisical_role.admin`, `module.ci.infisical_identity.it`.
    #[must_use]
    pub fn addresses(&self) -> Vec<&str> {
        self.resources().into_iter().map(address).collect()
    }

    /// The addresses of the data sources.
    #[must_use]
    pub fn data_sources(&self) -> Vec<&str> {
        let all = self.resources().into_iter();
        all.filter(|resource| resource["mode"] == "data").map(address).collect()
    }

    /// The attributes of the resource at `address`; none ends the test.
    #[must_use]
    pub fn resource(&self, address: &str) -> &Value {
        &self.entry(address)["values"]
    }

    /// The identity of the resource at `address`; none where Terraform knows no identities.
    #[must_use]
    pub fn identity(&self, address: &str) -> Option<&Value> {
        Some(&self.entry(address)["identity"]).filter(|identity| identity.is_object())
    }

    /// What `path` leads to (`name`, `keys.0.id`) in the resource at `address`; nothing ends the test.
    #[must_use]
    pub fn value(&self, address: &str, path: &str) -> &Value {
        let resource = self.resource(address);
        find(resource, path).unwrap_or_else(|| panic!("{address} has no `{path}`: {resource}"))
    }

    /// What Terraform does not show of the resource at `address`: `token`, `keys.0.secret`. Both what
    /// the schema says, and what came from a sensitive value.
    #[must_use]
    pub fn sensitive(&self, address: &str) -> Vec<String> {
        marked(&self.entry(address)["sensitive_values"])
    }

    /// Whether the resource at `address` is to be replaced; none ends the test.
    #[must_use]
    pub fn is_tainted(&self, address: &str) -> bool {
        self.entry(address)["tainted"] == true
    }

    /// The value of an output; none of that name ends the test.
    #[must_use]
    pub fn output(&self, name: &str) -> &Value {
        &self.output_entry(name)["value"]
    }

    /// Whether Terraform does not show the output; none of that name ends the test.
    #[must_use]
    pub fn is_output_sensitive(&self, name: &str) -> bool {
        self.output_entry(name)["sensitive"] == true
    }

    /// In what another state differs, a line for each resource and output.
    pub(crate) fn differences(&self, other: &Self) -> Vec<String> {
        let (before, after) = (self.entries(), other.entries());
        let names: BTreeSet<_> = before.keys().chain(after.keys()).collect();
        let told = |entry: Option<&&Value>| entry.map_or("nothing".to_owned(), ToString::to_string);
        names
            .into_iter()
            .map(|name| (name, before.get(name), after.get(name)))
            .filter(|(_, before, after)| before != after)
            .map(|(name, before, after)| format!("{name}: {} -> {}", told(before), told(after)))
            .collect()
    }

    /// Everything in it, by name.
    fn entries(&self) -> BTreeMap<String, &Value> {
        let outputs = self.0["values"]["outputs"].as_object().into_iter().flatten();
        let outputs = outputs.map(|(name, value)| (format!("output.{name}"), value));
        let resources = self.resources().into_iter().map(|resource| {
            let deposed = resource["deposed_key"].as_str().unwrap_or_default();
            (format!("{} {deposed}", address(resource)).trim_end().to_owned(), resource)
        });
        resources.chain(outputs).collect()
    }

    fn output_entry(&self, name: &str) -> &Value {
        let outputs = &self.0["values"]["outputs"];
        outputs.get(name).unwrap_or_else(|| panic!("no output `{name}` in {outputs}"))
    }

    fn entry(&self, at: &str) -> &Value {
        let mut current = self.resources().into_iter().filter(|r| r["deposed_key"].is_null());
        let found = current.find(|resource| address(resource) == at);
        found.unwrap_or_else(|| panic!("{at} is not in state, which has {:?}", self.addresses()))
    }

    fn resources(&self) -> Vec<&Value> {
        let mut found = Vec::new();
        collect(&self.0["values"]["root_module"], &mut found);
        found
    }
}

/// A module's resources, then those of the modules in it.
fn collect<'a>(module: &'a Value, found: &mut Vec<&'a Value>) {
    found.extend(module["resources"].as_array().into_iter().flatten());
    for child in module["child_modules"].as_array().into_iter().flatten() {
        collect(child, found);
    }
}

fn address(resource: &Value) -> &str {
    resource["address"].as_str().unwrap_or_default()
}
