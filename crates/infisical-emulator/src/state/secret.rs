//! Secrets, and what brings those of other folders into one.

use uuid::Uuid;

use crate::clock::Millis;
use crate::fields::Given;

/// A secret that everybody with access to the folder shares. Machine identities have no personal
/// ones.
#[derive(Debug, Clone)]
pub(crate) struct Secret {
    pub(crate) id: String,
    pub(crate) key: String,
    pub(crate) value: String,
    pub(crate) comment: String,
    /// Counts the changes, from 1.
    pub(crate) version: i64,
    pub(crate) reminder_note: Option<String>,
    /// Every how many days somebody is reminded.
    pub(crate) reminder_days: Option<i64>,
    pub(crate) skip_multiline_encoding: bool,
    /// The IDs of tags of the project; those that are gone by now count as none.
    pub(crate) tag_ids: Vec<String>,
    pub(crate) metadata: Vec<SecretMetadata>,
    pub(crate) created_at: Millis,
    pub(crate) updated_at: Millis,
}

impl Secret {
    pub(crate) fn new(draft: &Draft, now: Millis) -> Self {
        Self {
            id: Uuid::new_v4().to_string(),
            key: draft.key.clone(),
            value: draft.value.clone().unwrap_or_default(),
            comment: draft.comment.clone().unwrap_or_default(),
            version: 1,
            reminder_note: None,
            reminder_days: None,
            skip_multiline_encoding: draft.skip_multiline_encoding.unwrap_or(false),
            tag_ids: draft.tag_ids.clone().unwrap_or_default(),
            metadata: draft.metadata.clone().unwrap_or_default(),
            created_at: now,
            updated_at: now,
        }
    }

    /// Changes what a draft says, and counts it.
    pub(crate) fn change(&mut self, draft: &Draft, now: Millis) {
        let change = |slot: &mut String, new: &Option<String>| {
            if let Some(new) = new {
                slot.clone_from(new);
            }
        };
        change(&mut self.key, &draft.new_key);
        change(&mut self.value, &draft.value);
        change(&mut self.comment, &draft.comment);
        if let Some(skip) = draft.skip_multiline_encoding {
            self.skip_multiline_encoding = skip;
        }
        if let Some(tag_ids) = &draft.tag_ids {
            self.tag_ids.clone_from(tag_ids);
        }
        if let Some(metadata) = &draft.metadata {
            self.metadata.clone_from(metadata);
        }
        self.version += 1;
        self.updated_at = now;
    }
}

/// A key and a value that somebody notes on a secret.
#[derive(Debug, Clone)]
pub(crate) struct SecretMetadata {
    pub(crate) key: String,
    pub(crate) value: String,
    pub(crate) encrypted: bool,
}

/// What a request says of a secret that it makes or changes. What it does not say stays as it is.
#[derive(Debug, Clone, Default)]
pub(crate) struct Draft {
    pub(crate) key: String,
    pub(crate) new_key: Option<String>,
    pub(crate) value: Option<String>,
    pub(crate) comment: Option<String>,
    pub(crate) skip_multiline_encoding: Option<bool>,
    pub(crate) tag_ids: Option<Vec<String>>,
    pub(crate) metadata: Option<Vec<SecretMetadata>>,
    pub(crate) reminder_note: Given<String>,
    pub(crate) reminder_days: Given<i64>,
    /// The folder, where it is another than that of the request.
    pub(crate) path: Option<String>,
}

/// What lets the secrets of another folder of the project count as those of this one.
#[derive(Debug, Clone)]
pub(crate) struct Import {
    pub(crate) id: String,
    /// The ID of the environment that it imports from.
    pub(crate) environment_id: String,
    /// The path as it was sent; there need not be such a folder.
    pub(crate) path: String,
    /// Of two secrets with one name, that of the higher position counts.
    pub(crate) position: i64,
    pub(crate) replication: bool,
    /// Made by the server for a replication.
    pub(crate) reserved: bool,
    pub(crate) created_at: Millis,
    pub(crate) updated_at: Millis,
}
