//! What cannot be removed in place is refused, with a plan, rather than left there in silence.

use super::{lookup, trail::Trail};
use crate::{Block, Diagnostic, Diagnostics, schema::Clear};
use tf_protocol::{Value, schema::Nesting};

/// Reports each attribute that the configuration has no more and that the API cannot clear. Inside
/// lists and sets nothing was removed for sure: elements may have moved.
pub(super) fn refuse(
    block: &Block,
    prior: &Value,
    planned: &Value,
    trail: &Trail<'_>,
    out: &mut Diagnostics,
) {
    if prior.is_null() || !lookup::is_there(planned) {
        return;
    }
    for attribute in &block.attributes {
        let nested = attribute.kind.nested();
        if attribute.clear != Clear::Refuse && nested.is_none() {
            continue;
        }
        let (prior, planned) = (prior.attribute(attribute.name), planned.attribute(attribute.name));
        let here = trail.attribute(attribute.name);
        if attribute.clear == Clear::Refuse && planned.is_null() && !prior.is_null() {
            out.push(
                Diagnostic::error(
                    "Attribute cannot be removed",
                    format!(
                        "`{}` has a value that cannot be removed in place: set another one, or \
                         replace the resource (`terraform apply -replace=ADDRESS`).",
                        attribute.name
                    ),
                )
                .at(here.path()),
            );
        }
        match nested {
            Some((Nesting::Single | Nesting::Group, inner)) => {
                refuse(inner, prior, planned, &here, out);
            }
            Some((Nesting::Map, inner)) => {
                let Value::Map(members) = planned else { continue };
                for (key, planned) in members {
                    refuse(inner, lookup::member(prior, key), planned, &here.key(key), out);
                }
            }
            _ => {}
        }
    }
}
