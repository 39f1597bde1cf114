//! Reading together: what is read of one folder at about the same time is one list, however much it is.

use super::entry::{SecretType, StoredSecret};
use super::read::{ListOptions, NameOptions};
use super::routes::Api;
use super::{Known, Place, Secrets};
use crate::demand::{Demand, FRESH};
use crate::endpoint::Endpoint;
use crate::{Error, OrGone};
use serde_json::Value;
use std::collections::HashMap;
use std::sync::atomic::{AtomicU32, AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;
use tokio::sync::Mutex as AsyncMutex;
use tokio::time::{Instant, sleep};
use tracing::debug;

/// How long the first of several waits for those that come with it: Terraform sends what it does side by
/// side within a millisecond or two.
pub(super) const GATHER: Duration = Duration::from_millis(20);
/// One secret of a folder is read by itself: who manages one of thousands needs no list.
const SINGLES: u32 = 1;
/// So many secrets of a client are read by themselves, in whatever folders: who reads more of them reads
/// more still, and on a busy machine the next one of a folder may be late.
const MOST_SINGLES: u32 = 2;

/// A project (`GET`), which tells its environments.
const PROJECT: Endpoint = Endpoint::new("/api/v1/workspace/{}", "workspace");

/// The folders and projects that were read a moment ago.
#[derive(Default)]
pub(super) struct Shelves {
    folders: Mutex<HashMap<Place, Arc<Shelf>>>,
    singles: AtomicU32,
    projects: Mutex<HashMap<String, Arc<AsyncMutex<Option<Searched>>>>>,
}

#[derive(Default)]
pub(super) struct Shelf {
    demand: Demand<SINGLES>,
    loaded: AsyncMutex<Option<Loaded>>,
    /// Grows when a write begins and when it ends.
    writes: AtomicU64,
}

struct Loaded {
    at: Instant,
    writes: u64,
    /// `None` when the folder may not be listed: then each is read by itself.
    secrets: Option<Vec<StoredSecret>>,
    folder: Arc<Folder>,
}

/// Whether there is such a folder, which a list without secrets does not tell.
#[derive(Default)]
struct Folder(AsyncMutex<Option<bool>>);

/// All secrets of a project, by their ids, without values.
struct Searched {
    at: Instant,
    by_id: HashMap<String, StoredSecret>,
}

impl Shelves {
    pub(super) fn folder(&self, place: &Place) -> Arc<Shelf> {
        let mut folders = self.folders.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(kept) = folders.get(place) {
            return Arc::clone(kept);
        }
        Arc::clone(folders.entry(place.clone()).or_default())
    }

    /// Whether one more secret may be read by itself.
    fn takes_a_single(&self) -> bool {
        self.singles.fetch_add(1, Ordering::AcqRel) < MOST_SINGLES
    }

    /// A write under way in a folder, until it is dropped.
    pub(super) fn writing(&self, place: &Place) -> Writing {
        let kept = self.folder(place);
        kept.written();
        Writing(kept)
    }
}

/// A write under way.
pub(super) struct Writing(Arc<Shelf>);

impl Drop for Writing {
    fn drop(&mut self) {
        self.0.written();
    }
}

impl Shelf {
    /// Something is about to change, or has changed.
    fn written(&self) {
        self.writes.fetch_add(1, Ordering::AcqRel);
    }

    fn is_current(&self, loaded: &Loaded) -> bool {
        loaded.at.elapsed() < FRESH && loaded.writes == self.writes.load(Ordering::Acquire)
    }
}

/// The secret with this id, or else with this name, among those of its folder.
fn among(secrets: &[StoredSecret], name: &str, id: Option<&str>) -> Option<StoredSecret> {
    let by_id = || id.and_then(|id| secrets.iter().find(|secret| secret.id == id));
    let is_named =
        |secret: &&StoredSecret| secret.name == name && secret.kind == SecretType::Shared;
    by_id().or_else(|| secrets.iter().find(is_named)).cloned()
}

/// What of a folder is looked for.
#[derive(Debug, Clone, Copy)]
pub struct Sought<'a> {
    /// The name that it had.
    pub name: &'a str,
    /// Its id, if that is known.
    pub id: Option<&'a str>,
    /// Whether its reminder matters, which only a list tells.
    pub reminder: bool,
}

impl Secrets<'_> {
    /// The secret of a folder with this id, which may have another name by now, or else with this name;
    /// `None` when there is neither. What is asked for of one folder at about the same time is one
    /// request, and its answer serves half a minute, unless this client changes something in the folder.
    ///
    /// # Errors
    /// Any [`Error`].
    pub async fn find(
        &self,
        place: &Place,
        sought: Sought<'_>,
    ) -> Result<Option<StoredSecret>, Error> {
        let Sought { name, id, reminder } = sought;
        let kept = self.known().shelves.folder(place);
        kept.demand.add();
        let mut loaded = kept.loaded.lock().await;
        if !loaded.as_ref().is_some_and(|loaded| kept.is_current(loaded)) {
            if !reminder && !kept.demand.is_worth_a_list() {
                sleep(GATHER).await;
                if !kept.demand.is_worth_a_list() && self.known().shelves.takes_a_single() {
                    drop(loaded);
                    return self.find_alone(place, name, id).await;
                }
            }
            *loaded = Some(self.load(&kept, place).await?);
        }
        let Some(Loaded { secrets, folder, .. }) = &*loaded else { return Ok(None) };
        if let Some(found) = secrets.as_ref().and_then(|secrets| among(secrets, name, id)) {
            return Ok(Some(found));
        }
        let folder = Arc::clone(folder);
        drop(loaded);
        // A list leaves out what may not be seen: "gone" is not a guess.
        self.find_within(&folder, place, name).await
    }

    /// Without a list, unless it is needed to find a secret under its new name.
    async fn find_alone(
        &self,
        place: &Place,
        name: &str,
        id: Option<&str>,
    ) -> Result<Option<StoredSecret>, Error> {
        let folder = Folder::default();
        let found = self.find_within(&folder, place, name).await?;
        if found.is_some() || id.is_none() || *folder.0.lock().await == Some(false) {
            return Ok(found);
        }
        let kept = self.known().shelves.folder(place);
        let loaded = self.load(&kept, place).await?;
        Ok(loaded.secrets.and_then(|secrets| among(&secrets, name, id)))
    }

    /// By its name, unless its folder is known to be missing. While that is not known, one asks for all.
    async fn find_within(
        &self,
        folder: &Folder,
        place: &Place,
        name: &str,
    ) -> Result<Option<StoredSecret>, Error> {
        let mut exists = folder.0.lock().await;
        let options = NameOptions::default();
        match *exists {
            Some(false) => Ok(None),
            Some(true) => {
                drop(exists);
                self.by_name(place, name, &options).await.or_gone()
            }
            None => {
                let found = self.by_name(place, name, &options).await;
                *exists = Some(!found.as_ref().err().is_some_and(Error::lacks_folder));
                found.or_gone()
            }
        }
    }

    async fn load(&self, kept: &Shelf, place: &Place) -> Result<Loaded, Error> {
        let (at, writes) = (Instant::now(), kept.writes.load(Ordering::Acquire));
        let (secrets, exists) = match self.list(place, &ListOptions::default()).await {
            Ok(found) => {
                let exists = (!found.secrets.is_empty()).then_some(true);
                (Some(found.secrets), exists)
            }
            Err(error) if error.is_gone() => (Some(Vec::new()), Some(false)),
            // Who may not see all of them may see one; and what is too much at once is not one by one.
            Err(error) if error.status().is_some_and(|status| status < 500) => {
                debug!(target: "infisical_client", %error, "no list: the secrets are read singly");
                (None, Some(true))
            }
            Err(error) => return Err(error),
        };
        Ok(Loaded { at, writes, secrets, folder: Arc::new(Folder(AsyncMutex::new(exists))) })
    }

    /// Whether the server keeps metadata of secrets; `None` where nothing in the folder tells. Under v4 it
    /// does; before, it did since 2025, and tells of each secret then. It is found out once.
    ///
    /// # Errors
    /// Any [`Error`] of reading the folder.
    pub async fn keeps_metadata(&self, place: &Place) -> Result<Option<bool>, Error> {
        let Known { learned, keeps_metadata, .. } = self.known();
        let mut known = keeps_metadata.lock().await;
        if known.is_none() && learned.api() != Some(Api::V4) {
            let found = self.list(place, &ListOptions::default()).await.or_gone()?;
            let first = found.and_then(|found| found.secrets.into_iter().next());
            *known = first.map(|first| first.metadata.is_some());
        }
        Ok(if learned.api() == Some(Api::V4) { Some(true) } else { *known })
    }

    /// Where in a project the secret with this id is by now, without its value: its folder, or an
    /// environment's slug, may have another name. `None` when it is nowhere, or may not be looked for.
    /// One search serves half a minute.
    ///
    /// # Errors
    /// [`Error::Cancelled`].
    pub async fn search(&self, project: &str, id: &str) -> Result<Option<StoredSecret>, Error> {
        let search = {
            let mut projects =
                self.known().shelves.projects.lock().unwrap_or_else(PoisonError::into_inner);
            Arc::clone(projects.entry(project.to_owned()).or_default())
        };
        let mut searched = search.lock().await;
        if searched.as_ref().is_none_or(|searched| searched.at.elapsed() >= FRESH) {
            let at = Instant::now();
            let by_id = match self.everything(project).await {
                Ok(found) => found.into_iter().map(|found| (found.id.clone(), found)).collect(),
                Err(error @ Error::Cancelled { .. }) => return Err(error),
                Err(error) => {
                    debug!(target: "infisical_client", %error, "the project is not searched");
                    HashMap::new()
                }
            };
            *searched = Some(Searched { at, by_id });
        }
        Ok(searched.as_ref().and_then(|searched| searched.by_id.get(id).cloned()))
    }

    /// All secrets of a project that may be seen, without values.
    async fn everything(&self, project: &str) -> Result<Vec<StoredSecret>, Error> {
        let options =
            ListOptions { recursive: true, without_values: true, ..ListOptions::default() };
        let told = self.client.get(&PROJECT.at(project)).await?;
        let environments = told.get("environments").and_then(Value::as_array);
        let mut all = Vec::new();
        for environment in environments.into_iter().flatten() {
            let Some(slug) = environment.get("slug").and_then(Value::as_str) else { continue };
            all.extend(self.list(&Place::new(project, slug, "/"), &options).await?.secrets);
        }
        Ok(all)
    }
}
