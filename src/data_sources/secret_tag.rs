//! `infisical_secret_tag`: a tag of a project, by its slug.

use crate::{
    Cx, Infisical, Result,
    resources::project::tag_of_slug,
    shared::{Trimmed, Uuid},
};
use tf_framework::{ApiObject, Computed, DataSource, Schema, Text};

/// Reads a tag of a project, by its slug.
#[derive(Debug, Clone, Default, PartialEq, Schema)]
pub(crate) struct SecretTag {
    /// ID of the project.
    project_id: Text<Trimmed>,

    /// Slug of the tag.
    slug: Text<Trimmed>,

    /// ID of the tag.
    id: Computed<Text<Uuid>>,

    /// Name of the tag: its slug, as the server has no other.
    name: Computed<String>,

    /// Color of the tag, such as `#fbbf24`.
    color: Computed<String>,
}

impl DataSource<Infisical> for SecretTag {
    const TYPE_NAME: &'static str = "infisical_secret_tag";

    async fn read(config: Self, cx: &Cx<'_>) -> Result<Self> {
        let found = tag_of_slug(config.project_id.as_str(), config.slug.as_str(), cx).await?;
        Ok(config.absorb(&found)?)
    }
}
