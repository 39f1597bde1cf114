//! `infisical_secrets`: the secrets of a folder, which state then holds.

use crate::{
    Cx, Infisical, Result,
    resources::secret::FAMILY,
    shared::{FolderSecrets, Uuid},
};
use tf_framework::{Checked, Computed, DataSource, Diagnostic, Diagnostics, Known, Schema, Text};

/// Reads the secrets of a folder.
///
/// **Their values go into state, as plain text.** The ephemeral resource `infisical_secrets` reads the same
/// and stores nothing; Terraform 1.10 and later have it.
#[derive(Debug, Clone, Default, PartialEq, Schema)]
#[schema(check = project_is_named, family = FAMILY)]
pub(crate) struct Secrets {
    /// ID of the project. It must be set.
    #[attr(optional)]
    workspace_id: Computed<Text<Uuid>>,

    #[attr(flatten)]
    found: FolderSecrets,
}

/// The official provider takes the project of a service token, which this one does not ask for.
fn project_is_named(values: &Checked<'_>, out: &mut Diagnostics) {
    if values.get("workspace_id") == Known::Null {
        let detail = "Set `workspace_id` to the ID of the project. It can be left out with the official \
                      provider alone, where a service token says it.";
        values.refuse(out, "workspace_id", "Missing project", detail);
    }
}

impl DataSource<Infisical> for Secrets {
    const TYPE_NAME: &'static str = "infisical_secrets";

    async fn read(config: Self, cx: &Cx<'_>) -> Result<Self> {
        let project_id = config.workspace_id.known().cloned().unwrap_or_default();
        let found = config.found.read(&project_id, cx).await?;
        let detail = "The values of these secrets are stored in state, as plain text. The ephemeral \
                      resource `infisical_secrets` reads the same and stores nothing.";
        cx.warn(Diagnostic::warning("Secrets in state", detail));
        Ok(Self { found, ..config })
    }
}
