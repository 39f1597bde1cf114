//! What a user should know although nothing failed.

use crate::method::Method;
use std::fmt;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

/// Something that a user should know although nothing failed. `Display` is one paragraph.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Notice {
    /// The server's rate limit takes a notable part of the time; said once for each route.
    RateLimited {
        /// The verb that is counted.
        method: Method,
        /// The path that is counted, with `{}` for each id.
        path: &'static str,
        /// How many such requests the server takes in a window, if it says so.
        limit: Option<u32>,
        /// How long the call waited that was the first to wait notably.
        waited: Duration,
    },
}

impl fmt::Display for Notice {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::RateLimited { method, path, limit, waited } => {
                let of_them = match limit {
                    Some(limit) => format!("the server takes {limit} of them in its time window"),
                    None => "the server limits how many of them it takes".to_owned(),
                };
                let seconds = waited.as_secs();
                write!(f, "A request {method} {path} waited {seconds} s, because {of_them}")?;
                f.write_str(
                    ". Such requests are sent as fast as it allows, and nothing is lost; the \
                     server's administrator can raise the limit.",
                )
            }
        }
    }
}

/// The notices that nobody has taken yet.
#[derive(Debug, Default)]
pub(crate) struct Notices(Mutex<Vec<Notice>>);

impl Notices {
    pub(crate) fn push(&self, notice: Notice) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).push(notice);
    }

    pub(crate) fn take(&self) -> Vec<Notice> {
        std::mem::take(&mut self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }
}
