//! Reading secrets: the list of a folder, one by its name, one by its ID.

use std::collections::BTreeMap;

use serde::Serialize;
use serde_json::Value;

use super::imports::{Imported, brought};
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

pub(super) fn list(call: &mut Call<'_>, version: Version) -> Answer {
    let dialect = call.dialect();
    let current = call.current();
    let mut query = Fields::new(Value::Object(call.query()))?;
    let metadata = if current { read_metadata_filter(&mut query) } else { Vec::new() };
    let asked = Query::read(&mut query, dialect, version);
    let recursive = read_bool(&mut query, "recursive", false);
    let tags = query.verbatim("tagSlugs").unwrap_or_default();
    call.accept(query)?;

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
    let allowed = place(call, "read", project_id.clone(), environment.clone(), asked.path.clone());
    let place = match allowed {
        // Of a tree, the recorded server tells what may be read.
        Err(Refusal::Permission { .. }) if recursive && !current => {
            return ok(&All { secrets: Vec::new(), imports: None });
        }
        other => other?,
    };

    let project = place.project(call.state)?;
    let folders = if recursive { tree(project, &place, current)? } else { own(&place, call)? };
    if folders.is_empty() {
        if current {
            return Err(no_such_path(&place));
        }
        let imports = (!recursive).then(Vec::new);
        return ok(&All { secrets: Vec::new(), imports });
    }

    let slugs: Vec<String> =
        tags.split(',').map(str::trim).filter(|slug| !slug.is_empty()).map(str::to_owned).collect();
    let mut found = BTreeMap::new();
    for (path, folder) in &folders {
        let secrets = folder.secrets.values();
        let secrets = secrets.filter(|secret| has_tag(project, secret, &slugs));
        let secrets = secrets.filter(|secret| has_metadata(secret, &metadata));
        found.extend(secrets.map(|secret| (&secret.id, (path.as_str(), secret))));
    }
    let mut expander = Expander::new(project, dialect);
    let mut secrets = Vec::with_capacity(found.len());
    for (path, secret) in found.into_values() {
        let mut raw = Raw::new(dialect, &project.id, &place.environment, secret);
        if asked.expand && asked.view {
            let home = (environment.clone(), path.to_owned());
            let Secret { key, value, skip_multiline_encoding, .. } = secret;
            // A list leaves alone what cannot be expanded.
            if let Ok(whole) = expander.expand(home, key, value, *skip_multiline_encoding) {
                raw = raw.value(whole);
            }
        }
        raw = raw.path(path).tags(project, secret, &slugs);
        secrets.push(if current { raw.seen(asked.view).metadata(secret) } else { raw });
    }
    let folders: Vec<&Folder> = folders.iter().map(|(_, folder)| *folder).collect();
    let imported = if asked.imports {
        brought(project, dialect, &folders, Some(&mut expander))
    } else {
        Vec::new()
    };
    let groups = imported.iter().map(|imported| group(dialect, imported, asked.view)).collect();
    let imports = (asked.imports || current).then_some(groups);
    ok(&All { secrets, imports })
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

    let unnamed = asked.project_id.is_none() && asked.slug.is_none();
    if unnamed && current {
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
    let place = place(call, "read", project_id, environment, asked.path)?;
    let project = place.project(call.state)?;
    let folder = place.require(call.state, "GetSecretByName")?;
    let mut expander = Expander::new(project, dialect);
    let own = folder.secret(&name).filter(|_| !personal);
    if own.is_none() && asked.imports {
        let expands = asked.expand && asked.view;
        let imported = brought(project, dialect, &[folder], expands.then_some(&mut expander));
        let last = imported.iter().rev().find_map(|imported| {
            let found = imported.secrets.iter().find(|brought| brought.secret.key == name);
            found.map(|brought| (imported, brought))
        });
        if let Some((imported, brought)) = last {
            let secret = brought.secret;
            let raw = Raw::new(dialect, &project.id, &imported.environment.slug, secret);
            let raw = raw.value(brought.value.as_ref());
            return ok(&One {
                secret: if current {
                    let raw = raw.path(imported.path).tags(project, secret, &[]);
                    raw.seen(asked.view).metadata(secret)
                } else {
                    raw
                },
            });
        }
    }
    let missing = || Refusal::not_found(format!("Secret with name '{name}' not found"));
    let secret = own.ok_or_else(missing)?;
    let mut raw = Raw::new(dialect, &project.id, &place.environment, secret);
    if asked.expand && asked.view {
        let home = (place.environment.clone(), place.path.clone());
        raw = raw.value(expander.expand(
            home,
            &name,
            &secret.value,
            secret.skip_multiline_encoding,
        )?);
    }
    raw = raw.tags(project, secret, &[]);
    ok(&One {
        secret: if current { raw.path(&place.path).seen(asked.view).metadata(secret) } else { raw },
    })
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
    let raw = |brought: &'a super::imports::Brought<'a>| {
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

fn has_tag(project: &Project, secret: &Secret, slugs: &[String]) -> bool {
    let mut tags = project.tags.iter().filter(|tag| slugs.contains(&tag.slug));
    slugs.is_empty() || tags.any(|tag| secret.tag_ids.contains(&tag.id))
}

/// What is encrypted is never found.
fn has_metadata(secret: &Secret, wanted: &[(String, String)]) -> bool {
    wanted.iter().all(|(key, value)| {
        let mut pairs = secret.metadata.iter().filter(|pair| !pair.encrypted);
        pairs.any(|pair| pair.key == *key && pair.value == *value)
    })
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
