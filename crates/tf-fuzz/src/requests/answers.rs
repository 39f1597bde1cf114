//! What every answer has to be.

use tf_protocol::{Diagnostic, Severity, Type, rpc::DynamicValue};

/// No operation panicked, and nothing was made that cannot be written; the net under panics must not
/// hide them here.
pub(super) fn no_bug(call: &str, diagnostics: &[Diagnostic]) {
    for diagnostic in diagnostics {
        let bug = ["The provider panicked", "Value not encodable"];
        assert!(!bug.contains(&diagnostic.summary.as_str()), "{call}: {diagnostic:?}");
    }
}

/// The same, and without an error the answer is a value of type `ty`.
pub(super) fn readable(call: &str, diagnostics: &[Diagnostic], value: &DynamicValue, ty: &Type) {
    no_bug(call, diagnostics);
    if diagnostics.iter().all(|diagnostic| diagnostic.severity != Severity::Error) {
        let read = value.decode(ty);
        assert!(read.is_ok(), "{call}: {value:x?} is read as {read:?}");
    }
}
