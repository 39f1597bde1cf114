//! Reading together: when many objects of one list are read at about the same time, the list is read
//! once, and answers them all.

use crate::demand::{Demand, FRESH};
use crate::endpoint::{Endpoint, Located};
use crate::{Body, Client, Error, Method};
use serde_json::Value;
use std::collections::HashMap;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use tokio::sync::Mutex as AsyncMutex;
use tokio::time::Instant;
use tracing::debug;

/// So many objects are read one by one before the list is read instead: who manages three of ten
/// thousand needs no list.
const SINGLES: u32 = 4;
/// A list of more pages is not read for the sake of a few objects.
const MOST_PAGES: u64 = 20;

/// A list of objects of one kind, which the server gives whole or in pages.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Collection {
    endpoint: Endpoint,
    member: &'static str,
    id: &'static str,
    /// `None` when the server gives it whole.
    page: Option<u32>,
    /// The member of an entry that says its place.
    place: Option<&'static str>,
}

impl Collection {
    /// A list that the server gives whole. `path` has one `{}` per id. `member` of the answer holds the
    /// entries, and `id` of an entry is the object's id.
    #[must_use]
    pub const fn new(path: &'static str, member: &'static str, id: &'static str) -> Self {
        Self { endpoint: Endpoint::new(path, ""), member, id, page: None, place: None }
    }

    /// The same of a list that is part of an object: `envelope` of the answer holds that.
    #[must_use]
    pub const fn inside(self, envelope: &'static str) -> Self {
        Self { endpoint: self.endpoint.inside(envelope), ..self }
    }

    /// The same of a list whose order says something: `member` of each entry says its place, from 1.
    #[must_use]
    pub const fn in_order(self, member: &'static str) -> Self {
        Self { place: Some(member), ..self }
    }

    /// The messages with which a 400 says that the parent is not there. Any 404 of a parent says so
    /// without this.
    #[must_use]
    pub const fn gone_says(self, messages: &'static [&'static str]) -> Self {
        Self { endpoint: self.endpoint.gone_says(messages), ..self }
    }

    /// The same of a list that the server gives in pages: `offset`, `limit`, `totalCount`. So many
    /// entries are asked for at a time.
    #[must_use]
    pub const fn paged(self, page: u32) -> Self {
        Self { page: Some(page), ..self }
    }

    /// The list of all that there are.
    #[must_use]
    pub fn all(&self) -> Listed {
        let located = Located::new(self.endpoint, self.endpoint.path(), false);
        Listed { collection: *self, located }
    }

    /// The list of the objects that belong to this parent, which is in the path.
    #[must_use]
    pub fn of(&self, parent: &str) -> Listed {
        Listed { collection: *self, located: self.endpoint.at(parent) }
    }

    /// The list of the objects that belong to this parent, which is a parameter of the query.
    #[must_use]
    pub fn with(&self, name: &str, parent: &str) -> Listed {
        let Listed { collection, located } = self.all();
        Listed { collection, located: located.with(name, parent) }
    }
}

/// A [`Collection`] with its ids.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Listed {
    collection: Collection,
    located: Located,
}

impl Listed {
    /// Adds a parameter to the query, for a list that says its parent with several.
    #[must_use]
    pub fn with(self, name: &str, value: &str) -> Self {
        Self { located: self.located.with(name, value), ..self }
    }

    /// The id of an entry.
    pub(crate) fn id<'a>(&self, entry: &'a Body) -> Option<&'a str> {
        entry.get(self.collection.id).and_then(Value::as_str)
    }
}

/// The lists that were read a moment ago.
#[derive(Default)]
pub(crate) struct Together {
    shelves: Mutex<HashMap<String, Arc<Shelf>>>,
    /// Grows when a write begins and when it ends.
    writes: AtomicU64,
}

#[derive(Default)]
struct Shelf {
    demand: Demand<SINGLES>,
    loaded: AsyncMutex<Option<Loaded>>,
    /// What the latest list had, however old it is.
    known: Mutex<Entries>,
}

/// Entries of a list by their id, in lower case.
type Entries = Arc<HashMap<String, Body>>;

struct Loaded {
    at: Instant,
    writes: u64,
    /// Empty when the list cannot be read: then each object is read by itself.
    by_id: Entries,
}

impl Together {
    /// Something is about to change, or has changed.
    pub(crate) fn written(&self) {
        self.writes.fetch_add(1, Ordering::AcqRel);
    }

    fn shelf(&self, listed: &Listed) -> Arc<Shelf> {
        let mut shelves = self.shelves.lock().unwrap_or_else(PoisonError::into_inner);
        Arc::clone(shelves.entry(listed.located.to_string()).or_default())
    }

    /// What a list had when it was read last; nothing when it never was.
    pub(crate) fn known(&self, listed: &Listed) -> Known {
        let kept = self.shelf(listed);
        let known = kept.known.lock().unwrap_or_else(PoisonError::into_inner);
        Known(Arc::clone(&known))
    }

    fn is_current(&self, loaded: &Loaded) -> bool {
        loaded.at.elapsed() < FRESH && loaded.writes == self.writes.load(Ordering::Acquire)
    }
}

/// What was there at some time.
pub(crate) struct Known(Entries);

impl Known {
    pub(crate) fn has(&self, id: &str) -> bool {
        self.0.contains_key(&id.to_ascii_lowercase())
    }
}

impl Shelf {
    fn remember(&self, loaded: &Loaded) {
        *self.known.lock().unwrap_or_else(PoisonError::into_inner) = Arc::clone(&loaded.by_id);
    }
}

impl Client {
    /// Reads an object that `listed` lists under `id`, too. When many of them are read at a time, they
    /// share one reading of the list; what the list does not have is read by itself. An entry of a list
    /// often tells less than the object's own answer: take only what both have.
    ///
    /// # Errors
    /// Any [`Error`] of reading the object by itself.
    pub async fn get_among(&self, at: &Located, listed: &Listed, id: &str) -> Result<Body, Error> {
        let kept = self.0.together.shelf(listed);
        if kept.demand.add() <= SINGLES {
            return self.get(at).await;
        }
        let found = {
            let mut loaded = kept.loaded.lock().await;
            if !loaded.as_ref().is_some_and(|loaded| self.0.together.is_current(loaded)) {
                *loaded = Some(self.load(listed, &kept).await);
            }
            loaded.as_ref().and_then(|loaded| loaded.by_id.get(&id.to_ascii_lowercase()).cloned())
        };
        match found {
            Some(entry) => Ok(entry),
            None => self.get(at).await,
        }
    }

    /// The ids of the entries that `like` finds and that this client did not create. A glance: the list
    /// may be half a minute old, and when it cannot be read there are none.
    pub async fn others(&self, listed: &Listed, like: impl Fn(&Body) -> bool) -> Vec<String> {
        let kept = self.0.together.shelf(listed);
        let mut loaded = kept.loaded.lock().await;
        if loaded.as_ref().is_none_or(|loaded| loaded.at.elapsed() >= FRESH) {
            *loaded = Some(self.load(listed, &kept).await);
        }
        let entries = loaded.iter().flat_map(|loaded| &*loaded.by_id);
        let others = entries.filter(|(id, entry)| like(entry) && !self.0.created.has(id));
        let mut others: Vec<_> = others.map(|(id, _)| id.clone()).collect();
        others.sort();
        others
    }

    async fn load(&self, listed: &Listed, kept: &Shelf) -> Loaded {
        let writes = self.0.together.writes.load(Ordering::Acquire);
        let at = Instant::now();
        let entries = match self.pages(listed, Some(MOST_PAGES), false).await {
            Ok(entries) => entries,
            Err(error) => {
                debug!(target: "infisical_client", %error, "no list: the objects are read singly");
                Vec::new()
            }
        };
        let by_id = entries
            .into_iter()
            .filter_map(|entry| Some((listed.id(&entry)?.to_ascii_lowercase(), entry)));
        let loaded = Loaded { at, writes, by_id: Arc::new(by_id.collect()) };
        kept.remember(&loaded);
        loaded
    }

    /// Reads a list, all its pages.
    ///
    /// # Errors
    /// Any [`Error`].
    pub async fn list(&self, listed: &Listed) -> Result<Vec<Body>, Error> {
        self.pages(listed, None, false).await
    }

    /// No entries when there are more than `most` pages. `settle` reads also after cancellation.
    pub(crate) async fn pages(
        &self,
        listed: &Listed,
        most: Option<u64>,
        settle: bool,
    ) -> Result<Vec<Body>, Error> {
        let Collection { member, page, place, .. } = listed.collection;
        let mut entries: Vec<Body> = Vec::new();
        loop {
            let at = listed.located.clone();
            let at = match page {
                Some(page) => {
                    at.with("offset", &entries.len().to_string()).with("limit", &page.to_string())
                }
                None => at,
            };
            let mut answer = self.call(Method::Get, &at, None, settle).await?;
            let Some(Value::Array(found)) = answer.remove(member) else {
                let request =
                    Arc::new(crate::Request { method: Method::Get, path: at.to_string() });
                return Err(Error::Envelope { request, status: 200, envelope: member });
            };
            let total = answer.get("totalCount").and_then(Value::as_u64).unwrap_or(0);
            let too_many =
                most.zip(page).is_some_and(|(most, page)| total > most * u64::from(page));
            if too_many {
                return Ok(Vec::new());
            }
            let last = found.is_empty() || page.is_none();
            for entry in found {
                let Value::Object(mut entry) = entry else { continue };
                if let Some(place) = place {
                    entry.insert(place.to_owned(), (entries.len() + 1).into());
                }
                entries.push(entry);
            }
            if last || u64::try_from(entries.len()).is_ok_and(|have| have >= total) {
                return Ok(entries);
            }
        }
    }
}
