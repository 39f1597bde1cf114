//! Moving secrets to another folder: copies with IDs of their own, and without their tags.

use std::collections::HashMap;

use serde::Serialize;
use uuid::Uuid;

use super::approval;
use super::operation::{Act, Missing, Operation};
use super::place::{Place, path};
use super::references::Moved;
use super::{Answer, Call, Version, ok, project_by_slug};
use crate::clock::Millis;
use crate::options::Dialect;
use crate::refusal::Refusal;
use crate::routes::call::uuid;
use crate::state::{Draft, Secret, State};

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Done {
    is_source_updated: bool,
    is_destination_updated: bool,
}

pub(super) fn move_to(call: &mut Call<'_>, version: Version) -> Answer {
    let (dialect, now) = (call.dialect(), call.now);
    let mut fields = call.fields()?;
    let project = fields.required_text(match version {
        Version::V3 => "projectSlug",
        Version::V4 => "projectId",
    });
    let source_environment = fields.required_text("sourceEnvironment");
    let source_path = path(&mut fields, "sourceSecretPath");
    let destination_environment = fields.required_text("destinationEnvironment");
    let destination_path = path(&mut fields, "destinationSecretPath");
    fields.present("secretIds", "array");
    let ids = fields.verbatims("secretIds").unwrap_or_default();
    let overwrite = fields.boolean("shouldOverwrite").unwrap_or(false);
    call.accept(fields)?;

    let project_id = match version {
        Version::V3 => project_by_slug(call, &project)?,
        Version::V4 => project,
    };
    let place = |environment, path| Place { project_id: project_id.clone(), environment, path };
    let source = place(source_environment, source_path);
    let destination = place(destination_environment, destination_path);
    for action in ["delete", "create", "edit"] {
        source.allow(call, action, "secrets")?;
    }
    exists(call.state, &source, "Source")?;
    exists(call.state, &destination, "Destination")?;

    let moving = find(call.state, &ids, dialect)?;
    let there: HashMap<&str, &Secret> = {
        let folder = destination.require(call.state, "NotFound")?;
        folder.secrets.values().rev().map(|secret| (secret.key.as_str(), secret)).collect()
    };
    let is_new = |secret: &&Secret| !there.contains_key(secret.key.as_str());
    let differs = |secret: &&Secret| {
        there.get(secret.key.as_str()).is_some_and(|other| other.value != secret.value)
    };
    let differing: Vec<&str> =
        moving.iter().filter(differs).map(|secret| secret.key.as_str()).collect();
    if !differing.is_empty() && !overwrite {
        let names = differing.join(",");
        return Err(Refusal::bad_request(format!(
            "Failed to move secrets. The following secrets already exist in the destination: {names}"
        )));
    }
    if differing.is_empty() && !moving.iter().any(|secret| is_new(&secret)) {
        let message = "Selected secrets already exist in the destination.";
        return Err(Refusal::bad_request(message));
    }
    let arriving = moving.iter().filter(|secret| is_new(secret) || differs(secret)).map(draft);
    let arriving = Act::Update { drafts: arriving.collect(), missing: Missing::Made };
    let leaving = Act::Delete(moving.iter().map(|secret| secret.key.clone()).collect());
    // Either folder may be protected, and then waits by itself.
    let mut waits = |place: &Place, act| {
        approval::asked_for(call, &Operation { place: place.clone(), act, batch: true }).is_some()
    };
    let is_destination_updated = !waits(&destination, arriving);
    let is_source_updated = !waits(&source, leaving);
    for secret in &moving {
        if is_destination_updated {
            let id = arrive(call.state, &destination, secret, dialect, now)?;
            follow(call.state, &source, &destination, (&secret.key, &id), dialect, now);
        }
        if is_source_updated {
            source.require_mut(call.state, "NotFound")?.secrets.remove(&secret.id);
        }
    }
    ok(&Done { is_source_updated, is_destination_updated })
}

/// Puts a secret into a folder, and returns the ID that it has there.
fn arrive(
    state: &mut State,
    place: &Place,
    secret: &Secret,
    dialect: Dialect,
    now: Millis,
) -> Result<String, Refusal> {
    let folder = place.require_mut(state, "NotFound")?;
    let Some(there) = folder.secrets.values_mut().find(|there| there.key == secret.key) else {
        let copy = copy(secret, dialect, now);
        let id = copy.id.clone();
        folder.secrets.insert(id.clone(), copy);
        return Ok(id);
    };
    if there.value != secret.value {
        there.change(&draft(secret), now);
        if dialect == Dialect::Recorded2024_10 {
            there.reminder_note.clone_from(&secret.reminder_note);
            there.reminder_days = secret.reminder_days;
        }
    }
    Ok(there.id.clone())
}

/// What a secret says of itself to one that it replaces.
fn draft(secret: &Secret) -> Draft {
    Draft {
        key: secret.key.clone(),
        value: Some(secret.value.clone()),
        comment: Some(secret.comment.clone()),
        skip_multiline_encoding: Some(secret.skip_multiline_encoding),
        metadata: Some(secret.metadata.clone()),
        ..Draft::default()
    }
}

/// Lets the references of the current server follow a secret with this name, and the ID that it has
/// now.
fn follow(
    state: &mut State,
    source: &Place,
    destination: &Place,
    (key, id): (&str, &str),
    dialect: Dialect,
    now: Millis,
) {
    let from = (source.environment.as_str(), source.path.as_str(), key);
    let to = (destination.environment.as_str(), destination.path.as_str(), key);
    let project = state.projects.get_mut(&source.project_id);
    if let Some(project) = project.filter(|_| dialect == Dialect::Current) {
        Moved { id, from, to }.follow(project, now);
    }
}

/// What arrives. The current server leaves reminders behind.
fn copy(secret: &Secret, dialect: Dialect, now: Millis) -> Secret {
    let keeps = dialect == Dialect::Recorded2024_10;
    Secret {
        id: Uuid::new_v4().to_string(),
        version: 1,
        reminder_note: secret.reminder_note.clone().filter(|_| keeps),
        reminder_days: secret.reminder_days.filter(|_| keeps),
        tag_ids: Vec::new(),
        created_at: now,
        updated_at: now,
        ..secret.clone()
    }
}

fn exists(state: &State, place: &Place, what: &str) -> Result<(), Refusal> {
    let Place { environment, path, .. } = place;
    let missing = || {
        Refusal::not_found(format!(
            "{what} folder with path '{path}' in environment with slug '{environment}' not found"
        ))
    };
    place.folder(state)?.map(drop).ok_or_else(missing)
}

/// The secrets with these IDs, wherever they are.
fn find(state: &State, ids: &[String], dialect: Dialect) -> Result<Vec<Secret>, Refusal> {
    if ids.iter().any(|id| uuid(id).is_none()) {
        return Err(Refusal::Database(match dialect {
            Dialect::Recorded2024_10 => "Find one",
            Dialect::Current => "secrets_v2: Find",
        }));
    }
    let mut found: Vec<Secret> = Vec::new();
    let environments = state.projects.values().flat_map(|project| &project.environments);
    for (_, folder) in environments.flat_map(|environment| environment.root.walk("/")) {
        let secrets = ids.iter().filter_map(|id| folder.secrets.get(id));
        found.extend(secrets.cloned());
    }
    found.sort_by(|one, other| one.id.cmp(&other.id));
    found.dedup_by(|one, other| one.id == other.id);
    if found.len() == ids.len() {
        return Ok(found);
    }
    Err(Refusal::bad_request("Invalid secrets"))
}
