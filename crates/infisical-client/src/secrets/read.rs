//! Reading secrets: those of a folder, or one of them.

use super::entry::{Listing, StoredSecret};
use super::routes::{Api, fits_a_path};
use super::{Place, Secrets};
use crate::endpoint::{Endpoint, Located};
use crate::{Error, Method};
use serde::Deserialize;

/// By its id (`GET`); servers up to 2024 do not have it.
const BY_ID: Endpoint = Endpoint::new("/api/v4/secrets/id/{}", "");

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
    /// Only those that have each of these keys with this value in their metadata, not encrypted.
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
}

/// An answer about one secret.
#[derive(Deserialize)]
struct One {
    secret: StoredSecret,
}

impl Secrets<'_> {
    /// The secrets of a folder. Servers of 2024 know no folder that is missing: it has no secrets.
    ///
    /// # Errors
    /// Any [`Error`].
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
        let told = |entries: &mut Vec<StoredSecret>, environment: &str, path: &str| {
            let place = Place::new(&place.project, environment, path);
            *entries = std::mem::take(entries).into_iter().map(|found| found.at(&place)).collect();
            if api == Api::V3 {
                entries.retain(|entry| has_metadata(entry, &options.metadata));
            }
            if options.without_values {
                for entry in entries {
                    entry.value = None;
                }
            }
        };
        told(&mut found.secrets, &place.environment, &place.path);
        for import in &mut found.imports {
            told(&mut import.secrets, &import.environment, &import.path);
        }
        Ok(found)
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
            let found: One = self.client.call_as(Method::Get, &at, None, false).await?;
            Ok(found.secret.at(place))
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
        let NameOptions { expand_references, include_imports, version } = *options;
        let all = ListOptions { expand_references, include_imports, ..ListOptions::default() };
        let Listing { secrets, imports } = self.list(place, &all).await?;
        let imported = imports.into_iter().rev().flat_map(|import| import.secrets);
        let mut found = secrets.into_iter().chain(imported).filter(|found| found.name == name);
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
    if api == Api::V4 {
        if options.without_values {
            at = at.with("viewSecretValue", "false");
        }
        if !options.metadata.is_empty() {
            let pairs =
                options.metadata.iter().map(|(key, value)| format!("key={key},value={value}"));
            at = at.with("metadataFilter", &pairs.collect::<Vec<_>>().join("|"));
        }
    }
    at
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
    at
}

/// Whether a secret has all of these entries. v3 has no such filter in 2024.
fn has_metadata(secret: &StoredSecret, wanted: &[(String, String)]) -> bool {
    let has = |(key, value): &(String, String)| {
        let mut entries = secret.metadata.iter().flatten();
        entries
            .any(|entry| !entry.is_encrypted && entry.key == *key && entry.value.expose() == value)
    };
    wanted.iter().all(has)
}
