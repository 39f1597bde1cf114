//! One write at a time on one object: two operations on one identity at once deadlock the server's
//! database (a 500 after a second, with one of the two undone).

use std::collections::{BTreeSet, HashMap};
use std::sync::{Arc, Mutex, PoisonError, Weak};
use tokio::sync::{Mutex as AsyncMutex, OwnedMutexGuard};

/// While it is there, nobody else has what it was asked for.
#[must_use = "the turn ends where this is dropped"]
#[derive(Debug)]
pub struct Turn(#[expect(dead_code, reason = "it is there to be dropped")] OwnedMutexGuard<()>);

/// A lock per UUID, for as long as somebody holds or awaits it.
#[derive(Default)]
pub(crate) struct Locks {
    by_id: Mutex<HashMap<String, Weak<AsyncMutex<()>>>>,
}

impl Locks {
    /// Waits until no other write uses a UUID of this path.
    pub(crate) async fn acquire(&self, path: &str) -> Vec<OwnedMutexGuard<()>> {
        // Sorted: callers that share two ids take them in the same order.
        let ids: BTreeSet<_> =
            path.split('/').filter(|part| is_uuid(part)).map(str::to_ascii_lowercase).collect();
        let mut held = Vec::with_capacity(ids.len());
        for id in ids {
            held.push(self.of(id).lock_owned().await);
        }
        held
    }

    /// The same as [`named`](Self::named), for those outside.
    pub(crate) async fn turn(&self, name: &str) -> Turn {
        Turn(self.named(name).await)
    }

    /// Waits until nobody else has this name.
    pub(crate) async fn named(&self, name: &str) -> OwnedMutexGuard<()> {
        self.of(name.to_owned()).lock_owned().await
    }

    fn of(&self, id: String) -> Arc<AsyncMutex<()>> {
        let mut locks = self.by_id.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(lock) = locks.get(&id).and_then(Weak::upgrade) {
            return lock;
        }
        locks.retain(|_, lock| lock.strong_count() > 0);
        let lock = Arc::default();
        locks.insert(id, Arc::downgrade(&lock));
        lock
    }
}

/// `8-4-4-4-12` hexadecimal digits.
fn is_uuid(segment: &str) -> bool {
    segment.len() == 36
        && segment.bytes().enumerate().all(|(at, byte)| match at {
            8 | 13 | 18 | 23 => byte == b'-',
            _ => byte.is_ascii_hexdigit(),
        })
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::future::Future;
    use std::pin::pin;
    use std::task::{Context, Poll, Waker};

    const A: &str = "3f6135db-f237-421d-af66-a8f4e80d443b";
    const B: &str = "9b1deb4d-3b7d-4bad-9bdd-2b0d7b3dcb6d";

    fn now<T>(future: impl Future<Output = T>) -> Option<T> {
        match pin!(future).poll(&mut Context::from_waker(Waker::noop())) {
            Poll::Ready(value) => Some(value),
            Poll::Pending => None,
        }
    }

    #[test]
    fn same_id_waits_other_ids_do_not() {
        let locks = Locks::default();
        let held = now(locks.acquire(&format!("/api/v1/identities/{A}"))).unwrap();
        let same = format!("/api/v1/auth/azure-auth/identities/{}", A.to_uppercase());
        assert!(now(locks.acquire(&same)).is_none());
        assert!(now(locks.acquire(&format!("/projects/{B}/identities/{A}"))).is_none());
        assert!(now(locks.acquire(&format!("/api/v1/identities/{B}"))).is_some());
        assert!(now(locks.acquire("/api/v1/identities")).is_some());
        drop(held);
        assert!(now(locks.acquire(&same)).is_some());
    }

    #[test]
    fn an_id_twice_in_a_path_does_not_wait_for_itself() {
        let path = format!("/{A}/{}", A.to_uppercase());
        assert!(now(Locks::default().acquire(&path)).is_some());
    }

    #[test]
    fn nothing_is_kept_for_ids_that_nobody_uses() {
        let locks = Locks::default();
        drop(now(locks.acquire(&format!("/{A}"))));
        drop(now(locks.acquire(&format!("/{B}"))));
        assert_eq!(locks.by_id.lock().unwrap().len(), 1);
    }
}
