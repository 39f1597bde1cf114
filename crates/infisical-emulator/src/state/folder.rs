//! Folders of secrets.

use uuid::Uuid;

use crate::clock::Millis;

/// A folder, and what is in it. The folder of an environment has the name `root`.
#[derive(Debug, Clone)]
pub(crate) struct Folder {
    pub(crate) id: String,
    pub(crate) name: String,
    /// Counts the changes of the folder itself, from 1.
    pub(crate) version: i64,
    pub(crate) created_at: Millis,
    pub(crate) updated_at: Millis,
    /// In the order in which they were made.
    pub(crate) folders: Vec<Folder>,
}

impl Folder {
    pub(crate) fn new(name: &str, now: Millis) -> Self {
        Self {
            id: Uuid::new_v4().to_string(),
            name: name.to_owned(),
            version: 1,
            created_at: now,
            updated_at: now,
            folders: Vec::new(),
        }
    }

    /// The folder that an environment begins with.
    pub(crate) fn root(now: Millis) -> Self {
        Self::new("root", now)
    }
}
