//! What people call a secret when they import it.

use crate::{Cx, Result};
use infisical_client::{Place, Sought, StoredSecret};
use tf_framework::Diagnostic;

/// What an import ID begins with when the value is not to be stored.
const WRITE_ONLY: &str = "write-only:";

/// An import ID, taken apart.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct SecretId<'a> {
    /// Whether the value is taken into state.
    pub(crate) stores_value: bool,
    which: Which<'a>,
}

#[derive(Debug, PartialEq, Eq)]
enum Which<'a> {
    Id(&'a str),
    Named { place: Place, name: &'a str },
}

impl<'a> SecretId<'a> {
    /// `[write-only:]UUID` or `[write-only:]PROJECT:ENVIRONMENT:FOLDER:NAME`, in which a name may have
    /// colons; `None` for anything else.
    pub(crate) fn of(text: &'a str) -> Option<Self> {
        let (stores_value, rest) = match text.strip_prefix(WRITE_ONLY) {
            Some(rest) => (false, rest),
            None => (true, text),
        };
        let mut parts = rest.splitn(4, ':');
        let which = match (parts.next()?, parts.next(), parts.next(), parts.next()) {
            (id, None, ..) => Which::Id(id),
            (project, Some(environment), Some(path), Some(name)) => {
                Which::Named { place: Place::new(project, environment, path), name }
            }
            _ => return None,
        };
        Some(Self { stores_value, which })
    }

    /// What it stands for.
    ///
    /// # Errors
    /// What the request fails with; a secret that is not there.
    pub(crate) async fn found(&self, cx: &Cx<'_>) -> Result<(String, StoredSecret)> {
        let secrets = cx.api.secrets();
        match &self.which {
            Which::Id(id) => match secrets.by_id(id).await {
                Ok(found) => Ok((found.project.clone().unwrap_or_default(), found)),
                Err(error) if error.is_unknown_route() => Err(Diagnostic::error(
                    "Not in this version of Infisical",
                    "It finds no secret by its ID alone. Import it as \
                     `PROJECT:ENVIRONMENT:FOLDER:NAME`, such as \
                     `77fa7aed-9288-401e-a4c9-3a9430be62a4:prod:/app:DATABASE_URL`.",
                )
                .into()),
                Err(error) => Err(error.into()),
            },
            Which::Named { place, name } => {
                let sought = Sought { name, id: None, reminder: false };
                let found = secrets.find(place, sought).await?;
                let missing = || {
                    let detail = format!("There is no secret `{name}` in {place}.");
                    Diagnostic::error("Secret not found", detail)
                };
                Ok((place.project.clone(), found.ok_or_else(missing)?))
            }
        }
    }
}

/// The import ID of a secret.
#[must_use]
pub(crate) fn secret_import_id(place: &Place, name: &str) -> String {
    let Place { project, environment, path } = place;
    format!("{WRITE_ONLY}{project}:{environment}:{path}:{name}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_official_forms() {
        let place = Place::new("p", "dev", "/a");
        for (text, expected) in [
            ("uuid", Some((true, Which::Id("uuid")))),
            ("write-only:uuid", Some((false, Which::Id("uuid")))),
            ("p:dev:/a:N", Some((true, Which::Named { place: place.clone(), name: "N" }))),
            ("write-only:p:dev:/a:N:M", Some((false, Which::Named { place, name: "N:M" }))),
            ("p:dev", None),
            ("p:dev:/a", None),
        ] {
            let expected = expected.map(|(stores_value, which)| SecretId { stores_value, which });
            assert_eq!(SecretId::of(text), expected, "{text}");
        }
    }
}
