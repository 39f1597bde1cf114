//! What a schema must not say, found in a test or at start rather than in a user's run.

mod default;
mod names;
mod place;
mod role;
mod rules;
mod secret;
mod timeouts;

pub(crate) use names::is_name;
pub use role::Role;

use super::{Attribute, Block, Keep};
use std::collections::BTreeSet;

impl Block {
    /// Everything that is wrong with this schema of a `role`, each with the attribute's name.
    #[must_use]
    pub fn mistakes(&self, role: Role) -> Vec<String> {
        let mut found = Vec::new();
        Place {
            block: self,
            role,
            prefix: "",
            in_attributes: false,
            in_set: false,
            in_collection: false,
        }
        .check(&mut found);
        found
    }
}

/// Where in a schema something is.
#[derive(Clone, Copy)]
struct Place<'a> {
    block: &'a Block,
    role: Role,
    /// `name.` of what it is in; empty at the root.
    prefix: &'a str,
    /// Inside nested attributes, where there are no blocks.
    in_attributes: bool,
    /// Inside a set.
    in_set: bool,
    /// Inside a list, set or map, whose elements all have one type.
    in_collection: bool,
}

impl Place<'_> {
    fn is_root(self) -> bool {
        self.prefix.is_empty()
    }

    fn check(self, out: &mut Vec<String>) {
        let mut seen = BTreeSet::new();
        for (position, attribute) in self.block.attributes.iter().enumerate() {
            let name = format!("{}{}", self.prefix, attribute.name);
            let mut wrong = |what: String| out.push(format!("`{name}`: {what}"));
            if !seen.insert(attribute.name) {
                wrong("declared twice".to_owned());
            }
            if attribute.description.is_empty() {
                wrong("has no documentation".to_owned());
            }
            self.attribute(attribute, &mut wrong);
            let last = position + 1 == self.block.attributes.len();
            if attribute.variadic && (self.role != Role::Function || !last) {
                wrong("only the last parameter of a function is variadic".to_owned());
            }
            self.inside(attribute, &name, out);
        }
        rules::relations(self, out);
    }

    fn attribute(self, attribute: &Attribute, wrong: &mut dyn FnMut(String)) {
        names::check(self, attribute, wrong);
        place::check(self, attribute, wrong);
        role::check(self, attribute, wrong);
        secret::check(self, attribute, wrong);
        rules::check(self, attribute, wrong);
        default::check(attribute, wrong);
        timeouts::check(self, attribute, wrong);
        if attribute.keep != Keep::No && !attribute.mode.is_computed() {
            wrong("only a computed attribute can be kept".to_owned());
        }
    }
}
