//! A setting of the provider block: from HCL or, failing that, from the environment.

use tf_framework::{AttributePath, Diagnostic};

/// A setting from HCL or, failing that, from the environment.
pub(super) struct Given {
    pub(super) text: Option<String>,
    pub(super) attribute: Option<&'static str>,
    pub(super) variable: &'static str,
}

impl Given {
    /// `attribute` is the path in HCL, with dots.
    pub(super) fn new(
        configured: Option<&str>,
        attribute: &'static str,
        variable: &'static str,
    ) -> Self {
        if let Some(text) = configured {
            let text = Some(text.trim().to_owned());
            return Self { text, attribute: Some(attribute), variable };
        }
        let text = std::env::var(variable).ok().map(|text| text.trim().to_owned());
        Self { text: text.filter(|text| !text.is_empty()), attribute: None, variable }
    }

    pub(super) fn text(&self) -> Option<&str> {
        self.text.as_deref()
    }

    pub(super) fn path(&self) -> Option<AttributePath> {
        self.attribute.map(path)
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
