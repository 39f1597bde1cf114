//! Fixed windows, one per route, verb and client address.

use std::collections::HashMap;
use std::net::IpAddr;

use crate::clock::{self, Millis};
use crate::options::RateLimits;

/// Which budget a route draws from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Budget {
    Read,
    Write,
    Secrets,
    /// Never limited.
    Exempt,
}

/// Where a request stands in its window.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Standing {
    pub(crate) limit: u32,
    pub(crate) remaining: u32,
    /// Seconds until the window ends.
    pub(crate) reset: u64,
    pub(crate) exceeded: bool,
}

/// The windows that are open.
#[derive(Debug, Default)]
pub(crate) struct Windows(HashMap<(&'static str, String, IpAddr), Window>);

#[derive(Debug)]
struct Window {
    ends: Millis,
    used: u32,
}

impl Windows {
    /// Counts a request; `None` when its route has no limit.
    pub(crate) fn count(
        &mut self,
        limits: &RateLimits,
        budget: Budget,
        route: (&'static str, &str),
        client: IpAddr,
        now: Millis,
    ) -> Option<Standing> {
        let limit = match budget {
            Budget::Read => limits.read,
            Budget::Write => limits.write,
            Budget::Secrets => limits.secrets,
            Budget::Exempt => return None,
        };
        let fresh = || Window { ends: now + clock::millis(limits.window), used: 0 };
        let key = (route.0, route.1.to_owned(), client);
        let window = self.0.entry(key).or_insert_with(fresh);
        if now >= window.ends {
            *window = fresh();
        }
        window.used = window.used.saturating_add(1);
        Some(Standing {
            limit,
            remaining: limit.saturating_sub(window.used),
            reset: u64::try_from(window.ends - now).unwrap_or(0).div_ceil(1000),
            exceeded: window.used > limit,
        })
    }
}
