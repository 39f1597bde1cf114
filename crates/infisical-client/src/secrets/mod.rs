//! Secrets, under whichever API the server has, in one set of words.
//!
//! ```no_run
//! # async fn example(client: infisical_client::Client) -> Result<(), infisical_client::Error> {
//! use infisical_client::{ListOptions, Place};
//!
//! let place = Place::new("77fa7aed-9288-401e-a4c9-3a9430be62a4", "prod", "/app");
//! let found = client.secrets().list(&place, &ListOptions::default()).await?;
//! # Ok(())
//! # }
//! ```

mod batch;
mod entry;
mod gather;
mod place;
mod read;
mod relocate;
mod routes;
mod value;
mod write;

pub use entry::{Import, Listing, Metadatum, SecretType, StoredSecret, Tag};
pub use gather::Sought;
pub use place::Place;
pub use read::{ListOptions, NameOptions};
pub use relocate::Relocated;
pub use value::{stored_value, trimmed};
pub use write::{Approval, Edit, NewSecret, Outcome, Reminder};

use crate::Client;

/// The secrets that a client can reach.
#[derive(Debug, Clone, Copy)]
pub struct Secrets<'a> {
    client: &'a Client,
}

/// What a client knows of secrets.
#[derive(Default)]
pub(crate) struct Known {
    learned: routes::Learned,
    shelves: gather::Shelves,
    queues: batch::Queues,
    /// Whether servers with v3 keep metadata, once something has told.
    keeps_metadata: tokio::sync::Mutex<Option<bool>>,
}

impl<'a> Secrets<'a> {
    fn known(self) -> &'a Known {
        &self.client.0.secrets
    }
}

impl Client {
    /// The secrets that this client can reach.
    #[must_use]
    pub fn secrets(&self) -> Secrets<'_> {
        Secrets { client: self }
    }
}
