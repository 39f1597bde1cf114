//! What still works and should not be used.

use super::is_set::{IsSet, is_set};
use crate::{Attribute, Diagnostic, Diagnostics, Kind, plan::trail::Trail};
use tf_protocol::Value;

pub(super) fn check(
    attribute: &Attribute,
    value: &Value,
    trail: &Trail<'_>,
    out: &mut Diagnostics,
) {
    let of_block = attribute.kind.nested().and_then(|(_, block)| block.deprecation);
    let Some(instead) = attribute.deprecation.or(of_block) else { return };
    if is_set(attribute, value) != IsSet::Yes {
        return;
    }
    let block = matches!(attribute.kind, Kind::Block(..));
    let summary = if block { "Deprecated block" } else { "Deprecated attribute" };
    out.push(Diagnostic::warning(summary, instead).at(trail.path()));
}
