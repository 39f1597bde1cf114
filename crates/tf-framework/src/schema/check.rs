//! Rules across attributes, tolerant of what is not known yet.

use super::{Check, Strangers};
use crate::{Diagnostic, Diagnostics};
use tf_protocol::{AttributePath, Value};

/// When a rule is asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stage {
    /// The configuration alone: nulls may still be filled by the server or by state.
    Config,
    /// A plan to create: a null or unknown will be the server's default.
    Create,
    /// A plan to change: what the plan shows is what will be.
    Update,
}

/// What is known of an attribute.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Known<T> {
    /// Set by nobody.
    Null,
    /// Not known yet.
    Unknown,
    /// Known.
    Is(T),
}

impl<'a> Known<&'a Value> {
    /// What is known of this value.
    pub(crate) fn of(value: &'a Value) -> Self {
        match value {
            value if value.is_null() => Self::Null,
            value if value.is_unknown() => Self::Unknown,
            value => Self::Is(value),
        }
    }
}

impl<T> Known<T> {
    /// The value, when it is known.
    pub fn value(self) -> Option<T> {
        match self {
            Self::Is(value) => Some(value),
            Self::Null | Self::Unknown => None,
        }
    }
}

/// The values of a block as a rule sees them.
#[derive(Debug)]
pub struct Checked<'a> {
    /// When it is asked.
    pub stage: Stage,
    config: &'a Value,
    values: &'a Value,
    path: &'a AttributePath,
    strangers: Strangers,
}

impl<'a> Checked<'a> {
    /// The block at `path`: what the configuration says, and what is planned (the configuration
    /// itself, before there is a plan).
    #[must_use]
    pub fn new(
        stage: Stage,
        config: &'a Value,
        values: &'a Value,
        path: &'a AttributePath,
    ) -> Self {
        Self { stage, config, values, path, strangers: Strangers::default() }
    }

    /// Asks each of `checks`. A name that the block does not have is a mistake of the check.
    pub(crate) fn ask(self, checks: &[Check], out: &mut Diagnostics) {
        for check in checks {
            check(&self, out);
        }
        let path = self.path.clone();
        out.extend(self.strangers.into_mistakes().map(|mistake| mistake.at(path.clone())));
    }

    /// The attribute `name`. What the plan leaves to the server is null, as nobody sets it.
    #[must_use]
    pub fn get(&self, name: &str) -> Known<&'a Value> {
        self.meet(self.values, name);
        match self.values.attribute(name) {
            value if value.is_null() => Known::Null,
            value if !value.is_unknown() => Known::Is(value),
            _ if self.config.attribute(name).is_null() => Known::Null,
            _ => Known::Unknown,
        }
    }

    /// Remembers a name that an object does not have.
    fn meet(&self, object: &Value, name: &str) {
        if object.as_object().is_some_and(|members| !members.contains_key(name)) {
            self.strangers.meet(AttributePath::root(name));
        }
    }

    /// What the configuration says of the attribute `name`, write-only ones included.
    #[must_use]
    pub fn configured(&self, name: &str) -> Known<&'a Value> {
        self.meet(self.config, name);
        Known::of(self.config.attribute(name))
    }

    /// The whole number `name`.
    #[must_use]
    pub fn integer(&self, name: &str) -> Known<i64> {
        match self.get(name) {
            Known::Is(value) => value.as_i64().map_or(Known::Null, Known::Is),
            Known::Unknown => Known::Unknown,
            Known::Null => Known::Null,
        }
    }

    /// The path of the attribute `name`.
    #[must_use]
    pub fn path(&self, name: &str) -> AttributePath {
        self.path.attribute(name)
    }

    /// Reports a broken rule at the attribute `name`.
    pub fn refuse(
        &self,
        out: &mut Diagnostics,
        name: &str,
        summary: impl Into<String>,
        detail: impl Into<String>,
    ) {
        out.push(Diagnostic::error(summary, detail).at(self.path(name)));
    }
}
