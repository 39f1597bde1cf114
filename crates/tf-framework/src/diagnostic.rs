//! What a practitioner reads when something is wrong, and whose fault it is.

use crate::{Block, Kind};
use indexmap::IndexSet;
use tf_protocol::{AttributePath, Severity, Step, schema::Nesting};

/// Who can do something about it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Fault {
    /// The configuration, the credentials, or the state of the world: the reader.
    Practitioner,
    /// The remote side answered against its own rules.
    Remote,
    /// This provider: a mistake to report.
    Provider,
}

/// One message: what failed, why, where, and what to do.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Diagnostic {
    /// How bad it is.
    pub severity: Severity,
    /// Who can do something about it.
    pub fault: Fault,
    /// One line, no period.
    pub summary: String,
    /// Everything that helps: cause, request, next step.
    pub detail: String,
    /// The attribute to underline, when one is to blame.
    pub path: Option<AttributePath>,
}

impl Diagnostic {
    /// An error that the practitioner can mend.
    pub fn error(summary: impl Into<String>, detail: impl Into<String>) -> Self {
        Self {
            severity: Severity::Error,
            fault: Fault::Practitioner,
            summary: summary.into(),
            detail: detail.into(),
            path: None,
        }
    }

    /// Something to know; the operation goes on.
    pub fn warning(summary: impl Into<String>, detail: impl Into<String>) -> Self {
        Self { severity: Severity::Warning, ..Self::error(summary, detail) }
    }

    /// An error of the remote side.
    pub fn remote(summary: impl Into<String>, detail: impl Into<String>) -> Self {
        Self { fault: Fault::Remote, ..Self::error(summary, detail) }
    }

    /// A mistake of this provider.
    pub fn bug(summary: impl Into<String>, detail: impl Into<String>) -> Self {
        Self { fault: Fault::Provider, ..Self::error(summary, detail) }
    }

    /// The same message, pointing at `path`.
    #[must_use]
    pub fn at(mut self, path: AttributePath) -> Self {
        self.path = (!path.is_root()).then_some(path);
        self
    }

    /// Whether this stops the operation.
    #[must_use]
    pub fn is_error(&self) -> bool {
        self.severity == Severity::Error
    }

    /// What goes over the wire, about a value of `block`. Terraform underlines an attribute of a block,
    /// nested or not: for a path into an attribute, it would underline the whole block. So the path ends
    /// at the attribute, and the text says where inside.
    #[must_use]
    pub fn into_wire(self, block: &Block) -> tf_protocol::Diagnostic {
        let mut detail = self.detail;
        let path = self.path.map(|path| {
            let addressed = addressed(block, path.steps());
            if path.steps().len() > addressed {
                detail = format!("At `{path}`: {detail}");
            }
            path.steps().iter().take(addressed).cloned().collect()
        });
        if self.fault == Fault::Provider {
            detail.push_str(
                "\n\nThis is a mistake of the provider, not of your configuration. Please report it \
                 with this message.",
            );
        }
        tf_protocol::Diagnostic { severity: self.severity, summary: self.summary, detail, path }
    }
}

/// Messages, collected: never the first one only.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Diagnostics(IndexSet<Diagnostic>);

impl Diagnostics {
    /// Adds one, unless it is there already.
    pub fn push(&mut self, diagnostic: Diagnostic) {
        self.0.insert(diagnostic);
    }

    /// Whether one of them stops the operation.
    #[must_use]
    pub fn has_errors(&self) -> bool {
        self.0.iter().any(Diagnostic::is_error)
    }

    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// In the order in which they were found.
    pub fn iter(&self) -> impl Iterator<Item = &Diagnostic> {
        self.0.iter()
    }

    /// What goes over the wire, about no block in particular.
    #[must_use]
    pub fn into_wire(self) -> Vec<tf_protocol::Diagnostic> {
        self.into_wire_of(&Block::default())
    }

    /// What goes over the wire, about a value of `block`.
    #[must_use]
    pub fn into_wire_of(self, block: &Block) -> Vec<tf_protocol::Diagnostic> {
        self.0.into_iter().map(|diagnostic| diagnostic.into_wire(block)).collect()
    }
}

impl Extend<Diagnostic> for Diagnostics {
    fn extend<I: IntoIterator<Item = Diagnostic>>(&mut self, diagnostics: I) {
        for diagnostic in diagnostics {
            self.push(diagnostic);
        }
    }
}

impl From<Diagnostic> for Diagnostics {
    fn from(diagnostic: Diagnostic) -> Self {
        Self(IndexSet::from([diagnostic]))
    }
}

impl IntoIterator for Diagnostics {
    type Item = Diagnostic;
    type IntoIter = indexmap::set::IntoIter<Diagnostic>;

    fn into_iter(self) -> Self::IntoIter {
        self.0.into_iter()
    }
}

impl FromIterator<Diagnostic> for Diagnostics {
    fn from_iter<I: IntoIterator<Item = Diagnostic>>(diagnostics: I) -> Self {
        let mut all = Self::default();
        all.extend(diagnostics);
        all
    }
}

/// How many steps of a path Terraform finds in the source: through nested blocks, which have an address
/// unless they are a set, to an attribute.
fn addressed(block: &Block, steps: &[Step]) -> usize {
    let Some((Step::Attribute(name), rest)) = steps.split_first() else {
        return steps.len().min(1);
    };
    let Some(Kind::Block(nesting, inner)) = block.attribute(name).map(|found| &found.kind) else {
        return 1;
    };
    match (nesting, rest.split_first()) {
        (Nesting::Single | Nesting::Group, Some(_)) => 1 + addressed(inner, rest),
        (Nesting::List | Nesting::Map, Some((_, deeper @ [_, ..]))) => 2 + addressed(inner, deeper),
        (Nesting::List | Nesting::Map, Some(_)) => 2,
        _ => 1,
    }
}

/// The attribute at the root that a path leads into.
pub(crate) fn root_attribute(path: &AttributePath) -> Option<&str> {
    match path.steps().first()? {
        Step::Attribute(name) => Some(name),
        Step::Key(_) | Step::Index(_) => None,
    }
}
