//! Elements of a set that are the same once what they leave out has its default. The plan would have
//! fewer of them than the configuration, for which Terraform would blame the provider.

use super::Scope;
use crate::{
    Diagnostic, Diagnostics,
    plan::{lookup::NULL, propose},
};
use tf_protocol::Value;

pub(super) fn check(scope: Scope<'_>, set: &Value, written: usize, out: &mut Diagnostics) {
    let planned = propose::set(scope.block, set, &NULL, true);
    if planned.elements().is_some_and(|planned| planned.len() < written) {
        let detail = "Two elements of this set are the same once what they leave out has its \
                      default. Remove one of them.";
        out.push(Diagnostic::error("Repeated element", detail).at(scope.trail.path()));
    }
}
