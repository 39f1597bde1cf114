//! What a practitioner reads when something is wrong, as the wire carries it.

use crate::AttributePath;

/// How bad it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Severity {
    /// The operation failed.
    Error,
    /// The operation went on.
    Warning,
}

/// One message.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Diagnostic {
    /// How bad it is.
    pub severity: Severity,
    /// One line, never empty.
    pub summary: String,
    /// Everything that helps.
    pub detail: String,
    /// The attribute to underline, when one is to blame.
    pub path: Option<AttributePath>,
}
