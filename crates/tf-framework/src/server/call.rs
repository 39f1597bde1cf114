//! An operation of a resource, with everything around it: its time limit, the net under its panics.

use crate::{Diagnostic, Operation, resource::Scope, types::Timeouts};
use futures_util::FutureExt as _;
use std::{future::Future, panic::AssertUnwindSafe, time::Duration};
use tf_protocol::Value;

/// How long an operation may still take to finish what is on the wire once its time is up.
const GRACE: Duration = Duration::from_secs(30);

/// How long an operation may take.
#[derive(Debug, Clone, Copy)]
pub(super) struct Limit {
    operation: Operation,
    time: Duration,
}

impl Limit {
    /// From the `timeouts` of the object, or the resource's own.
    pub(super) fn of(operation: Operation, object: &Value, own: Option<Duration>) -> Option<Self> {
        let configured = Timeouts::configured(object.attribute(Timeouts::ATTRIBUTE), operation);
        configured.or(own).map(|time| Self { operation, time })
    }

    fn exceeded(self) -> Diagnostic {
        let name = self.operation.name();
        let seconds = self.time.as_secs_f64();
        Diagnostic::error(
            "Out of time",
            format!(
                "The {name} took longer than {seconds} seconds. What was known to exist by then is in \
                 state. `timeouts.{name}` of the resource gives it more time, where it has that."
            ),
        )
    }
}

/// Runs an operation. A panic becomes a diagnostic; when its time is up it is asked to stop, and after
/// a while given up.
pub(super) async fn call<T>(
    scope: &Scope,
    limit: Option<Limit>,
    operation: impl Future<Output = T>,
) -> Result<T, Diagnostic> {
    let mut operation = std::pin::pin!(guarded(operation));
    let Some(limit) = limit else { return operation.await };
    if let Ok(finished) = tokio::time::timeout(limit.time, &mut operation).await {
        return finished;
    }
    scope.cancelled.cancel();
    tokio::time::timeout(GRACE, operation).await.map_err(|_| limit.exceeded())?
}

/// Runs what has no time limit; a panic becomes a diagnostic.
pub(super) async fn guarded<T>(operation: impl Future<Output = T>) -> Result<T, Diagnostic> {
    AssertUnwindSafe(operation).catch_unwind().await.map_err(|_| {
        Diagnostic::bug(
            "The provider panicked",
            "The operation stopped half-way. What was known to exist by then is in state. The log \
             (`TF_LOG=ERROR`) has the place.",
        )
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::resource::Private;
    use tokio_util::sync::CancellationToken;

    const LIMIT: Option<Limit> =
        Some(Limit { operation: Operation::Create, time: Duration::from_secs(5) });

    #[tokio::test(start_paused = true)]
    async fn what_does_not_stop_is_given_up_after_a_while() {
        let began = tokio::time::Instant::now();
        let scope = Scope::new(Private::default(), CancellationToken::new());
        let error = call(&scope, LIMIT, std::future::pending::<()>()).await.unwrap_err();
        assert_eq!(error.summary, "Out of time");
        assert!(error.detail.contains("The create took longer than 5 seconds"), "{error:?}");
        assert!(scope.cancelled.is_cancelled());
        assert_eq!(began.elapsed(), Duration::from_secs(5) + GRACE);
    }

    #[tokio::test(start_paused = true)]
    async fn what_stops_when_it_is_asked_to_has_the_last_word() {
        let scope = Scope::new(Private::default(), CancellationToken::new());
        let stopped = scope.cancelled.clone();
        let told = call(&scope, LIMIT, async move {
            stopped.cancelled().await;
            "saved"
        });
        assert_eq!(told.await, Ok("saved"));
    }
}
