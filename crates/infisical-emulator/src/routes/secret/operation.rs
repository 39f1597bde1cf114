//! What a write does to secrets: checked as a whole before anything changes, and carried out at once
//! or when it is approved (`secret-v2-bridge-service.ts`).

use std::collections::{HashMap, HashSet};

use super::place::Place;
use super::references::Moved;
use crate::clock::Millis;
use crate::fields::Given;
use crate::options::Dialect;
use crate::refusal::Refusal;
use crate::routes::call::{storable, uuid};
use crate::state::{Draft, Folder, Secret, State};

/// How many characters of a name are kept.
const LONGEST_NAME: usize = 500;

/// Values that are shorter would be found in a log by chance.
const SHORTEST_SECRET: usize = 6;

/// A write of one request.
#[derive(Debug, Clone)]
pub(crate) struct Operation {
    pub(crate) place: Place,
    pub(crate) act: Act,
    /// Whether it came by a route for several; it speaks in other words.
    pub(crate) batch: bool,
}

#[derive(Debug, Clone)]
pub(crate) enum Act {
    Create(Vec<Draft>),
    Update { drafts: Vec<Draft>, missing: Missing },
    Delete(Vec<String>),
}

/// What happens to a secret that is to be changed and does not exist.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Missing {
    Refused,
    Made,
    LeftOut,
}

impl Operation {
    /// What the server calls the step.
    fn step(&self) -> &'static str {
        match (&self.act, self.batch) {
            (Act::Create(_), false) => "CreateSecret",
            (Act::Create(_), true) => "CreateManySecret",
            (Act::Update { .. }, false) => "UpdateSecret",
            (Act::Update { .. }, true) => "UpdateManySecret",
            (Act::Delete(_), false) => "DeleteSecret",
            (Act::Delete(_), true) => "DeleteManySecret",
        }
    }

    /// The folder, or the refusal of this step.
    pub(super) fn folder<'a>(&self, state: &'a State) -> Result<&'a Folder, Refusal> {
        self.place.require(state, self.step())
    }

    /// Whether the server carries it out.
    pub(crate) fn check(&self, state: &State, dialect: Dialect) -> Result<(), Refusal> {
        match &self.act {
            Act::Create(drafts) => self.check_create(state, dialect, drafts),
            Act::Update { drafts, missing } => {
                for (place, drafts) in self.by_folder(drafts) {
                    self.check_update(state, dialect, &place, &drafts, *missing)?;
                }
                Ok(())
            }
            Act::Delete(keys) => self.check_delete(state, dialect, keys),
        }
    }

    fn check_create(
        &self,
        state: &State,
        dialect: Dialect,
        drafts: &[Draft],
    ) -> Result<(), Refusal> {
        let folder = self.folder(state)?;
        let taken = existing(folder, drafts.iter().map(|draft| &draft.key));
        if !taken.is_empty() {
            let s = if dialect == Dialect::Current { "s" } else { "" };
            let names = if self.batch { format!(": {}", taken.join(",")) } else { String::new() };
            return Err(Refusal::bad_request(format!("Secret already exist{s}{names}")));
        }
        self.check_tags(state, dialect, &self.place, drafts.iter())?;
        storable_all(drafts, "Create")
    }

    fn check_update(
        &self,
        state: &State,
        dialect: Dialect,
        place: &Place,
        drafts: &[&Draft],
        missing: Missing,
    ) -> Result<(), Refusal> {
        let current = dialect == Dialect::Current;
        let folder = self.folder_to_update(state, dialect, place)?;
        let found = existing(folder, drafts.iter().map(|draft| &draft.key));
        if missing == Missing::Refused && found.len() != drafts.len() {
            let keys = drafts.iter().map(|draft| draft.key.as_str());
            return Err(Refusal::not_found(if !self.batch {
                format!("Secret with name {} not found", keys.collect::<String>())
            } else if current {
                let missing = keys.filter(|key| !found.contains(key)).collect::<Vec<_>>();
                format!("Secret does not exist: {} in path {}", missing.join(", "), place.path)
            } else {
                format!("Secret does not exist: {}", found.join(","))
            }));
        }
        if current {
            self.check_tags(state, dialect, place, drafts.iter().copied())?;
        }
        let new: Vec<&String> = drafts.iter().filter_map(|draft| draft.new_key.as_ref()).collect();
        if !existing(folder, new.iter().copied()).is_empty() {
            let new: Vec<&str> = new.into_iter().map(String::as_str).collect();
            return Err(Refusal::bad_request(match (self.batch, current) {
                (true, true) => format!("Secret with new name already exists: {}", new.join(", ")),
                (true, false) => format!("Secret with new name already exists: {}", new.join(",")),
                (false, true) => "Secret with the new name already exists".to_owned(),
                (false, false) => "Secret with the new name already exist".to_owned(),
            }));
        }
        if !current {
            self.check_tags(state, dialect, place, drafts.iter().copied())?;
        }
        storable_all(drafts.iter().copied(), "bulk update secret")
    }

    fn check_delete(
        &self,
        state: &State,
        dialect: Dialect,
        keys: &[String],
    ) -> Result<(), Refusal> {
        let mut found = existing(self.folder(state)?, keys.iter());
        if dialect == Dialect::Current {
            found.sort_unstable();
            found.dedup();
        }
        if found.len() == keys.len() {
            return Ok(());
        }
        Err(match (self.batch, dialect) {
            (true, _) => {
                let found = found.join(", ");
                Refusal::not_found(format!("One or more secrets does not exist: {found}"))
            }
            (false, Dialect::Current) => Refusal::not_found("Secret not found"),
            (false, Dialect::Recorded2024_10) => {
                let message = format!("Secret with name '{}' not found", keys.concat());
                Refusal::not_found_as(self.step(), message)
            }
        })
    }

    fn folder_to_update<'a>(
        &self,
        state: &'a State,
        dialect: Dialect,
        place: &Place,
    ) -> Result<&'a Folder, Refusal> {
        if !self.batch || dialect == Dialect::Recorded2024_10 {
            return place.require(state, self.step());
        }
        let Place { project_id, environment, .. } = place;
        if place.environment(state).is_none() {
            return Err(Refusal::not_found(format!(
                "Environment with slug '{environment}' in project with ID '{project_id}' not found"
            )));
        }
        place.folder(state)?.ok_or_else(|| Refusal::not_found("Folder not found"))
    }

    /// Whether every tag exists. In the recorded server a batch may name each only once.
    fn check_tags<'a>(
        &self,
        state: &State,
        dialect: Dialect,
        place: &Place,
        drafts: impl Iterator<Item = &'a Draft>,
    ) -> Result<(), Refusal> {
        let current = dialect == Dialect::Current;
        let mut tag_ids: Vec<&String> =
            drafts.flat_map(|draft| draft.tag_ids.iter().flatten()).collect();
        if tag_ids.iter().any(|id| uuid(id).is_none()) {
            return Err(Refusal::Database("Find one"));
        }
        if self.batch && current {
            tag_ids.sort();
            tag_ids.dedup();
        }
        let tags = place.project(state)?.tags.iter().filter(|tag| tag_ids.contains(&&tag.id));
        let slugs: Vec<&str> = tags.map(|tag| tag.slug.as_str()).collect();
        if slugs.len() == tag_ids.len() {
            return Ok(());
        }
        let update = matches!(self.act, Act::Update { .. });
        Err(Refusal::not_found(match (current, self.batch && update) {
            (false, _) => "One or more tags not found".to_owned(),
            (true, true) => "Tag not found".to_owned(),
            (true, false) => format!("Tag not found. Found {}", slugs.join(",")),
        }))
    }

    /// Whether the recorded server refuses this after it has carried it out: it cannot queue a
    /// reminder that has a note and, expressly, no days.
    pub(super) fn loses_reminder(&self, dialect: Dialect) -> bool {
        let (Dialect::Recorded2024_10, Act::Update { drafts, .. }, false) =
            (dialect, &self.act, self.batch)
        else {
            return false;
        };
        drafts.iter().any(|draft| {
            let noted = matches!(&draft.reminder_note, Given::Value(note) if !note.is_empty());
            noted && matches!(draft.reminder_days, Given::Null | Given::Value(0))
        })
    }

    /// Drafts of one folder belong together, in the order in which the folders are named first.
    fn by_folder<'a>(&self, drafts: &'a [Draft]) -> Vec<(Place, Vec<&'a Draft>)> {
        let mut folders: Vec<(Place, Vec<&Draft>)> = Vec::new();
        for draft in drafts {
            let path = draft.path.as_ref().filter(|path| !path.is_empty());
            let path = path.unwrap_or(&self.place.path);
            if let Some((_, drafts)) = folders.iter_mut().find(|(place, _)| place.path == *path) {
                drafts.push(draft);
            } else {
                let place = Place { path: path.clone(), ..self.place.clone() };
                folders.push((place, vec![draft]));
            }
        }
        folders
    }

    /// Carries out what was checked, and returns the secrets that it made, changed or deleted.
    pub(crate) fn carry_out(
        &self,
        state: &mut State,
        dialect: Dialect,
        now: Millis,
    ) -> Result<Vec<Secret>, Refusal> {
        let mut touched = Vec::new();
        match &self.act {
            Act::Create(drafts) => {
                for draft in drafts {
                    touched.push(make(state, &self.place, draft, dialect, now)?);
                }
            }
            Act::Update { drafts, missing } => {
                for (place, drafts) in self.by_folder(drafts) {
                    let folder = self.folder_to_update(state, dialect, &place)?;
                    let ids = ids_by_key(folder, drafts.iter().map(|draft| &draft.key));
                    for draft in drafts {
                        let id = ids.get(&draft.key).and_then(|ids| ids.first());
                        if let Some(id) = id {
                            touched.extend(change(state, &place, id, draft, dialect, now)?);
                        } else if *missing == Missing::Made {
                            touched.push(make(state, &place, draft, dialect, now)?);
                        }
                    }
                }
            }
            Act::Delete(keys) => {
                let folder = self.place.require_mut(state, self.step())?;
                let mut ids = ids_by_key(folder, keys.iter());
                for id in keys.iter().flat_map(|key| ids.remove(key).unwrap_or_default()) {
                    touched.extend(folder.secrets.remove(&id));
                }
            }
        }
        Ok(touched)
    }
}

fn make(
    state: &mut State,
    place: &Place,
    draft: &Draft,
    dialect: Dialect,
    now: Millis,
) -> Result<Secret, Refusal> {
    let mut secret = Secret::new(draft, now);
    remind(&mut secret, draft, dialect);
    remember(state, &secret);
    let folder = place.require_mut(state, "NotFound")?;
    folder.secrets.insert(secret.id.clone(), secret.clone());
    Ok(secret)
}

/// None where the secret is gone.
fn change(
    state: &mut State,
    place: &Place,
    id: &str,
    draft: &Draft,
    dialect: Dialect,
    now: Millis,
) -> Result<Option<Secret>, Refusal> {
    let folder = place.require_mut(state, "NotFound")?;
    let Some(secret) = folder.secrets.get_mut(id) else { return Ok(None) };
    secret.change(draft, now);
    remind(secret, draft, dialect);
    let secret = secret.clone();
    remember(state, &secret);
    if let (Dialect::Current, Some(new)) = (dialect, &draft.new_key) {
        let (environment, path) = (place.environment.as_str(), place.path.as_str());
        let from = (environment, path, draft.key.as_str());
        let moved = Moved { id: &secret.id, from, to: (environment, path, new) };
        if let Some(project) = state.projects.get_mut(&place.project_id) {
            moved.follow(project, now);
        }
    }
    Ok(Some(secret))
}

/// The recorded server keeps both columns; the current one makes a reminder where there is a number
/// of days, and takes none back.
fn remind(secret: &mut Secret, draft: &Draft, dialect: Dialect) {
    match dialect {
        Dialect::Recorded2024_10 => {
            set(&mut secret.reminder_note, &draft.reminder_note);
            set(&mut secret.reminder_days, &draft.reminder_days);
        }
        Dialect::Current => {
            if let Given::Value(days @ 1..) = draft.reminder_days {
                secret.reminder_days = Some(days);
                secret.reminder_note = None;
                set(&mut secret.reminder_note, &draft.reminder_note);
            }
        }
    }
}

fn set<T: Clone>(slot: &mut Option<T>, given: &Given<T>) {
    match given {
        Given::Absent => {}
        Given::Null => *slot = None,
        Given::Value(value) => *slot = Some(value.clone()),
    }
}

fn remember(state: &mut State, secret: &Secret) {
    if secret.value.trim().chars().count() >= SHORTEST_SECRET {
        state.secrets.push(secret.value.clone());
    }
}

/// The names of these that a folder has, in the order of its list.
fn existing<'a>(folder: &'a Folder, keys: impl Iterator<Item = &'a String>) -> Vec<&'a str> {
    let keys: HashSet<&str> = keys.map(String::as_str).collect();
    let names = folder.secrets.values().map(|secret| secret.key.as_str());
    names.filter(|name| keys.contains(name)).collect()
}

/// The IDs of the secrets with these names.
fn ids_by_key<'a>(
    folder: &Folder,
    keys: impl Iterator<Item = &'a String>,
) -> HashMap<&'a String, Vec<String>> {
    let mut ids: HashMap<&String, Vec<String>> = keys.map(|key| (key, Vec::new())).collect();
    for secret in folder.secrets.values() {
        if let Some(ids) = ids.get_mut(&secret.key) {
            ids.push(secret.id.clone());
        }
    }
    ids
}

fn storable_all<'a>(
    drafts: impl IntoIterator<Item = &'a Draft>,
    step: &'static str,
) -> Result<(), Refusal> {
    for draft in drafts {
        let key = draft.new_key.as_ref().unwrap_or(&draft.key);
        if !storable(key, LONGEST_NAME) {
            return Err(Refusal::Database(step));
        }
    }
    Ok(())
}
