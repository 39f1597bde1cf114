//! What not every Terraform knows.

use crate::{Workspace, commands::parse};
use serde_json::Value;

/// Something that came with a later version than the oldest that these tests run on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Feature {
    /// Resource identities, and import by them.
    Identity,
    /// `terraform query`.
    Query,
}

impl Feature {
    /// The version that Terraform has it from, and `tofu`, if it does.
    fn since(self) -> ((u32, u32), Option<(u32, u32)>) {
        match self {
            Self::Identity => ((1, 12), Some((1, 12))),
            Self::Query => ((1, 14), None),
        }
    }
}

impl Workspace {
    /// Whether the program under test knows `feature`. A test that branches on it checks on both
    /// branches what a user of that version meets.
    #[must_use]
    pub fn knows(&self, feature: Feature) -> bool {
        let told = parse(&self.run(&["version", "-json"]).expect_success());
        let is_tofu = self.run(&["version"]).stdout.starts_with("OpenTofu");
        let (terraform, tofu) = feature.since();
        let since = if is_tofu { tofu } else { Some(terraform) };
        since.is_some_and(|since| version(&told) >= since)
    }
}

/// The first two numbers of the version.
fn version(told: &Value) -> (u32, u32) {
    let text = told["terraform_version"].as_str().unwrap_or_default();
    let mut numbers = text.split('.').map_while(|number| number.parse().ok());
    (numbers.next().unwrap_or(0), numbers.next().unwrap_or(0))
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn versions_are_compared_as_numbers() {
        let of = |text: &str| version(&json!({ "terraform_version": text }));
        assert_eq!(of("1.17.0-dev"), (1, 17));
        assert!(of("1.9.8") < of("1.12.0"));
        assert_eq!(version(&json!({})), (0, 0));
    }
}
