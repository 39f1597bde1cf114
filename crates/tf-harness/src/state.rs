//! What Terraform remembers.

use serde_json::Value;

/// The state, as `terraform show -json` tells it.
#[derive(Debug)]
pub struct State(Value);

impl State {
    pub(crate) fn parse(json: Value) -> Self {
        Self(json)
    }

    /// The addresses of the root module's resources.
    #[must_use]
    pub fn addresses(&self) -> Vec<&str> {
        self.resources().filter_map(|resource| resource["address"].as_str()).collect()
    }

    /// The attributes of the resource at `address`; none ends the test.
    #[must_use]
    pub fn resource(&self, address: &str) -> &Value {
        let found = self.resources().find(|resource| resource["address"] == address);
        let Some(found) = found else {
            panic!("{address} is not in state, which has {:?}", self.addresses());
        };
        &found["values"]
    }

    fn resources(&self) -> impl Iterator<Item = &Value> {
        self.0["values"]["root_module"]["resources"].as_array().into_iter().flatten()
    }
}
