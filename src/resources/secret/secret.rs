//! `infisical_secret`: a secret in a folder of an environment.
//!
//! API: `backend/src/server/routes/v4/secret-router.ts`, `v3/secret-router.ts` on servers up to 2025, and
//! `backend/src/services/secret-v2-bridge/secret-v2-bridge-service.ts`. Only users have personal secrets,
//! so that all of these are shared.

mod refused;
mod sent;
mod told;

use crate::{
    Cx, Infisical, Result,
    shared::{
        Comment, FolderPath, PENDING, Pending, SecretId, SecretName, SecretValue, Trimmed, Uuid,
        moves, proposed,
    },
};
use infisical_client::{Approval, ListOptions, OrGone, Outcome, Place, Sought, StoredSecret};
use refused::{has_project, has_value, not_moved, reminder_may_stay};
use std::collections::BTreeMap;
use tf_framework::{
    Change, Computed, Diagnostic, Found, ListResource, Move, Planning, Resource, Schema, Sensitive,
    Set, Text, Value, WriteOnly,
};

/// The name under which an import says whether the value is to be stored.
const IMPORTED: &str = "imported";

/// A secret in a folder of an environment. Its folder must exist, which `infisical_secret_folder` makes. A
/// secret with a new name is renamed, and one with another `env_slug` or `folder_path` is moved, in one step
/// of the server. What is created, changed or deleted in a folder at the same time travels together: where
/// the server limits requests, `terraform apply -parallelism=100` needs fewer of them.
#[derive(Debug, Clone, Default, PartialEq, Schema)]
#[schema(family = super::FAMILY, check = has_value, check = has_project)]
pub(crate) struct Secret {
    /// ID of the secret; a move gives it another one. While the secret waits for approval, the ID of the
    /// request.
    #[attr(key, keep)]
    id: Computed<Text<Uuid>>,

    /// Name of the secret, at most 500 characters, without blanks around it. Today's servers want no `:`
    /// and no `/` in a new name.
    #[attr(identity, api = "secretKey")]
    name: Text<SecretName>,

    /// Value of the secret. It is stored in state: prefer `value_wo`. The server cuts off blanks around it,
    /// but for one new line at its end. Without either, the value of a secret that exists is left alone.
    #[attr(
        api = "secretValue",
        prefer = "value_wo",
        conflicts = ["value_wo", "value_wo_version"]
    )]
    value: Option<Sensitive<Text<SecretValue>>>,

    /// Value of the secret, which is not stored. It is sent when the secret is created.
    #[attr(api = "secretValue", version = "value_wo_version", requires = ["value_wo_version"])]
    value_wo: Option<WriteOnly<Text<SecretValue>>>,

    /// A number from 1 on; change it to send `value_wo` again.
    #[attr(local, range = 1.., requires = ["value_wo"])]
    value_wo_version: Option<i64>,

    /// Slug of the environment.
    #[attr(identity, api = "environment")]
    env_slug: Text<Trimmed>,

    /// Path of the folder; `/` is the environment's root.
    #[attr(identity, api = "secretPath")]
    folder_path: Text<FolderPath>,

    /// ID of the project.
    #[attr(identity, optional, keep, replace, api = "workspaceId")]
    workspace_id: Computed<Text<Trimmed>>,

    /// What the secret is for. Without the attribute, a comment that others write is left alone.
    #[attr(api = "secretComment")]
    comment: Option<Text<Comment>>,

    /// Metadata of the secret. `{}` says that it has none; without the attribute, metadata that others
    /// give it is left alone. Servers of 2024 keep none.
    #[attr(api = "secretMetadata")]
    metadata: Option<BTreeMap<String, String>>,

    /// IDs of the secret's tags. `[]` says that it has none; without the attribute, tags that others give
    /// it are left alone.
    tag_ids: Option<Set<Text<Uuid>>>,

    /// Whether lines of the value are left as they are, instead of being joined with `\n`, where the
    /// secret is injected. Without it the setting stays what it is on the server.
    #[attr(optional, keep)]
    skip_multiline_encoding: Computed<bool>,

    /// Reminds the project's members of the secret, again and again. Today's servers let only users take
    /// a reminder away.
    secret_reminder: Option<SecretReminder>,

    /// When the secret was changed last from here, as the server says it.
    last_updated: Computed<String>,
}

/// A reminder.
#[derive(Debug, Clone, Default, PartialEq, Schema)]
pub(crate) struct SecretReminder {
    /// What it says, at most 1024 characters.
    #[attr(length = ..=1024, api = "secretReminderNote")]
    note: Option<String>,

    /// After how many days it is sent, from 1 to 365.
    #[attr(range = 1..=365, api = "secretReminderRepeatDays")]
    repeat_days: i64,
}

impl Resource<Infisical> for Secret {
    const TYPE_NAME: &'static str = "infisical_secret";

    /// Its name, its folder and, after a move, its ID.
    const IDENTITY_MAY_CHANGE: bool = true;

    const IMPORT_ID: Option<&'static str> = Some(
        "the ID of the secret, which servers up to 2024 do not find, or \
         `WORKSPACE_ID:ENV_SLUG:FOLDER_PATH:NAME`; with `write-only:` in front, the value is not stored",
    );

    /// A moved secret is another one to the server.
    async fn modify_plan(plan: &mut Planning<'_, Infisical>) -> Result<()> {
        let moved = |name| plan.prior(name) != plan.planned(name);
        if !plan.is_create() && !plan.is_destroy() && (moved("env_slug") || moved("folder_path")) {
            plan.set_unknown("id");
        }
        Ok(())
    }

    async fn create(plan: Self, cx: &Cx<'_>) -> Result<Self> {
        let place = plan.place();
        plan.check_metadata(&place, cx).await?;
        let name = plan.name.as_str();
        let outcome = cx.api.secrets().create(&place, plan.as_new()).await;
        match outcome.map_err(|error| plan.blame(error, &place))? {
            Outcome::Done(made) => Ok(plan.made(*made)),
            Outcome::Pending(approval) => {
                cx.warn(proposed("The creation of", name, &place, &approval));
                plan.waiting(&approval, true, cx)
            }
        }
    }

    async fn read(prior: Self, cx: &Cx<'_>) -> Result<Option<Self>> {
        let imported = cx.private::<bool>(IMPORTED)?;
        cx.remove_private(IMPORTED);
        let pending = cx.private::<Pending>(PENDING)?;
        let stores_value = imported == Some(true);
        if prior.name.as_str().is_empty() {
            // An identity may be the ID alone.
            let found = cx.api.secrets().by_id(prior.id()).await.or_gone()?;
            return Ok(found.map(|found| prior.discovered(found, stores_value)));
        }
        // An ID that was imported with a name is all that is known.
        let is_import = imported.is_some() || prior.last_updated.known().is_none();
        let found = prior.find(is_import, cx).await?;
        if let Some(pending) = pending {
            if pending.waits(cx).await && (pending.creates == found.is_none()) {
                return Ok(Some(prior));
            }
            cx.remove_private(PENDING);
        }
        Ok(found.map(|found| {
            if is_import { prior.discovered(found, stores_value) } else { prior.heard(found) }
        }))
    }

    async fn update(change: Change<Self>, cx: &Cx<'_>) -> Result<Self> {
        let Change { prior, plan } = change;
        let (from, to) = (prior.place(), plan.place());
        plan.check_metadata(&to, cx).await?;
        let secrets = cx.api.secrets();
        let name = prior.name.as_str();
        let mut moved = None;
        if from != to {
            match secrets.move_to(&from, &to, name, prior.id()).await {
                Ok(Outcome::Done(done)) => {
                    cx.save(&Self { id: Computed::Known(done.id.as_str().into()), ..plan.clone() });
                    moved = Some(done);
                }
                Ok(Outcome::Pending(_)) => return Err(not_moved(name, &from, &to).into()),
                // Its folder, or its environment, may have another name since, and took it along.
                Err(error) => {
                    let sought = Sought { name, id: Some(prior.id()), reminder: false };
                    let there = secrets.find(&to, sought).await.or_gone()?.flatten();
                    if there.is_none_or(|there| there.id != prior.id()) {
                        return Err(plan.blame(error, &to));
                    }
                }
            }
        }
        let id = moved.as_ref().map_or(prior.id(), |moved| &moved.id).to_owned();
        let plan = Self { id: Computed::Known(id.as_str().into()), ..plan };
        let edit = plan.edit_of(&prior, moved.is_some());
        let Some(edit) = edit else {
            let last_updated = match moved.and_then(|moved| moved.updated_at) {
                Some(time) => Computed::Known(time),
                None => prior.last_updated,
            };
            return Ok(Self { last_updated, ..plan }.settled());
        };
        if edit.reminder == Some(None) {
            cx.warn(reminder_may_stay());
        }
        let outcome = secrets.edit(&to, name, Some(&id), edit).await;
        match outcome.map_err(|error| plan.blame(error, &to))? {
            Outcome::Done(made) => Ok(plan.made(*made)),
            Outcome::Pending(approval) => {
                cx.warn(proposed("The change of", name, &to, &approval));
                Self { last_updated: prior.last_updated, ..plan }.waiting(&approval, false, cx)
            }
        }
    }

    async fn delete(prior: Self, cx: &Cx<'_>) -> Result<()> {
        let (place, name) = (prior.place(), prior.name.as_str());
        match cx.api.secrets().remove(&place, name).await.or_gone()? {
            None | Some(Outcome::Done(_)) => Ok(()),
            Some(Outcome::Pending(approval)) => {
                let told = proposed("The deletion of", name, &place, &approval);
                let detail = format!("{} Then destroy it once more.", told.detail);
                Err(Diagnostic::error(told.summary, detail).into())
            }
        }
    }

    async fn import(id: &str, cx: &Cx<'_>) -> Result<Option<Self>> {
        let Some(wanted) = SecretId::of(id) else { return Ok(None) };
        let (project, found) = wanted.found(cx).await?;
        cx.set_private(IMPORTED, &wanted.stores_value)?;
        Ok(Some(Self {
            id: Computed::Known(found.id.as_str().into()),
            name: found.name.as_str().into(),
            env_slug: found.environment.as_str().into(),
            folder_path: found.path.as_str().into(),
            workspace_id: Computed::Known(project.as_str().into()),
            ..Self::default()
        }))
    }

    /// Without the value, which does not belong into a file.
    fn generated_config(config: Value) -> Value {
        match config {
            Value::Object(mut attributes) => {
                attributes.insert("value".to_owned(), Value::Null);
                Value::Object(attributes)
            }
            other => other,
        }
    }

    fn moves() -> Vec<Move<Self>> {
        moves()
    }
}

/// Which secrets to list.
#[derive(Debug, Clone, Default, PartialEq, Schema)]
pub(crate) struct SecretFilter {
    /// ID of the project.
    workspace_id: Text<Trimmed>,

    /// Slug of the environment.
    env_slug: Text<Trimmed>,

    /// Path of the folder; `/` when it is not set.
    folder_path: Option<Text<FolderPath>>,

    /// Whether to list the secrets of the folders below as well.
    recursive: Option<bool>,
}

/// Names, and what else there is to know; no values.
impl ListResource<Infisical> for Secret {
    type Filter = SecretFilter;

    async fn list(filter: SecretFilter, cx: &Cx<'_>, found: &Found<'_, Self>) -> Result<()> {
        let project = filter.workspace_id.as_str();
        let path = filter.folder_path.as_ref().map(Text::as_str).unwrap_or_default();
        let recursive = filter.recursive.unwrap_or_default();
        let place = Place::new(project, filter.env_slug.as_str(), path);
        let options = ListOptions { recursive, without_values: true, ..ListOptions::default() };
        for secret in cx.api.secrets().list(&place, &options).await?.secrets {
            let name = secret.name.clone();
            let display = if recursive { FolderPath::join(&secret.path, &name) } else { name };
            let secret = Self::of_project(project).discovered(secret, false);
            if !found.push(&secret, &display).await {
                break;
            }
        }
        Ok(())
    }
}

impl Secret {
    /// Nothing but the project.
    fn of_project(project: &str) -> Self {
        Self { workspace_id: Computed::Known(project.into()), ..Self::default() }
    }

    fn id(&self) -> &str {
        self.id.known().map(Text::as_str).unwrap_or_default()
    }

    fn place(&self) -> Place {
        let project = self.workspace_id.known().map(Text::as_str).unwrap_or_default();
        Place::new(project, self.env_slug.as_str(), self.folder_path.as_str())
    }

    /// The secret where it should be, or wherever it is by now.
    async fn find(&self, is_import: bool, cx: &Cx<'_>) -> Result<Option<StoredSecret>> {
        let (secrets, place) = (cx.api.secrets(), self.place());
        let id = Some(self.id()).filter(|id| !id.is_empty());
        let reminder = is_import || self.secret_reminder.is_some();
        let sought = Sought { name: self.name.as_str(), id, reminder };
        let found = secrets.find(&place, sought).await.or_gone()?.flatten();
        let (None, Some(id)) = (&found, id) else { return Ok(found) };
        let Some(elsewhere) = secrets.search(&place.project, id).await? else { return Ok(None) };
        let there = Place::new(&place.project, &elsewhere.environment, &elsewhere.path);
        Ok(secrets.find(&there, Sought { name: &elsewhere.name, ..sought }).await?)
    }

    /// This, while it waits for approval: state has what was proposed, so that it is not proposed twice.
    fn waiting(self, approval: &Approval, creates: bool, cx: &Cx<'_>) -> Result<Self> {
        cx.set_private(PENDING, &Pending { id: approval.id.clone(), creates })?;
        let id = match self.id {
            Computed::Unknown => Computed::Known(approval.id.as_str().into()),
            known @ Computed::Known(_) => known,
        };
        Ok(Self { id, ..self }.settled())
    }
}
