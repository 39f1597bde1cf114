//! Writing secrets: one by itself, or in a batch with others.

use super::batch::Job;
use super::entry::{Metadatum, StoredSecret};
use super::read::{NameOptions, named};
use super::routes::{Api, fits_a_path};
use super::value::{stored_value, trimmed};
use super::{Place, Secrets};
use crate::create::Trace;
use crate::secret::Secret;
use crate::{Body, Error, Method, OrGone, Request};
use serde::Deserialize;
use serde_json::{Value, json};
use std::sync::Arc;

/// What a secret should be.
#[derive(Debug, Clone)]
pub struct NewSecret {
    /// Its name.
    pub name: String,
    /// Its value.
    pub value: Secret,
    /// Its comment.
    pub comment: String,
    /// IDs of its tags.
    pub tag_ids: Vec<String>,
    /// Its metadata. Servers of 2024 have none.
    pub metadata: Vec<Metadatum>,
    /// Whether its lines are not joined; `None` for the server's default.
    pub skip_multiline_encoding: Option<bool>,
    /// Its reminder.
    pub reminder: Option<Reminder>,
}

/// A reminder of a secret.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reminder {
    /// What it says.
    pub note: Option<String>,
    /// After how many days it is sent, again and again.
    pub repeat_days: i64,
}

/// What of a secret changes. What is `None` stays as it is.
#[derive(Debug, Clone, Default)]
pub struct Edit {
    /// Its name.
    pub name: Option<String>,
    /// Its value. v3 wants one with each change, so that the present one is read and sent.
    pub value: Option<Secret>,
    /// Its comment.
    pub comment: Option<String>,
    /// IDs of its tags, all of them.
    pub tag_ids: Option<Vec<String>>,
    /// Its metadata, all of it.
    pub metadata: Option<Vec<Metadatum>>,
    /// Whether its lines are not joined.
    pub skip_multiline_encoding: Option<bool>,
    /// Its reminder, or that it has none: today's servers ignore that, as only users remove reminders.
    pub reminder: Option<Option<Reminder>>,
}

/// What became of a write.
#[derive(Debug, Clone)]
pub enum Outcome {
    /// It was done. What this tells of the secret is what the request said, not all that is stored.
    Done(Box<StoredSecret>),
    /// An approval policy guards the folder: nothing was done, but proposed.
    Pending(Approval),
}

/// A request for approval.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
pub struct Approval {
    /// ID of the request; empty after a move, whose answer does not tell.
    pub id: String,
    /// Its slug, as the web interface shows it.
    #[serde(default)]
    pub slug: Option<String>,
}

/// The answer to a write.
#[derive(Default, Deserialize)]
pub(super) struct Answered {
    pub(super) secret: Option<StoredSecret>,
    #[serde(default)]
    pub(super) secrets: Vec<StoredSecret>,
    pub(super) approval: Option<Approval>,
}

impl Answered {
    pub(super) fn outcome(self, place: &Place, method: Method) -> Result<Outcome, Error> {
        match (self.approval, self.secret.or_else(|| self.secrets.into_iter().next())) {
            (Some(approval), _) => Ok(Outcome::Pending(approval)),
            (None, Some(secret)) => Ok(Outcome::Done(Box::new(secret.at(place)))),
            (None, None) => {
                let request = Arc::new(Request { method, path: Api::V4.all().to_string() });
                Err(Error::Envelope { request, status: 200, envelope: "secret" })
            }
        }
    }
}

impl NewSecret {
    /// The members of a request, without the name.
    pub(super) fn members(&self) -> Body {
        let mut members = Edit {
            comment: Some(self.comment.clone()).filter(|comment| !comment.is_empty()),
            tag_ids: Some(self.tag_ids.clone()).filter(|ids| !ids.is_empty()),
            metadata: Some(self.metadata.clone()).filter(|entries| !entries.is_empty()),
            skip_multiline_encoding: self.skip_multiline_encoding,
            reminder: self.reminder.clone().map(Some),
            ..Edit::default()
        }
        .members();
        members.insert("secretValue".to_owned(), self.value.expose().into());
        members
    }

    /// Whether what the server has is this.
    pub(super) fn is(&self, found: &StoredSecret) -> bool {
        let tags = found.tags.as_ref().is_none_or(|tags| {
            tags.len() == self.tag_ids.len()
                && tags.iter().all(|tag| self.tag_ids.contains(&tag.id))
        });
        let value = found.value.as_ref().map(Secret::expose);
        tags && found.name == self.name
            && value == Some(&stored_value(self.value.expose()))
            && found.comment == trimmed(&self.comment)
    }
}

impl Edit {
    /// Whether nothing changes.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.members().is_empty()
    }

    /// The members of a request.
    pub(super) fn members(&self) -> Body {
        let entry = |it: &Metadatum| {
            let mut entry = json!({ "key": it.key, "value": it.value.expose() });
            if it.is_encrypted {
                entry["isEncrypted"] = Value::Bool(true);
            }
            entry
        };
        let (note, days) = match &self.reminder {
            None => (None, None),
            Some(None) => (Some(Value::Null), Some(Value::Null)),
            Some(Some(reminder)) => (Some(json!(reminder.note)), Some(json!(reminder.repeat_days))),
        };
        let metadata = self.metadata.as_ref();
        let members = [
            ("newSecretName", self.name.as_deref().map(Value::from)),
            ("secretValue", self.value.as_ref().map(|value| value.expose().into())),
            ("secretComment", self.comment.as_deref().map(Value::from)),
            ("tagIds", self.tag_ids.as_ref().map(|ids| json!(ids))),
            ("secretMetadata", metadata.map(|entries| entries.iter().map(entry).collect())),
            ("skipMultilineEncoding", self.skip_multiline_encoding.map(Value::Bool)),
            ("secretReminderNote", note),
            ("secretReminderRepeatDays", days),
        ];
        members.into_iter().filter_map(|(name, value)| Some((name.to_owned(), value?))).collect()
    }
}

impl Secrets<'_> {
    /// Creates a secret. What is created in a folder at about the same time travels together; when the
    /// answer is lost, it is looked for, and never made twice.
    ///
    /// # Errors
    /// Any [`Error`].
    pub async fn create(&self, place: &Place, new: NewSecret) -> Result<Outcome, Error> {
        // A batch takes no reminder.
        if new.reminder.is_some() && fits_a_path(&new.name) {
            return self.create_alone(place, &new).await;
        }
        let later = new.reminder.clone().map(|reminder| (new.name.clone(), reminder));
        let outcome = self.together(place, Job::Create(Box::new(new))).await?;
        match (later, outcome) {
            (Some((name, reminder)), Outcome::Done(_)) => {
                let edit = Edit { reminder: Some(Some(reminder)), ..Edit::default() };
                self.edit(place, &name, None, edit).await
            }
            (_, outcome) => Ok(outcome),
        }
    }

    pub(super) async fn create_alone(
        &self,
        place: &Place,
        new: &NewSecret,
    ) -> Result<Outcome, Error> {
        let send = |api: Api| async move {
            let mut body = api.body(place);
            body.extend(new.members());
            let read = named(api, place, &new.name, &NameOptions::default());
            let is_it = |found: &Body| {
                let found = found
                    .get("secret")
                    .cloned()
                    .and_then(|found| serde_json::from_value::<StoredSecret>(found).ok());
                found.is_some_and(|found| new.is(&found))
            };
            let at = api.one(&new.name);
            let made = self.client.create(&at, &body, &Trace::at(&read, &is_it)).await?;
            let answered = serde_json::from_value(Value::Object(made)).unwrap_or_default();
            Answered::outcome(answered, place, Method::Post)
        };
        let _writing = self.known().shelves.writing(place);
        self.client.by_api(send).await
    }

    /// Changes the secret of this name. `id` is the one that it has, if known: a new name that it has
    /// already is a success.
    ///
    /// # Errors
    /// Any [`Error`]; one that [is gone](Error::is_gone) when there is no such secret.
    pub async fn edit(
        &self,
        place: &Place,
        name: &str,
        id: Option<&str>,
        mut edit: Edit,
    ) -> Result<Outcome, Error> {
        if edit.value.is_none() && self.known().learned.api() != Some(Api::V4) {
            let present = self.by_name(place, name, &NameOptions::default()).await?;
            edit.value = present.value.filter(|_| self.known().learned.api() == Some(Api::V3));
        }
        // Only alone does the server rename in references and schedule a reminder; and today's changes no
        // name in a batch that it would not give (`SecretNameSchema`).
        let alone = edit.name.is_some() || edit.reminder.is_some() || name.contains([':', '/']);
        if !fits_a_path(name) || !alone {
            return self.together(place, Job::Edit { name: name.to_owned(), edit }).await;
        }
        let renamed = edit.name.clone();
        match (self.edit_alone(place, name, &edit).await, renamed, id) {
            // An attempt whose answer was lost may have done it.
            (Err(error), Some(renamed), Some(id)) if error.is_gone() => {
                let found = self.by_name(place, &renamed, &NameOptions::default()).await;
                match found.or_gone()? {
                    Some(found) if found.id == id => Ok(Outcome::Done(Box::new(found))),
                    _ => Err(error),
                }
            }
            (result, ..) => result,
        }
    }

    pub(super) async fn edit_alone(
        &self,
        place: &Place,
        name: &str,
        edit: &Edit,
    ) -> Result<Outcome, Error> {
        self.write_alone(Method::Patch, place, name, edit.members()).await
    }

    /// Removes the secret of this name.
    ///
    /// # Errors
    /// Any [`Error`]; one that [is gone](Error::is_gone) when there is no such secret.
    pub async fn remove(&self, place: &Place, name: &str) -> Result<Outcome, Error> {
        self.together(place, Job::Remove { name: name.to_owned() }).await
    }

    /// Moves a secret to another folder of its project, where it gets another ID; `Done` tells of the one
    /// that is there then. What is moved at about the same time travels together. See
    /// [`relocate`](Self::relocate) for what the server refuses.
    ///
    /// # Errors
    /// Any [`Error`].
    pub async fn move_to(
        &self,
        from: &Place,
        to: &Place,
        name: &str,
        id: &str,
    ) -> Result<Outcome, Error> {
        let (name, id, to) = (name.to_owned(), id.to_owned(), to.clone());
        self.together(from, Job::Move { name, id, to }).await
    }

    pub(super) async fn remove_alone(&self, place: &Place, name: &str) -> Result<Outcome, Error> {
        self.write_alone(Method::Delete, place, name, Body::new()).await
    }

    async fn write_alone(
        &self,
        method: Method,
        place: &Place,
        name: &str,
        members: Body,
    ) -> Result<Outcome, Error> {
        let send = |api: Api| {
            let mut body = api.body(place);
            body.extend(members.clone());
            async move {
                let at = api.one(name);
                let answered: Answered =
                    self.client.call_as(method, &at, Some(&body), false).await?;
                answered.outcome(place, method)
            }
        };
        let _writing = self.known().shelves.writing(place);
        self.client.by_api(send).await
    }
}
