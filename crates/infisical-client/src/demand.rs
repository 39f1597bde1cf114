//! Whether what is read one by one is worth a list.

use std::sync::{Mutex, PoisonError};
use std::time::Duration;
use tokio::time::Instant;

/// How old a list may be that still answers, and for how long reads are counted. Any write of this client
/// makes a list too old.
pub(crate) const FRESH: Duration = Duration::from_secs(30);

/// How often things of one list were read lately. So many of them, `SINGLES`, need no list.
#[derive(Default)]
pub(crate) struct Demand<const SINGLES: u32>(Mutex<Count>);

#[derive(Default)]
struct Count {
    since: Option<Instant>,
    reads: u32,
}

impl<const SINGLES: u32> Demand<SINGLES> {
    /// Counts a read; how many there are with it.
    pub(crate) fn add(&self) -> u32 {
        let mut count = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if count.since.is_none_or(|since| since.elapsed() >= FRESH) {
            // Somebody who reads many of them is not asked to begin anew each time.
            let reads = if count.reads > SINGLES { SINGLES } else { 0 };
            *count = Count { since: Some(Instant::now()), reads };
        }
        count.reads += 1;
        count.reads
    }

    /// Whether a list is worth it by now.
    pub(crate) fn is_worth_a_list(&self) -> bool {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).reads > SINGLES
    }
}
