//! What a request says of a secret.

use super::{Secret, SecretReminder};
use crate::shared::Comment;
use infisical_client::{Edit, Metadatum, NewSecret, Reminder, Secret as Concealed};
use tf_framework::{Sensitive, Text, WriteOnly};

impl Secret {
    /// The value, in whichever form it is configured.
    pub(super) fn configured_value(&self) -> Option<Concealed> {
        let stored = self.value.as_ref().map(Sensitive::expose);
        let value = stored.or_else(|| self.value_wo.as_ref().and_then(WriteOnly::get));
        value.map(|value| value.as_str().into())
    }

    fn reminder(&self) -> Option<Reminder> {
        let SecretReminder { note, repeat_days } = self.secret_reminder.clone()?;
        Some(Reminder { note, repeat_days })
    }

    pub(super) fn tags(&self) -> Option<Vec<String>> {
        let tags = self.tag_ids.as_ref()?.elements();
        Some(tags.iter().map(|tag| tag.as_str().to_owned()).collect())
    }

    fn metadata(&self) -> Option<Vec<Metadatum>> {
        let entry = |(key, value): (&String, &String)| Metadatum {
            key: key.clone(),
            value: value.as_str().into(),
            is_encrypted: false,
        };
        Some(self.metadata.as_ref()?.iter().map(entry).collect())
    }

    pub(super) fn as_new(&self) -> NewSecret {
        NewSecret {
            name: self.name.as_str().to_owned(),
            value: self.configured_value().unwrap_or_else(|| "".into()),
            comment: self.comment.as_ref().map(Text::as_str).unwrap_or_default().to_owned(),
            tag_ids: self.tags().unwrap_or_default(),
            metadata: self.metadata().unwrap_or_default(),
            skip_multiline_encoding: self.skip_multiline_encoding.known().copied(),
            reminder: self.reminder(),
        }
    }

    /// What changes from `prior` to this; `None` for nothing. A move may have left tags and a reminder
    /// behind.
    pub(super) fn edit_of(&self, prior: &Self, moved: bool) -> Option<Edit> {
        let sends_again = self.value_wo_version != prior.value_wo_version;
        let value = match (&self.value, &prior.value) {
            (Some(value), Some(before)) if value == before => None,
            (None, _) if !sends_again => None,
            _ => self.configured_value(),
        };
        let text = |comment: &Option<Text<Comment>>| {
            comment.as_ref().map(Text::as_str).unwrap_or_default().to_owned()
        };
        let edit = Edit {
            name: (self.name != prior.name).then(|| self.name.as_str().to_owned()),
            value,
            comment: (self.comment != prior.comment).then(|| text(&self.comment)),
            tag_ids: (moved || self.tag_ids != prior.tag_ids)
                .then(|| self.tags().or(prior.tags().map(|_| Vec::new())))
                .flatten(),
            metadata: (self.metadata != prior.metadata)
                .then(|| self.metadata().unwrap_or_default()),
            skip_multiline_encoding: (self.skip_multiline_encoding
                != prior.skip_multiline_encoding)
                .then(|| self.skip_multiline_encoding.known().copied())
                .flatten(),
            reminder: (self.secret_reminder != prior.secret_reminder
                || (moved && self.secret_reminder.is_some()))
            .then(|| self.reminder()),
        };
        (!edit.is_empty()).then_some(edit)
    }
}
