//! Schemas: what the derive writes and everything else reads.

mod attribute;
mod check;
mod complete;
mod locate;
mod lower;
mod rule;
mod selfcheck;
mod shape;
mod strangers;

pub use attribute::{Attribute, Clear, Equivalent, Keep, Kind, Mode, Replace, Validate};
pub use check::{Checked, Known, Stage};
pub use rule::{Relation, Rule};
pub use selfcheck::Role;
pub(crate) use selfcheck::is_name;
pub use shape::Shape;
pub(crate) use strangers::Strangers;

use crate::{ApiObject, Diagnostic, Diagnostics};
use tf_protocol::{AttributePath, Value};

/// A rule across attributes, in code.
pub type Check = fn(&Checked<'_>, &mut Diagnostics);

/// The attributes, rules and documentation of a struct.
#[derive(Debug, Clone, Default)]
pub struct Block {
    /// Markdown, from the doc comment.
    pub description: &'static str,
    /// In source order; nested blocks are among them, as [`Kind::Block`].
    pub attributes: Vec<Attribute>,
    /// Rules across attributes, as data.
    pub relations: Vec<Relation>,
    /// Rules across attributes, in code.
    pub checks: Vec<Check>,
    /// What to use instead of the whole.
    pub deprecation: Option<&'static str>,
    /// The group of pages that the registry shows its page in; empty for none.
    pub family: &'static str,
}

impl Block {
    /// Takes over what a flattened struct declares.
    pub fn flatten(&mut self, other: Self) {
        self.attributes.extend(other.attributes);
        self.relations.extend(other.relations);
        self.checks.extend(other.checks);
    }

    /// The attributes that address the remote object, in source order.
    pub fn keys(&self) -> impl Iterator<Item = &Attribute> {
        self.attributes.iter().filter(|attribute| attribute.key)
    }

    /// The attribute `name`.
    #[must_use]
    pub fn attribute(&self, name: &str) -> Option<&Attribute> {
        self.attributes.iter().find(|attribute| attribute.name == name)
    }
}

/// A struct that is a block: its fields are its attributes, its comments their documentation.
#[diagnostic::on_unimplemented(
    message = "`{Self}` has no schema",
    note = "add `#[derive(Schema)]` to `{Self}`"
)]
pub trait Schema: ApiObject + Default {
    /// The schema.
    fn block() -> Block;

    /// Reads a value. What the configuration sets is known by now; only [`Computed`](crate::Computed)
    /// has a word for unknown.
    ///
    /// # Errors
    /// A value of the wrong shape, at its path; a null where the struct has no `Option`, unless
    /// `nulls` says otherwise.
    fn from_value(value: &Value, path: &AttributePath, nulls: Nulls) -> Result<Self, Diagnostic>;

    /// The value for state.
    fn to_value(&self) -> Value;
}

/// What a null means for a field that has no word for it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Nulls {
    /// A mistake: configuration and plan never have one.
    Refuse,
    /// The field's default: state has one right after an import, when only the keys are known.
    Default,
}
