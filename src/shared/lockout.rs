//! When failed logins lock an auth method, where it has a secret to guess.

use tf_framework::{Computed, Schema};

/// Settings of the lockout.
#[derive(Debug, Clone, Default, PartialEq, Schema)]
pub(crate) struct Lockout {
    /// Whether failed logins lock the method for a while; the server's default is `true`. Without it the
    /// value stays what it is on the server.
    #[attr(optional, keep)]
    lockout_enabled: Computed<bool>,

    /// How many failed logins in a row lock the method, from 1 to 30; the server's default is 3. Without
    /// it the value stays what it is on the server.
    #[attr(optional, keep, range = 1..=30)]
    lockout_threshold: Computed<i64>,

    /// How long the method is locked, in seconds, from 30 to 86400; the server's default is 300. Without
    /// it the value stays what it is on the server.
    #[attr(optional, keep, range = 30..=86400)]
    lockout_duration_seconds: Computed<i64>,

    /// How long a failed login counts, in seconds, from 5 to 3600; the server's default is 30. Without it
    /// the value stays what it is on the server.
    #[attr(optional, keep, range = 5..=3600)]
    lockout_counter_reset_seconds: Computed<i64>,
}
