//! Creating without ever creating twice: when the answer is lost, what may have been made is looked
//! for before anything is repeated.

use crate::endpoint::Located;
use crate::error::{Error, Finding};
use crate::retry::pause;
use crate::together::{Known, Listed};
use crate::{Body, Client, Method};
use serde_json::Value;
use std::collections::{BTreeSet, HashSet};
use std::sync::{Mutex, PoisonError};
use time::OffsetDateTime;
use time::format_description::well_known::Rfc3339;
use tracing::info;

/// How often what may have been made is looked for. The waits between grow as those of retries do.
const LOOKS: u32 = 3;
/// So many candidates are looked at closely; with more there is nothing to be said.
const MOST_CANDIDATES: usize = 5;

/// Where to look for what a create may have made.
pub struct Trace<'a> {
    place: Place<'a>,
    /// Whether an object, as its own endpoint answers with it, is what was asked for.
    is_it: &'a (dyn Fn(&Body) -> bool + Sync),
}

enum Place<'a> {
    /// Where the request went: there can be only one.
    Path,
    /// Where only one can be as well, which is read with other parameters.
    At(&'a Located),
    /// Under a name of its own: there can be only one, but it may have been there before.
    Named { at: &'a Located, name: &'a str },
    /// In a list: the server chose the id.
    List { listed: &'a Listed, single: &'a Single<'a>, key: &'a str, like: &'a Like<'a> },
}

type Like<'a> = dyn Fn(&Body) -> bool + Sync + 'a;

/// Where the object with an id is.
type Single<'a> = dyn Fn(&str) -> Located + Sync + 'a;

impl<'a> Trace<'a> {
    /// For what is attached to something that exists: it is at the path of the request, or nowhere.
    #[must_use]
    pub fn at_its_path(is_it: &'a (dyn Fn(&Body) -> bool + Sync)) -> Self {
        Self { place: Place::Path, is_it }
    }

    /// The same for what is read at `located`, or nowhere.
    pub(crate) fn at(located: &'a Located, is_it: &'a (dyn Fn(&Body) -> bool + Sync)) -> Self {
        Self { place: Place::At(located), is_it }
    }

    /// For what gets a new id, and a name that nothing else can have: it is at `at`, or nowhere. What was
    /// there before is not it.
    #[must_use]
    pub fn named(
        at: &'a Located,
        name: &'a str,
        is_it: &'a (dyn Fn(&Body) -> bool + Sync),
    ) -> Self {
        Self { place: Place::Named { at, name }, is_it }
    }

    /// For what gets a new id: it is in `listed`, where `like` tells whether an entry may be it, and
    /// then at `single`. Two creates with the same `key`, which could be taken for each other, wait for
    /// each other.
    #[must_use]
    pub fn in_list(
        listed: &'a Listed,
        single: &'a (dyn Fn(&str) -> Located + Sync),
        key: &'a str,
        like: &'a Like<'a>,
        is_it: &'a (dyn Fn(&Body) -> bool + Sync),
    ) -> Self {
        Self { place: Place::List { listed, single, key, like }, is_it }
    }

    /// What it is called there.
    fn name(&self) -> Option<&str> {
        match self.place {
            Place::Path | Place::At(_) => None,
            Place::Named { name, .. } => Some(name),
            Place::List { key, .. } => Some(key),
        }
    }
}

/// What is known of the time before a create.
struct Before {
    asked_at: OffsetDateTime,
    /// The list as it was read last: the server's clock tells seconds apart, and no less.
    known: Option<Known>,
}

impl Before {
    fn had(&self, id: &str) -> bool {
        self.known.as_ref().is_some_and(|known| known.has(id))
    }
}

/// The ids of everything that this client has created.
#[derive(Default)]
pub(crate) struct Created(Mutex<HashSet<String>>);

impl Created {
    fn claim(&self, body: &Body) {
        if let Some(id) = body.get("id").and_then(Value::as_str) {
            self.claim_id(id);
        }
    }

    fn has_made(&self, body: &Body) -> bool {
        body.get("id").and_then(Value::as_str).is_some_and(|id| self.has(id))
    }

    fn claim_id(&self, id: &str) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).insert(id.to_owned());
    }

    pub(crate) fn has(&self, id: &str) -> bool {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).contains(id)
    }
}

/// What an error says of a create.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Doubt {
    /// It did not happen.
    None,
    /// The server failed: probably nothing happened, and repeating would end the same way.
    Failed,
    /// It may have happened; if not by now, then never.
    Broken,
    /// It may have happened, or happen yet.
    Running,
}

pub(crate) fn doubt(error: &Error) -> Doubt {
    let status = match error {
        Error::Timeout { sent: true, .. } => return Doubt::Running,
        Error::Transport { sent: true, .. } => return Doubt::Broken,
        Error::Status { status, .. } => *status,
        error if error.is_unreadable() => return Doubt::Broken,
        Error::NotJson { status, .. } => *status,
        _ => return Doubt::None,
    };
    match status {
        // The proxy gave up waiting, not the server working.
        504 => Doubt::Running,
        502 | 503 => Doubt::Broken,
        500.. => Doubt::Failed,
        _ => Doubt::None,
    }
}

/// Whether somebody else's page came in the place of a good answer.
fn is_page(error: &Error) -> bool {
    matches!(error, Error::NotJson { status: 200..=299, .. })
}

impl Client {
    /// Creates, once. When the answer is lost, what the request made is looked for with `trace`, and
    /// taken for the answer when it is what was asked for.
    ///
    /// # Errors
    /// Any [`Error`]; [`Error::Unresolved`] when it cannot be told whether something was created.
    pub async fn create(
        &self,
        at: &Located,
        body: &Body,
        trace: &Trace<'_>,
    ) -> Result<Body, Error> {
        let _alone = match trace.name() {
            None => None,
            Some(name) => Some(self.0.locks.named(&format!("{at} {name}")).await),
        };
        let before = Before {
            asked_at: OffsetDateTime::now_utc(),
            known: match trace.place {
                Place::Path | Place::At(_) | Place::Named { .. } => None,
                Place::List { listed, .. } => Some(self.0.together.known(listed)),
            },
        };
        let created = self.create_by(at, body, trace, &before).await?;
        self.0.created.claim(&created);
        Ok(created)
    }

    async fn create_by(
        &self,
        at: &Located,
        body: &Body,
        trace: &Trace<'_>,
        before: &Before,
    ) -> Result<Body, Error> {
        let keyed = !matches!(trace.place, Place::List { .. });
        let most = self.0.transport.retry().attempts;
        let mut doubted = false;
        let mut attempt = 0;
        loop {
            attempt += 1;
            let error = match self.post(at, body).await {
                Ok(created) => return Ok(created),
                Err(error) => error,
            };
            let doubt = doubt(&error);
            if doubt == Doubt::None && !doubted {
                return Err(error);
            }
            doubted = true;
            info!(target: "infisical_client", %error, "looking for what the request may have made");
            match self.look(at, trace, before).await {
                Ok(Ok(found)) => {
                    info!(target: "infisical_client", "the request was carried out");
                    return Ok(found);
                }
                Ok(Err(Finding::Nothing)) => match doubt {
                    Doubt::None | Doubt::Failed => return Err(error),
                    Doubt::Running if !keyed => {
                        return Err(Error::unresolved(error, Finding::Nothing, trace.name()));
                    }
                    Doubt::Broken | Doubt::Running if attempt >= most => return Err(error),
                    Doubt::Broken | Doubt::Running => {}
                },
                Ok(Err(finding)) => return Err(Error::unresolved(error, finding, trace.name())),
                // Whoever answers with pages is not the server: it got neither of the two.
                Err(failed) if is_page(&error) && is_page(&failed) => return Err(error),
                Err(failed) => {
                    let finding = Finding::Unknown(Box::new(failed));
                    return Err(Error::unresolved(error, finding, trace.name()));
                }
            }
        }
    }

    /// What there is of what was asked for, looking a few times, also where looking fails. Not
    /// cancelled: what was begun is brought to an end.
    async fn look(
        &self,
        at: &Located,
        trace: &Trace<'_>,
        before: &Before,
    ) -> Result<Result<Body, Finding>, Error> {
        let transport = &self.0.transport;
        let mut found = Ok(Err(Finding::Nothing));
        for look in 1..=LOOKS {
            transport.rest(pause(transport.retry(), look, 1.0)).await;
            found = match trace.place {
                Place::Path => self.look_at(at, trace, |_| false).await,
                Place::At(at) => self.look_at(at, trace, |_| false).await,
                Place::Named { at, .. } => {
                    let since = transport.clock().before(before.asked_at);
                    let older =
                        |body: &Body| self.0.created.has_made(body) || !is_since(body, since);
                    self.look_at(at, trace, older).await
                }
                Place::List { listed, single, like, .. } => {
                    self.look_through(listed, single, like, trace, before).await
                }
            };
            let again = match &found {
                Ok(found) => matches!(found, Err(Finding::Nothing)),
                Err(error) => error.status().is_none_or(|status| status >= 500),
            };
            if !again {
                break;
            }
        }
        found
    }

    async fn look_at(
        &self,
        at: &Located,
        trace: &Trace<'_>,
        older: impl Fn(&Body) -> bool,
    ) -> Result<Result<Body, Finding>, Error> {
        match self.call(Method::Get, at, None, true).await {
            Ok(found) if older(&found) => Ok(Err(Finding::Taken)),
            Ok(found) if (trace.is_it)(&found) => Ok(Ok(found)),
            Ok(_) => Ok(Err(Finding::Different)),
            Err(error) if error.is_gone() => Ok(Err(Finding::Nothing)),
            Err(error) => Err(error),
        }
    }

    async fn look_through(
        &self,
        listed: &Listed,
        single: &Single<'_>,
        like: &Like<'_>,
        trace: &Trace<'_>,
        before: &Before,
    ) -> Result<Result<Body, Finding>, Error> {
        let entries = self.pages(listed, None, true).await?;
        let since = self.0.transport.clock().before(before.asked_at);
        let new = |entry: &&Body| like(entry) && is_since(entry, since);
        // A set: when something is removed meanwhile, two pages overlap.
        let candidates: BTreeSet<&str> = entries
            .iter()
            .filter(new)
            .filter_map(|entry| listed.id(entry))
            .filter(|id| !self.0.created.has(id) && !before.had(id))
            .collect();
        if candidates.len() > MOST_CANDIDATES {
            return Ok(Err(Finding::Several(candidates.into_iter().map(str::to_owned).collect())));
        }
        let mut found = Vec::new();
        for id in candidates {
            match self.call(Method::Get, &single(id), None, true).await {
                Ok(body) if (trace.is_it)(&body) && is_since(&body, since) => {
                    found.push((id, body));
                }
                Ok(_) => {}
                Err(error) if error.is_gone() => {}
                Err(error) => return Err(error),
            }
        }
        match found.pop() {
            None => Ok(Err(Finding::Nothing)),
            Some((id, body)) if found.is_empty() => {
                self.0.created.claim_id(id);
                Ok(Ok(body))
            }
            Some(last) => {
                let ids = found.into_iter().chain([last]).map(|(id, _)| id.to_owned()).collect();
                Ok(Err(Finding::Several(ids)))
            }
        }
    }
}

/// Whether what the server made at that time may be from `since` or later; it need not say when.
pub(crate) fn may_be_since(created_at: Option<&str>, since: OffsetDateTime) -> bool {
    let at = created_at.and_then(|text| OffsetDateTime::parse(text, &Rfc3339).ok());
    at.is_none_or(|at| at >= since)
}

fn is_since(entry: &Body, since: OffsetDateTime) -> bool {
    may_be_since(entry.get("createdAt").and_then(Value::as_str), since)
}
