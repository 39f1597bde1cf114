//! What was asked and what was answered.

use std::sync::{Condvar, Mutex, PoisonError};
use std::time::{Duration, Instant, SystemTime};

use serde_json::Value;

/// Where a request came from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Origin {
    /// A client, over HTTP.
    Network,
    /// [`crate::Emulator::out_of_band`].
    OutOfBand,
}

/// One request. It is in the journal from its arrival on; the answer is added when it leaves.
#[derive(Debug, Clone)]
pub struct Entry {
    /// Counts from 1 and is never used twice, also after [`crate::Emulator::clear_journal`].
    pub sequence: u64,
    /// Where it came from.
    pub origin: Origin,
    /// The verb, in upper case.
    pub method: String,
    /// The path as it was sent, without the query.
    pub path: String,
    /// The query as it was sent, without the question mark.
    pub query: String,
    /// Names in lower case; the token of `authorization` is masked.
    pub headers: Vec<(String, String)>,
    /// The body, if it was JSON or a form. It is not masked.
    pub body: Option<Value>,
    /// The status; `None` while no answer has left, and for ever when none reached the client.
    pub status: Option<u16>,
    /// The body of the answer, if it was JSON of no more than a mebibyte.
    pub response: Option<Value>,
    /// From arrival to answer; zero while there is none.
    pub duration: Duration,
    /// When it arrived.
    pub at: SystemTime,
}

/// The entries, and a bell that rings at every change.
#[derive(Debug, Default)]
pub(crate) struct Journal {
    pages: Mutex<Pages>,
    changed: Condvar,
}

#[derive(Debug, Default)]
struct Pages {
    last: u64,
    entries: Vec<Entry>,
}

impl Journal {
    /// Writes down an arrival and returns its sequence number.
    pub(crate) fn open(&self, mut entry: Entry) -> u64 {
        let mut pages = self.pages.lock().unwrap_or_else(PoisonError::into_inner);
        pages.last += 1;
        entry.sequence = pages.last;
        pages.entries.push(entry);
        self.changed.notify_all();
        pages.last
    }

    /// Writes down the answer; without one, only how long it took.
    pub(crate) fn close(
        &self,
        sequence: u64,
        took: Duration,
        answer: Option<(u16, Option<Value>)>,
    ) {
        let mut pages = self.pages.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(entry) = pages.entries.iter_mut().find(|entry| entry.sequence == sequence) {
            entry.duration = took;
            if let Some((status, response)) = answer {
                entry.status = Some(status);
                entry.response = response;
            }
        }
        self.changed.notify_all();
    }

    pub(crate) fn entries(&self) -> Vec<Entry> {
        self.pages.lock().unwrap_or_else(PoisonError::into_inner).entries.clone()
    }

    pub(crate) fn clear(&self) {
        self.pages.lock().unwrap_or_else(PoisonError::into_inner).entries.clear();
    }

    /// Blocks until the journal satisfies the predicate; false when the time ran out first.
    pub(crate) fn wait_for(&self, timeout: Duration, holds: impl Fn(&[Entry]) -> bool) -> bool {
        let deadline = Instant::now() + timeout;
        let mut pages = self.pages.lock().unwrap_or_else(PoisonError::into_inner);
        while !holds(&pages.entries) {
            let left = deadline.saturating_duration_since(Instant::now());
            if left.is_zero() {
                return false;
            }
            let waited = self.changed.wait_timeout(pages, left);
            pages = waited.unwrap_or_else(PoisonError::into_inner).0;
        }
        true
    }
}
