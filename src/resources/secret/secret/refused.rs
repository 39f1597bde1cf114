//! Why something is not done with a secret.

use super::Secret;
use crate::{
    Cx, Error, Result,
    shared::{import_it, secret_import_id},
};
use infisical_client::{Error as ClientError, Place};
use std::collections::BTreeMap;
use tf_framework::{AttributePath, Checked, Diagnostic, Diagnostics, Known, Resource, Stage};

impl Secret {
    /// Metadata that the server would drop without a word is refused, where it can be told.
    pub(super) async fn check_metadata(&self, place: &Place, cx: &Cx<'_>) -> Result<()> {
        if self.metadata.as_ref().is_none_or(BTreeMap::is_empty)
            || cx.api.secrets().keeps_metadata(place).await? != Some(false)
        {
            return Ok(());
        }
        let detail = "This version of Infisical keeps no metadata of secrets: it would drop it without a \
                      word. Remove `metadata`, or bring the server up to date.";
        let path = AttributePath::root("metadata");
        Err(Diagnostic::error("Not in this version of Infisical", detail).at(path).into())
    }

    /// A refusal, at the attribute that is to blame.
    pub(super) fn blame(&self, error: ClientError, place: &Place) -> Error {
        let said = error.message().unwrap_or_default();
        let is_name = |issue: &infisical_client::Issue| {
            let names = ["secretName", "secretKey", "newSecretName"];
            issue.path.last().is_some_and(|member| names.contains(&member.as_str()))
        };
        let (attribute, summary, advice) = match error.status() {
            Some(400) if said.contains("already exist") => {
                let id = secret_import_id(place, self.name.as_str());
                ("name", "A secret of this name exists", import_it(Self::TYPE_NAME, &id))
            }
            // A move says which of its two folders it is.
            Some(404) if said.contains("older with path") => (
                "folder_path",
                "Folder not found",
                "Make the folder first: `infisical_secret_folder` makes it, and a reference to that \
                 resource makes Terraform wait for it. Check the slug of the environment, too."
                    .to_owned(),
            ),
            Some(404) if said.contains("ag not found") || said.contains("tags not found") => (
                "tag_ids",
                "Tag not found",
                "Each must be the ID of a tag of the same project, as `infisical_secret_tag` has it."
                    .to_owned(),
            ),
            _ if error.issues().iter().any(is_name) => {
                ("name", "Infisical refused the name", String::new())
            }
            _ => return error.into(),
        };
        let detail = format!("{}\n\n{advice}", crate::error::sentence(&error));
        let path = AttributePath::root(attribute);
        Diagnostic::error(summary, detail.trim_end()).at(path).into()
    }
}

/// A new secret needs a value, in one form or the other.
pub(super) fn has_value(values: &Checked<'_>, out: &mut Diagnostics) {
    let none = |name| values.configured(name) == Known::Null;
    if values.stage == Stage::Create && none("value") && none("value_wo") {
        let detail = "A new secret needs a value: `value_wo`, which is not stored, or `value`.";
        values.refuse(out, "value_wo", "Missing value", detail);
    }
}

/// Service tokens imply a project, and machine identities do not.
pub(super) fn has_project(values: &Checked<'_>, out: &mut Diagnostics) {
    if values.stage == Stage::Create && values.configured("workspace_id") == Known::Null {
        let detail = "A new secret needs `workspace_id`: the ID of the project that it is in.";
        values.refuse(out, "workspace_id", "Missing project", detail);
    }
}

pub(super) fn reminder_may_stay() -> Diagnostic {
    let detail = "Today's Infisical lets only users take away a reminder, and leaves it where a machine \
                  identity does: look at the secret, and remove it there. It is not managed here any more.";
    Diagnostic::warning("The reminder may stay", detail)
}

pub(super) fn not_moved(name: &str, from: &Place, to: &Place) -> Diagnostic {
    let detail = format!(
        "`{name}` was to move from {from} to {to}, and an approval policy guards one of the two: somebody \
         has to approve and merge the requests that the server made of it in Infisical, under Approvals. \
         After that, plan again."
    );
    Diagnostic::error("Waiting for approval", detail).at(AttributePath::root("folder_path"))
}
