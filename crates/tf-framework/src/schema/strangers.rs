//! Names in a provider's own code that its schema does not have.

use crate::Diagnostic;
use std::{
    collections::BTreeSet,
    sync::{Mutex, PoisonError},
};
use tf_protocol::{AttributePath, Step};

/// Paths that code asked for and no attribute has: slips of the pen, which must not pass for null.
#[derive(Debug, Default)]
pub(crate) struct Strangers(Mutex<BTreeSet<AttributePath>>);

impl Strangers {
    /// Remembers one.
    pub(crate) fn meet(&self, path: AttributePath) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).insert(path);
    }

    /// What to say of them.
    pub(crate) fn into_mistakes(self) -> impl Iterator<Item = Diagnostic> {
        let met = self.0.into_inner().unwrap_or_else(PoisonError::into_inner);
        met.into_iter().map(|path| {
            let inside = path.steps().iter().any(|step| !matches!(step, Step::Attribute(_)));
            let hint =
                if inside { " Elements of a set have no path: it is planned whole." } else { "" };
            let detail =
                format!("The provider looks for `{path}`, and there is no such attribute.{hint}");
            Diagnostic::bug("No such attribute", detail)
        })
    }
}
