//! `timeouts` that limit nothing.

use super::{Place, Role};
use crate::{Attribute, Schema as _, Timeouts};

pub(super) fn check(place: Place<'_>, attribute: &Attribute, wrong: &mut dyn FnMut(String)) {
    let Some((_, inner)) = attribute.kind.nested() else { return };
    if inner.description != Timeouts::block().description {
        return;
    }
    if !place.is_root() || attribute.name != Timeouts::ATTRIBUTE {
        wrong(format!("limits nothing here: only `{}` at the root does", Timeouts::ATTRIBUTE));
    } else if !matches!(place.role, Role::Resource | Role::DataSource) {
        wrong("limits nothing: only resources and data sources have time limits".to_owned());
    }
}
