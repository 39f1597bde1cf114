//! Secret imports: `v1/secret-import-router.ts` of 2024; `v1/deprecated-secret-import-router.ts` and
//! `v2/secret-import-router.ts` of the current server.

use serde::Serialize;
use serde_json::Value;
use uuid::Uuid;

use super::call::{storable, uuid};
use super::secret::place::{Naming, Place, path};
use super::{Answer, Call, Route, ok};
use crate::clock::iso;
use crate::fields::{Fields, Number};
use crate::options::Dialect;
use crate::rate_limit::Budget;
use crate::refusal::Refusal;
use crate::state::folder::{joined, without_slash};
use crate::state::{Environment, Import, Project};

const SUBJECT: &str = "secret-imports";

pub(super) fn routes(dialect: Dialect) -> Vec<Route> {
    let mut routes = of_version("/api/v1/secret-imports", Naming::Workspace);
    if dialect == Dialect::Current {
        routes.extend(of_version("/api/v2/secret-imports", Naming::Project));
    }
    routes
}

fn of_version(all: &str, naming: Naming) -> Vec<Route> {
    let one = format!("{all}/:secretImportId");
    let write = |route: Route| route.budget(Budget::Secrets);
    vec![
        write(Route::guarded("POST", all, move |call| create(call, naming))),
        Route::guarded("GET", all, move |call| list(call, naming)),
        Route::guarded("GET", one.as_str(), get),
        write(Route::guarded("PATCH", one.as_str(), move |call| update(call, naming))),
        write(Route::people("POST", format!("{one}/replication-resync"))),
        write(Route::guarded("DELETE", one.as_str(), move |call| delete(call, naming)).with_body()),
    ]
}

fn create(call: &mut Call<'_>, naming: Naming) -> Answer {
    let now = call.now;
    let mut fields = call.fields()?;
    let place = Place::read(&mut fields, naming, |fields| path(fields, "path"));
    fields.present("import", "object");
    let source = fields.nested("import", |fields| {
        let environment = fields.required_text("environment");
        (environment, without_slash(&fields.required_text("path")).to_owned())
    });
    let replication = fields.boolean("isReplication").unwrap_or(false);
    call.accept(fields)?;

    let (environment, path) = source.unwrap_or_default();
    place.allow(call, "create", SUBJECT)?;
    if replication && !call.options.licensed {
        let message = "Failed to create secret replication due to plan restriction. Upgrade plan to \
                       create replication.";
        return Err(Refusal::bad_request(message));
    }
    let folder = place.require(call.state, "NotFound")?;
    let (folder_id, last) = (folder.id.clone(), folder.imports.iter().map(|i| i.position).max());
    let here = place.environment(call.state).ok_or(Refusal::Internal)?.id.clone();
    let (environment_id, place_path) =
        (self::environment(call, &place, &environment)?, &place.path);
    let there = Place { environment, path: path.clone(), ..place.clone() };
    refuse_circle(call, &there, &here, place_path)?;
    if !storable(&path, 255) {
        return Err(Refusal::Database("Create"));
    }
    let import = Import {
        id: Uuid::new_v4().to_string(),
        environment_id,
        path,
        position: last.unwrap_or(0) + 1,
        replication,
        reserved: false,
        created_at: now,
        updated_at: now,
    };
    let answer = answer(call, "created", &place, &folder_id, &import);
    // A replication brings along the import of the folder that it fills.
    let reserved = replication.then(|| Import {
        id: Uuid::new_v4().to_string(),
        environment_id: here,
        path: replica(place_path, &import.id),
        position: import.position + 1,
        replication: false,
        reserved: true,
        ..import.clone()
    });
    let folder = place.require_mut(call.state, "NotFound")?;
    folder.imports.push(import);
    folder.imports.extend(reserved);
    answer
}

fn list(call: &mut Call<'_>, naming: Naming) -> Answer {
    let mut query = Fields::new(Value::Object(call.query()))?;
    let place = Place::read(&mut query, naming, |query| path(query, "path"));
    call.accept(query)?;
    place.allow(call, "read", SUBJECT)?;
    let folder = place.require(call.state, "NotFound")?;
    let project = place.project(call.state)?;
    let imports = folder.imports_in_order().into_iter();
    ok(&All {
        message: "Successfully fetched secret imports",
        secret_imports: imports
            .filter_map(|import| Row::new(project, &folder.id, import))
            .collect(),
    })
}

fn get(call: &mut Call<'_>) -> Answer {
    let id = call.parameter(0);
    let key = uuid(&id).ok_or(Refusal::Database("Find secret imports"))?;
    let found = call.state.projects.values().find_map(|project| {
        project.environments.iter().find_map(|environment| {
            let all = environment.root.walk("/").into_iter();
            let mut found = all.filter_map(|(path, folder)| {
                let import = folder.imports.iter().find(|import| import.id == key)?;
                Some((project, environment, path, folder, import))
            });
            found.next()
        })
    });
    let Some((project, environment, path, folder, import)) = found else {
        return Err(Refusal::not_found(format!("Secret import with ID '{id}' not found")));
    };
    let place = Place {
        project_id: project.id.clone(),
        environment: environment.slug.clone(),
        path: path.clone(),
    };
    place.allow(call, "read", SUBJECT)?;
    let row = Row::new(project, &folder.id, import).ok_or(Refusal::Internal)?;
    ok(&Detailed {
        secret_import: Detail {
            facts: row.facts,
            environment: OneEnvironment::new(environment),
            project_id: &project.id,
            import_env: row.import_env,
            secret_path: &path,
        },
    })
}

fn update(call: &mut Call<'_>, naming: Naming) -> Answer {
    let now = call.now;
    let mut fields = call.fields()?;
    let place = Place::read(&mut fields, naming, |fields| path(fields, "path"));
    fields.present("import", "object");
    let changes = fields.nested("import", |fields| {
        let environment = fields.text("environment");
        let path = fields.text("path").map(|path| without_slash(&path).to_owned());
        let whole = fields.is_whole("position");
        (environment, path, fields.any_number("position", Number::default()), whole)
    });
    call.accept(fields)?;

    let (slug, path, position, whole) = changes.unwrap_or_default();
    place.allow(call, "edit", SUBJECT)?;
    let folder = place.require(call.state, "NotFound")?;
    let folder_id = folder.id.clone();
    let key = uuid(&call.parameter(0)).ok_or(Refusal::Database("Find one"))?;
    let Some(old) = folder.imports.iter().find(|import| import.id == key).cloned() else {
        return Err(Refusal::bad_request("Secret import not found"));
    };
    let here = place.environment(call.state).ok_or(Refusal::Internal)?.id.clone();
    let named = slug.filter(|slug| !slug.is_empty());
    let project = place.project(call.state)?;
    let old_slug = || project.environments.iter().find(|e| e.id == old.environment_id);
    let slug = named.clone().or_else(|| Some(old_slug()?.slug.clone())).unwrap_or_default();
    let environment_id = environment(call, &place, &slug)?;
    let target = path.clone().filter(|path| !path.is_empty()).unwrap_or_else(|| old.path.clone());
    let there = Place { environment: slug, path: target, ..place.clone() };
    refuse_circle(call, &there, &here, &place.path)?;
    if !whole {
        return Err(Refusal::Database("Update position"));
    }
    if named.is_none() && path.is_none() && position.is_none() {
        return Err(Refusal::Database("Update"));
    }

    let step = if old.replication { 2 } else { 1 };
    let folder = place.require_mut(call.state, "NotFound")?;
    if let Some(position) = position.filter(|position| *position != 0) {
        for import in &mut folder.imports {
            if position > old.position && (old.position + 1..=position).contains(&import.position) {
                import.position -= step;
                import.updated_at = now;
            } else if (position..old.position).contains(&import.position) {
                import.position += step;
                import.updated_at = now;
            }
        }
        let path = replica(&place.path, &old.id);
        for import in folder.imports.iter_mut().filter(|i| i.reserved && i.path == path) {
            import.position = position + 1;
        }
    }
    let Some(import) = folder.imports.iter_mut().find(|import| import.id == key) else {
        return Err(Refusal::Internal);
    };
    import.position = position.unwrap_or(import.position);
    import.environment_id = environment_id;
    import.path = path.unwrap_or_else(|| import.path.clone());
    import.updated_at = now;
    let import = import.clone();
    answer(call, "updated", &place, &folder_id, &import)
}

fn delete(call: &mut Call<'_>, naming: Naming) -> Answer {
    let now = call.now;
    let mut fields = call.fields()?;
    let place = Place::read(&mut fields, naming, |fields| path(fields, "path"));
    call.accept(fields)?;

    place.allow(call, "delete", SUBJECT)?;
    let id = call.parameter(0);
    let folder = place.require(call.state, "NotFound")?;
    let key = uuid(&id).ok_or(Refusal::Database("Delete"))?;
    let folder_id = folder.id.clone();
    let Some(import) = folder.imports.iter().find(|import| import.id == key).cloned() else {
        return Err(Refusal::not_found(format!("Secret import with folder ID '{id}' not found")));
    };
    let step = if import.replication { 2 } else { 1 };
    let folder = place.require_mut(call.state, "NotFound")?;
    let replica = replica(&place.path, &import.id);
    folder.imports.retain(|other| other.id != key && !(other.reserved && other.path == replica));
    for other in folder.imports.iter_mut().filter(|other| other.position > import.position) {
        other.position -= step;
        other.updated_at = now;
    }
    answer(call, "deleted", &place, &folder_id, &import)
}

/// The ID of the environment with this slug in the project of the place.
fn environment(call: &Call<'_>, place: &Place, slug: &str) -> Result<String, Refusal> {
    // The server means to say more, and puts it where nobody reads it.
    let missing = || Refusal::not_found("The requested entity is not found");
    let environment = place.project(call.state)?.environment(slug);
    environment.map(|environment| environment.id.clone()).ok_or_else(missing)
}

/// Refuses an import of a folder that imports this one. Circles of more are not looked for.
fn refuse_circle(
    call: &Call<'_>,
    source: &Place,
    environment_id: &str,
    path: &str,
) -> Result<(), Refusal> {
    let imports = source.folder(call.state)?.map_or(&[][..], |folder| &folder.imports);
    if imports.iter().any(|back| back.environment_id == environment_id && back.path == path) {
        return Err(Refusal::bad_request("Cyclic import not allowed"));
    }
    Ok(())
}

/// The path of the folder that a replication fills.
fn replica(path: &str, import_id: &str) -> String {
    joined(path, &format!("__reserve_replication_{import_id}"))
}

fn answer(call: &Call<'_>, done: &str, place: &Place, folder_id: &str, import: &Import) -> Answer {
    let project = place.project(call.state)?;
    ok(&One {
        message: format!("Successfully {done} secret import"),
        secret_import: Row::new(project, folder_id, import).ok_or(Refusal::Internal)?,
    })
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct One<'a> {
    message: String,
    secret_import: Row<'a>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct All<'a> {
    message: &'static str,
    secret_imports: Vec<Row<'a>>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Detailed<'a> {
    secret_import: Detail<'a>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Row<'a> {
    #[serde(flatten)]
    facts: Facts<'a>,
    import_env: ImportedEnvironment<'a>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Detail<'a> {
    #[serde(flatten)]
    facts: Facts<'a>,
    environment: OneEnvironment<'a>,
    project_id: &'a str,
    import_env: ImportedEnvironment<'a>,
    secret_path: &'a str,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Facts<'a> {
    id: &'a str,
    version: i64,
    import_path: &'a str,
    position: i64,
    created_at: String,
    updated_at: String,
    folder_id: &'a str,
    is_replication: bool,
    is_replication_success: (),
    replication_status: (),
    last_replicated: (),
    is_reserved: bool,
}

#[derive(Serialize)]
struct ImportedEnvironment<'a> {
    name: &'a str,
    slug: &'a str,
    id: &'a str,
}

#[derive(Serialize)]
struct OneEnvironment<'a> {
    id: &'a str,
    name: &'a str,
    slug: &'a str,
}

impl<'a> OneEnvironment<'a> {
    fn new(environment: &'a Environment) -> Self {
        Self { id: &environment.id, name: &environment.name, slug: &environment.slug }
    }
}

impl<'a> Row<'a> {
    /// None where the environment that it imports from is gone, and the import with it.
    fn new(project: &'a Project, folder_id: &'a str, import: &'a Import) -> Option<Self> {
        let environment = project.environments.iter().find(|e| e.id == import.environment_id)?;
        let facts = Facts {
            id: &import.id,
            version: 1,
            import_path: &import.path,
            position: import.position,
            created_at: iso(import.created_at),
            updated_at: iso(import.updated_at),
            folder_id,
            is_replication: import.replication,
            is_replication_success: (),
            replication_status: (),
            last_replicated: (),
            is_reserved: import.reserved,
        };
        let OneEnvironment { id, name, slug } = OneEnvironment::new(environment);
        Some(Self { facts, import_env: ImportedEnvironment { name, slug, id } })
    }
}
