//! What rotates a secret.

use std::collections::BTreeMap;
use tf_framework::Schema;

/// What decides when a secret is made anew.
#[derive(Debug, Clone, Default, PartialEq, Schema)]
pub(crate) struct Keepers {
    /// Any values that decide how long the secret is kept: where one of them changes, it is revoked and
    /// another one is made. A date, the `id` of a `time_rotating`, or the version of what uses it, for
    /// example.
    #[attr(local, replace)]
    keepers: Option<BTreeMap<String, String>>,
}
