//! What an attribute says of the ones beside it.

use super::{
    Scope,
    is_set::{IsSet, is_set},
    words::listed,
};
use crate::{Attribute, Diagnostic, Diagnostics, Kind, plan::trail::Trail, schema::Rule};

pub(super) fn check(
    attribute: &Attribute,
    scope: Scope<'_>,
    trail: &Trail<'_>,
    out: &mut Diagnostics,
) {
    let name = attribute.name;
    for rule in &attribute.rules {
        let this = || scope.is_set(name);
        let mut refuse = |summary: &str, detail: String| {
            out.push(Diagnostic::error(summary, detail).at(trail.path()));
        };
        match rule {
            Rule::Present if this() == IsSet::No => match attribute.kind {
                Kind::Block(..) => refuse("Missing block", "This block must be there.".to_owned()),
                _ => refuse("Missing attribute", "This attribute must be set.".to_owned()),
            },
            Rule::Conflicts(others) if this() == IsSet::Yes => {
                let found = scope.those(others, IsSet::Yes);
                if !found.is_empty() {
                    let others = listed(&found, "and");
                    let detail = format!("`{name}` cannot be set together with {others}.");
                    refuse("Conflicting attributes", detail);
                }
            }
            Rule::Requires(others) if this() == IsSet::Yes => {
                let found = scope.those(others, IsSet::No);
                if !found.is_empty() {
                    let others = listed(&found, "and");
                    let detail = format!("`{name}` can only be set together with {others}.");
                    refuse("Missing attribute", detail);
                }
            }
            Rule::Prefer(instead) if scope.write_only_allowed && this() == IsSet::Yes => {
                let detail = format!(
                    "`{name}` is stored in state. `{instead}` is not, and this version of Terraform \
                     knows it: use that instead."
                );
                let warning = Diagnostic::warning("Write-only attribute available", detail);
                // Terraform quotes the line that it underlines, and that may have the secret itself.
                out.push(warning.at(scope.trail.path()));
            }
            _ => {}
        }
    }
}

impl Scope<'_> {
    /// Whether the attribute `name` of this object is set.
    pub(super) fn is_set(&self, name: &str) -> IsSet {
        self.block
            .attribute(name)
            .map_or(IsSet::No, |attribute| is_set(attribute, self.values.attribute(name)))
    }

    /// Those of `names` that are set, or are not.
    pub(super) fn those(&self, names: &'static [&'static str], which: IsSet) -> Vec<&'static str> {
        names.iter().copied().filter(|name| self.is_set(name) == which).collect()
    }
}
