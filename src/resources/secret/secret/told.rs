//! What the server tells of a secret.

use super::{Secret, SecretReminder};
use infisical_client::{Secret as Concealed, StoredSecret};
use std::collections::BTreeMap;
use tf_framework::{Computed, Set, Text};

impl Secret {
    /// This, after it was written: an answer tells when, and which ID it has.
    pub(super) fn made(self, made: StoredSecret) -> Self {
        Self {
            id: Computed::Known(made.id.as_str().into()),
            last_updated: Computed::Known(made.updated_at.unwrap_or_default()),
            ..self
        }
        .settled()
    }

    /// This, with nothing unknown.
    pub(super) fn settled(self) -> Self {
        let skips = self.skip_multiline_encoding.known().copied().unwrap_or_default();
        let last_updated = self.last_updated.known().cloned().unwrap_or_default();
        Self {
            skip_multiline_encoding: Computed::Known(skips),
            last_updated: Computed::Known(last_updated),
            ..self
        }
    }

    /// This, with what the server tells of it. What nobody manages here is left out.
    pub(super) fn heard(self, found: StoredSecret) -> Self {
        let StoredSecret { value, tags, metadata, .. } = &found;
        let text = |value: &Concealed| value.expose().to_owned();
        let value = self.value.map(|known| match value {
            Some(value) => Text::from(text(value)).into(),
            None => known,
        });
        let metadata = self.metadata.map(|known| match metadata {
            Some(told) => told.iter().map(|it| (it.key.clone(), text(&it.value))).collect(),
            None => known,
        });
        let tag_ids = self.tag_ids.map(|known| match tags {
            Some(tags) => tags.iter().map(|tag| tag.id.as_str().into()).collect(),
            None => known,
        });
        let secret_reminder = match (self.secret_reminder, days(&found)) {
            (None, _) => None,
            (known, _) if !found.tells_reminder => known,
            (Some(known), Some(repeat_days)) => {
                // None and an empty one are the same to the server.
                let told = found.reminder_note.filter(|note| !note.is_empty());
                let note = told.or_else(|| known.note.filter(String::is_empty));
                Some(SecretReminder { note, repeat_days })
            }
            (Some(_), None) => None,
        };
        let skips = found.skip_multiline_encoding.unwrap_or_default();
        Self {
            id: Computed::Known(found.id.as_str().into()),
            name: found.name.into(),
            value,
            env_slug: found.environment.into(),
            folder_path: found.path.into(),
            comment: self.comment.map(|_| found.comment.into()),
            metadata,
            tag_ids,
            skip_multiline_encoding: Computed::Known(skips),
            secret_reminder,
            ..self
        }
        .settled()
    }

    /// The same of one of which nothing is known yet: with everything that there is.
    pub(super) fn discovered(self, found: StoredSecret, stores_value: bool) -> Self {
        let some = |text: &str| !text.is_empty();
        let many = found.metadata.as_ref().is_some_and(|entries| !entries.is_empty());
        let project = found.project.as_deref().filter(|project| some(project));
        let workspace_id = match (self.workspace_id, project) {
            (Computed::Unknown, Some(project)) => Computed::Known(project.into()),
            (known, _) => known,
        };
        Self {
            workspace_id,
            value: (stores_value && found.value.is_some()).then(|| Text::default().into()),
            comment: some(&found.comment).then(Text::default),
            metadata: many.then(BTreeMap::new),
            tag_ids: found.tags.as_ref().is_some_and(|tags| !tags.is_empty()).then(Set::default),
            secret_reminder: days(&found).map(|_| SecretReminder::default()),
            last_updated: Computed::Known(found.updated_at.clone().unwrap_or_default()),
            ..self
        }
        .heard(found)
    }
}

/// How often a secret's reminder is sent; the official provider writes a zero where there is none.
fn days(secret: &StoredSecret) -> Option<i64> {
    secret.reminder_repeat_days.filter(|days| *days > 0)
}
