//! How long the practitioner lets an operation take.

use super::{
    Text,
    text::{self, Parse as _},
};
use crate::{ApiObject, Diagnostic, JsonMap, Schema};
use std::time::Duration;
use tf_protocol::Value;

/// What Terraform does to a resource.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Operation {
    /// Create it.
    Create,
    /// Refresh it.
    Read,
    /// Change it in place.
    Update,
    /// Destroy it.
    Delete,
}

impl Operation {
    /// The attribute of [`Timeouts`] that limits it.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Create => "create",
            Self::Read => "read",
            Self::Update => "update",
            Self::Delete => "delete",
        }
    }
}

/// How long each operation may take.
#[derive(Debug, Clone, Default, PartialEq, Eq, Schema)]
#[schema(api = manual)]
pub struct Timeouts {
    /// How long creating may take, such as `30s` or `2h45m`.
    create: Option<Text<text::Duration>>,
    /// How long reading may take, such as `30s` or `2h45m`.
    read: Option<Text<text::Duration>>,
    /// How long updating may take, such as `30s` or `2h45m`.
    update: Option<Text<text::Duration>>,
    /// How long deleting may take, such as `30s` or `2h45m`.
    delete: Option<Text<text::Duration>>,
}

impl Timeouts {
    /// The name of the attribute or block that limits a resource's operations.
    pub const ATTRIBUTE: &'static str = "timeouts";

    /// What the value of a `timeouts` attribute or block says of an operation.
    pub(crate) fn configured(timeouts: &Value, operation: Operation) -> Option<Duration> {
        text::Duration::parse(timeouts.attribute(operation.name()).as_str()?)
    }

    /// How long `operation` may take; none where the practitioner does not say.
    #[must_use]
    pub fn of(&self, operation: Operation) -> Option<Duration> {
        let text = match operation {
            Operation::Create => &self.create,
            Operation::Read => &self.read,
            Operation::Update => &self.update,
            Operation::Delete => &self.delete,
        };
        text.as_ref().and_then(Text::parsed)
    }
}

/// Between Terraform and the provider only.
impl ApiObject for Timeouts {
    fn to_api(&self) -> JsonMap {
        JsonMap::new()
    }

    fn absorb(self, _: &JsonMap) -> Result<Self, Diagnostic> {
        Ok(self)
    }
}
