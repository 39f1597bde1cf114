//! Around every call: its log lines, and the net under its panics.
//!
//! Terraform loses the state of a resource whose call fails, so a panic must become an answer.

use super::rescue::Rescue;
use crate::{Diagnostic, Severity, convert::text};
use futures_util::FutureExt as _;
use std::{
    any::Any,
    cell::Cell,
    collections::hash_map::RandomState,
    hash::BuildHasher as _,
    panic::AssertUnwindSafe,
    time::{Duration, Instant},
};
use tracing::Instrument as _;

/// Who answers: for log lines and for the report of a panic.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Identity {
    /// `registry.terraform.io/…`
    pub(crate) address: &'static str,
    pub(crate) version: &'static str,
    /// Where a practitioner reports a mistake of the provider.
    pub(crate) issues: &'static str,
}

impl Identity {
    /// Waits for `work`. When it panics, the answer is `rescue` and a diagnostic.
    pub(super) async fn call<T: Rescue>(
        self,
        rpc: &'static str,
        type_name: &str,
        work: impl Future<Output = T>,
        mut rescue: T,
    ) -> T {
        // The values are not computed unless someone listens.
        let span = tracing::error_span!(
            "rpc",
            tf_rpc = rpc,
            tf_req_id = format_args!("{:016x}", RandomState::new().hash_one(rpc)),
            tf_resource_type = type_name,
            tf_proto_version = "6.10",
            tf_provider_addr = self.address,
        );
        async {
            tracing::trace!("call received");
            let start = Instant::now();
            let answer = match AssertUnwindSafe(work).catch_unwind().await {
                Ok(answer) => answer,
                Err(panic) => {
                    rescue.report(self.panicked(rpc, type_name, &*panic));
                    rescue
                }
            };
            let duration = milliseconds(start.elapsed());
            tracing::debug!(duration_ms = duration, problems = answer.problems(), "call answered");
            answer
        }
        .instrument(span)
        .await
    }

    fn panicked(self, rpc: &str, type_name: &str, panic: &(dyn Any + Send)) -> Diagnostic {
        let message = panic
            .downcast_ref::<&str>()
            .map(|text| (*text).to_owned())
            .or_else(|| panic.downcast_ref::<String>().cloned())
            .unwrap_or_else(|| "unknown panic".to_owned());
        let subject = if type_name.is_empty() { "the provider" } else { type_name };
        let place = PLACE.take().map(|place| format!(" at {place}")).unwrap_or_default();
        Diagnostic {
            severity: Severity::Error,
            summary: "The provider panicked".to_owned(),
            detail: format!(
                "This is a mistake in the provider, not in the configuration. What was known of \
                 the object before the call is kept; what the call did on the server may not be \
                 recorded. Please report it at {issues} with the line below.\n\n\
                 {rpc} of {subject}, version {version}: {message}{place}",
                issues = self.issues,
                version = self.version,
                message = text::line(&message),
            ),
            path: None,
        }
    }
}

fn milliseconds(duration: Duration) -> f64 {
    (duration.as_secs_f64() * 1_000_000.0).round() / 1000.0
}

thread_local! {
    /// Where the last panic of this thread was. A hook leaves it here, on its way to the guard.
    static PLACE: Cell<Option<String>> = const { Cell::new(None) };
}

/// Remembers where the thread's panic is, for the diagnostic.
pub(crate) fn take_panic_place(place: String) {
    PLACE.set(Some(place));
}
