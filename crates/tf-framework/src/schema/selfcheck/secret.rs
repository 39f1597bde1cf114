//! Values that are not shown or not stored.

use super::Place;
use crate::Attribute;

pub(super) fn check(place: Place<'_>, attribute: &Attribute, wrong: &mut dyn FnMut(String)) {
    if (attribute.key || attribute.identity) && attribute.sensitive {
        wrong("an identity is shown, so it cannot be sensitive".to_owned());
    }
    if let Some(version) = attribute.version {
        if !attribute.write_only {
            wrong("only a write-only attribute has a version beside it".to_owned());
        }
        if version == attribute.name || place.block.attribute(version).is_none() {
            wrong(format!("its version `{version}` is not an attribute beside it"));
        }
    }
    if !attribute.write_only {
        return;
    }
    if attribute.mode.is_computed() {
        wrong("the provider cannot set a write-only attribute".to_owned());
    }
    if attribute.default.is_some() {
        wrong("a write-only attribute has no default".to_owned());
    }
    if attribute.key || attribute.identity {
        wrong("a key is stored, so it cannot be write-only".to_owned());
    }
    if place.in_set {
        wrong("a write-only attribute inside a set".to_owned());
    }
}
