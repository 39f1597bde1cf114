//! What ends a process, and what does not.

use super::{connection::Count, error::ServeError};
use std::time::Duration;
use tokio::sync::watch;

/// How long a host may take to connect after it started the process. Terraform itself gives up on
/// the handshake after 60 s.
const FIRST: Duration = Duration::from_secs(90);

/// How long the process waits for another connection after the last one is gone. A host that ends
/// in order says so; one that was killed says nothing.
const NEXT: Duration = Duration::from_secs(5);

/// Returns when no host is there any more.
pub(super) async fn abandoned(mut count: watch::Receiver<Count>) {
    loop {
        let now = *count.borrow_and_update();
        let patience = match now {
            Count { open: 0, seen: false } => FIRST,
            Count { open: 0, seen: true } => NEXT,
            _ => Duration::MAX,
        };
        match tokio::time::timeout(patience, count.changed()).await {
            Ok(Ok(())) => {}
            // The time is up, or there is nobody left who counts.
            Ok(Err(_)) | Err(_) => return,
        }
    }
}

/// Receives interrupts. Ctrl-C reaches the whole process group, and Terraform says `StopProvider`
/// when it wants one: an interrupt must not end a call that creates something.
pub(super) struct Interrupts {
    #[cfg(unix)]
    signal: tokio::signal::unix::Signal,
}

impl Interrupts {
    /// From here on an interrupt does not end the process.
    pub(super) fn swallow() -> Result<Self, ServeError> {
        #[cfg(unix)]
        {
            use tokio::signal::unix::{SignalKind, signal};
            let signal = signal(SignalKind::interrupt()).map_err(ServeError::Signals)?;
            Ok(Self { signal })
        }
        #[cfg(not(unix))]
        Ok(Self {})
    }

    /// The next one.
    pub(super) async fn next(&mut self) {
        #[cfg(unix)]
        self.signal.recv().await;
        #[cfg(not(unix))]
        if tokio::signal::ctrl_c().await.is_err() {
            std::future::pending().await
        }
    }

    /// Never returns.
    pub(super) async fn ignore(mut self) {
        loop {
            self.next().await;
            tracing::debug!("interrupt ignored: Terraform says when to stop");
        }
    }
}

/// Returns when someone asks the process to end. Where there are no such signals, never.
pub(super) async fn terminated() -> Result<(), ServeError> {
    #[cfg(unix)]
    {
        use tokio::signal::unix::{SignalKind, signal};
        signal(SignalKind::terminate()).map_err(ServeError::Signals)?.recv().await;
        Ok(())
    }
    #[cfg(not(unix))]
    std::future::pending().await
}

#[cfg(test)]
mod tests {
    use super::*;
    use tokio::time::Instant;

    #[tokio::test(start_paused = true)]
    async fn nobody_ever_came() {
        let (_sender, count) = watch::channel(Count::default());
        let start = Instant::now();
        abandoned(count).await;
        assert_eq!(start.elapsed().as_secs(), FIRST.as_secs());
    }

    #[tokio::test(start_paused = true)]
    async fn the_last_one_left() {
        let (sender, count) = watch::channel(Count { open: 1, seen: true });
        let waiting = tokio::spawn(abandoned(count));
        tokio::time::advance(Duration::from_secs(100_000)).await;
        assert!(!waiting.is_finished());
        let start = Instant::now();
        sender.send_replace(Count { open: 0, seen: true });
        waiting.await.unwrap();
        assert_eq!(start.elapsed().as_secs(), NEXT.as_secs());
    }
}
