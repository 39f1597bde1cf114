//! How many of several attributes are set.

use super::{Scope, is_set::IsSet, words::listed};
use crate::{Diagnostic, Diagnostics, schema::Relation};

pub(super) fn check(relation: Relation, scope: Scope<'_>, out: &mut Diagnostics) {
    let names = relation.names();
    let (set, not) = (scope.those(names, IsSet::Yes), scope.those(names, IsSet::No));
    match relation {
        Relation::ExactlyOne(_) if not.len() == names.len() => {
            let detail = format!("One of {} must be set.", listed(names, "or"));
            out.push(Diagnostic::error("Missing attribute", detail).at(scope.trail.path()));
        }
        Relation::AtLeastOne(_) if not.len() == names.len() => {
            let detail = format!("At least one of {} must be set.", listed(names, "or"));
            out.push(Diagnostic::error("Missing attribute", detail).at(scope.trail.path()));
        }
        Relation::ExactlyOne(_) | Relation::AtMostOne(_) if set.len() > 1 => {
            let detail = format!(
                "Only one of {} can be set, and {} are.",
                listed(names, "or"),
                listed(&set, "and")
            );
            refuse("Conflicting attributes", detail, set.get(1), scope, out);
        }
        Relation::Together(_) if !set.is_empty() && !not.is_empty() => {
            let detail = format!(
                "{} must be set together or not at all, and {} {} missing.",
                listed(names, "and"),
                listed(&not, "and"),
                if not.len() == 1 { "is" } else { "are" }
            );
            refuse("Missing attribute", detail, set.first(), scope, out);
        }
        _ => {}
    }
}

/// Points at an attribute that is set, as there is nothing to point at where one is missing.
fn refuse(
    summary: &str,
    detail: String,
    at: Option<&&'static str>,
    scope: Scope<'_>,
    out: &mut Diagnostics,
) {
    let path = at.map_or(scope.trail.path(), |name| scope.trail.attribute(name).path());
    out.push(Diagnostic::error(summary, detail).at(path));
}
