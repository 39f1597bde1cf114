//! Names that Terraform cannot take, or keeps for itself.

use super::{Place, Role};
use crate::Attribute;

/// In a resource or data block:
/// <https://developer.hashicorp.com/terraform/language/meta-arguments>.
const OF_RESOURCES: &[&str] =
    &["connection", "count", "depends_on", "for_each", "lifecycle", "provider", "provisioner"];

/// In a provider block; all but the first two are reserved for later (`internal/configs/provider.go`
/// of Terraform).
const OF_PROVIDERS: &[&str] =
    &["alias", "version", "count", "depends_on", "for_each", "source", "lifecycle", "locals"];

pub(super) fn check(place: Place<'_>, attribute: &Attribute, wrong: &mut dyn FnMut(String)) {
    if !is_name(attribute.name) {
        wrong("not a name: lower case, digits, underscores, no digit first".to_owned());
    }
    let reserved = match place.role {
        Role::Resource | Role::DataSource | Role::Ephemeral => OF_RESOURCES,
        Role::Provider => OF_PROVIDERS,
        // The configuration of these is in a block of its own.
        Role::List | Role::Action | Role::Function => &[],
    };
    if place.is_root() && reserved.contains(&attribute.name) {
        wrong("Terraform keeps this name".to_owned());
    }
}

/// Whether HCL, and every style guide for it, takes this for a name.
pub(crate) fn is_name(text: &str) -> bool {
    let mut letters = text.chars();
    letters.next().is_some_and(|first| first.is_ascii_lowercase() || first == '_')
        && letters.all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_')
}
