//! `infisical_secret_folder`: a folder of secrets in an environment.
//!
//! API: `backend/src/server/routes/v1/secret-folder-router.ts` (today's
//! `deprecated-secret-folder-router.ts`), `v2/secret-folder-router.ts` and
//! `backend/src/services/secret-folder/secret-folder-service.ts`.

use crate::{
    Cx, Error, Infisical, Result,
    shared::{FolderName, FolderPath, Trimmed, Uuid, import_it, moves, planned_text, text},
};
use infisical_client::{
    Body, Client, Collection, Endpoint, Error as ClientError, ListOptions, Listed, OrGone, Place,
    Trace,
};
use serde_json::{Value as Json, json};
use tf_framework::{
    ApiObject, AttributePath, Change, Computed, Diagnostic, Found, JsonMap, ListResource, Move,
    Planning, Resource, Schema, Text,
};

/// `DELETE` here takes what is in the folder with it.
const FOLDER: Endpoint = Endpoint::new("/api/v1/folders/{}", "folder");

/// `DELETE` here spares a folder with something in it, unless it is told not to. Servers up to 2024 do
/// not have it.
const SPARED: Endpoint = Endpoint::new("/api/v2/folders/{}", "folder");

const FOLDERS: Collection = Collection::new("/api/v1/folders", "folders", "id");

/// The folders right in the one at `place`; none where there is no such folder.
pub(crate) fn folders_in(place: &Place) -> Listed {
    FOLDERS
        .with("workspaceId", &place.project)
        .with("environment", &place.environment)
        .with("path", &place.path)
}

/// A folder of secrets in an environment of a project. Folders on the way that are missing are made with
/// it, and belong to no resource: for a folder in a folder, let `folder_path` refer to the `path` of the
/// other one. A folder that is there already is not taken over, but has to be imported. A folder whose
/// name changes is renamed, and whatever is in it stays.
#[derive(Debug, Clone, Default, PartialEq, Schema)]
#[schema(family = super::FAMILY)]
pub(crate) struct SecretFolder {
    /// ID of the folder.
    #[attr(key, keep)]
    id: Computed<Text<Uuid>>,

    /// ID of the project.
    #[attr(replace, api = "workspaceId")]
    project_id: Text<Trimmed>,

    /// Slug of the environment. Another environment means another folder; the same one with another slug
    /// does not.
    #[attr(api = "environment")]
    environment_slug: Text<Trimmed>,

    /// Path of the folder that this one is in: `/` is the root of the environment. The server does not
    /// move folders: another path that exists means another folder, one that does not is expected to come
    /// from renaming a folder on the way.
    #[attr(api = "path")]
    folder_path: Text<FolderPath>,

    /// Name of the folder: letters, digits, `-` and `_`, at most 255.
    name: Text<FolderName>,

    /// Path of the folder, with its name.
    #[attr(local)]
    path: Computed<String>,

    /// ID of the environment.
    #[attr(keep, api = "envId")]
    environment_id: Computed<String>,

    /// What the folder is for. To take it away, set it to an empty text. Servers up to 2024 do not keep
    /// it.
    #[attr(optional, keep = also_null)]
    description: Computed<String>,

    /// Whether to delete the folder with all folders and secrets in it. Otherwise a folder with something
    /// in it is not deleted.
    #[attr(default = false, local)]
    force_delete: bool,
}

impl Resource<Infisical> for SecretFolder {
    const TYPE_NAME: &'static str = "infisical_secret_folder";

    const IMPORT_ID: Option<&'static str> = Some(
        "the ID of the folder; or the ID of the project, the slug of the environment and the path of the \
         folder, with commas between them",
    );

    async fn modify_plan(plan: &mut Planning<'_, Infisical>) -> Result<()> {
        if plan.is_destroy() {
            return Ok(());
        }
        let (Some(parent), Some(name)) =
            (planned_text(plan, "folder_path"), planned_text(plan, "name"))
        else {
            return Ok(());
        };
        let (project, environment) =
            (planned_text(plan, "project_id"), planned_text(plan, "environment_slug"));
        plan.set("path", FolderPath::join(&parent, &name));
        let (Some(api), Some(project), Some(environment)) = (plan.api, project, environment) else {
            return Ok(());
        };
        let parent = Place::new(&project, &environment, &parent);
        if plan.is_create() {
            if let Some(id) = others_named(api, &parent, &name).await.first() {
                let there = there_already(&parent, &name, id);
                plan.report(Diagnostic::warning(there.summary, there.detail).at(name_path()));
            }
            return Ok(());
        }
        let changes = |name: &&str| plan.prior(*name) != plan.planned(*name);
        let moved: Vec<_> =
            ["environment_slug", "folder_path"].into_iter().filter(changes).collect();
        // The plan of an apply comes after a folder on the way was renamed.
        let id = planned_text(plan, "id").unwrap_or_default();
        if !moved.is_empty() && is_there(api, &parent).await && !is_in(api, &parent, &id).await {
            for name in moved {
                plan.replace(name);
            }
        }
        Ok(())
    }

    /// Servers up to 2024 answer with a folder that is there as if they had made it.
    async fn create(plan: Self, cx: &Cx<'_>) -> Result<Self> {
        let (parent, name) = (plan.parent(), plan.name.as_str());
        // A server of 2024 that makes two folders at once makes what is missing on their way twice.
        let _turn =
            cx.api.turn(&format!("folders of {} {}", parent.project, parent.environment)).await;
        if let Some(id) = others_named(cx.api, &parent, name).await.first() {
            return Err(there_already(&parent, name, id).at(name_path()).into());
        }
        let (siblings, whole) = (folders_in(&parent), FolderPath::join(&parent.path, name));
        let like = |folder: &JsonMap| text(folder, "name") == Some(name);
        let is_it = |found: &JsonMap| {
            let told = plan.clone().told(found.clone());
            let is_so = |told: &Self| plan.description.known().is_none_or(|it| told.says() == it);
            told.is_ok_and(|told| told.parent() == parent && is_so(&told))
        };
        let single = |id: &str| FOLDER.at(id);
        let trace = Trace::in_list(&siblings, &single, &whole, &like, &is_it);
        match cx.api.create(&FOLDER.collection(), &plan.to_api(), &trace).await {
            Ok(made) => Ok(plan.written(made, cx)?),
            Err(error) if says_exists(&error) => {
                let there = cx.api.list(&siblings).await.unwrap_or_default();
                let id = there.iter().find(|folder| like(folder)).and_then(|it| text(it, "id"));
                let there = |id| there_already(&parent, name, id).at(name_path()).into();
                Err(id.map_or(error.into(), there))
            }
            Err(error) => Err(error.into()),
        }
    }

    async fn read(prior: Self, cx: &Cx<'_>) -> Result<Option<Self>> {
        let at = FOLDER.at(prior.id());
        let found = if prior.project_id.as_str().is_empty() {
            cx.api.get(&at).await
        } else {
            cx.api.get_among(&at, &folders_in(&prior.parent()), prior.id()).await
        };
        Ok(found.or_gone()?.map(|found| prior.told(found)).transpose()?)
    }

    /// The server wants the name, whatever changes.
    async fn update(change: Change<Self>, cx: &Cx<'_>) -> Result<Self> {
        let mut body = change.body();
        let Change { prior, plan } = change;
        if plan.parent() != prior.parent() {
            let now = plan.clone().told(cx.api.get(&FOLDER.at(plan.id())).await?)?;
            if now.parent() != plan.parent() {
                return Err(plan.not_moved(&now).into());
            }
        }
        body.retain(|member, _| ["name", "description"].contains(&member.as_str()));
        if body.is_empty() {
            return Ok(plan);
        }
        body.extend(plan.address());
        body.insert("name".to_owned(), json!(plan.name.as_str()));
        let updated = cx.api.patch(&FOLDER.at(plan.id()), &body).await?;
        Ok(plan.written(updated, cx)?)
    }

    /// The server looks for the folder at its path, which is another one by now where a folder above it
    /// was renamed: what it does not find there may be somewhere else.
    async fn delete(prior: Self, cx: &Cx<'_>) -> Result<()> {
        if prior.remove(cx).await? {
            return Ok(());
        }
        if let Some(found) = cx.api.get(&FOLDER.at(prior.id())).await.or_gone()? {
            prior.told(found)?.remove(cx).await?;
        }
        Ok(())
    }

    fn moves() -> Vec<Move<Self>> {
        moves()
    }

    async fn import(id: &str, cx: &Cx<'_>) -> Result<Option<Self>> {
        let keys = Self::import_keys(id);
        let [project, environment, path] = &keys[..] else { return Ok(None) };
        let place = Place::new(project, environment, path);
        let found = match FolderPath::split(path) {
            Some((parent, name)) => {
                let siblings = folders_in(&Place { path: parent, ..place.clone() });
                let folders = cx.api.list(&siblings).await?;
                folders.into_iter().find(|folder| text(folder, "name") == Some(&name))
            }
            None => None,
        };
        let found = found.ok_or_else(|| {
            let detail = format!("Project {project} has no folder {place}.");
            Diagnostic::error("No such folder", detail)
        })?;
        let id = Computed::Known(text(&found, "id").unwrap_or_default().into());
        Ok(Some(Self { id, ..Self::default() }))
    }
}

/// Which folders to list.
#[derive(Debug, Clone, Default, PartialEq, Schema)]
pub(crate) struct Below {
    /// ID of the project.
    project_id: Text<Trimmed>,

    /// Slug of the environment.
    environment_slug: Text<Trimmed>,

    /// Path of the folder that they are in; the root of the environment without it.
    folder_path: Option<Text<FolderPath>>,

    /// Whether to list the folders in those folders as well, and so on.
    recursive: Option<bool>,
}

/// The list of the folders in a folder, for `terraform query`.
impl ListResource<Infisical> for SecretFolder {
    type Filter = Below;

    async fn list(filter: Below, cx: &Cx<'_>, found: &Found<'_, Self>) -> Result<()> {
        let path = filter.folder_path.as_ref().map_or("/", Text::as_str);
        let (project, environment) = (&filter.project_id, &filter.environment_slug);
        let mut open = vec![Place::new(project.as_str(), environment.as_str(), path)];
        while let Some(place) = open.pop() {
            for listed in cx.api.list(&folders_in(&place)).await? {
                let known = Self {
                    project_id: project.clone(),
                    environment_slug: environment.clone(),
                    folder_path: place.path.as_str().into(),
                    ..Self::default()
                };
                let folder = known.told(listed)?;
                let path = folder.path.known().cloned().unwrap_or_default();
                if !found.push(&folder, &path).await {
                    return Ok(());
                }
                if filter.recursive == Some(true) {
                    open.push(Place { path, ..place.clone() });
                }
            }
        }
        Ok(())
    }
}

impl SecretFolder {
    fn id(&self) -> &str {
        self.id.known().map(Text::as_str).unwrap_or_default()
    }

    /// The description.
    fn says(&self) -> &str {
        self.description.known().map(String::as_str).unwrap_or_default()
    }

    /// The folder that it is in.
    fn parent(&self) -> Place {
        let (project, environment) = (self.project_id.as_str(), self.environment_slug.as_str());
        Place::new(project, environment, self.folder_path.as_str())
    }

    /// What the server wants to be told of where the folder is.
    fn address(&self) -> JsonMap {
        let mut body = self.to_api();
        body.retain(|member, _| ["workspaceId", "environment", "path"].contains(&member.as_str()));
        body
    }

    /// This folder with everything that the server tells of it. Lists, and answers to writes, do not tell
    /// where it is; others tell its own path, not that of the folder that it is in.
    fn told(self, mut answer: JsonMap) -> std::result::Result<Self, Diagnostic> {
        let environment = answer.remove("environment");
        let slug = environment.as_ref().and_then(|environment| environment.get("envSlug"));
        let whole = answer.remove("path");
        let parent = whole.as_ref().and_then(Json::as_str).and_then(FolderPath::split);
        let parent = parent.map(|(parent, _)| Json::from(parent));
        let (slug, project) = (slug.cloned(), answer.remove("projectId"));
        for (member, value) in [("environment", slug), ("path", parent), ("workspaceId", project)] {
            if let Some(value) = value {
                answer.insert(member.to_owned(), value);
            }
        }
        let description = answer.get("description").and_then(Json::as_str);
        let nothing =
            description.is_none() && (answer.contains_key("description") || self.says() == "");
        if nothing {
            answer.insert("description".to_owned(), json!(""));
        }
        let folder = self.absorb(&answer)?;
        let path = FolderPath::join(folder.folder_path.as_str(), folder.name.as_str());
        Ok(Self { path: Computed::Known(path), ..folder })
    }

    /// The same of the answer to a write, which says where the server keeps no description.
    fn written(self, answer: JsonMap, cx: &Cx<'_>) -> std::result::Result<Self, Diagnostic> {
        if !self.says().is_empty() && !answer.contains_key("description") {
            let detail = "This server has no descriptions of folders, as those up to 2024 do not.";
            let path = AttributePath::root("description");
            cx.warn(Diagnostic::warning("Description not kept", detail).at(path));
        }
        // The path is that of the plan, or nothing could be written to it.
        let mut answer = answer;
        answer.remove("path");
        self.told(answer)
    }

    /// Deletes it where it was last seen; `false` when it is not there.
    async fn remove(&self, cx: &Cx<'_>) -> Result<bool> {
        let Place { project, environment, path } = self.parent();
        let body = Body::from_iter([
            ("projectId".to_owned(), json!(project)),
            ("environment".to_owned(), json!(environment)),
            ("path".to_owned(), json!(path)),
            ("forceDelete".to_owned(), json!(self.force_delete)),
        ]);
        let removed = match cx.api.delete_with(&SPARED.at(self.id()), &body).await {
            Err(error) if error.is_unknown_route() => {
                if !self.force_delete && !self.is_empty(cx).await? {
                    return Err(self.not_empty());
                }
                cx.api.delete_with(&FOLDER.at(self.id()), &self.address()).await
            }
            Err(error) if says_not_empty(&error) => return Err(self.not_empty()),
            other => other,
        };
        Ok(removed.or_gone()?.is_some())
    }

    /// Whether nothing would be lost with it, as far as a server of 2024 tells.
    async fn is_empty(&self, cx: &Cx<'_>) -> Result<bool> {
        let place = self.parent();
        let path = FolderPath::join(&place.path, self.name.as_str());
        let place = Place { path, ..place };
        if !cx.api.list(&folders_in(&place)).await?.is_empty() {
            return Ok(false);
        }
        let options = ListOptions { without_values: true, ..ListOptions::default() };
        let secrets = cx.api.secrets().list(&place, &options).await.or_gone()?;
        Ok(secrets.is_none_or(|found| found.secrets.is_empty()))
    }

    fn not_empty(&self) -> Error {
        let detail = format!(
            "There are folders or secrets in the folder {}. To delete it with everything in it, set \
             `force_delete = true` and apply first.",
            FolderPath::join(self.folder_path.as_str(), self.name.as_str()),
        );
        let path = AttributePath::root("force_delete");
        Diagnostic::error("The folder is not empty", detail).at(path).into()
    }

    fn not_moved(&self, now: &Self) -> Diagnostic {
        let detail = format!(
            "The folder is in {}, and is to be in {}. Infisical does not move folders, and no folder on \
             the way was renamed. To delete it and to make another one: terraform apply \
             -replace=ADDRESS. To keep what is in it, change the configuration.",
            now.parent(),
            self.parent(),
        );
        Diagnostic::error("A folder cannot be moved", detail).at(AttributePath::root("folder_path"))
    }
}

/// The folders of this name in another one that this provider did not make.
async fn others_named(api: &Client, parent: &Place, name: &str) -> Vec<String> {
    api.others(&folders_in(parent), |folder| text(folder, "name") == Some(name)).await
}

/// Whether there is such a folder.
pub(crate) async fn is_there(api: &Client, place: &Place) -> bool {
    match FolderPath::split(&place.path) {
        Some((parent, name)) => {
            let parent = Place { path: parent, ..place.clone() };
            !others_named(api, &parent, &name).await.is_empty()
        }
        None => api.list(&folders_in(place)).await.is_ok(),
    }
}

/// Whether the folder with this ID is in another one.
async fn is_in(api: &Client, parent: &Place, id: &str) -> bool {
    let found = api.get(&FOLDER.at(id)).await.ok();
    let told = found.and_then(|found| SecretFolder::default().told(found).ok());
    told.is_some_and(|told| told.parent() == *parent)
}

fn name_path() -> AttributePath {
    AttributePath::root("name")
}

fn there_already(parent: &Place, name: &str, id: &str) -> Diagnostic {
    let detail = format!(
        "There is a folder named `{name}` in {parent}. {}\n\nWhere it was made on the way to another \
         folder of this configuration, let the `folder_path` of that one refer to the `path` of this one.",
        import_it(SecretFolder::TYPE_NAME, id),
    );
    Diagnostic::error("The folder exists", detail)
}

/// `Folder with name '…' already exists in path '…'`, of today's server.
fn says_exists(error: &ClientError) -> bool {
    error.status() == Some(400)
        && error.message().is_some_and(|message| message.contains("already exists in path"))
}

/// `Cannot delete folder "…" because it contains resources. …`
fn says_not_empty(error: &ClientError) -> bool {
    error.status() == Some(400)
        && error.message().is_some_and(|message| message.contains("because it contains resources"))
}
