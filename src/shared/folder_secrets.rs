//! What the secrets of a folder are, for the data source and the ephemeral resource.

use super::{SecretFolder, Uuid, missing, warn_of_references};
use crate::{Cx, Result};
use infisical_client::{ListOptions, Listing, Place, SecretType, StoredSecret};
use std::collections::{BTreeMap, btree_map::Entry};
use tf_framework::{
    AttributePath, Checked, Computed, Diagnostic, Diagnostics, Known, Schema, Sensitive, Set, Text,
    Value,
};

/// The secrets of a folder.
#[derive(Debug, Clone, Default, PartialEq, Schema)]
#[schema(check = imports_of_one_folder, check = tags_that_are_told)]
pub(crate) struct FolderSecrets {
    #[attr(flatten)]
    folder: SecretFolder,

    /// Whether the secrets of all folders below are read as well. In front of the name of such a secret is
    /// its path from the folder on: `db/main/PASSWORD`.
    #[attr(default = false)]
    recursive: bool,

    /// Whether what the folder imports is read as well. A secret of its own hides an imported one of the
    /// same name, and a later import an earlier one. References in imported secrets are always expanded,
    /// and an import of a folder that does not exist adds nothing. The server does not say which folder
    /// imports what, nor the tags of it, so that this is for one folder, and without `tag_slugs`.
    #[attr(default = false)]
    include_imports: bool,

    /// Whether references to other secrets, such as `${prod.db.PASSWORD}`, are replaced by what they refer
    /// to. What the server leaves as it is, because there is no such secret or because it refers back, is
    /// warned of.
    #[attr(default = true)]
    expand_secret_references: bool,

    /// Only the secrets that have one of these tags.
    tag_slugs: Option<Set<String>>,

    /// Only the secrets whose metadata has all of these: none on servers up to 2024, which have no metadata.
    metadata: Option<BTreeMap<String, String>>,

    /// The secrets, by name.
    secrets: Computed<BTreeMap<String, FoundSecret>>,
}

/// A secret.
#[derive(Debug, Clone, Default, PartialEq, Schema)]
pub(crate) struct FoundSecret {
    /// Value of the secret.
    value: Computed<Sensitive<String>>,

    /// Comment on the secret.
    comment: Computed<String>,

    /// `shared`, or `personal`: that of one person, who sees it in the place of the shared one.
    secret_type: Computed<String>,
}

fn imports_of_one_folder(values: &Checked<'_>, out: &mut Diagnostics) {
    let is = |name| values.get(name) == Known::Is(&Value::Bool(true));
    if is("recursive") && is("include_imports") {
        let detail = "The server does not say which of the folders imports a secret. Read the folders \
                      one by one where imports count.";
        values.refuse(out, "include_imports", "Imports of many folders", detail);
    }
}

fn tags_that_are_told(values: &Checked<'_>, out: &mut Diagnostics) {
    let imports = values.get("include_imports") == Known::Is(&Value::Bool(true));
    if imports && matches!(values.get("tag_slugs"), Known::Is(_)) {
        let detail = "The server does not say which tags an imported secret has. Leave out one of \
                      `include_imports` and `tag_slugs`.";
        values.refuse(out, "tag_slugs", "Tags of imported secrets", detail);
    }
}

impl FolderSecrets {
    /// Reads them.
    ///
    /// # Errors
    /// What the request fails with; a folder that does not exist; two secrets that would have one name.
    pub(crate) async fn read(self, project_id: &Text<Uuid>, cx: &Cx<'_>) -> Result<Self> {
        let place = self.folder.of(project_id);
        let options = ListOptions {
            recursive: self.recursive,
            expand_references: self.expand_secret_references,
            include_imports: self.include_imports,
            without_values: false,
            tag_slugs: self
                .tag_slugs
                .iter()
                .flat_map(|slugs| slugs.elements().iter().cloned())
                .collect(),
            metadata: self.metadata.clone().unwrap_or_default().into_iter().collect(),
        };
        let found = cx.api.secrets().list(&place, &options).await;
        let found = by_key(found.map_err(|error| missing(error, "folder_path"))?, &place)?;
        if self.expand_secret_references {
            warn_of_references(found.iter().map(|(key, secret)| (key.as_str(), secret)), cx);
        }
        let secrets = found.into_iter().map(|(key, secret)| Ok((key, FoundSecret::of(secret)?)));
        let secrets = Computed::Known(secrets.collect::<Result<_>>()?);
        Ok(Self { secrets, ..self })
    }

    /// The values alone, by name.
    pub(crate) fn values(&self) -> BTreeMap<String, String> {
        let value = |secret: &FoundSecret| Some(secret.value.known()?.expose().clone());
        let secrets = self.secrets.known().into_iter().flatten();
        secrets.filter_map(|(key, secret)| Some((key.clone(), value(secret)?))).collect()
    }
}

impl FoundSecret {
    fn of(secret: StoredSecret) -> Result<Self> {
        Ok(Self {
            value: Computed::Known(shown(&secret)?),
            comment: Computed::Known(secret.comment),
            secret_type: Computed::Known(secret.kind.as_str().to_owned()),
        })
    }
}

/// The value of a secret, which must be there.
///
/// # Errors
/// A value that the server hides.
pub(crate) fn shown(secret: &StoredSecret) -> Result<Sensitive<String>> {
    if let Some(value) = &secret.value {
        return Ok(value.expose().to_owned().into());
    }
    let detail = format!(
        "The server does not show the value of `{}` to this identity, which may only know that there is \
         such a secret.",
        secret.name
    );
    Err(Diagnostic::error("Permission denied by Infisical", detail).into())
}

/// What counts of each name, as the server resolves it for an application: its own secrets, personal
/// ones before shared ones, then those of the last import.
fn by_key(
    Listing { mut secrets, imports }: Listing,
    place: &Place,
) -> Result<BTreeMap<String, StoredSecret>> {
    let imported = imports.into_iter().flat_map(|import| import.secrets);
    let mut found: BTreeMap<_, _> = imported.map(|secret| (secret.name.clone(), secret)).collect();
    let mut own = BTreeMap::new();
    secrets.sort_by_key(|secret| secret.kind != SecretType::Personal);
    for secret in secrets {
        match own.entry(key(&secret, place)) {
            Entry::Vacant(free) => {
                free.insert(secret);
            }
            Entry::Occupied(taken) if taken.get().path == secret.path => {}
            Entry::Occupied(taken) => return Err(one_key(taken.key(), taken.get(), &secret).into()),
        }
    }
    found.append(&mut own);
    Ok(found)
}

/// The name of a secret, with its path from the folder on.
fn key(secret: &StoredSecret, place: &Place) -> String {
    let below = secret.path.strip_prefix(&place.path).unwrap_or_default().trim_matches('/');
    if below.is_empty() { secret.name.clone() } else { format!("{below}/{}", secret.name) }
}

fn one_key(key: &str, one: &StoredSecret, other: &StoredSecret) -> Diagnostic {
    let detail = format!(
        "`{key}` would be both `{}` in {} and `{}` in {}. Read these folders one by one.",
        one.name, one.path, other.name, other.path
    );
    Diagnostic::error("Two secrets with one name", detail).at(AttributePath::root("recursive"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use infisical_client::Import;
    use serde_json::{from_value, json};

    fn stored(path: &str, name: &str, value: &str, kind: &str) -> StoredSecret {
        let stored = json!({
            "id": value, "secretPath": path, "secretKey": name, "secretValue": value, "type": kind,
        });
        from_value(stored).unwrap()
    }

    fn values(secrets: Vec<StoredSecret>, imports: Vec<Import>) -> Result<Vec<(String, String)>> {
        let found = by_key(Listing { secrets, imports }, &Place::new("project", "dev", "/app"))?;
        let value = |secret: StoredSecret| secret.value.unwrap().expose().to_owned();
        Ok(found.into_iter().map(|(key, secret)| (key, value(secret))).collect())
    }

    fn pairs<const N: usize>(pairs: [(&str, &str); N]) -> Vec<(String, String)> {
        pairs.map(|(key, value)| (key.to_owned(), value.to_owned())).into()
    }

    #[test]
    fn a_personal_secret_hides_the_shared_one_wherever_it_stands() {
        let (shared, personal) =
            (stored("/app", "A", "1", "shared"), stored("/app", "A", "2", "personal"));
        for secrets in [vec![shared.clone(), personal.clone()], vec![personal, shared]] {
            assert_eq!(values(secrets, vec![]).unwrap(), pairs([("A", "2")]));
        }
    }

    #[test]
    fn own_secrets_hide_imported_ones_and_later_imports_earlier_ones() {
        let import = |secrets| Import { environment: "prod".into(), path: "/x".into(), secrets };
        let imports = vec![
            import(vec![stored("/x", "A", "1", "shared"), stored("/x", "B", "2", "shared")]),
            import(vec![stored("/x", "B", "3", "shared")]),
        ];
        let own = vec![stored("/app", "A", "4", "shared")];
        assert_eq!(values(own, imports).unwrap(), pairs([("A", "4"), ("B", "3")]));
    }

    #[test]
    fn a_path_and_a_name_that_make_one_key_are_refused() {
        let below = stored("/app/db", "HOST", "1", "shared");
        let both = vec![below.clone(), stored("/app", "db/HOST", "2", "shared")];
        let refused = values(both, vec![]).unwrap_err().to_string();
        for named in ["`db/HOST`", "`HOST` in /app/db", "in /app"] {
            assert!(refused.contains(named), "{refused}");
        }
        let apart = vec![below, stored("/app", "HOST", "2", "shared")];
        assert_eq!(values(apart, vec![]).unwrap(), pairs([("HOST", "2"), ("db/HOST", "1")]));
    }
}
