//! Environments of a project: `v1/project-env-router.ts` and `project-env-service.ts` of 2024; in
//! the current server `v1/deprecated-project-env-router.ts` and `v1/project-env-router.ts`.

use serde::Serialize;

use super::call::{storable, uuid};
use super::{Answer, Call, Route, ok};
use crate::clock;
use crate::fields::{Fields, Number, Slug};
use crate::options::Dialect;
use crate::rate_limit::Budget;
use crate::refusal::Refusal;
use crate::state::{Environment, Project};

pub(super) fn routes(dialect: Dialect) -> Vec<Route> {
    let current = dialect == Dialect::Current;
    // The recorded server counts reading one as a write.
    let read = if current { Budget::Read } else { Budget::Write };
    let mut routes = vec![
        Route::guarded("GET", "/api/v1/workspace/environments/:envId", |call| get(call, 0)),
        Route::guarded("GET", "/api/v1/workspace/:projectId/environments/:envId", |call| {
            get(call, 1)
        })
        .budget(read),
    ];
    routes.extend(of_project("/api/v1/workspace", false));
    if current {
        routes.extend(of_project("/api/v1/projects", true));
        let one = "/api/v1/projects/:projectId/environments/:envId";
        routes.push(Route::guarded("GET", one, |call| get(call, 1)));
    }
    routes
}

/// The routes that change an environment; `modern` ones name the project in the answer otherwise.
fn of_project(prefix: &str, modern: bool) -> [Route; 3] {
    let all = format!("{prefix}/:projectId/environments");
    let one = format!("{all}/:id");
    [
        Route::guarded("POST", all, move |call| create(call, modern)),
        Route::guarded("PATCH", one.clone(), move |call| update(call, modern)),
        Route::guarded("DELETE", one, move |call| delete(call, modern)),
    ]
}

fn create(call: &mut Call<'_>, modern: bool) -> Answer {
    let now = call.now;
    let mut fields = call.fields()?;
    let name = fields.required_text("name");
    let position = fields.decimal("position", Number::at_least(1));
    fields.present("slug", "string");
    let slug = read_slug(call, &mut fields).unwrap_or_default();
    call.accept(fields)?;

    let project = call.project_to("create", "environments", &call.parameter(0))?;
    if project.environment(&slug).is_some() {
        return Err(taken(call, "CreateEnvironment"));
    }
    let last = project.environments.iter().map(|environment| environment.position).max();
    let position = position.map(stored).transpose()?;
    if !storable(&name, 255) || !storable(&slug, 255) {
        return Err(Refusal::Database("Create"));
    }
    let project_id = project.id.clone();
    let project = call.state.projects.get_mut(&project_id).ok_or(Refusal::Internal)?;
    if let Some(position) = position.filter(|position| at(project, *position).is_some()) {
        shift(project, 1, |other| other >= position);
    }
    let position = position.unwrap_or(last.unwrap_or(0) + 1);
    let environment = Environment::new(&name, &slug, position, now);
    project.environments.push(environment.clone());
    done("Successfully created new environment", &project_id, &environment, modern)
}

fn update(call: &mut Call<'_>, modern: bool) -> Answer {
    let mut fields = call.fields()?;
    let slug = read_slug(call, &mut fields);
    let name = fields.text("name");
    let position = fields.decimal("position", Number::default());
    call.accept(fields)?;

    let (project_id, id) = (call.parameter(0), call.parameter(1));
    let project = call.project_to("edit", "environments", &project_id)?;
    let key = uuid(&id).ok_or(Refusal::Database("Find one"))?;
    let Some(old) = project.environments.iter().find(|environment| environment.id == key) else {
        return Err(Refusal::not_found(missing(&id, &project_id)));
    };
    let old_position = old.position;
    if let Some(slug) = slug.as_ref().filter(|slug| !slug.is_empty()) {
        // The ID is compared as it is written in the path.
        if project.environment(slug).is_some_and(|other| other.id != id) {
            return Err(taken(call, "UpdateEnvironment"));
        }
    }
    let position = position.map(stored).transpose()?;
    let texts = [&name, &slug].into_iter().flatten();
    let nothing = name.is_none() && slug.is_none() && position.is_none();
    if nothing || texts.into_iter().any(|text| !storable(text, 255)) {
        return Err(Refusal::Database("Update by id"));
    }
    let project = call.state.projects.get_mut(&project_id).ok_or(Refusal::Internal)?;
    let occupied = |position: &i64| at(project, *position).is_some_and(|other| other.id != key);
    if let Some(position) = position.filter(|position| *position != 0 && occupied(position)) {
        make_way(project, old_position, position);
    }
    let mut environments = project.environments.iter_mut();
    let environment = environments.find(|environment| environment.id == key);
    let environment = environment.ok_or(Refusal::Internal)?;
    // The server leaves the time of the last change as it was.
    environment.name = name.unwrap_or_else(|| environment.name.clone());
    environment.slug = slug.unwrap_or_else(|| environment.slug.clone());
    environment.position = position.unwrap_or(environment.position);
    done("Successfully updated environment", &project_id, environment, modern)
}

fn delete(call: &mut Call<'_>, modern: bool) -> Answer {
    let (project_id, id) = (call.parameter(0), call.parameter(1));
    let project = call.project_to("delete", "environments", &project_id)?;
    let key = uuid(&id).ok_or(Refusal::Database("Delete"))?;
    let mut environments = project.environments.iter();
    let covered = |environment: &Environment| {
        environment.id == key && call.state.approvals.covers(&project_id, &environment.slug)
    };
    if call.current() && environments.any(covered) {
        let message = "Environment is in use by a secret approval policy";
        return Err(Refusal::service(400, "DeleteEnvironment", message));
    }
    let project = call.state.projects.get_mut(&project_id).ok_or(Refusal::Internal)?;
    let place = project.environments.iter().position(|environment| environment.id == key);
    let Some(place) = place else {
        return Err(Refusal::service(404, "DeleteEnvironment", missing(&id, &project_id)));
    };
    let environment = project.environments.remove(place);
    done("Successfully deleted environment", &project_id, &environment, modern)
}

/// The environment whose ID is the parameter at `place`; the project of the path is not looked at.
fn get(call: &mut Call<'_>, place: usize) -> Answer {
    #[derive(Serialize)]
    struct Found<'a> {
        environment: Row<'a>,
    }
    let id = call.parameter(place);
    let key = uuid(&id).ok_or(Refusal::Database("Find by id"))?;
    let of = |project: &Project| {
        let mut environments = project.environments.iter();
        let environment = environments.find(|environment| environment.id == key)?;
        Some((project.id.clone(), environment.clone()))
    };
    let found = call.state.projects.values().find_map(of);
    let missing = || Refusal::not_found(format!("Environment with ID '{id}' not found"));
    let (project_id, environment) = found.ok_or_else(missing)?;
    call.project_to("read", "environments", &project_id)?;
    ok(&Found { environment: Row::new(&project_id, &environment) })
}

fn read_slug(call: &Call<'_>, fields: &mut Fields) -> Option<String> {
    let slug = fields.text("slug");
    let rules = if call.current() {
        Slug::current(1, 64)
    } else {
        Slug::recorded(0, u32::MAX, "Slug must be a valid slug")
    };
    fields.slug("slug", slug.as_deref(), rules);
    slug
}

fn taken(call: &Call<'_>, step: &str) -> Refusal {
    let verb = if call.current() { "exists" } else { "exist" };
    Refusal::service(400, step, format!("Environment with slug already {verb}"))
}

fn missing(id: &str, project_id: &str) -> String {
    format!("Environment with id '{id}' in project with ID '{project_id}' not found")
}

/// A position as the database takes it: a whole number of 32 bits.
fn stored(position: f64) -> Result<i64, Refusal> {
    let fits = position.fract() == 0.0 && position.abs() <= f64::from(i32::MAX);
    #[expect(clippy::cast_possible_truncation, reason = "it was just looked at")]
    fits.then_some(position as i64).ok_or(Refusal::Database("Find one"))
}

fn at(project: &Project, position: i64) -> Option<&Environment> {
    project.environments.iter().find(|environment| environment.position == position)
}

fn shift(project: &mut Project, by: i64, moves: impl Fn(i64) -> bool) {
    for environment in &mut project.environments {
        if moves(environment.position) {
            environment.position += by;
        }
    }
}

/// Closes the gap at `from` and makes one at `to`.
fn make_way(project: &mut Project, from: i64, to: i64) {
    if to > from {
        shift(project, -1, |other| other > from && other <= to);
    } else {
        shift(project, 1, |other| other >= to && other < from);
    }
}

fn done(
    message: &'static str,
    project_id: &str,
    environment: &Environment,
    modern: bool,
) -> Answer {
    ok(&Done {
        message,
        workspace: (!modern).then_some(project_id),
        project_id: modern.then_some(project_id),
        environment: Row::new(project_id, environment),
    })
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Done<'a> {
    message: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    workspace: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    project_id: Option<&'a str>,
    environment: Row<'a>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Row<'a> {
    id: &'a str,
    name: &'a str,
    slug: &'a str,
    position: i64,
    project_id: &'a str,
    created_at: String,
    updated_at: String,
}

impl<'a> Row<'a> {
    fn new(project_id: &'a str, environment: &'a Environment) -> Self {
        Self {
            id: &environment.id,
            name: &environment.name,
            slug: &environment.slug,
            position: environment.position,
            project_id,
            created_at: clock::iso(environment.created_at),
            updated_at: clock::iso(environment.updated_at),
        }
    }
}
