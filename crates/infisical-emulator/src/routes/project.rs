//! Projects, which the server calls workspaces as well. Whoever makes one is its administrator.
//! `v1/project-router.ts`, `v2/project-router.ts` and `project-service.ts` of 2024; the current
//! server has the same in `v1/deprecated-project-router.ts` and `v2/deprecated-project-router.ts`,
//! and `v1/project-router.ts` below `/api/v1/projects`.

use std::collections::BTreeMap;

use serde::Serialize;
use serde_json::{Value, json};
use uuid::Uuid;

use super::call::{storable, uuid};
use super::project_view::{OfOrganization, Row};
use super::{Answer, Call, Route, ok};
use crate::fields::{Fields, Number, Slug};
use crate::options::Dialect;
use crate::refusal::Refusal;
use crate::state::{Environment, Project, SECRET_MANAGER};

/// What a project may be for.
const KINDS: [&str; 6] = [SECRET_MANAGER, "cert-manager", "kms", "ssh", "secret-scanning", "pam"];

/// For how many days a licensed plan keeps audit logs.
const LONGEST_RETENTION: i64 = 90;

/// How a path names a project.
#[derive(Clone, Copy)]
enum By {
    Slug,
    Id,
}

/// The member of an answer that holds the project; `None` when the answer is the project.
type Within = Option<&'static str>;

pub(super) fn routes(dialect: Dialect) -> Vec<Route> {
    let mut routes = vec![
        Route::guarded("POST", "/api/v2/workspace", |call| create(call, true)),
        Route::guarded("GET", "/api/v2/workspace/:slug", |call| {
            let project = find(call, By::Slug)?;
            ok(&Row::with_key(call, call.project(&project)?))
        }),
        Route::guarded("GET", "/api/v1/workspace/:workspaceId", |call| {
            get(call, By::Id, Some("workspace"))
        }),
        Route::guarded("GET", "/api/v2/organizations/:organizationId/workspaces", of_organization),
    ];
    routes.extend(changes("/api/v2/workspace/:slug", By::Slug, None));
    routes.extend(changes("/api/v1/workspace/:workspaceId", By::Id, Some("workspace")));
    match dialect {
        Dialect::Recorded2024_10 => routes.extend([
            Route::people("GET", "/api/v1/workspace"),
            Route::people("POST", "/api/v1/workspace/:workspaceId/name"),
            Route::people("POST", "/api/v1/workspace/:workspaceId/auto-capitalization"),
            Route::people("PUT", "/api/v1/workspace/:workspaceSlug/audit-logs-retention"),
            Route::people("PUT", "/api/v1/workspace/:workspaceSlug/version-limit"),
            Route::guarded("GET", "/api/v2/workspace/:projectId/groups", groups),
        ]),
        Dialect::Current => {
            routes.extend(changes("/api/v1/projects/:projectId", By::Id, Some("project")));
            routes.extend([
                Route::guarded("POST", "/api/v1/projects", |call| create(call, false)),
                Route::guarded("GET", "/api/v1/projects", |call| list(call, "projects")),
                Route::guarded("GET", "/api/v1/workspace", |call| list(call, "workspaces")),
                Route::guarded("GET", "/api/v1/projects/:projectId", |call| {
                    get(call, By::Id, Some("project"))
                }),
                Route::guarded("GET", "/api/v1/projects/slug/:slug", |call| {
                    get(call, By::Slug, None)
                }),
                Route::guarded("PUT", "/api/v1/projects/:projectId/audit-logs-retention", |call| {
                    retain(call, By::Id, "project")
                }),
                Route::guarded("PUT", "/api/v1/workspace/:slug/audit-logs-retention", |call| {
                    retain(call, By::Slug, "workspace")
                }),
            ]);
        }
    }
    routes
}

/// The routes that change a project.
fn changes(path: &'static str, by: By, within: Within) -> [Route; 2] {
    [
        Route::guarded("PATCH", path, move |call| update(call, by, within)),
        Route::guarded("DELETE", path, move |call| delete(call, by, within)),
    ]
}

fn create(call: &mut Call<'_>, with_key: bool) -> Answer {
    let (current, now) = (call.current(), call.now);
    let mut fields = call.fields()?;
    let name = fields.required_text("projectName");
    let description = if current { fields.text("projectDescription") } else { None };
    let slug = if current { fields.text("slug") } else { fields.verbatim("slug") };
    let rules = if current {
        Slug::current(5, 36)
    } else {
        Slug::recorded(5, 36, "Slug must be a valid slug")
    };
    fields.slug("slug", slug.as_deref(), rules);
    let kms_key_id = fields.verbatim("kmsKeyId");
    let mut project = Project::new(&name, "", now);
    let (mut template, mut environments) = (None, true);
    if current {
        template = fields.text("template").filter(|template| template != "default");
        let rules = Slug::named(1, 64, "Template Name");
        fields.slug("template", template.as_deref(), rules);
        let kind = fields.one_of("type", &KINDS, false);
        project.settings.kind = kind.unwrap_or_else(|| SECRET_MANAGER.to_owned());
        environments = fields.boolean("shouldCreateDefaultEnvs").unwrap_or(true);
        project.settings.has_delete_protection =
            fields.boolean("hasDeleteProtection").unwrap_or(false);
    }
    call.accept(fields)?;

    call.may_create_projects()?;
    if let Some(key) = kms_key_id.filter(|key| !key.is_empty()) {
        let known = uuid(&key).filter(|key| call.state.kms_keys.contains(key));
        project.kms_key_id = Some(known.ok_or(Refusal::Database("Find by id"))?);
    }
    match template {
        Some(template) => {
            for ((name, slug), position) in in_template(call, &template)?.iter().zip(1..) {
                project.environments.push(Environment::new(name, slug, position, now));
            }
        }
        None if environments => project.add_environments(now),
        None => {}
    }
    project.settings.description = description;
    project.slug = slug.filter(|slug| !slug.is_empty()).unwrap_or_else(|| generated(&name));
    if taken(call, &project.slug, &project.id) {
        return Err(if current {
            let slug = &project.slug;
            let taken =
                format!("A project with the slug \"{slug}\" already exists in your organization");
            Refusal::bad_request(format!("{taken}. Please choose a different name or slug."))
        } else {
            Refusal::Database("Create")
        });
    }
    if !storable(&name, 255) {
        return Err(Refusal::Database("Create"));
    }
    let admin = call.caller_id().to_owned();
    let id = call.state.add_project(project, &admin, now).id.clone();
    let project = call.project(&id)?;
    let row = if with_key { Row::with_key(call, project) } else { Row::whole(call, project) };
    ok(&BTreeMap::from([("project", row)]))
}

fn get(call: &mut Call<'_>, by: By, within: Within) -> Answer {
    let id = find(call, by)?;
    answer(within, &Row::whole(call, call.project(&id)?))
}

/// The projects of the caller.
fn list(call: &mut Call<'_>, within: &'static str) -> Answer {
    let mut query = Fields::new(Value::Object(call.query()))?;
    let kind = query.one_of("type", &KINDS, false);
    call.accept(query)?;
    let mut own = own(call);
    own.retain(|project| kind.as_ref().is_none_or(|kind| *kind == project.settings.kind));
    own.sort_by_key(|project| &project.name);
    let rows: Vec<_> = own.into_iter().map(|project| Row::whole(call, project)).collect();
    ok(&BTreeMap::from([(within, rows)]))
}

/// The projects of the caller, of an organization.
fn of_organization(call: &mut Call<'_>) -> Answer {
    let org_id = uuid(&call.parameter(0)).ok_or(Refusal::Database("Find one"))?;
    let mut own = own(call);
    own.retain(|_| org_id == call.state.org_id);
    if call.current() {
        own.sort_by_key(|project| &project.name);
    } else {
        own.sort_by_key(|project| project.created_at);
    }
    let rows = own.into_iter().map(|project| OfOrganization::new(call, project));
    ok(&BTreeMap::from([("workspaces", rows.collect::<Vec<_>>())]))
}

fn update(call: &mut Call<'_>, by: By, within: Within) -> Answer {
    let (current, now) = (call.current(), call.now);
    // The schema of the path comes before that of the body.
    let key = key(call, by)?;
    let mut fields = call.fields()?;
    let name = fields.text("name");
    if matches!(by, By::Id) {
        let name = name.as_deref().unwrap_or_default();
        fields.at_most("name", name, 64, "Name must be 64 or fewer characters");
    }
    let auto_capitalization = fields.boolean("autoCapitalization");
    let changed = if current { Changed::read(&mut fields, by, within) } else { Changed::default() };
    call.accept(fields)?;

    let id = found(call, by, &key)?;
    call.project_to("edit", "settings", &id)?;
    let nothing = name.is_none() && auto_capitalization.is_none() && changed.is_nothing();
    if nothing || name.as_ref().is_some_and(|name| !storable(name, 255)) {
        return Err(Refusal::Database("Update by id"));
    }
    if let Some(slug) = changed.slug.as_ref().filter(|slug| taken(call, slug, &id)) {
        let taken =
            format!("A project with the slug \"{slug}\" already exists in your organization");
        let message = format!("Failed to update project. {taken}. Please choose a different slug.");
        return Err(Refusal::bad_request(message));
    }
    let project = call.state.projects.get_mut(&id).ok_or(Refusal::Internal)?;
    project.name = name.unwrap_or_else(|| project.name.clone());
    project.auto_capitalization = auto_capitalization.unwrap_or(project.auto_capitalization);
    project.updated_at = now;
    changed.apply(project);
    answer(within, &Row::new(call, call.project(&id)?))
}

fn delete(call: &mut Call<'_>, by: By, within: Within) -> Answer {
    let id = find(call, by)?;
    let project = call.project_to("delete", "workspace", &id)?;
    if project.settings.has_delete_protection {
        return Err(Refusal::forbidden("Project delete protection is enabled"));
    }
    let answer = answer(within, &Row::new(call, project));
    call.state.remove_project(&id);
    answer
}

/// Sets for how long audit logs are kept. An unlicensed server has none.
fn retain(call: &mut Call<'_>, by: By, within: &'static str) -> Answer {
    let mut fields = call.fields()?;
    fields.present("auditLogsRetentionDays", "number");
    let days = fields.any_number("auditLogsRetentionDays", Number::at_least(0)).unwrap_or_default();
    call.accept(fields)?;

    let key = call.parameter(0);
    let id = found(call, by, &key)?;
    let caller = call.caller_id();
    let place = call.project(&id)?.members.get(caller);
    if !place.is_some_and(|place| place.roles.iter().any(|role| role.role == "admin")) {
        let message = "Insufficient privileges, only admins are allowed to take this action";
        return Err(Refusal::forbidden(message));
    }
    if !call.options.licensed || days > LONGEST_RETENTION {
        let failed = "Failed to update audit logs retention due to plan limit reached";
        return Err(Refusal::bad_request(format!("{failed}. Upgrade plan to increase.")));
    }
    let now = call.now;
    let project = call.state.projects.get_mut(&id).ok_or(Refusal::Internal)?;
    project.audit_logs_retention_days = Some(days);
    project.updated_at = now;
    let message = "Successfully updated project's audit logs retention period";
    let project = BTreeMap::from([(within, Row::new(call, call.project(&id)?))]);
    ok(&Retained { message, project })
}

/// The groups of people in a project; there are none.
fn groups(call: &mut Call<'_>) -> Answer {
    let id = call.parameter(0);
    if !call.state.projects.contains_key(&id) {
        return Err(Refusal::not_found(format!("Failed to find project with ID {id}")));
    }
    call.project_to("read", "groups", &id)?;
    ok(&json!({"groupMemberships": []}))
}

#[derive(Serialize)]
struct Retained<'a> {
    message: &'static str,
    #[serde(flatten)]
    project: BTreeMap<&'static str, Row<'a>>,
}

/// What only the current server changes of a project.
#[derive(Default)]
struct Changed {
    slug: Option<String>,
    description: Option<String>,
    protection: Option<bool>,
    pit_version_limit: Option<i64>,
    secret_sharing: Option<bool>,
    show_snapshots_legacy: Option<bool>,
    default_product: Option<String>,
    ignored: Option<Vec<String>>,
    encrypted_metadata: Option<bool>,
}

impl Changed {
    /// The fields of three routes: by slug there are few, and the two by ID differ in the rest.
    fn read(fields: &mut Fields, by: By, within: Within) -> Self {
        let description = fields.text("description");
        let protection = fields.boolean("hasDeleteProtection");
        let mut changed = Self { description, protection, ..Self::default() };
        if matches!(by, By::Slug) {
            return changed;
        }
        let message = "Description must be 256 or fewer characters";
        let description = changed.description.as_deref().unwrap_or_default();
        fields.at_most("description", description, 256, message);
        changed.slug = fields.text("slug");
        let slug = changed.slug.as_deref();
        let message = "Slug must be 64 characters or fewer";
        fields.at_most("slug", slug.unwrap_or_default(), 64, message);
        let words = |slug: &str| slug.split(['-', '_']).all(is_word);
        if slug.is_some_and(|slug| !words(slug)) {
            fields.complain("slug", NO_SLUG);
        }
        changed.secret_sharing = fields.boolean("secretSharing");
        changed.show_snapshots_legacy = fields.boolean("showSnapshotsLegacy");
        changed.ignored = fields.verbatims("secretDetectionIgnoreValues");
        if within == Some("workspace") {
            changed.default_product = fields.one_of("defaultProduct", &KINDS, false);
        } else {
            changed.encrypted_metadata =
                fields.boolean("enforceEncryptedSecretManagerSecretMetadata");
            changed.pit_version_limit =
                fields.any_number("pitVersionLimit", Number::between(1, 100));
        }
        changed
    }

    fn is_nothing(&self) -> bool {
        let texts = [&self.slug, &self.description, &self.default_product];
        let switches = [
            self.protection,
            self.secret_sharing,
            self.show_snapshots_legacy,
            self.encrypted_metadata,
        ];
        texts.iter().all(|text| text.is_none())
            && switches.iter().all(Option::is_none)
            && self.pit_version_limit.is_none()
            && self.ignored.is_none()
    }

    fn apply(self, project: &mut Project) {
        let settings = &mut project.settings;
        project.slug = self.slug.unwrap_or_else(|| project.slug.clone());
        project.pit_version_limit = self.pit_version_limit.unwrap_or(project.pit_version_limit);
        settings.description = self.description.or_else(|| settings.description.take());
        settings.default_product = self.default_product.or_else(|| settings.default_product.take());
        settings.secret_detection_ignore_values =
            self.ignored.or_else(|| settings.secret_detection_ignore_values.take());
        let set = |switch: &mut bool, to: Option<bool>| *switch = to.unwrap_or(*switch);
        set(&mut settings.has_delete_protection, self.protection);
        set(&mut settings.secret_sharing, self.secret_sharing);
        set(&mut settings.show_snapshots_legacy, self.show_snapshots_legacy);
        set(
            &mut settings.enforce_encrypted_secret_manager_secret_metadata,
            self.encrypted_metadata,
        );
    }
}

const NO_SLUG: &str = "Project slug can only contain lowercase letters and numbers, with optional single \
                       hyphens (-) or underscores (_) between words. Cannot start or end with a hyphen or \
                       underscore.";

fn is_word(word: &str) -> bool {
    !word.is_empty() && word.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit())
}

/// What the path names a project by, once its schema is content.
fn key(call: &Call<'_>, by: By) -> Result<String, Refusal> {
    let reads = matches!(call.request.method.as_str(), "GET" | "HEAD");
    match by {
        By::Id => Ok(call.parameter(0)),
        By::Slug if call.current() => call.slug(0, Slug::current(if reads { 1 } else { 5 }, 64)),
        By::Slug => {
            let message = "Slug must be at least 5 character but no more than 36";
            call.slug(0, Slug::recorded(5, 36, message))
        }
    }
}

/// The ID of the project that the path names.
fn find(call: &Call<'_>, by: By) -> Result<String, Refusal> {
    found(call, by, &key(call, by)?)
}

fn found(call: &Call<'_>, by: By, key: &str) -> Result<String, Refusal> {
    let mut projects = call.state.projects.values();
    let project = match by {
        By::Id => projects.find(|project| project.id == key),
        By::Slug => projects.find(|project| project.slug == key),
    };
    project.map(|project| project.id.clone()).ok_or_else(|| match (by, call.current()) {
        (By::Id, true) => Refusal::not_found(format!("Project with ID '{key}' not found")),
        (By::Slug, true) => Refusal::not_found(format!("Project with slug '{key}' not found")),
        (By::Id, false) => Refusal::Database("Failed to find project by id"),
        (By::Slug, false) => Refusal::Database("Failed to find project by slug"),
    })
}

/// Whether another project has this slug.
fn taken(call: &Call<'_>, slug: &str, id: &str) -> bool {
    call.state.projects.values().any(|project| project.slug == slug && project.id != id)
}

/// A slug for a project that is made without one: its name and four letters or digits.
fn generated(name: &str) -> String {
    let name = format!("{name} {}", &Uuid::new_v4().simple().to_string()[..4]);
    let words = name.split(|c: char| !c.is_ascii_alphanumeric()).filter(|word| !word.is_empty());
    words.map(str::to_ascii_lowercase).collect::<Vec<_>>().join("-")
}

/// The environments of a template. An unlicensed server has no templates.
fn in_template<'a>(call: &'a Call<'_>, name: &str) -> Result<&'a [(String, String)], Refusal> {
    if !call.options.licensed {
        let failed = "Failed to access project template due to plan restriction";
        let message = format!("{failed}. Upgrade plan to access project templates.");
        return Err(Refusal::bad_request(message));
    }
    let missing = || format!("Could not find project template with Name \"{name}\"");
    let template = call.state.templates.get(name).map(Vec::as_slice);
    template.ok_or_else(|| Refusal::not_found(missing()))
}

/// The projects in which the caller has a place.
fn own<'a>(call: &'a Call<'_>) -> Vec<&'a Project> {
    let id = call.caller_id();
    call.state.projects.values().filter(|project| project.members.contains_key(id)).collect()
}

fn answer(within: Within, row: &Row<'_>) -> Answer {
    match within {
        Some(within) => ok(&BTreeMap::from([(within, row)])),
        None => ok(row),
    }
}
