//! A setting of the provider block: from HCL or, failing that, from the environment.

use tf_framework::{AttributePath, Diagnostic};

/// A setting from HCL or, failing that, from the environment.
pub(super) struct Given {
    pub(super) text: Option<String>,
    /// The path in HCL, with dots.
    pub(super) attribute: &'static str,
    /// Whether the text is HCL's.
    pub(super) is_configured: bool,
    pub(super) variable: &'static str,
}

impl Given {
    pub(super) fn new(
        configured: Option<&str>,
        attribute: &'static str,
        variable: &'static str,
    ) -> Self {
        if let Some(text) = configured {
            let text = Some(text.trim().to_owned());
            return Self { text, attribute, is_configured: true, variable };
        }
        Self { text: None, attribute, is_configured: false, variable }.or_variable(variable)
    }

    /// The text of another variable, if there is none so far.
    pub(super) fn or_variable(self, variable: &'static str) -> Self {
        if self.text.is_some() {
            return self;
        }
        let text = std::env::var(variable).ok().map(|text| text.trim().to_owned());
        Self { text: text.filter(|text| !text.is_empty()), ..self }
    }

    pub(super) fn text(&self) -> Option<&str> {
        self.text.as_deref()
    }

    pub(super) fn path(&self) -> Option<AttributePath> {
        self.is_configured.then(|| path(self.attribute))
    }

    /// Points at the attribute, or names the variable.
    pub(super) fn blame(&self, diagnostic: Diagnostic) -> Diagnostic {
        if let Some(path) = self.path() {
            return diagnostic.at(path);
        }
        let detail = format!(
            "{}\n\nIt comes from the environment variable {}.",
            diagnostic.detail, self.variable
        );
        Diagnostic { detail, ..diagnostic }
    }
}

/// The path that `dotted` writes.
pub(super) fn path(dotted: &str) -> AttributePath {
    dotted.split('.').fold(AttributePath::default(), |path, name| path.attribute(name))
}
