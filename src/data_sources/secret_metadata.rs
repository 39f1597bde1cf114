//! `infisical_secret_metadata`: what is known of a secret beside its value.

use crate::{
    Cx, Infisical, Result,
    resources::secret::FAMILY,
    shared::{FolderPath, Uuid, missing},
};
use infisical_client::{Metadatum, NameOptions, Place, SecretType};
use tf_framework::{Computed, DataSource, Schema, Text};

/// Reads what is known of a secret beside its value, for which no permission to read values is needed. The
/// value is in no plan and in no state.
#[derive(Debug, Clone, Default, PartialEq, Schema)]
#[schema(family = FAMILY)]
pub(crate) struct SecretMetadata {
    /// ID of the project.
    project_id: Text<Uuid>,

    /// Slug of the environment.
    environment_slug: String,

    /// Path of the folder, such as `/app/db`; `/` is the root folder of the environment.
    folder_path: Text<FolderPath>,

    /// Name of the secret.
    name: String,

    /// `shared`, which is the default, or `personal`, which only people have.
    #[attr(optional, one_of = ["shared", "personal"])]
    secret_type: Computed<String>,

    /// Version of the secret, which grows with each change of it.
    secret_version: Computed<i64>,

    /// Metadata of the secret. Servers up to 2024 have none.
    secret_metadata: Computed<Vec<Entry>>,

    /// Tags of the secret.
    tags: Computed<Vec<Tag>>,
}

/// An entry of the metadata.
#[derive(Debug, Clone, Default, PartialEq, Schema)]
pub(crate) struct Entry {
    /// Key of the entry.
    key: Computed<String>,

    /// Value of the entry; null where the server keeps it encrypted, because state would not. The ephemeral
    /// resource `infisical_secret` has that, too.
    value: Computed<String>,

    /// Whether the server keeps the value encrypted.
    is_encrypted: Computed<bool>,
}

/// A tag.
#[derive(Debug, Clone, Default, PartialEq, Schema)]
pub(crate) struct Tag {
    /// ID of the tag.
    id: Computed<String>,

    /// Slug of the tag.
    slug: Computed<String>,

    /// Name of the tag.
    name: Computed<String>,

    /// Colour of the tag.
    color: Computed<String>,
}

impl DataSource<Infisical> for SecretMetadata {
    const TYPE_NAME: &'static str = "infisical_secret_metadata";

    async fn read(config: Self, cx: &Cx<'_>) -> Result<Self> {
        let place = Place::new(
            config.project_id.as_str(),
            &config.environment_slug,
            config.folder_path.as_str(),
        );
        let kind = match config.secret_type.known() {
            Some(kind) if kind == SecretType::Personal.as_str() => SecretType::Personal,
            _ => SecretType::Shared,
        };
        let options = NameOptions { kind, without_value: true, ..NameOptions::default() };
        let found = cx.api.secrets().by_name(&place, &config.name, &options).await;
        let found = found.map_err(|error| missing(error, "name"))?;
        let version = i64::try_from(found.version).unwrap_or_default();
        let entries = found.metadata.into_iter().flatten().map(Entry::of).collect();
        let tags = found.tags.into_iter().flatten().map(Tag::of).collect();
        Ok(Self {
            secret_type: Computed::Known(kind.as_str().to_owned()),
            secret_version: Computed::Known(version),
            secret_metadata: Computed::Known(entries),
            tags: Computed::Known(tags),
            ..config
        })
    }
}

impl Entry {
    fn of(entry: Metadatum) -> Self {
        Self {
            key: Computed::Known(entry.key),
            value: if entry.is_encrypted {
                Computed::Unknown
            } else {
                Computed::Known(entry.value.expose().to_owned())
            },
            is_encrypted: Computed::Known(entry.is_encrypted),
        }
    }
}

impl Tag {
    fn of(tag: infisical_client::Tag) -> Self {
        Self {
            id: Computed::Known(tag.id),
            slug: Computed::Known(tag.slug),
            name: Computed::Known(tag.name),
            color: Computed::Known(tag.color.unwrap_or_default()),
        }
    }
}
