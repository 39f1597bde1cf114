//! Writing together: what is written in one folder at about the same time travels in one request, and
//! each learns what became of its own part.

use super::entry::StoredSecret;
use super::gather::GATHER;
use super::read::{ListOptions, NameOptions};
use super::routes::{Api, fits_a_path};
use super::write::{Answered, Approval, Edit, NewSecret, Outcome};
use super::{Place, Secrets};
use crate::create::{Doubt, doubt, may_be_since};
use crate::endpoint::Located;
use crate::pace::Route;
use crate::{Body, Client, Error, Method, Request};
use serde_json::Value;
use std::collections::{HashMap, HashSet};
use std::mem::discriminant;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;
use time::OffsetDateTime;
use tokio::sync::oneshot;
use tokio::task::JoinSet;
use tokio::time::sleep;
use tracing::{debug, info};

/// So many secrets travel in one request at most.
const MOST: usize = 100;
/// So often at most a batch waits for more to come.
const MOST_WAITS: u32 = 5;
/// How long a moment is in which nothing more came where few requests are left: each is to carry all that
/// is under way, and Terraform says a second's worth of it slowly, as it writes its state in between.
const WHERE_SHORT: Duration = Duration::from_millis(500);
/// So many bytes of them: the server takes a body of 1 MiB (`bodyLimit` of fastify).
const MOST_BYTES: usize = 900 << 10;

/// What is to be done with a secret.
#[derive(Clone)]
pub(super) enum Job {
    Create(Box<NewSecret>),
    Edit { name: String, edit: Edit },
    Remove { name: String },
    Move { name: String, id: String, to: Place },
}

/// A job, and who waits for its result.
struct Waiting {
    job: Job,
    tell: oneshot::Sender<Result<Outcome, Error>>,
}

/// Jobs by folder. A folder that is among them has somebody at work on it.
#[derive(Default)]
pub(super) struct Queues {
    by_place: Mutex<HashMap<Place, Vec<Waiting>>>,
    /// How many jobs came so far, in all folders.
    arrived: AtomicU64,
}

impl Job {
    fn name(&self) -> &str {
        match self {
            Self::Create(new) => &new.name,
            Self::Edit { name, .. } | Self::Remove { name } | Self::Move { name, .. } => name,
        }
    }

    /// Whether one request may do both.
    fn goes_with(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Move { to, .. }, Self::Move { to: other, .. }) => to == other,
            (one, other) => discriminant(one) == discriminant(other),
        }
    }

    /// Where a batch of its kind goes.
    fn at(&self, api: Api) -> Located {
        if matches!(self, Self::Move { .. }) { api.relocation() } else { api.batch() }
    }

    const fn method(&self) -> Method {
        match self {
            Self::Create(_) | Self::Move { .. } => Method::Post,
            Self::Edit { .. } => Method::Patch,
            Self::Remove { .. } => Method::Delete,
        }
    }

    /// The name under which an answer tells of it.
    fn answered_as(&self) -> &str {
        match self {
            Self::Edit { edit: Edit { name: Some(name), .. }, .. } => name,
            job => job.name(),
        }
    }

    /// Its part of a batch.
    fn members(&self) -> Body {
        let mut members = match self {
            Self::Create(new) => {
                let mut members = new.members();
                // No batch takes them with a new secret.
                members.retain(|name, _| !name.starts_with("secretReminder"));
                members
            }
            Self::Edit { edit, .. } => edit.members(),
            Self::Remove { .. } | Self::Move { .. } => Body::new(),
        };
        members.insert("secretKey".to_owned(), self.name().into());
        members
    }

    fn tags(&self) -> &[String] {
        match self {
            Self::Create(new) => &new.tag_ids,
            Self::Edit { edit, .. } => edit.tag_ids.as_deref().unwrap_or_default(),
            Self::Remove { .. } | Self::Move { .. } => &[],
        }
    }
}

/// What may travel together: no name twice, and, under v3, no tag: its batches take a tag that two secrets
/// share for one that does not exist (`findManyTagsById` of 2024).
#[derive(Default)]
struct Load {
    names: HashSet<String>,
    tags: HashSet<String>,
    bytes: usize,
}

impl Load {
    fn takes(&mut self, job: &Job, api: Api) -> bool {
        let bytes = self.bytes + Value::Object(job.members()).to_string().len();
        let shared = api == Api::V3 && job.tags().iter().any(|tag| self.tags.contains(tag));
        let full = self.names.len() >= MOST || (bytes > MOST_BYTES && !self.names.is_empty());
        if full || shared || self.names.contains(job.name()) {
            return false;
        }
        self.bytes = bytes;
        self.names.insert(job.name().to_owned());
        self.tags.extend(job.tags().iter().cloned());
        true
    }
}

impl Queues {
    /// Whether nobody is at work on the folder yet.
    fn push(&self, place: &Place, waiting: Waiting) -> bool {
        self.arrived.fetch_add(1, Ordering::AcqRel);
        let mut queues = self.by_place.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(queue) = queues.get_mut(place) {
            queue.push(waiting);
            return false;
        }
        queues.insert(place.clone(), vec![waiting]);
        true
    }

    /// The next ones that travel together; `None`, and nobody is at work any more, when there are none.
    /// Who does not wait any longer is left out: nothing was sent of theirs.
    fn take(&self, place: &Place, api: Api) -> Option<Vec<Waiting>> {
        let mut queues = self.by_place.lock().unwrap_or_else(PoisonError::into_inner);
        let queue = queues.get_mut(place)?;
        queue.retain(|waiting| !waiting.tell.is_closed());
        if queue.is_empty() {
            queues.remove(place);
            return None;
        }
        let first = queue.remove(0);
        let mut load = Load::default();
        load.takes(&first.job, api);
        let others = queue.extract_if(.., |waiting| {
            waiting.job.goes_with(&first.job) && load.takes(&waiting.job, api)
        });
        let others: Vec<_> = others.collect();
        Some(std::iter::once(first).chain(others).collect())
    }

    /// Waits until nothing more comes for a moment: who writes many at a time has then said all that fits
    /// beside what is under way.
    async fn gathered(&self, moment: Duration) {
        for _ in 0..MOST_WAITS {
            let before = self.arrived.load(Ordering::Acquire);
            sleep(moment).await;
            if self.arrived.load(Ordering::Acquire) == before {
                break;
            }
        }
    }

    /// What kind of request is next; `None` when none is.
    fn next(&self, place: &Place, api: Api) -> Option<Route> {
        let queues = self.by_place.lock().unwrap_or_else(PoisonError::into_inner);
        let next = &queues.get(place)?.first()?.job;
        Some(next.at(api).route(next.method()))
    }
}

/// Works on a folder until nothing waits.
async fn work(client: Client, place: Place) {
    let secrets = client.secrets();
    let queues = &secrets.known().queues;
    let _clearing = Clearing { queues, place: &place };
    loop {
        queues.gathered(GATHER).await;
        // What v3 takes, v4 takes as well.
        let api = secrets.known().learned.api().unwrap_or(Api::V3);
        if let Some(route) = queues.next(&place, api) {
            // What waits for the rate limit gathers more meanwhile.
            let transport = &client.0.transport;
            transport.ready(route).await;
            // One that is alone travels by another route.
            let alone = api.one("").route(route.method);
            if [route, alone].into_iter().any(|route| transport.is_short(route)) {
                queues.gathered(WHERE_SHORT).await;
            }
        }
        let Some(jobs) = queues.take(&place, api) else { return };
        let _writing = secrets.known().shelves.writing(&place);
        secrets.settle(&place, jobs).await;
    }
}

/// Lets nobody wait for a worker that panicked.
struct Clearing<'a> {
    queues: &'a Queues,
    place: &'a Place,
}

impl Drop for Clearing<'_> {
    fn drop(&mut self) {
        if std::thread::panicking() {
            self.queues.by_place.lock().unwrap_or_else(PoisonError::into_inner).remove(self.place);
        }
    }
}

impl Secrets<'_> {
    /// Does a job together with others on the same folder.
    pub(super) async fn together(&self, place: &Place, job: Job) -> Result<Outcome, Error> {
        let request = Request { method: job.method(), path: job.at(Api::V4).to_string() };
        let (tell, told) = oneshot::channel();
        if self.known().queues.push(place, Waiting { job, tell }) {
            // Whoever began may give up, and the others' results must not go with it.
            tokio::spawn(work(self.client.clone(), place.clone()));
        }
        let nobody = |_| Err(Error::Cancelled { request: Arc::new(request), sent: true });
        told.await.unwrap_or_else(nobody)
    }

    /// Does jobs of one kind, in as few requests as the server lets them.
    async fn settle(&self, place: &Place, mut jobs: Vec<Waiting>) {
        if let [Waiting { job, .. }] = &jobs[..]
            && fits_a_path(job.name())
            && !matches!(job, Job::Move { .. })
        {
            return self.each(place, jobs, None).await;
        }
        let since = self.client.now_there();
        let error = match self.send(place, &jobs).await {
            Ok(answered) => return self.tell(place, jobs, answered, since).await,
            Err(error) => error,
        };
        match (doubt(&error), jobs.len()) {
            (Doubt::None, 1) => {
                if let Some(only) = jobs.pop() {
                    // Whoever gave up has no use for it.
                    let (Ok(()) | Err(_)) = only.tell.send(Err(error));
                }
            }
            (Doubt::None, several) if error.status().is_some() => {
                debug!(target: "infisical_client", %error, "a batch is refused: in halves");
                let rest = jobs.split_off(several / 2);
                Box::pin(self.settle(place, jobs)).await;
                Box::pin(self.settle(place, rest)).await;
            }
            (Doubt::None, _) => self.each(place, jobs, None).await,
            _ => {
                info!(target: "infisical_client", %error, "looking for what the batch may have done");
                self.each(place, jobs, Some(since)).await;
            }
        }
    }

    async fn send(&self, place: &Place, jobs: &[Waiting]) -> Result<Answered, Error> {
        if let Some(Waiting { job: Job::Move { to, .. }, .. }) = jobs.first() {
            return self.send_to(place, to, jobs).await;
        }
        let method = jobs.first().map_or(Method::Post, |first| first.job.method());
        let secrets: Value =
            jobs.iter().map(|waiting| Value::Object(waiting.job.members())).collect();
        let send = |api: Api| {
            let mut body = api.body(place);
            body.insert("secrets".to_owned(), secrets.clone());
            async move { self.client.call_as(method, &api.batch(), Some(&body), false).await }
        };
        self.client.by_api(send).await
    }

    /// Moves, and reads what became of them: they are other secrets now.
    async fn send_to(&self, from: &Place, to: &Place, jobs: &[Waiting]) -> Result<Answered, Error> {
        let ids = jobs.iter().filter_map(|waiting| match &waiting.job {
            Job::Move { id, .. } => Some(id.as_str()),
            _ => None,
        });
        let ids: Vec<_> = ids.collect();
        let moved = self.relocate(from, to, &ids, false).await?;
        if !(moved.is_source_updated && moved.is_destination_updated) {
            let approval = Some(Approval::default());
            return Ok(Answered { approval, ..Answered::default() });
        }
        let secrets = match jobs {
            [only] => vec![self.by_name(to, only.job.name(), &NameOptions::default()).await?],
            _ => self.list_for(to, &ListOptions::default(), true).await?.secrets,
        };
        Ok(Answered { secrets, ..Answered::default() })
    }

    /// Tells each what the answer says of it. What it does not mention is done by itself.
    async fn tell(
        &self,
        place: &Place,
        jobs: Vec<Waiting>,
        answered: Answered,
        since: OffsetDateTime,
    ) {
        let mut by_name: HashMap<_, _> =
            answered.secrets.into_iter().map(|secret| (secret.name.clone(), secret)).collect();
        let mut unmentioned = Vec::new();
        for Waiting { job, tell } in jobs {
            let outcome = match (&answered.approval, by_name.remove(job.answered_as())) {
                (Some(approval), _) => Outcome::Pending(approval.clone()),
                (None, Some(secret)) => Outcome::Done(Box::new(secret.at(place))),
                (None, None) => {
                    unmentioned.push(Waiting { job, tell });
                    continue;
                }
            };
            let (Ok(()) | Err(_)) = tell.send(Ok(outcome));
        }
        if !unmentioned.is_empty() {
            self.each(place, unmentioned, Some(since)).await;
        }
    }

    /// Does each by itself. `since` then, a batch may have done them already.
    async fn each(&self, place: &Place, jobs: Vec<Waiting>, since: Option<OffsetDateTime>) {
        let mut present = Vec::new();
        if since.is_some() && jobs.iter().any(|waiting| waiting.job.method() == Method::Post) {
            // When it cannot be read, the server itself refuses what is there already.
            let listing = self.list_for(place, &ListOptions::default(), true).await;
            present = listing.map(|found| found.secrets).unwrap_or_default();
        }
        let mut all = JoinSet::new();
        for Waiting { job, tell } in jobs {
            let made = present.iter().find(|found| is_it(&job, found, since)).cloned();
            let (client, place) = (self.client.clone(), place.clone());
            all.spawn(async move {
                let result = match made {
                    Some(made) => Ok(Outcome::Done(Box::new(made))),
                    None => client.secrets().alone(&place, &job, since).await,
                };
                let (Ok(()) | Err(_)) = tell.send(result);
            });
        }
        all.join_all().await;
    }

    async fn alone(
        &self,
        place: &Place,
        job: &Job,
        since: Option<OffsetDateTime>,
    ) -> Result<Outcome, Error> {
        let result = match job {
            // A move that was done left nothing behind.
            Job::Move { name, to, .. } if since.is_some() => {
                let options = NameOptions::default();
                let (there, here) = (
                    self.by_name(to, name, &options).await,
                    self.by_name(place, name, &options).await,
                );
                match (there, here) {
                    (Ok(there), Err(error)) if error.is_gone() => {
                        return Ok(Outcome::Done(Box::new(there)));
                    }
                    _ => self.by_itself(place, job).await,
                }
            }
            Job::Move { .. } => self.by_itself(place, job).await,
            job if !fits_a_path(job.name()) => self.by_itself(place, job).await,
            Job::Create(new) => self.create_alone(place, new).await,
            Job::Edit { name, edit } => self.edit_alone(place, name, edit).await,
            Job::Remove { name } => self.remove_alone(place, name).await,
        };
        // The batch may have come after all.
        match result {
            Err(error) if since.is_some() && matches!(job, Job::Create(_)) => {
                let found = self.by_name(place, job.name(), &NameOptions::default()).await;
                match found {
                    Ok(found) if is_it(job, &found, since) => Ok(Outcome::Done(Box::new(found))),
                    _ => Err(error),
                }
            }
            result => result,
        }
    }

    /// What has no path of its own: a batch of one.
    async fn by_itself(&self, place: &Place, job: &Job) -> Result<Outcome, Error> {
        let (tell, _) = oneshot::channel();
        let answered = self.send(place, &[Waiting { job: job.clone(), tell }]).await?;
        answered.outcome(place, job.method())
    }
}

/// Whether a secret is what a lost create was to make.
fn is_it(job: &Job, found: &StoredSecret, since: Option<OffsetDateTime>) -> bool {
    let created_at = found.created_at.as_deref();
    let recent = since.is_some_and(|since| may_be_since(created_at, since));
    matches!(job, Job::Create(new) if recent && new.is(found))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test(start_paused = true)]
    async fn a_moment_ends_when_nothing_more_came_in_it() {
        let queues = Arc::new(Queues::default());
        let began = tokio::time::Instant::now();
        queues.gathered(WHERE_SHORT).await;
        assert_eq!(began.elapsed(), WHERE_SHORT, "nothing came");

        let arriving = Arc::clone(&queues);
        tokio::spawn(async move {
            for _ in 0..6 {
                sleep(WHERE_SHORT / 3).await;
                arriving.arrived.fetch_add(1, Ordering::AcqRel);
            }
        });
        let began = tokio::time::Instant::now();
        queues.gathered(WHERE_SHORT).await;
        assert_eq!(queues.arrived.load(Ordering::Acquire), 6, "all of them are waited for");
        assert!(began.elapsed() <= 4 * WHERE_SHORT, "{:?}", began.elapsed());
    }
}
