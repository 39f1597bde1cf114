//! Relations between attributes that say nothing.

use super::Found;
use crate::{attr::Attr, container::Container};
use syn::Error;

pub(super) fn of_field(name: &str, attr: &Attr, found: &mut Found) {
    for (key, names) in [("conflicts", &attr.conflicts), ("requires", &attr.requires)] {
        if let Some(at) = attr.at(key)
            && names.0.is_empty()
        {
            found.wrong(at, &format!("`{key}` names nothing: name an attribute, or remove it"));
        }
        found.mistakes.extend(names.repeated());
    }
    for other in attr.names().filter(|other| other.value() == name) {
        found.wrong(other.span(), "this is the attribute itself: name another one");
    }
}

pub(super) fn of_struct(container: &Container) -> Vec<Error> {
    let mut out = Vec::new();
    for relation in &container.relations {
        let at = relation.names.0.first().map_or(relation.at, syn::LitStr::span);
        if relation.names.0.len() < 2 {
            out.push(Error::new(at, "a relation is between attributes: name two or more"));
        }
        out.extend(relation.names.repeated());
    }
    out
}
