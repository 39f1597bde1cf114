//! The two APIs of secrets. Today's is v4 (`backend/src/server/routes/v4/secret-router.ts`); servers
//! up to 2025 have only v3 (`backend/src/server/routes/v3/secret-router.ts`).

use super::Place;
use crate::endpoint::{Endpoint, Located};
use crate::{Body, Client, Error};
use std::sync::OnceLock;
use tokio::sync::Mutex;

/// The longest name that the server's router matches, in units of UTF-16 (`maxParamLength` of fastify):
/// a longer one is the 404 of an unknown route.
const LONGEST_SEGMENT: usize = 100;

/// One API of secrets.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Api {
    V3,
    V4,
}

/// What the API is known to be, once somebody has asked.
#[derive(Default)]
pub(super) struct Learned {
    api: OnceLock<Api>,
    asking: Mutex<()>,
}

impl Learned {
    /// Which API it is, where that is known by now.
    pub(super) fn api(&self) -> Option<Api> {
        self.api.get().copied()
    }
}

impl Api {
    /// The secrets of a folder.
    pub(super) fn all(self) -> Located {
        located(match self {
            Self::V3 => "/api/v3/secrets/raw",
            Self::V4 => "/api/v4/secrets",
        })
    }

    /// One of them.
    pub(super) fn one(self, name: &str) -> Located {
        let path = match self {
            Self::V3 => "/api/v3/secrets/raw/{}",
            Self::V4 => "/api/v4/secrets/{}",
        };
        Endpoint::new(path, "").at(name)
    }

    /// Several of them.
    pub(super) fn batch(self) -> Located {
        located(match self {
            Self::V3 => "/api/v3/secrets/batch/raw",
            Self::V4 => "/api/v4/secrets/batch",
        })
    }

    /// Moving them.
    pub(super) fn relocation(self) -> Located {
        located(match self {
            Self::V3 => "/api/v3/secrets/move",
            Self::V4 => "/api/v4/secrets/move",
        })
    }

    /// What a project's ID is called.
    const fn project(self) -> &'static str {
        match self {
            Self::V3 => "workspaceId",
            Self::V4 => "projectId",
        }
    }

    /// The place as parameters of a query.
    pub(super) fn query(self, at: Located, place: &Place) -> Located {
        at.with(self.project(), &place.project)
            .with("environment", &place.environment)
            .with("secretPath", &place.path)
    }

    /// The place as members of a body.
    pub(super) fn body(self, place: &Place) -> Body {
        let members = [
            (self.project(), &place.project),
            ("environment", &place.environment),
            ("secretPath", &place.path),
        ];
        members.into_iter().map(|(name, text)| (name.to_owned(), text.as_str().into())).collect()
    }
}

/// An object without an id in its path.
fn located(path: &'static str) -> Located {
    Located::new(Endpoint::new(path, ""), path, true)
}

/// Whether a path can carry a name. What it cannot, a list tells, and a batch writes.
pub(super) fn fits_a_path(name: &str) -> bool {
    !matches!(name, "" | "." | "..") && name.encode_utf16().count() <= LONGEST_SEGMENT
}

impl Client {
    /// What `ask` ends with under the API that the server has. The first to ask finds out which.
    pub(super) async fn by_api<T, F>(&self, ask: impl Fn(Api) -> F + Send) -> Result<T, Error>
    where
        F: Future<Output = Result<T, Error>> + Send,
    {
        let learned = &self.0.secrets.learned;
        if let Some(api) = learned.api.get() {
            return ask(*api).await;
        }
        let asking = learned.asking.lock().await;
        if let Some(api) = learned.api.get() {
            drop(asking);
            return ask(*api).await;
        }
        let result = ask(Api::V4).await;
        let api = match &result {
            Err(error) if error.is_unknown_route() => Api::V3,
            // The API's own refusals come from behind the route; all else says nothing of it.
            Ok(_) | Err(Error::Status { status: 400..=428 | 430..=499, .. }) => Api::V4,
            Err(_) => return result,
        };
        learned.api.get_or_init(|| api);
        drop(asking);
        if api == Api::V4 { result } else { ask(api).await }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn some_names_fit_no_path() {
        for name in ["A", "a/b", "A#B", "...", &"ü".repeat(100)] {
            assert!(fits_a_path(name), "{name}");
        }
        for name in ["", ".", "..", &"x".repeat(101), &"😀".repeat(51)] {
            assert!(!fits_a_path(name), "{name}");
        }
    }
}
