//! `infisical_secret_import`: the secrets of one folder seen in another.
//!
//! API: `backend/src/server/routes/v1/secret-import-router.ts` (today's
//! `deprecated-secret-import-router.ts`) and
//! `backend/src/services/secret-import/secret-import-service.ts`.

use super::secret_folder::is_there;
use crate::{
    Cx, Error, Infisical, Result,
    error::diagnostic,
    shared::{FolderPath, Trimmed, Uuid, import_it, moves, planned_text, text},
};
use infisical_client::{
    Body, Client, Collection, Endpoint, Error as ClientError, Listed, OrGone, Place, Trace, Turn,
};
use serde_json::{Value as Json, json};
use std::collections::HashSet;
use tf_framework::{
    ApiObject, AttributePath, Change, Computed, Diagnostic, JsonMap, Move, Planning, Resource,
    Schema, Text,
};

const IMPORT: Endpoint = Endpoint::new("/api/v1/secret-imports/{}", "secretImport");

const IMPORTS: Collection = Collection::new("/api/v1/secret-imports", "secretImports", "id");

const RESYNC: Endpoint = Endpoint::new("/api/v1/secret-imports/{}/replication-resync", "");

/// So many folders are looked at for a circle of imports.
const FARTHEST: usize = 20;

/// The imports of the folder at `place`, in their order.
fn imports_in(place: &Place) -> Listed {
    IMPORTS
        .with("workspaceId", &place.project)
        .with("environment", &place.environment)
        .with("path", &place.path)
}

/// Lets the secrets of a folder be seen in another one, of the same environment or of another. Where both
/// have a secret of one name, that of the folder itself counts, and of two imports the one that comes
/// later. The server takes an import of a folder that does not exist, and circles of more than two
/// folders: the plan warns of them.
#[derive(Debug, Clone, Default, PartialEq, Schema)]
#[schema(family = super::FAMILY)]
pub(crate) struct SecretImport {
    /// ID of the import.
    #[attr(key, keep)]
    id: Computed<Text<Uuid>>,

    /// ID of the project.
    #[attr(replace, local)]
    project_id: Text<Trimmed>,

    /// Slug of the environment that the secrets are to be seen in.
    #[attr(replace, local)]
    environment_slug: Text<Trimmed>,

    /// Path of the folder that they are to be seen in.
    #[attr(replace, local)]
    folder_path: Text<FolderPath>,

    /// Slug of the environment that the secrets are in.
    #[attr(replace, local)]
    import_environment_slug: Text<Trimmed>,

    /// Path of the folder that they are in.
    #[attr(replace, local)]
    import_folder_path: Text<FolderPath>,

    /// Whether the secrets are copied, by way of approvals where the folder has a policy, instead of being
    /// looked up where they are. It is not in every plan of Infisical.
    #[attr(replace)]
    is_replication: bool,

    /// The place of the import among those of its folder, from 1 on: a new one comes last. An import that
    /// comes or goes moves those behind it.
    #[attr(keep)]
    position: Computed<i64>,
}

impl Resource<Infisical> for SecretImport {
    const TYPE_NAME: &'static str = "infisical_secret_import";

    const IMPORT_ID: Option<&'static str> = Some(
        "the ID of the import; or, with commas between them, the ID of the project, the slug of the \
         environment, the path of the folder, and the slug and the path that it imports from",
    );

    /// Warns of what the server takes without a word. A folder that is to be made in the same run is not
    /// there yet: of a new import, that is told when it is made. A circle is told of the import that closes
    /// it, as to look for it costs a request.
    async fn modify_plan(plan: &mut Planning<'_, Infisical>) -> Result<()> {
        let (Some(api), false) = (plan.api, plan.is_destroy()) else { return Ok(()) };
        let Some((place, source)) = places(plan) else { return Ok(()) };
        if place == source {
            plan.report(circle(&place, &source));
        } else if plan.is_create() {
            let others = api.others(&imports_in(&place), |import| is_of(import, &source)).await;
            if let Some(id) = others.first() {
                let there = there_already(&place, &source, id);
                plan.report(Diagnostic::warning(there.summary, there.detail).at(source_path()));
            } else if walk(api, &source, &place).await == Walk::Back {
                plan.report(circle(&place, &source));
            }
        } else if !plan.is_change() && source.path != "/" && !is_there(api, &source).await {
            plan.report(nothing_there(&source));
        }
        Ok(())
    }

    async fn create(plan: Self, cx: &Cx<'_>) -> Result<Self> {
        let (place, source) = (plan.place(), plan.source());
        let _turn = turn(&place, cx).await;
        // A folder that is not there is told by the create itself.
        let all = imports_in(&place);
        let before = cx.api.list(&all).await.unwrap_or_default();
        if let Some(there) = before.iter().find(|import| is_of(import, &source)) {
            let id = text(there, "id").unwrap_or_default();
            return Err(there_already(&place, &source, id).at(source_path()).into());
        }
        let mut body = plan.address();
        body.extend([
            ("isReplication".to_owned(), json!(plan.is_replication)),
            (
                "import".to_owned(),
                json!({ "environment": source.environment, "path": source.path }),
            ),
        ]);
        let like = |import: &JsonMap| is_of(import, &source);
        let is_it = |import: &JsonMap| {
            like(import) && import.get("isReplication") == Some(&json!(plan.is_replication))
        };
        let key = format!("{place} {source}");
        let single = |id: &str| IMPORT.at(id);
        let trace = Trace::in_list(&all, &single, &key, &like, &is_it);
        let made = cx.api.create(&IMPORT.collection(), &body, &trace).await.map_err(lacking)?;
        let made = plan.told(&made)?;
        cx.save(&made);
        if place != source {
            match walk(cx.api, &source, &place).await {
                Walk::Nowhere => cx.warn(nothing_there(&source)),
                Walk::Back => cx.warn(circle(&place, &source)),
                Walk::Away => {}
            }
        }
        Ok(made)
    }

    async fn read(prior: Self, cx: &Cx<'_>) -> Result<Option<Self>> {
        let at = IMPORT.at(prior.id());
        let found = if prior.project_id.as_str().is_empty() {
            cx.api.get(&at).await
        } else {
            cx.api.get_among(&at, &imports_in(&prior.place()), prior.id()).await
        };
        Ok(found.or_gone()?.map(|found| prior.told(&found)).transpose()?)
    }

    /// Nothing can change in place.
    async fn update(change: Change<Self>, _: &Cx<'_>) -> Result<Self> {
        Ok(change.plan)
    }

    /// The server looks for the import in its folder, which has another path by now where a folder on the
    /// way was renamed: what it does not find there may be somewhere else.
    async fn delete(prior: Self, cx: &Cx<'_>) -> Result<()> {
        let at = IMPORT.at(prior.id());
        let _turn = turn(&prior.place(), cx).await;
        if cx.api.delete_with(&at, &prior.address()).await.or_gone()?.is_some() {
            return Ok(());
        }
        if let Some(found) = cx.api.get(&at).await.or_gone()? {
            let there = prior.told(&found)?;
            cx.api.delete_with(&at, &there.address()).await.or_gone()?;
        }
        Ok(())
    }

    fn moves() -> Vec<Move<Self>> {
        moves()
    }

    async fn import(id: &str, cx: &Cx<'_>) -> Result<Option<Self>> {
        let keys = Self::import_keys(id);
        let [project, environment, path, from, from_path] = &keys[..] else { return Ok(None) };
        let place = Place::new(project, environment, path);
        let source = Place::new(project, from, from_path);
        let all = cx.api.list(&imports_in(&place)).await?;
        let found = all.iter().find(|import| is_of(import, &source)).ok_or_else(|| {
            let detail = format!("Nothing is imported from {source} into {place}.");
            Diagnostic::error("No such import", detail)
        })?;
        let id = Computed::Known(text(found, "id").unwrap_or_default().into());
        Ok(Some(Self { id, ..Self::default() }))
    }
}

impl SecretImport {
    fn id(&self) -> &str {
        self.id.known().map(Text::as_str).unwrap_or_default()
    }

    /// The folder that it is in.
    fn place(&self) -> Place {
        let (project, environment) = (self.project_id.as_str(), self.environment_slug.as_str());
        Place::new(project, environment, self.folder_path.as_str())
    }

    /// The folder that it imports.
    fn source(&self) -> Place {
        let environment = self.import_environment_slug.as_str();
        Place::new(self.project_id.as_str(), environment, self.import_folder_path.as_str())
    }

    /// What the server wants to be told of where the import is.
    fn address(&self) -> Body {
        let Place { project, environment, path } = self.place();
        Body::from_iter([
            ("workspaceId".to_owned(), json!(project)),
            ("environment".to_owned(), json!(environment)),
            ("path".to_owned(), json!(path)),
        ])
    }

    /// This import with everything that the server tells of it. Lists, and answers to writes, do not tell
    /// which folder it is in.
    fn told(self, answer: &JsonMap) -> std::result::Result<Self, Diagnostic> {
        let known = self.absorb(answer)?;
        let slug = |member| answer.get(member).and_then(|environment| environment["slug"].as_str());
        Ok(Self {
            project_id: text(answer, "projectId").map_or(known.project_id, Into::into),
            environment_slug: slug("environment").map_or(known.environment_slug, Into::into),
            folder_path: text(answer, "secretPath").map_or(known.folder_path, Into::into),
            import_environment_slug: slug("importEnv")
                .map_or(known.import_environment_slug, Into::into),
            import_folder_path: text(answer, "importPath")
                .map_or(known.import_folder_path, Into::into),
            ..known
        })
    }
}

/// Copies the secrets of a replicating import once more.
///
/// # Errors
/// What the requests fail with; an import that does not replicate. The server lets people alone do this.
pub(crate) async fn resync(id: &str, cx: &Cx<'_>) -> Result<()> {
    let found = cx.api.get(&IMPORT.at(id)).await?;
    let import = SecretImport::default().told(&found)?;
    if !import.is_replication {
        let detail = format!(
            "Import {id} looks up the secrets of {} where they are: there is nothing to copy.",
            import.source()
        );
        let path = AttributePath::root("secret_import_id");
        return Err(Diagnostic::error("Not a replication", detail).at(path).into());
    }
    match cx.api.post(&RESYNC.at(id), &import.address()).await {
        Err(error) if error.status() == Some(403) => Err(for_people(&error).into()),
        other => Ok(other.map(drop)?),
    }
}

fn for_people(refusal: &ClientError) -> Diagnostic {
    let said = diagnostic(refusal);
    let detail = format!(
        "Infisical lets people resync, and no machine identities: give the provider the access token of a \
         user as `auth.token`. Or make the import anew, which copies everything: terraform apply \
         -replace=ADDRESS.\n\n{}",
        said.detail
    );
    Diagnostic { detail, ..said }
}

/// Two writes at once in one folder may want the same position: the server answers 500 to one of them
/// (`import_pos_composite_uniqe` of `backend/src/db/migrations`).
async fn turn(place: &Place, cx: &Cx<'_>) -> Turn {
    cx.api.turn(&format!("imports of {} in {place}", place.project)).await
}

/// Where an import is planned, and from where; none while that is not known.
fn places(plan: &Planning<'_, Infisical>) -> Option<(Place, Place)> {
    let planned = |name| planned_text(plan, name);
    let project = planned("project_id")?;
    let place =
        |environment, path| Some(Place::new(&project, &planned(environment)?, &planned(path)?));
    let source = place("import_environment_slug", "import_folder_path")?;
    Some((place("environment_slug", "folder_path")?, source))
}

/// What an entry of a list imports. A replication has a second one, which the server keeps for itself.
fn source_of(import: &JsonMap, project: &str) -> Option<Place> {
    let environment =
        import.get("importEnv").and_then(|environment| environment["slug"].as_str())?;
    let own = import.get("isReserved") != Some(&Json::Bool(true));
    own.then(|| Place::new(project, environment, text(import, "importPath").unwrap_or_default()))
}

fn is_of(import: &JsonMap, source: &Place) -> bool {
    source_of(import, &source.project).is_some_and(|found| found == *source)
}

/// Where the imports of a folder lead.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Walk {
    /// There is no such folder.
    Nowhere,
    /// To where the walk is to end.
    Back,
    /// Somewhere else.
    Away,
}

/// Goes from one folder to those that it imports, and so on.
async fn walk(api: &Client, from: &Place, to: &Place) -> Walk {
    let (mut open, mut seen) = (vec![from.clone()], HashSet::new());
    while let Some(place) = open.pop() {
        if place == *to {
            return Walk::Back;
        }
        if seen.len() == FARTHEST || !seen.insert(place.clone()) {
            continue;
        }
        match api.list(&imports_in(&place)).await {
            Ok(imports) => {
                open.extend(imports.iter().filter_map(|import| source_of(import, &from.project)));
            }
            Err(error) if error.status() == Some(404) && place == *from => return Walk::Nowhere,
            // What cannot be read leads nowhere that is known.
            Err(_) => {}
        }
    }
    Walk::Away
}

fn source_path() -> AttributePath {
    AttributePath::root("import_folder_path")
}

fn circle(place: &Place, source: &Place) -> Diagnostic {
    let detail = if place == source {
        format!("The folder {place} is to import itself, which gives it nothing.")
    } else {
        format!(
            "The folder {place} imports {source}, whose imports lead back to it. Infisical follows a circle \
             once around, so that which secret counts depends on where it is read."
        )
    };
    Diagnostic::warning("Imports in a circle", detail).at(source_path())
}

fn nothing_there(source: &Place) -> Diagnostic {
    let detail = format!("There is no folder {source}: nothing is imported until there is.");
    Diagnostic::warning("Nothing to import", detail).at(source_path())
}

fn there_already(place: &Place, source: &Place, id: &str) -> Diagnostic {
    let import = import_it(SecretImport::TYPE_NAME, id);
    let detail = format!("The folder {place} imports {source} already; twice is no more. {import}");
    Diagnostic::error("The import exists", detail)
}

/// A create fails with a 404 for its own folder, or else for the environment that it imports from.
fn lacking(error: ClientError) -> Error {
    if error.status() != Some(404) || error.is_unknown_route() {
        return error.into();
    }
    let is_folder = error.message().is_some_and(|message| message.starts_with("Folder with path"));
    let attribute = if is_folder { "folder_path" } else { "import_environment_slug" };
    diagnostic(&error).at(AttributePath::root(attribute)).into()
}
