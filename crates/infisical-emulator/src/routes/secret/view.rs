//! A secret as the server answers it: `secretRawSchema` in `sanitizedSchemas.ts`, and what each route
//! adds to it.

use std::borrow::Cow;

use serde::Serialize;

use crate::clock::iso;
use crate::options::Dialect;
use crate::state::{Project, Secret};

/// What stands for a value that is not to be seen.
const HIDDEN: &str = "<hidden-by-infisical>";

/// One of them.
#[derive(Serialize)]
pub(super) struct One<'a> {
    pub(super) secret: Raw<'a>,
}

/// Those of a batch.
#[derive(Serialize)]
pub(super) struct Many<'a> {
    pub(super) secrets: Vec<Raw<'a>>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Raw<'a> {
    id: &'a str,
    #[serde(rename = "_id")]
    legacy_id: &'a str,
    workspace: &'a str,
    environment: &'a str,
    version: i64,
    #[serde(rename = "type")]
    kind: &'static str,
    secret_key: &'a str,
    secret_value: Cow<'a, str>,
    secret_comment: &'a str,
    #[serde(flatten)]
    reminder: Option<Reminder<'a>>,
    skip_multiline_encoding: bool,
    #[serde(flatten)]
    unused: Option<Unused>,
    #[serde(flatten)]
    times: Option<Times>,
    #[serde(flatten)]
    rotation: Option<Rotation>,
    #[serde(skip_serializing_if = "Option::is_none")]
    secret_path: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    secret_value_hidden: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    secret_metadata: Option<Vec<Noted<'a>>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    tags: Option<Vec<Tagged<'a>>>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Reminder<'a> {
    secret_reminder_note: Option<&'a str>,
    secret_reminder_repeat_days: Option<i64>,
}

/// A column that no route writes.
#[derive(Serialize)]
struct Unused {
    metadata: (),
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Times {
    created_at: String,
    updated_at: String,
}

/// Nothing here is rotated.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Rotation {
    is_rotated_secret: bool,
    rotation_id: (),
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Noted<'a> {
    key: &'a str,
    value: &'a str,
    is_encrypted: bool,
}

#[derive(Serialize)]
struct Tagged<'a> {
    id: &'a str,
    slug: &'a str,
    color: &'a str,
    name: &'a str,
}

impl<'a> Raw<'a> {
    /// What all routes answer.
    pub(super) fn new(
        dialect: Dialect,
        project_id: &'a str,
        environment: &'a str,
        secret: &'a Secret,
    ) -> Self {
        let current = dialect == Dialect::Current;
        Self {
            id: &secret.id,
            legacy_id: &secret.id,
            workspace: project_id,
            environment,
            version: secret.version,
            kind: "shared",
            secret_key: &secret.key,
            secret_value: Cow::Borrowed(&secret.value),
            secret_comment: &secret.comment,
            reminder: Some(Reminder {
                secret_reminder_note: secret.reminder_note.as_deref(),
                secret_reminder_repeat_days: secret.reminder_days,
            }),
            skip_multiline_encoding: secret.skip_multiline_encoding,
            unused: (!current).then_some(Unused { metadata: () }),
            times: Some(Times {
                created_at: iso(secret.created_at),
                updated_at: iso(secret.updated_at),
            }),
            rotation: current.then_some(Rotation { is_rotated_secret: false, rotation_id: () }),
            secret_path: None,
            secret_value_hidden: None,
            secret_metadata: None,
            tags: None,
        }
    }

    pub(super) fn value(self, value: impl Into<Cow<'a, str>>) -> Self {
        Self { secret_value: value.into(), ..self }
    }

    pub(super) fn comment(self, comment: &'a str) -> Self {
        Self { secret_comment: comment, ..self }
    }

    pub(super) fn path(self, path: &'a str) -> Self {
        Self { secret_path: Some(path), ..self }
    }

    /// Says whether the value is to be seen, and hides it if not.
    pub(super) fn seen(self, seen: bool) -> Self {
        let hidden = Self { secret_value_hidden: Some(!seen), ..self };
        if seen { hidden } else { hidden.value(HIDDEN) }
    }

    /// The tags of the secret that still exist; where `slugs` is not empty, only those in it.
    pub(super) fn tags(self, project: &'a Project, secret: &Secret, slugs: &[String]) -> Self {
        let tags = secret.tag_ids.iter().filter_map(|id| project.tags.iter().find(|t| t.id == *id));
        let tags = tags.filter(|tag| slugs.is_empty() || slugs.contains(&tag.slug));
        let tags = tags.map(|tag| Tagged {
            id: &tag.id,
            slug: &tag.slug,
            color: &tag.color,
            name: &tag.slug,
        });
        Self { tags: Some(tags.collect()), ..self }
    }

    pub(super) fn metadata(self, secret: &'a Secret) -> Self {
        let metadata = secret.metadata.iter().map(|pair| Noted {
            key: &pair.key,
            value: &pair.value,
            is_encrypted: pair.encrypted,
        });
        Self { secret_metadata: Some(metadata.collect()), ..self }
    }

    /// What the current server adds where it is read.
    pub(super) fn whole(self, path: &'a str, view: bool, secret: &'a Secret) -> Self {
        self.path(path).seen(view).metadata(secret)
    }

    /// A secret that an import brings: not in the name of a project, and without times.
    pub(super) fn imported(self) -> Self {
        Self { workspace: "", times: None, reminder: None, ..self }
    }

    /// The answer of a write of the current server, which keeps reminders elsewhere.
    pub(super) fn without_reminder(self) -> Self {
        let reminder = Reminder { secret_reminder_note: None, secret_reminder_repeat_days: None };
        Self { reminder: Some(reminder), ..self }
    }

    /// The answer to a deletion in the current server.
    pub(super) fn without_rotation(self) -> Self {
        Self { rotation: None, ..self }
    }
}
