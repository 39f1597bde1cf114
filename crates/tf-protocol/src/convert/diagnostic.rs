//! Diagnostics. One that Terraform would reject fails the whole call, so their text is made fit.

use super::{path, text};
use crate::{
    Diagnostic, Severity,
    proto::tfplugin6::{self, diagnostic},
};

pub(crate) fn diagnostics(all: Vec<Diagnostic>) -> Vec<tfplugin6::Diagnostic> {
    all.into_iter().map(sent).collect()
}

fn sent(from: Diagnostic) -> tfplugin6::Diagnostic {
    let severity = match from.severity {
        Severity::Error => diagnostic::Severity::Error,
        Severity::Warning => diagnostic::Severity::Warning,
    };
    let mut summary = text::line(&from.summary);
    if summary.is_empty() {
        "The provider reported a problem without a summary".clone_into(&mut summary);
    }
    tfplugin6::Diagnostic {
        severity: severity.into(),
        summary,
        detail: text::paragraphs(&from.detail),
        attribute: from.path.filter(|path| !path.is_root()).as_ref().map(path::sent),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::AttributePath;

    #[test]
    fn a_summary_is_a_line_and_never_empty() {
        let sent = diagnostics(vec![
            Diagnostic {
                severity: Severity::Warning,
                summary: "a\nb\0".to_owned(),
                detail: "c\nd\u{1b}".to_owned(),
                path: Some(AttributePath::root("e").index(1).key("f")),
            },
            Diagnostic {
                severity: Severity::Error,
                summary: "\n".to_owned(),
                detail: String::new(),
                path: Some(AttributePath::default()),
            },
        ]);
        assert_eq!((&*sent[0].summary, &*sent[0].detail, sent[0].severity), ("a b", "c\nd", 2));
        assert_eq!(sent[0].attribute.as_ref().map(|path| path.steps.len()), Some(3));
        assert!(!sent[1].summary.is_empty());
        assert_eq!((sent[1].severity, &sent[1].attribute), (1, &None));
    }
}
