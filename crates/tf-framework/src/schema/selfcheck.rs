//! What a schema must not say, found in a test or at start rather than in a user's run.

use super::{Block, Kind, Mode};
use std::collections::BTreeSet;

/// Names that Terraform keeps for itself in a resource or data block:
/// <https://developer.hashicorp.com/terraform/language/meta-arguments>.
const RESERVED: &[&str] =
    &["connection", "count", "depends_on", "for_each", "lifecycle", "provider", "provisioner"];

impl Block {
    /// Everything that is wrong with this schema, each with the attribute's name.
    #[must_use]
    pub fn mistakes(&self) -> Vec<String> {
        let mut mistakes = self.mistakes_inside("");
        mistakes.extend(
            self.attributes
                .iter()
                .filter(|attribute| RESERVED.contains(&attribute.name))
                .map(|attribute| format!("`{}`: Terraform keeps this name", attribute.name)),
        );
        mistakes
    }

    fn mistakes_inside(&self, prefix: &str) -> Vec<String> {
        let mut mistakes = Vec::new();
        let mut names = BTreeSet::new();
        for attribute in &self.attributes {
            let name = format!("{prefix}{}", attribute.name);
            let mut wrong = |what: &str| mistakes.push(format!("`{name}`: {what}"));
            if !is_name(attribute.name) {
                wrong("not a name: lower case, digits, underscores, no digit first");
            }
            if !names.insert(attribute.name) {
                wrong("declared twice");
            }
            if attribute.description.is_empty() {
                wrong("has no documentation");
            }
            if attribute.default.is_some() && attribute.mode != Mode::OptionalComputed {
                wrong("a default needs an attribute that is optional and computed");
            }
            if attribute.keep && !attribute.mode.is_computed() {
                wrong("only a computed attribute can be kept");
            }
            if let Some(default) = &attribute.default {
                let mut found = crate::Diagnostics::default();
                crate::plan::validate::value(
                    attribute,
                    default,
                    &tf_protocol::AttributePath::root(attribute.name),
                    &mut found,
                );
                if found.has_errors() {
                    wrong("its default breaks its own rules");
                }
            }
            if let Kind::Nested(_, block) = &attribute.kind {
                mistakes.extend(block.mistakes_inside(&format!("{name}.")));
            }
        }
        mistakes
    }
}

fn is_name(text: &str) -> bool {
    let mut letters = text.chars();
    letters.next().is_some_and(|first| first.is_ascii_lowercase() || first == '_')
        && letters.all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_')
}
