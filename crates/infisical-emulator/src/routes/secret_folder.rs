//! Folders of secrets: `v1/secret-folder-router.ts` of 2024; `v1/deprecated-secret-folder-router.ts`
//! and `v2/secret-folder-router.ts` of the current server.

use serde::Serialize;
use serde_json::Value;

use super::call::{storable, uuid};
use super::secret::place::{Naming, Place, rooted_path};
use super::{Answer, Call, Route, ok};
use crate::clock::iso;
use crate::fields::{Fields, Given};
use crate::options::Dialect;
use crate::rate_limit::Budget;
use crate::refusal::Refusal;
use crate::state::folder::{below, is_name, joined};
use crate::state::{Environment, Folder, Project, State};

const SUBJECT: &str = "secret-folders";

pub(super) fn routes(dialect: Dialect) -> Vec<Route> {
    let mut routes = of_version("/api/v1/folders", Naming::Workspace);
    if dialect == Dialect::Current {
        routes.extend(of_version("/api/v2/folders", Naming::Project));
    }
    routes
}

fn of_version(all: &str, naming: Naming) -> Vec<Route> {
    let one = format!("{all}/:folderId");
    let write = |route: Route| route.budget(Budget::Secrets);
    vec![
        write(Route::guarded("POST", all, move |call| create(call, naming))),
        Route::guarded("GET", all, move |call| list(call, naming)),
        write(Route::guarded("PATCH", format!("{all}/batch"), move |call| {
            update_many(call, naming)
        })),
        Route::guarded("GET", one.as_str(), get),
        write(Route::guarded("PATCH", one.as_str(), move |call| update(call, naming))),
        write(Route::guarded("DELETE", one, move |call| delete(call, naming)).with_body()),
    ]
}

/// Makes the folders on the way as well. One that exists is answered as it is by the recorded
/// server, and refused by the current one.
fn create(call: &mut Call<'_>, naming: Naming) -> Answer {
    let (current, now) = (call.current(), call.now);
    let mut fields = call.fields()?;
    let place = Place::read(&mut fields, naming, |fields| read_path(fields, naming, current));
    let name = read_name(&mut fields, current);
    let description = read_description(&mut fields, current);
    call.accept(fields)?;

    place.allow(call, "create", SUBJECT)?;
    let environment = environment(&place, call.state)?;
    let env_id = environment.id.clone();
    let whole = joined(&place.path, &name);
    let mut way = environment.root.on_the_way(&whole)?;
    if way == whole {
        if current {
            let path = &place.path;
            let message = format!("Folder with name '{name}' already exists in path '{path}'");
            return Err(Refusal::bad_request(message));
        }
        let folder = Place { path: whole, ..place }.require(call.state, "NotFound")?;
        return ok(&One { folder: Row::new(folder, &env_id, current) });
    }
    if !storable(&name, 255) {
        return Err(Refusal::Database("Create"));
    }
    let missing = if way == place.path { "" } else { place.path.get(way.len()..).unwrap_or("") };
    for step in missing.split('/').filter(|step| !step.is_empty()) {
        let parent = Place { path: way.clone(), ..place.clone() };
        let parent = parent.require_mut(call.state, "NotFound")?;
        if !parent.folders.iter().any(|folder| folder.name == step) {
            let folder = Folder::new(step, &parent.id, now);
            parent.folders.push(folder);
        }
        way = below(&way, step);
    }
    let parent = Place { path: way.clone(), ..place }.require_mut(call.state, "NotFound")?;
    let mut folder = Folder::new(&name, &parent.id, now);
    if let Given::Value(text) = description {
        folder.description = Some(text);
    }
    let mut row = Row::new(&folder, &env_id, current);
    row.path = current.then(|| below(&way, &name));
    let answer = ok(&One { folder: row });
    parent.folders.push(folder);
    answer
}

fn list(call: &mut Call<'_>, naming: Naming) -> Answer {
    let current = call.current();
    let mut query = Fields::new(Value::Object(call.query()))?;
    let place = Place::read(&mut query, naming, |query| {
        if naming == Naming::Project {
            query.present("path", "string");
        }
        read_path(query, naming, current)
    });
    let recursive = current && query.text("recursive").is_some_and(|text| is_true(&text));
    call.accept(query)?;

    call.project(&place.project_id)?;
    let Some(environment) = place.environment(call.state) else {
        let message = format!("Environment with slug '{}' not found", place.environment);
        return Err(Refusal::not_found(message));
    };
    let Some(parent) = environment.root.at(&place.path)? else {
        return ok(&All { folders: Vec::new() });
    };
    let mut folders: Vec<(usize, Option<String>, &Folder)> = if recursive {
        let below = parent.walk("/").into_iter().skip(1);
        below.map(|(path, folder)| (path.matches('/').count(), Some(path), folder)).collect()
    } else {
        parent.folders.iter().map(|folder| (0, None, folder)).collect()
    };
    if current {
        folders.sort_by_cached_key(|(depth, _, folder)| (*depth, folder.name.to_lowercase()));
    }
    let row = |(_, path, folder)| {
        let row = Row::new(folder, &environment.id, current);
        Row { relative_path: path, ..row }
    };
    ok(&All { folders: folders.into_iter().map(row).collect() })
}

fn get(call: &mut Call<'_>) -> Answer {
    let id = call.parameter(0);
    let key = uuid(&id).ok_or(Refusal::Database("Find by id"))?;
    let Some((project, environment, path, folder)) = find(call.state, &key) else {
        return Err(Refusal::not_found(format!("Folder with ID '{id}' not found")));
    };
    call.project(&project.id)?;
    ok(&Detailed {
        folder: Detail {
            row: Row::new(folder, &environment.id, call.current()),
            environment: InEnvironment {
                env_id: &environment.id,
                env_name: &environment.name,
                env_slug: &environment.slug,
            },
            path,
            project_id: &project.id,
        },
    })
}

fn update(call: &mut Call<'_>, naming: Naming) -> Answer {
    let current = call.current();
    let mut fields = call.fields()?;
    let place = Place::read(&mut fields, naming, |fields| read_path(fields, naming, current));
    let name = read_name(&mut fields, current);
    let description = read_description(&mut fields, current);
    call.accept(fields)?;

    place.allow(call, "edit", SUBJECT)?;
    let id = call.parameter(0);
    let path = current.then(|| below(&place.path, &name));
    let steps = ["UpdateFolder"; 2];
    let folder = Change { id: &id, place, name, description, steps }.carry_out(call, || {
        Refusal::not_found_as("UpdateFolder", format!("Folder with ID '{id}' not found"))
    })?;
    ok(&One { folder: Row { path, ..folder } })
}

fn update_many(call: &mut Call<'_>, naming: Naming) -> Answer {
    let current = call.current();
    let mut fields = call.fields()?;
    let project = fields.required_text(match naming {
        Naming::Workspace => "projectSlug",
        Naming::Project => "projectId",
    });
    let changes = fields.required_each("folders", |fields| {
        let id = fields.required_verbatim("id").unwrap_or_default();
        let environment = fields.required_text("environment");
        let name = read_name(fields, current);
        let path = rooted_path(fields, "path");
        let description = read_description(fields, current);
        let place = Place { project_id: String::new(), environment, path };
        (id, name, description, place)
    });
    call.accept(fields)?;

    let project_id = match naming {
        Naming::Project => project,
        Naming::Workspace => super::secret::project_by_slug(call, &project)?,
    };
    // All or nothing: what was changed before a refusal is put back.
    let before = call.state.projects.get(&project_id).cloned();
    let mut folders = Vec::new();
    for (id, name, description, place) in changes {
        let place = Place { project_id: project_id.clone(), ..place };
        place.allow(call, "edit", SUBJECT)?;
        let slug = place.environment.clone();
        let steps = ["UpdateManyFolders", "Batch update folder"];
        let rename = Change { id: &id, place, name, description, steps };
        let renamed = rename.carry_out(call, || {
            let message =
                format!("Folder with id '{id}' in environment with slug '{slug}' not found");
            Refusal::not_found_as("UpdateManyFolders", message)
        });
        match renamed {
            Ok(folder) => folders.push(folder),
            Err(refusal) => {
                call.state.projects.extend(before.map(|project| (project_id, project)));
                return Err(refusal);
            }
        }
    }
    ok(&All { folders })
}

/// The recorded server and v1 of the current one delete whatever is in the folder.
fn delete(call: &mut Call<'_>, naming: Naming) -> Answer {
    let current = call.current();
    let mut fields = call.fields()?;
    let place = Place::read(&mut fields, naming, |fields| read_path(fields, naming, current));
    let force = match naming {
        Naming::Workspace => true,
        Naming::Project => fields.boolean("forceDelete").unwrap_or(false),
    };
    call.accept(fields)?;

    place.allow(call, "delete", SUBJECT)?;
    let Some(environment) = place.environment(call.state) else {
        let message = format!("Environment with slug '{}' not found", place.environment);
        return Err(Refusal::not_found(message));
    };
    let (env_id, id) = (environment.id.clone(), call.parameter(0));
    let parent = place.require_mut(call.state, "NotFound")?;
    let named = |folder: &Folder| current && folder.name == id;
    let is_meant = meant(&id);
    let at = parent.folders.iter().position(|folder| named(folder) || is_meant(folder));
    let Some(at) = at else {
        return Err(Refusal::not_found(if current {
            format!("Folder with ID '{id}' not found")
        } else {
            format!("Failed to delete folder with ID '{id}', not found")
        }));
    };
    let folder = &parent.folders[at];
    let is_empty = folder.secrets.is_empty() && folder.folders.is_empty();
    if !force && !is_empty {
        let message = format!(
            "Cannot delete folder \"{}\" because it contains resources. Use forceDelete=true to \
             delete it forcefully.",
            folder.name
        );
        return Err(Refusal::bad_request_as("deleteFolder", message));
    }
    let folder = parent.folders.remove(at);
    ok(&One { folder: Row::new(&folder, &env_id, current) })
}

/// A change of a folder. It is found by its ID, or by its name for the sake of old clients.
struct Change<'a> {
    id: &'a str,
    place: Place,
    name: String,
    description: Given<String>,
    /// What the server calls the step, and that in which the new name turns out to be taken.
    steps: [&'static str; 2],
}

impl Change<'_> {
    fn carry_out(
        self,
        call: &mut Call<'_>,
        missing: impl FnOnce() -> Refusal,
    ) -> Result<Row, Refusal> {
        let (current, now) = (call.current(), call.now);
        let Self { id, place, name, description, steps: [step, taken] } = self;
        let env_id = place.environment(call.state).map(|environment| environment.id.clone());
        let parent = place.require_mut(call.state, step)?;
        let at = parent.folders.iter().position(meant(id)).ok_or_else(missing)?;
        let is_taken = parent.folders.iter().any(|folder| folder.name == name);
        let folder = &mut parent.folders[at];
        if folder.name != name && is_taken {
            let message = "Folder with specified name already exists";
            return Err(Refusal::bad_request_as(taken, message));
        }
        if !storable(&name, 255) {
            return Err(Refusal::Database("SecretFolderUpdate"));
        }
        folder.name = name;
        match description {
            Given::Absent => {}
            Given::Null => folder.description = None,
            Given::Value(text) => folder.description = Some(text),
        }
        folder.version += 1;
        folder.updated_at = now;
        Ok(Row::new(folder, &env_id.unwrap_or_default(), current))
    }
}

/// Whether a folder is the one that is meant: by its ID, or by its name.
fn meant(id: &str) -> impl Fn(&Folder) -> bool {
    let (key, name) = (uuid(id), id.to_owned());
    move |folder| match &key {
        Some(key) => folder.id == *key,
        None => folder.name == name,
    }
}

/// `directory` is an old name of the path. The recorded server gives the path its default first, so
/// that the old name never counts.
fn read_path(fields: &mut Fields, naming: Naming, current: bool) -> String {
    let absent = !fields.contains("path");
    let path = rooted_path(fields, "path");
    if naming == Naming::Project {
        return path;
    }
    let directory = rooted_path(fields, "directory");
    if absent && current { directory } else { path }
}

fn read_name(fields: &mut Fields, current: bool) -> String {
    let name = fields.required_text("name");
    if current {
        let message = "Invalid folder name. Only alphanumeric characters, dashes, and underscores \
                       are allowed.";
        fields.refine("name", is_name(&name), message);
    }
    name
}

fn read_description(fields: &mut Fields, current: bool) -> Given<String> {
    if current { fields.nullable_verbatim("description") } else { Given::Absent }
}

/// What the server takes for true in a query.
fn is_true(text: &str) -> bool {
    !text.is_empty() && text.parse() != Ok(0.0) && !text.eq_ignore_ascii_case("false")
}

fn environment<'a>(place: &Place, state: &'a State) -> Result<&'a Environment, Refusal> {
    let Place { project_id, environment, .. } = place;
    let missing = || {
        Refusal::not_found(format!(
            "Environment with slug '{environment}' in project with ID '{project_id}' not found"
        ))
    };
    place.environment(state).ok_or_else(missing)
}

/// The folder with this ID, wherever it is, with its path.
fn find<'a>(
    state: &'a State,
    id: &str,
) -> Option<(&'a Project, &'a Environment, String, &'a Folder)> {
    state.projects.values().find_map(|project| {
        project.environments.iter().find_map(|environment| {
            let all = environment.root.walk("/");
            let found = all.into_iter().find(|(_, folder)| folder.id == id);
            found.map(|(path, folder)| (project, environment, path, folder))
        })
    })
}

#[derive(Serialize)]
struct One {
    folder: Row,
}

#[derive(Serialize)]
struct All {
    folders: Vec<Row>,
}

#[derive(Serialize)]
struct Detailed<'a> {
    folder: Detail<'a>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Row {
    id: String,
    name: String,
    version: i64,
    created_at: String,
    updated_at: String,
    env_id: String,
    parent_id: Option<String>,
    is_reserved: bool,
    #[serde(flatten)]
    described: Option<Described>,
    #[serde(skip_serializing_if = "Option::is_none")]
    path: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    relative_path: Option<String>,
}

#[derive(Serialize)]
struct Described {
    description: Option<String>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Detail<'a> {
    #[serde(flatten)]
    row: Row,
    environment: InEnvironment<'a>,
    path: String,
    project_id: &'a str,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct InEnvironment<'a> {
    env_id: &'a str,
    env_name: &'a str,
    env_slug: &'a str,
}

impl Row {
    fn new(folder: &Folder, env_id: &str, current: bool) -> Self {
        let description = folder.description.clone();
        Self {
            id: folder.id.clone(),
            name: folder.name.clone(),
            version: folder.version,
            created_at: iso(folder.created_at),
            updated_at: iso(folder.updated_at),
            env_id: env_id.to_owned(),
            parent_id: folder.parent_id.clone(),
            is_reserved: false,
            described: current.then_some(Described { description }),
            path: None,
            relative_path: None,
        }
    }
}
