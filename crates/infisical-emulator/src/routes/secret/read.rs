//! Reading secrets: the list of a folder, one by its name, one by its ID.

use std::collections::BTreeMap;

use serde::Serialize;
use serde_json::Value;

use super::imports::{Brought, Imported, brought};
use super::place::{Place, path};
use super::references::Expander;
use super::schema::{NO_PROJECT, place, read_personal};
use super::view::{One, Raw};
use super::{Answer, Call, Version, ok, project_by_slug};
use crate::fields::{Fields, Number};
use crate::options::Dialect;
use crate::refusal::Refusal;
use crate::routes::call::uuid;
use crate::state::{Folder, Project, Secret};

#[derive(Serialize)]
struct All<'a> {
    secrets: Vec<Raw<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    imports: Option<Vec<Group<'a>>>,
}

/// What one import brings.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Group<'a> {
    secret_path: &'a str,
    environment: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    folder_id: Option<&'a str>,
    secrets: Vec<Raw<'a>>,
}

/// The query of a list, or of one secret.
struct Query {
    project_id: Option<String>,
    slug: Option<String>,
    environment: Option<String>,
    path: String,
    view: bool,
    expand: bool,
    imports: bool,
}

impl Query {
    fn read(query: &mut Fields, dialect: Dialect, version: Version) -> Self {
        let slug = match version {
            Version::V3 => query.text("workspaceSlug"),
            Version::V4 => None,
        };
        let view = match dialect {
            Dialect::Recorded2024_10 => true,
            Dialect::Current => read_bool(query, "viewSecretValue", true),
        };
        Self {
            project_id: query.text(version.naming().id()),
            slug,
            environment: query.text("environment"),
            path: path(query, "secretPath"),
            view,
            expand: read_bool(query, "expandSecretReferences", false),
            imports: read_bool(query, "include_imports", false),
        }
    }
}

/// Which secrets a list is to tell.
struct Filter {
    /// Slugs of tags, one of which a secret has to have; none lets all through.
    tags: Vec<String>,
    /// Pairs of metadata, all of which it has to have.
    metadata: Vec<(String, String)>,
}

impl Filter {
    fn read(query: &mut Fields, dialect: Dialect) -> Self {
        let metadata = match dialect {
            Dialect::Recorded2024_10 => Vec::new(),
            Dialect::Current => read_metadata_filter(query),
        };
        let tags = query.verbatim("tagSlugs").unwrap_or_default();
        let tags = tags.split(',').map(str::trim).filter(|slug| !slug.is_empty());
        Self { tags: tags.map(str::to_owned).collect(), metadata }
    }

    fn passes(&self, project: &Project, secret: &Secret) -> bool {
        let mut tags = project.tags.iter().filter(|tag| self.tags.contains(&tag.slug));
        let tagged = self.tags.is_empty() || tags.any(|tag| secret.tag_ids.contains(&tag.id));
        tagged
            && self.metadata.iter().all(|(key, value)| {
                // What is encrypted is never found.
                let mut pairs = secret.metadata.iter().filter(|pair| !pair.encrypted);
                pairs.any(|pair| pair.key == *key && pair.value == *value)
            })
    }
}

pub(super) fn list(call: &mut Call<'_>, version: Version) -> Answer {
    let dialect = call.dialect();
    let current = call.current();
    let mut query = Fields::new(Value::Object(call.query()))?;
    let filter = Filter::read(&mut query, dialect);
    let asked = Query::read(&mut query, dialect, version);
    let recursive = read_bool(&mut query, "recursive", false);
    call.accept(query)?;

    let (view, expand, imports) = (asked.view, asked.expand && asked.view, asked.imports);
    let place = match place_of_list(call, version, asked) {
        // Of a tree, the recorded server tells what may be read.
        Err(Refusal::Permission { .. }) if recursive && !current => {
            return ok(&All { secrets: Vec::new(), imports: imports.then(Vec::new) });
        }
        other => other?,
    };
    let project = place.project(call.state)?;
    let folders = if recursive { tree(project, &place, current)? } else { own(&place, call)? };
    if folders.is_empty() {
        if current {
            return Err(no_such_path(&place));
        }
        return ok(&All { secrets: Vec::new(), imports: (!recursive || imports).then(Vec::new) });
    }

    let mut found = BTreeMap::new();
    for (path, folder) in &folders {
        let secrets = folder.secrets.values().filter(|secret| filter.passes(project, secret));
        found.extend(secrets.map(|secret| (&secret.id, (path.as_str(), secret))));
    }
    let mut expander = Expander::new(project, dialect);
    let mut secrets = Vec::with_capacity(found.len());
    for (path, secret) in found.into_values() {
        let mut raw = Raw::new(dialect, &project.id, &place.environment, secret);
        // A list leaves alone what cannot be expanded.
        if expand && let Ok(value) = expander.expand_in(&place.environment, path, secret) {
            raw = raw.value(value);
        }
        raw = raw.path(path).tags(project, secret, &filter.tags);
        secrets.push(if current { raw.whole(path, view, secret) } else { raw });
    }
    let folders: Vec<&Folder> =
        folders.iter().filter(|_| imports).map(|(_, folder)| *folder).collect();
    let imported = brought(project, dialect, &folders, Some(&mut expander));
    let groups = imported.iter().map(|imported| group(dialect, imported, view)).collect();
    ok(&All { secrets, imports: (imports || current).then_some(groups) })
}

/// The place of a list. The versions and the servers miss different things first.
fn place_of_list(call: &Call<'_>, version: Version, asked: Query) -> Result<Place, Refusal> {
    let current = call.current();
    let what = if current { "project" } else { "workspace" };
    let missing = || Refusal::bad_request(format!("Missing {what} id or environment"));
    let project_id = match (asked.project_id, asked.slug) {
        (Some(id), _) => id,
        (None, None) if current && version == Version::V3 => {
            return Err(Refusal::bad_request(NO_PROJECT));
        }
        (None, None) => return Err(missing()),
        (None, Some(slug)) => project_by_slug(call, &slug).map_err(|refusal| match refusal {
            Refusal::Database(_) => Refusal::Database("Failed to find project by slug"),
            other => other,
        })?,
    };
    let environment = asked.environment.filter(|slug| !slug.is_empty()).ok_or_else(missing)?;
    place(call, "read", project_id, environment, asked.path)
}

pub(super) fn by_name(call: &mut Call<'_>, version: Version) -> Answer {
    let dialect = call.dialect();
    let current = call.current();
    // Reading asks nothing of a name.
    let name = call.parameter(0).trim().to_owned();
    let mut query = Fields::new(Value::Object(call.query()))?;
    if version == Version::V4 {
        query.present("projectId", "string");
    }
    let asked = Query::read(&mut query, dialect, version);
    let personal = read_personal(&mut query);
    if !current {
        // Taken and not looked at.
        query.coerced("version", Number::default());
    }
    call.accept(query)?;

    let (view, expand, imports) = (asked.view, asked.expand && asked.view, asked.imports);
    let place = place_of_one(call, asked)?;
    let project = place.project(call.state)?;
    let folder = place.require(call.state, "GetSecretByName")?;
    let mut expander = Expander::new(project, dialect);
    if let Some(secret) = folder.secret(&name).filter(|_| !personal) {
        let mut raw = Raw::new(dialect, &project.id, &place.environment, secret);
        if expand {
            raw = raw.value(expander.expand_in(&place.environment, &place.path, secret)?);
        }
        raw = raw.tags(project, secret, &[]);
        return ok(&One {
            secret: if current { raw.whole(&place.path, view, secret) } else { raw },
        });
    }

    let folders = if imports { vec![folder] } else { Vec::new() };
    let imported = brought(project, dialect, &folders, expand.then_some(&mut expander));
    // The last import counts.
    let last = imported.iter().rev().find_map(|imported| {
        let found = imported.secrets.iter().find(|brought| brought.secret.key == name);
        found.map(|brought| (imported, brought))
    });
    let Some((imported, Brought { secret, value, .. })) = last else {
        return Err(Refusal::not_found(format!("Secret with name '{name}' not found")));
    };
    let raw = Raw::new(dialect, &project.id, &imported.environment.slug, secret);
    let raw = raw.value(value.as_ref());
    if current {
        let raw = raw.tags(project, secret, &[]);
        return ok(&One { secret: raw.whole(imported.path, view, secret) });
    }
    ok(&One { secret: raw })
}

/// The place of one secret.
fn place_of_one(call: &Call<'_>, asked: Query) -> Result<Place, Refusal> {
    let unnamed = asked.project_id.is_none() && asked.slug.is_none();
    if unnamed && call.current() {
        return Err(Refusal::bad_request(NO_PROJECT));
    }
    let Some(environment) = asked.environment.filter(|slug| !slug.is_empty()) else {
        return Err(Refusal::bad_request("Missing environment"));
    };
    if unnamed {
        return Err(Refusal::bad_request("You must provide workspaceSlug or workspaceId"));
    }
    let project_id = match (asked.project_id, asked.slug.unwrap_or_default()) {
        (Some(id), _) => id,
        (None, slug) => project_by_slug(call, &slug)?,
    };
    place(call, "read", project_id, environment, asked.path)
}

pub(super) fn by_id(call: &mut Call<'_>) -> Answer {
    let dialect = call.dialect();
    let id = call.parameter(0);
    let key = uuid(&id).ok_or(Refusal::Database("FindOneWIthTags"))?;
    let found = call.state.projects.values().find_map(|project| {
        project.environments.iter().find_map(|environment| {
            let all = environment.root.walk("/").into_iter();
            let mut found =
                all.filter_map(|(path, folder)| Some((path, folder.secrets.get(&key)?)));
            found.next().map(|(path, secret)| (project, environment, path, secret))
        })
    });
    let Some((project, environment, path, secret)) = found else {
        let message = format!("Secret with ID '{id}' not found");
        return Err(Refusal::not_found_as("GetSecretById", message));
    };
    call.project_to("read", "secrets", &project.id)?;
    let raw = Raw::new(dialect, &project.id, &environment.slug, secret);
    ok(&One { secret: raw.path(&path).tags(project, secret, &[]).metadata(secret) })
}

/// The folder of the place, if there is one.
fn own<'a>(place: &Place, call: &'a Call<'_>) -> Result<Vec<(String, &'a Folder)>, Refusal> {
    let folder = place.folder(call.state)?;
    Ok(folder.into_iter().map(|folder| (place.path.clone(), folder)).collect())
}

/// The folder of the place and all below it. The recorded server takes all whose path begins with
/// the same characters.
fn tree<'a>(
    project: &'a Project,
    place: &Place,
    current: bool,
) -> Result<Vec<(String, &'a Folder)>, Refusal> {
    let Place { project_id, environment, path } = place;
    let Some(found) = project.environment(environment) else {
        return Err(Refusal::not_found(format!(
            "Environment with slug '{environment}' in project with ID {project_id} not found"
        )));
    };
    let start = if path == "/" { "" } else { path };
    let mut folders = found.root.walk("/");
    folders.retain(|(path, _)| {
        let rest = path.strip_prefix(start);
        rest.is_some_and(|rest| !current || rest.is_empty() || rest.starts_with('/'))
    });
    Ok(folders)
}

fn no_such_path(place: &Place) -> Refusal {
    let Place { environment, path, .. } = place;
    let message = format!(
        "Folder with path '{path}' in environment '{environment}' was not found. Please ensure the \
         environment slug and secret path is correct."
    );
    Refusal::not_found_as("SecretPathNotFound", message)
}

fn group<'a>(dialect: Dialect, imported: &'a Imported<'a>, view: bool) -> Group<'a> {
    let raw = |brought: &'a Brought<'a>| {
        let raw = Raw::new(dialect, "", brought.environment, brought.secret).imported();
        let raw = raw.value(brought.value.as_ref());
        match dialect {
            Dialect::Recorded2024_10 => raw,
            Dialect::Current => raw.seen(view).metadata(brought.secret),
        }
    };
    Group {
        secret_path: imported.path,
        environment: &imported.environment.slug,
        folder_id: imported.folder_id,
        secrets: imported.secrets.iter().map(raw).collect(),
    }
}

fn read_bool(query: &mut Fields, name: &'static str, otherwise: bool) -> bool {
    query.one_of(name, &["true", "false"], false).map_or(otherwise, |text| text == "true")
}

/// `key=a,value=b|key=c,value=d`: pairs of which all have to be there. What is no pair is left out.
fn read_metadata_filter(query: &mut Fields) -> Vec<(String, String)> {
    let text = query.verbatim("metadataFilter").unwrap_or_default();
    let pair = |text: &str| {
        let parts: Vec<&str> = text.split([',', '=']).collect();
        let value = |name: &str| {
            let mut parts =
                parts.chunks(2).filter(|part| part[0].trim().eq_ignore_ascii_case(name));
            let value = parts.next_back()?.get(1)?.trim();
            Some(value.to_owned()).filter(|value| !value.is_empty())
        };
        value("key").zip(value("value"))
    };
    let pairs: Vec<_> = text.split('|').filter_map(pair).collect();
    let message = "You can only filter by up to 10 metadata fields";
    query.refine("metadataFilter", pairs.len() <= 10, message);
    pairs
}
