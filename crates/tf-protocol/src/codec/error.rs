//! What is wrong with a value, and where.

use crate::{AttributePath, Step};

/// Bytes that are not a value of the expected type, or a value that is not of its type. The text
/// never quotes a value: it may be a secret.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{}{message}", prefix(.path))]
pub struct CodecError {
    path: AttributePath,
    message: String,
}

impl CodecError {
    /// Where the first mistake is.
    #[must_use]
    pub fn path(&self) -> &AttributePath {
        &self.path
    }

    /// What the mistake is, without the path.
    #[must_use]
    pub fn message(&self) -> &str {
        &self.message
    }
}

fn prefix(path: &AttributePath) -> String {
    if path.is_root() { String::new() } else { format!("{path}: ") }
}

/// A mistake on its way up: the steps are gathered innermost first. Boxed, so that it does not make
/// every good result larger.
#[derive(Debug)]
pub(super) struct Fault(Box<Mistake>);

#[derive(Debug)]
struct Mistake {
    steps: Vec<Step>,
    message: String,
}

impl Fault {
    pub(super) fn new(message: impl Into<String>) -> Self {
        Self(Box::new(Mistake { steps: Vec::new(), message: message.into() }))
    }

    /// The mistake is below `step`.
    pub(super) fn below(mut self, step: Step) -> Self {
        self.0.steps.push(step);
        self
    }

    pub(super) fn below_index(self, index: usize) -> Self {
        self.below(Step::Index(i64::try_from(index).unwrap_or(i64::MAX)))
    }

    /// The mistake is in an element of a set, which has no address.
    pub(super) fn inside_set(mut self) -> Self {
        self.0.steps.clear();
        self
    }
}

impl From<Fault> for CodecError {
    fn from(fault: Fault) -> Self {
        let Mistake { steps, message } = *fault.0;
        Self { path: steps.into_iter().rev().collect(), message }
    }
}
