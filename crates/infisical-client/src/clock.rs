//! The server's clock, which need not agree with ours.

use std::sync::{Mutex, PoisonError};
use std::time::Duration;
use time::OffsetDateTime;

/// How far off an estimate may be: `Date` has whole seconds, and an answer is on its way for a while.
const UNCERTAINTY: Duration = Duration::from_secs(2);

/// What the `Date` headers of the answers say of the server's clock.
#[derive(Default)]
pub(crate) struct ServerClock {
    ahead: Mutex<Option<time::Duration>>,
}

impl ServerClock {
    /// The server has just said that it is `time`.
    pub(crate) fn observe(&self, time: OffsetDateTime) {
        let ahead = time - OffsetDateTime::now_utc();
        *self.ahead.lock().unwrap_or_else(PoisonError::into_inner) = Some(ahead);
    }

    /// A time by the server's clock that is surely before what happens there after `ours`; ours, when
    /// the server has never said the time.
    pub(crate) fn before(&self, ours: OffsetDateTime) -> OffsetDateTime {
        let ahead = self.ahead.lock().unwrap_or_else(PoisonError::into_inner).unwrap_or_default();
        ours + ahead - UNCERTAINTY
    }
}
