//! What is planned, and whether the server has it.

use crate::Infisical;
use tf_framework::{ApiObject, Diagnostic, Known, Planning};

/// The text that is planned for an attribute; none while it is not known.
pub(crate) fn planned_text(plan: &Planning<'_, Infisical>, name: &str) -> Option<String> {
    match plan.planned(name) {
        Known::Is(value) => value.as_str().map(str::to_owned),
        _ => None,
    }
}

/// Whether an object of the server, read with `told` over the plan, has every value that the plan would
/// send. What the plan leaves to the server does not count.
pub(crate) fn is_as_planned<T: ApiObject + Clone>(
    plan: &T,
    told: impl FnOnce(T) -> Result<T, Diagnostic>,
) -> bool {
    let asked = plan.to_api();
    told(plan.clone()).is_ok_and(|told| {
        let has = told.to_api();
        asked.iter().all(|(name, value)| has.get(name) == Some(value))
    })
}
