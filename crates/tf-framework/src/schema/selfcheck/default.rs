//! Defaults that could never be planned.

use crate::{Attribute, Diagnostics, Kind, Mode, plan::validate};
use tf_protocol::{AttributePath, rpc::DynamicValue};

pub(super) fn check(attribute: &Attribute, wrong: &mut dyn FnMut(String)) {
    let Some(default) = &attribute.default else { return };
    if attribute.mode != Mode::OptionalComputed || matches!(attribute.kind, Kind::Block(..)) {
        wrong("a default needs an attribute that is optional and computed".to_owned());
    }
    if default.is_null() || !default.is_wholly_known() {
        wrong("its default is not a known value".to_owned());
    } else if DynamicValue::encode(default, &attribute.ty()).is_err() {
        wrong("its default is of another type".to_owned());
    } else {
        let mut found = Diagnostics::default();
        validate::value(attribute, default, &AttributePath::root(attribute.name), &mut found);
        if found.has_errors() {
            wrong("its default breaks its own rules".to_owned());
        }
    }
}
