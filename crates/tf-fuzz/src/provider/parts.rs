//! What is nested elsewhere, and a resource that has nothing special.

use super::{Cx, Fuzzed};
use std::collections::BTreeMap;
use tf_framework::{Change, Computed, Diagnostic, Resource, Schema, Set, Text, text};

/// A part.
#[derive(Debug, Clone, Default, PartialEq, Schema)]
pub(crate) struct Part {
    /// Its name.
    #[attr(length = 1..=20, pattern("[a-z]+", "lower case letters"))]
    name: String,
    /// The server's word for it.
    #[attr(keep)]
    id: Computed<String>,
    /// How large it is.
    #[attr(optional, range = 0..=10)]
    size: Computed<i64>,
    /// More of it.
    details: Option<Set<Detail>>,
}

/// Inside of a part.
#[derive(Debug, Clone, Default, PartialEq, Schema)]
pub(crate) struct Detail {
    /// What it is.
    #[attr(replace)]
    text: String,
    /// What the server made of it.
    made: Computed<String>,
}

/// What several have.
#[derive(Debug, Clone, Default, PartialEq, Schema)]
pub(crate) struct Common {
    /// A note.
    note: Option<String>,
    /// Labels.
    labels: Option<BTreeMap<String, Text<text::AnyCase>>>,
}

/// A resource without a key.
#[derive(Debug, Clone, Default, PartialEq, Schema)]
pub(crate) struct Plain {
    /// Its name.
    #[attr(replace)]
    name: String,
    #[attr(flatten)]
    common: Common,
}

impl Resource<Fuzzed> for Plain {
    const TYPE_NAME: &'static str = "fuzz_plain";

    async fn create(plan: Self, _: &Cx<'_>) -> Result<Self, Diagnostic> {
        Ok(plan)
    }

    async fn read(prior: Self, _: &Cx<'_>) -> Result<Option<Self>, Diagnostic> {
        Ok((prior.name != "gone").then_some(prior))
    }

    async fn update(change: Change<Self>, _: &Cx<'_>) -> Result<Self, Diagnostic> {
        Ok(change.plan)
    }

    async fn delete(_: Self, _: &Cx<'_>) -> Result<(), Diagnostic> {
        Ok(())
    }
}
