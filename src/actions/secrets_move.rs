//! `infisical_secrets_move`.

use crate::{
    Cx, Error, Infisical, Result,
    error::diagnostic,
    resources::secret::FAMILY,
    shared::{FolderPath, SecretFolder, Uuid, quoted},
};
use infisical_client::{Error as ClientError, ListOptions, Place, Relocated, SecretType};
use std::collections::{BTreeMap, BTreeSet};
use tf_framework::{
    Action, AttributePath, Checked, Diagnostic, Diagnostics, Known, Progress, Schema, Set, Text,
    TextType as _, Value,
};

/// Moves secrets to another folder or environment of the same project, all of them or none. What was moved
/// already is no error.
///
/// A secret that moves gets another ID and begins with version 1; servers up to 2024 lose its tags, and leave
/// references to it as they are. An `infisical_secret` that manages it has to be moved in the configuration,
/// too: Terraform finds it gone where it was.
///
/// Where an approval policy guards one of the folders, people that it concerns have to wait for an approval.
/// The action then fails and says what is where, as nothing that depends on it should go on.
#[derive(Debug, Clone, Default, PartialEq, Schema)]
#[schema(check = somewhere_else, family = FAMILY)]
pub(crate) struct SecretsMove {
    /// ID of the project.
    workspace_id: Text<Uuid>,

    #[attr(flatten)]
    from: SecretFolder,

    /// Names of the secrets. Without it, all secrets of the folder are moved, but none of the folders below.
    #[attr(length = 1..)]
    names: Option<Set<String>>,

    /// Slug of the environment that they are moved to; without it, they stay in theirs.
    destination_env_slug: Option<String>,

    /// Path of the folder that they are moved to, which must exist.
    destination_folder_path: Text<FolderPath>,

    /// Whether a secret of the same name and another value, where they are moved to, may be overwritten.
    /// Otherwise the server refuses the whole move.
    #[attr(default = false)]
    overwrite: bool,
}

fn somewhere_else(values: &Checked<'_>, out: &mut Diagnostics) {
    let text = |name| values.get(name).value().and_then(Value::as_str);
    let stays = match (values.get("destination_env_slug"), text("env_slug")) {
        (Known::Null, _) => true,
        (Known::Is(to), Some(from)) => to.as_str() == Some(from),
        _ => false,
    };
    if let (true, Some(from), Some(to)) =
        (stays, text("folder_path"), text("destination_folder_path"))
        && FolderPath::same(from, to)
    {
        let detail = "The secrets are in this folder already.";
        values.refuse(out, "destination_folder_path", "Move to the same folder", detail);
    }
}

impl Action<Infisical> for SecretsMove {
    const TYPE_NAME: &'static str = "infisical_secrets_move";

    async fn invoke(config: Self, cx: &Cx<'_>, progress: &Progress) -> Result<()> {
        let from = config.from.of(&config.workspace_id);
        let environment = config.destination_env_slug.as_ref().unwrap_or(&from.environment);
        let to = Place::new(&from.project, environment, config.destination_folder_path.as_str());
        let mut found = ids_by_name(&from, cx).await?;
        if let Some(names) = &config.names {
            let names: BTreeSet<_> = names.elements().iter().cloned().collect();
            found.retain(|name, _| names.contains(name));
            let missing: Vec<_> = names.iter().filter(|name| !found.contains_key(*name)).collect();
            if !missing.is_empty() {
                moved_already(&missing, &from, &to, cx, progress).await?;
            }
        }
        if found.is_empty() {
            if config.names.is_none() {
                progress.say(format!("there is nothing to move in {from}")).await;
            }
            return Ok(());
        }
        let ids: Vec<_> = found.values().map(String::as_str).collect();
        let moved = cx.api.secrets().relocate(&from, &to, &ids, config.overwrite).await;
        let moved = moved.map_err(|error| is_taken(error, config.overwrite))?;
        if let Some(what) = waits(moved, &from, &to) {
            return Err(Diagnostic::error("Waiting for an approval", what).into());
        }
        let names = quoted(found.keys());
        progress.say(format!("moved from {from} to {to}: {names}")).await;
        Ok(())
    }
}

/// The shared secrets of a folder.
async fn ids_by_name(place: &Place, cx: &Cx<'_>) -> Result<BTreeMap<String, String>> {
    let options = ListOptions { without_values: true, ..ListOptions::default() };
    let found = cx.api.secrets().list(place, &options).await?.secrets;
    let shared = found.into_iter().filter(|secret| secret.kind == SecretType::Shared);
    Ok(shared.map(|secret| (secret.name, secret.id)).collect())
}

/// Secrets that are not where they should be moved from.
///
/// # Errors
/// One that is not where it should be moved to, either.
async fn moved_already(
    names: &[&String],
    from: &Place,
    to: &Place,
    cx: &Cx<'_>,
    progress: &Progress,
) -> Result<()> {
    let there = ids_by_name(to, cx).await?;
    let missing: Vec<_> = names.iter().filter(|name| !there.contains_key(**name)).collect();
    if missing.is_empty() {
        let names = quoted(names);
        progress.say(format!("moved before from {from} to {to}: {names}")).await;
        return Ok(());
    }
    let detail = format!("There is no secret {} in {from}, nor in {to}.", quoted(missing));
    Err(Diagnostic::error("No such secret", detail).at(AttributePath::root("names")).into())
}

/// What a move failed with; where it may overwrite nothing, what to do about it.
fn is_taken(error: ClientError, overwrite: bool) -> Error {
    let says_so =
        error.status() == Some(400) && error.to_string().contains("Failed to move secrets");
    if overwrite || !says_so {
        return error.into();
    }
    let mut refused = diagnostic(&error);
    refused.detail.push_str("\n\nTo overwrite them, set `overwrite = true`.");
    refused.at(AttributePath::root("destination_folder_path")).into()
}

/// What a move waits for, if it does.
fn waits(moved: Relocated, from: &Place, to: &Place) -> Option<String> {
    let state = match (moved.is_source_updated, moved.is_destination_updated) {
        (true, true) => return None,
        (false, false) => format!("The secrets are still in {from} alone, until it is approved."),
        (true, false) => {
            format!("The secrets are gone from {from}, and will be in {to} once it is approved.")
        }
        (false, true) => {
            format!("The secrets are in {to}, and also in {from} until it is approved.")
        }
    };
    Some(format!(
        "An approval policy made a request of the move. {state} Approve it in Infisical; another run of \
         this action before that would make another request."
    ))
}
