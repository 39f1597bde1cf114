//! Reading secrets: those of a folder, or one of them.

use super::entry::{Listing, SecretType, StoredSecret};
use super::routes::{Api, fits_a_path};
use super::{Place, Secrets};
use crate::endpoint::{Endpoint, Located};
use crate::{Error, Method};
use serde::Deserialize;

/// By its id (`GET`); servers up to 2024 do not have it.
const BY_ID: Endpoint = Endpoint::new("/api/v4/secrets/id/{}", "");

/// A name that is asked for where only the folder is in question.
const ANY_NAME: &str = "-";

/// What to read of a folder.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
#[expect(clippy::struct_excessive_bools, reason = "each is a parameter of the request")]
pub struct ListOptions {
    /// With the folders below it.
    pub recursive: bool,
    /// With references to other secrets replaced by what they refer to.
    pub expand_references: bool,
    /// With the secrets that it imports.
    pub include_imports: bool,
    /// Without values.
    pub without_values: bool,
    /// Only those that have one of these tags. Of their tags, the answer tells these alone.
    pub tag_slugs: Vec<String>,
    /// Only those that have each of these keys with this value in their metadata, imported ones as well.
    pub metadata: Vec<(String, String)>,
}

/// How to read one secret.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct NameOptions {
    /// With references to other secrets replaced by what they refer to.
    pub expand_references: bool,
    /// Also when the folder does not have it, but imports it.
    pub include_imports: bool,
    /// As it was in this version.
    pub version: Option<u64>,
    /// Whose it is.
    pub kind: SecretType,
    /// Without its value.
    pub without_value: bool,
}

/// An answer about one secret.
#[derive(Deserialize)]
struct One {
    secret: StoredSecret,
}

impl Secrets<'_> {
    /// The secrets of a folder.
    ///
    /// # Errors
    /// Any [`Error`]; one that [is gone](Error::is_gone) when there is no such folder.
    pub async fn list(&self, place: &Place, options: &ListOptions) -> Result<Listing, Error> {
        self.list_for(place, options, false).await
    }

    /// `settle` reads also after cancellation.
    pub(super) async fn list_for(
        &self,
        place: &Place,
        options: &ListOptions,
        settle: bool,
    ) -> Result<Listing, Error> {
        let read = |api: Api| async move {
            let at = listed(api, place, options);
            let found: Listing = self.client.call_as(Method::Get, &at, None, settle).await?;
            Ok((api, found))
        };
        let (api, mut found) = self.client.by_api(read).await?;
        if api == Api::V3 && found.secrets.is_empty() && found.imports.is_empty() {
            self.folder_is_there(place).await?;
        }
        let told = |entries: &mut Vec<StoredSecret>, environment: &str, path: &str| {
            let place = Place::new(&place.project, environment, path);
            *entries = std::mem::take(entries).into_iter().map(|found| found.at(&place)).collect();
            entries.retain(|entry| has_metadata(entry, &options.metadata));
            for entry in entries {
                entry.tells_reminder = true;
                entry.value.take_if(|_| options.without_values);
            }
        };
        told(&mut found.secrets, &place.environment, &place.path);
        for import in &mut found.imports {
            told(&mut import.secrets, &import.environment, &import.path);
        }
        Ok(found)
    }

    /// Servers of 2024 list a missing folder as an empty one; a read by name tells which of the two is
    /// missing (`getSecretByName` in `backend/src/services/secret-v2-bridge/secret-v2-bridge-service.ts`).
    async fn folder_is_there(&self, place: &Place) -> Result<(), Error> {
        let at = named(Api::V3, place, ANY_NAME, &NameOptions::default());
        let found: Result<One, _> = self.client.call_as(Method::Get, &at, None, false).await;
        match found {
            Err(error) if error.lacks_folder() => Err(error),
            _ => Ok(()),
        }
    }

    /// The secret of this name.
    ///
    /// # Errors
    /// Any [`Error`]; one that [is gone](Error::is_gone) when there is none.
    pub async fn by_name(
        &self,
        place: &Place,
        name: &str,
        options: &NameOptions,
    ) -> Result<StoredSecret, Error> {
        if !fits_a_path(name) {
            return self.by_name_in_list(place, name, options).await;
        }
        let read = |api: Api| async move {
            let at = named(api, place, name, options);
            let One { mut secret } = self.client.call_as(Method::Get, &at, None, false).await?;
            secret.value.take_if(|_| options.without_value);
            secret.tells_reminder = api == Api::V3;
            Ok(secret.at(place))
        };
        self.client.by_api(read).await
    }

    /// The secret of a name that no path can carry.
    async fn by_name_in_list(
        &self,
        place: &Place,
        name: &str,
        options: &NameOptions,
    ) -> Result<StoredSecret, Error> {
        let NameOptions { expand_references, include_imports, version, kind, without_value } =
            *options;
        let all = ListOptions {
            expand_references,
            include_imports,
            without_values: without_value,
            ..ListOptions::default()
        };
        let Listing { secrets, imports } = self.list(place, &all).await?;
        let imported = imports.into_iter().rev().flat_map(|import| import.secrets);
        let mut found = secrets
            .into_iter()
            .chain(imported)
            .filter(|found| found.name == name && found.kind == kind);
        match found.next() {
            Some(found) if version.is_none_or(|version| version == found.version) => Ok(found),
            _ => Err(Error::gone(Method::Get, &Api::V4.all(), "there is no secret of this name")),
        }
    }

    /// The secret with this id, wherever it is. Servers up to 2024 have no such route.
    ///
    /// # Errors
    /// Any [`Error`].
    pub async fn by_id(&self, id: &str) -> Result<StoredSecret, Error> {
        let found: One = self.client.call_as(Method::Get, &BY_ID.at(id), None, false).await?;
        Ok(found.secret.seen())
    }
}

fn listed(api: Api, place: &Place, options: &ListOptions) -> Located {
    let mut at = api.query(api.all(), place);
    for (name, wanted) in [
        ("recursive", options.recursive),
        ("expandSecretReferences", options.expand_references),
        ("include_imports", options.include_imports),
    ] {
        if wanted {
            at = at.with(name, "true");
        }
    }
    if !options.tag_slugs.is_empty() {
        at = at.with("tagSlugs", &options.tag_slugs.join(","));
    }
    without_value(api, at, options.without_values)
}

/// The parameters of a read by name.
pub(super) fn named(api: Api, place: &Place, name: &str, options: &NameOptions) -> Located {
    let mut at = api.query(api.one(name), place);
    if options.expand_references {
        at = at.with("expandSecretReferences", "true");
    }
    if options.include_imports {
        at = at.with("include_imports", "true");
    }
    if let Some(version) = options.version {
        at = at.with("version", &version.to_string());
    }
    if options.kind != SecretType::default() {
        at = at.with("type", options.kind.as_str());
    }
    without_value(api, at, options.without_value)
}

/// v3 tells values in any case.
fn without_value(api: Api, at: Located, unseen: bool) -> Located {
    if unseen && api == Api::V4 { at.with("viewSecretValue", "false") } else { at }
}

impl Error {
    /// Whether it is the folder of a secret that is not there.
    #[must_use]
    pub fn lacks_folder(&self) -> bool {
        matches!(self, Self::Status { status: 404, message, .. }
            if message.starts_with("Folder with path"))
    }
}

/// Whether a secret has all of these entries. The filter of v4 cannot carry a `,`, `=` or `|`, and lets
/// imported secrets through (`metadataFilter` in `backend/src/server/routes/v4/secret-router.ts`).
fn has_metadata(secret: &StoredSecret, wanted: &[(String, String)]) -> bool {
    let has = |(key, value): &(String, String)| {
        let mut entries = secret.metadata.iter().flatten();
        entries.any(|entry| entry.key == *key && entry.value.expose() == value)
    };
    wanted.iter().all(has)
}
