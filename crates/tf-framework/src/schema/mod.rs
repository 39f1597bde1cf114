//! Schemas: what the derive writes and everything else reads.

mod check;
mod locate;
mod lower;
mod selfcheck;

pub use check::{Checked, Known, Stage};

use crate::{ApiObject, Diagnostic, Diagnostics};
use tf_protocol::{AttributePath, Type, Value, schema::Nesting};

/// Who sets an attribute: the practitioner, the provider, or either.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mode {
    /// The practitioner must.
    Required,
    /// The practitioner may.
    Optional,
    /// Only the provider does.
    Computed,
    /// The practitioner may, else the provider does.
    OptionalComputed,
}

impl Mode {
    /// Whether the provider may set it.
    #[must_use]
    pub fn is_computed(self) -> bool {
        matches!(self, Self::Computed | Self::OptionalComputed)
    }
}

/// What an attribute holds.
#[derive(Debug, Clone)]
pub enum Kind {
    /// A value of a type.
    Type(Type),
    /// Nested attributes.
    Nested(Nesting, Block),
}

/// Reports what is wrong with a configured, known value.
pub type Validate = fn(&Value, &AttributePath, &mut Diagnostics);

/// Whether two known values mean the same to the API.
pub type Equivalent = fn(&Value, &Value) -> bool;

/// A rule across attributes.
pub type Check = fn(&Checked<'_>, &mut Diagnostics);

/// One attribute of a block.
#[derive(Debug, Clone)]
#[expect(clippy::struct_excessive_bools, reason = "each is one word in a declaration")]
pub struct Attribute {
    /// Its name in HCL.
    pub name: &'static str,
    /// The member of the API's JSON that it maps to.
    pub api: &'static str,
    /// What it holds.
    pub kind: Kind,
    /// Who sets it.
    pub mode: Mode,
    /// Markdown, from the doc comment.
    pub description: &'static str,
    /// The value planned when the configuration has none.
    pub default: Option<Value>,
    /// Addresses the remote object: in the path of a request, and what import takes.
    pub key: bool,
    /// A change means destroy and create.
    pub replace: bool,
    /// A planned unknown takes the prior value.
    pub keep: bool,
    /// Never shown.
    pub sensitive: bool,
    /// What to use instead.
    pub deprecation: Option<&'static str>,
    /// Inclusive bounds of a number.
    pub range: Option<(i64, i64)>,
    /// Inclusive bounds of the characters of a string, or the elements of a collection.
    pub length: Option<(usize, usize)>,
    /// The rule of its type.
    pub validate: Validate,
    /// When two spellings mean the same.
    pub equivalent: Equivalent,
}

/// The attributes, rules and documentation of a struct.
#[derive(Debug, Clone, Default)]
pub struct Block {
    /// Markdown, from the doc comment.
    pub description: &'static str,
    /// In source order.
    pub attributes: Vec<Attribute>,
    /// Rules across attributes.
    pub checks: Vec<Check>,
}

impl Block {
    /// Takes over what a flattened struct declares.
    pub fn flatten(&mut self, other: Self) {
        self.attributes.extend(other.attributes);
        self.checks.extend(other.checks);
    }

    /// The attributes that address the remote object, in source order.
    pub fn keys(&self) -> impl Iterator<Item = &Attribute> {
        self.attributes.iter().filter(|attribute| attribute.key)
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
