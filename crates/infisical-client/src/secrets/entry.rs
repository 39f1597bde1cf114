//! Secrets in the words of both APIs, which differ in what an answer leaves out
//! (`secretRawSchema` in `backend/src/server/routes/sanitizedSchemas.ts`).

use super::Place;
use crate::secret::Secret;
use serde::{Deserialize, Deserializer};

/// Whose a secret is.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum SecretType {
    /// Everybody's who may see the folder.
    #[default]
    Shared,
    /// That of one person, who sees it in the place of the shared one of the same name.
    Personal,
}

impl SecretType {
    /// What the API calls it.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Shared => "shared",
            Self::Personal => "personal",
        }
    }
}

/// A secret as the server has it.
#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct StoredSecret {
    /// ID of the secret. A move to another folder makes another one.
    pub id: String,
    /// Its name.
    #[serde(rename = "secretKey")]
    pub name: String,
    /// ID of its project.
    #[serde(default, rename = "workspace")]
    pub project: Option<String>,
    /// Slug of its environment.
    #[serde(default)]
    pub environment: String,
    /// Path of its folder.
    #[serde(default, rename = "secretPath")]
    pub path: String,
    /// Whose it is.
    #[serde(default, rename = "type")]
    pub kind: SecretType,
    /// Its value; `None` when it was not asked for, or may not be seen.
    #[serde(default, rename = "secretValue")]
    pub value: Option<Secret>,
    #[serde(default)]
    secret_value_hidden: bool,
    /// Its comment. The answer to a change without one tells an empty text, whatever is stored.
    #[serde(default, rename = "secretComment", deserialize_with = "or_default")]
    pub comment: String,
    /// Its tags; `None` when the answer does not tell: no answer to a write does.
    #[serde(default)]
    pub tags: Option<Vec<Tag>>,
    /// Its metadata; `None` when the answer does not tell. Servers of 2024 never do.
    #[serde(default, rename = "secretMetadata")]
    pub metadata: Option<Vec<Metadatum>>,
    /// Whether its lines are not joined by `\n` where it is injected; `None` for the server's default.
    #[serde(default)]
    pub skip_multiline_encoding: Option<bool>,
    /// What its reminder says.
    #[serde(default, rename = "secretReminderNote")]
    pub reminder_note: Option<String>,
    /// After how many days, again and again, the reminder is sent.
    #[serde(default, rename = "secretReminderRepeatDays")]
    pub reminder_repeat_days: Option<i64>,
    /// Whether the answer tells the reminder: under v4 only a list does.
    #[serde(skip)]
    pub tells_reminder: bool,
    /// How often it was written.
    #[serde(default)]
    pub version: u64,
    /// When it was made: a time of RFC 3339.
    #[serde(default)]
    pub created_at: Option<String>,
    /// When it was changed last.
    #[serde(default)]
    pub updated_at: Option<String>,
}

impl StoredSecret {
    /// With what the answer leaves out because the request said it.
    pub(super) fn at(mut self, place: &Place) -> Self {
        for (member, known) in
            [(&mut self.environment, &place.environment), (&mut self.path, &place.path)]
        {
            if member.is_empty() {
                member.clone_from(known);
            }
        }
        self.seen()
    }

    /// Without the stand-in for a value that may not be seen.
    pub(super) fn seen(mut self) -> Self {
        if self.secret_value_hidden {
            self.value = None;
        }
        self
    }
}

/// A tag of a secret.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct Tag {
    /// ID of the tag.
    pub id: String,
    /// Its slug.
    pub slug: String,
    /// Its name; the slug on today's servers.
    #[serde(default, deserialize_with = "or_default")]
    pub name: String,
    /// Its colour.
    #[serde(default)]
    pub color: Option<String>,
}

/// An entry of a secret's metadata.
#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Metadatum {
    /// Its key.
    pub key: String,
    /// Its value.
    pub value: Secret,
    /// Whether the server keeps the value encrypted.
    #[serde(default)]
    pub is_encrypted: bool,
}

/// The secrets of a folder.
#[derive(Debug, Clone, Default, Deserialize)]
pub struct Listing {
    /// Its own, and those of the folders below where they were asked for.
    pub secrets: Vec<StoredSecret>,
    /// Those that it imports, in the order of the imports: a later one wins, and its own win over all.
    #[serde(default, deserialize_with = "or_default")]
    pub imports: Vec<Import>,
}

/// What a folder imports from another one.
#[derive(Debug, Clone, Deserialize)]
pub struct Import {
    /// Slug of the environment that it comes from.
    pub environment: String,
    /// Path of the folder that it comes from.
    #[serde(rename = "secretPath")]
    pub path: String,
    /// The secrets.
    pub secrets: Vec<StoredSecret>,
}

/// `null` as if the member were not there.
fn or_default<'de, D: Deserializer<'de>, T: Deserialize<'de> + Default>(
    deserializer: D,
) -> Result<T, D::Error> {
    Ok(Option::deserialize(deserializer)?.unwrap_or_default())
}
