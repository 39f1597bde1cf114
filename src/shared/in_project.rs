//! What belongs to a project.

use super::Trimmed;
use tf_framework::{Schema, Text};

/// Which objects to list: those of a project.
#[derive(Debug, Clone, Default, PartialEq, Schema)]
pub(crate) struct InProject {
    /// ID of the project.
    project_id: Text<Trimmed>,
}

impl InProject {
    /// The ID of the project.
    #[must_use]
    pub(crate) fn project_id(&self) -> &str {
        self.project_id.as_str()
    }
}
