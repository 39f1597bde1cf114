//! How an emulator is set up.

use std::fmt;
use std::time::Duration;

/// Which server is emulated.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Dialect {
    /// The recorded server of October 2024: schema errors are 401, one authentication method per
    /// identity.
    Recorded2024_10,
    /// The server's current source: schema errors are 422, several authentication methods per
    /// identity, delete protection.
    #[default]
    Current,
}

/// What an emulator is started with.
#[derive(Debug, Clone)]
pub struct Options {
    /// The server that is emulated.
    pub dialect: Dialect,
    /// Whether the plan allows IP ranges as trusted IPs. An unlicensed server takes only
    /// `0.0.0.0/0` and `::/0`.
    pub licensed: bool,
    /// Whether a request field that the server does not know is refused (400). When false it is
    /// ignored as the real server does, and still kept as a violation.
    pub strict: bool,
    /// Budgets of requests; `None` switches rate limiting and its headers off.
    pub rate_limits: Option<RateLimits>,
    /// The port to listen on; 0 is any free one.
    pub port: u16,
    /// The credentials of the administrator; `None` makes new ones.
    pub credentials: Option<Credentials>,
    /// The ID of the organization; `None` makes a new one.
    pub org_id: Option<String>,
    /// How many seconds the server's clock is ahead of real time; negative when it is behind.
    pub clock_ahead: i64,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            dialect: Dialect::Current,
            licensed: true,
            strict: true,
            rate_limits: None,
            port: 0,
            credentials: None,
            org_id: None,
            clock_ahead: 0,
        }
    }
}

/// Fixed windows of requests, counted per route, verb and client address.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RateLimits {
    /// How long a window lasts, from its first request.
    pub window: Duration,
    /// Requests in a window on a route that reads.
    pub read: u32,
    /// Requests in a window on a route that writes; a login is a write.
    pub write: u32,
    /// Requests in a window on a route of secrets, whatever the verb, and on one that writes folders
    /// or secret imports.
    pub secrets: u32,
}

impl Default for RateLimits {
    fn default() -> Self {
        Self { window: Duration::from_mins(1), read: 60, write: 200, secrets: 40 }
    }
}

/// What a machine identity logs in with by universal auth.
#[derive(Clone, PartialEq, Eq)]
pub struct Credentials {
    /// The client ID.
    pub client_id: String,
    /// The client secret.
    pub client_secret: String,
}

impl fmt::Debug for Credentials {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("Credentials")
            .field("client_id", &self.client_id)
            .field("client_secret", &"***")
            .finish()
    }
}
