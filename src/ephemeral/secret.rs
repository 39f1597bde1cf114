//! `infisical_secret`: one secret, for as long as Terraform runs.

use crate::{
    Cx, Infisical, Result,
    error::sentence,
    resources::secret::FAMILY,
    shared::{SecretFolder, Uuid, missing, shown, warn_of_references},
};
use infisical_client::{Error as ClientError, NameOptions, Place, StoredSecret};
use std::collections::BTreeMap;
use tf_framework::{
    AttributePath, Computed, Diagnostic, Ephemeral, Opened, Schema, Sensitive, Text,
};

/// Reads a secret, which is in no plan and in no state.
///
/// Terraform reads it in the plan already, once all arguments are known, whatever `depends_on` says. To read
/// what the same apply creates, let an argument come from something that is known only after it.
#[derive(Debug, Clone, Default, PartialEq, Schema)]
#[schema(family = FAMILY)]
pub(crate) struct Secret {
    /// ID of the project.
    workspace_id: Text<Uuid>,

    #[attr(flatten)]
    folder: SecretFolder,

    /// Name of the secret.
    name: String,

    /// Whether a secret that the folder does not have is looked for in what it imports, the last import
    /// first.
    #[attr(default = false)]
    include_imports: bool,

    /// Whether references to other secrets, such as `${prod.db.PASSWORD}`, are replaced by what they refer
    /// to. What the server leaves as it is, because there is no such secret or because it refers back, is
    /// warned of.
    #[attr(default = true)]
    expand_secret_references: bool,

    /// Version of the secret: the one that is wanted, or the newest one. Servers up to 2024 tell the newest
    /// one alone.
    #[attr(optional, range = 1..)]
    version: Computed<i64>,

    /// Value of the secret.
    value: Computed<Sensitive<String>>,

    /// Comment on the secret.
    comment: Computed<String>,

    /// Metadata of the secret. Servers up to 2024 have none.
    metadata: Computed<BTreeMap<String, String>>,
}

impl Ephemeral<Infisical> for Secret {
    const TYPE_NAME: &'static str = "infisical_secret";

    type Lease = ();

    async fn open(config: Self, cx: &Cx<'_>) -> Result<Opened<Self, ()>> {
        let found = config.find(cx).await?;
        if config.expand_secret_references {
            warn_of_references(std::iter::once((config.name.as_str(), &found)), cx);
        }
        let version = i64::try_from(found.version).unwrap_or_default();
        if config.version.known().is_some_and(|wanted| *wanted != version) {
            return Err(only_the_newest(version).into());
        }
        let metadata = found.metadata.iter().flatten();
        let metadata =
            metadata.map(|entry| (entry.key.clone(), entry.value.expose().to_owned())).collect();
        let result = Self {
            version: Computed::Known(version),
            value: Computed::Known(shown(&found)?),
            comment: Computed::Known(found.comment),
            metadata: Computed::Known(metadata),
            ..config
        };
        Ok(Opened { result, lease: (), renew_at: None })
    }
}

impl Secret {
    async fn find(&self, cx: &Cx<'_>) -> Result<StoredSecret> {
        let place = self.folder.of(&self.workspace_id);
        let options = NameOptions {
            expand_references: self.expand_secret_references,
            include_imports: self.include_imports,
            version: self.version.known().and_then(|version| u64::try_from(*version).ok()),
            ..NameOptions::default()
        };
        match cx.api.secrets().by_name(&place, &self.name, &options).await {
            Ok(found) => Ok(found),
            Err(error) if error.status() == Some(500) && options.expand_references => {
                Err(self.why_not_expanded(error, &place, options, cx).await)
            }
            Err(error) => Err(missing(error, "name")),
        }
    }

    /// Servers of 2024 fail where a reference names an environment or a folder that does not exist.
    async fn why_not_expanded(
        &self,
        error: ClientError,
        place: &Place,
        options: NameOptions,
        cx: &Cx<'_>,
    ) -> crate::Error {
        let as_it_is = NameOptions { expand_references: false, ..options };
        if cx.api.secrets().by_name(place, &self.name, &as_it_is).await.is_err() {
            return error.into();
        }
        let detail = format!(
            "The secret `{}` is there, but the server fails to expand its references. Servers of 2024 do \
             so where one names an environment or a folder that does not exist. Mend the reference, or \
             set `expand_secret_references = false`.\n\n{}",
            self.name,
            sentence(&error)
        );
        Diagnostic::error("References not expanded", detail).at(AttributePath::root("name")).into()
    }
}

fn only_the_newest(version: i64) -> Diagnostic {
    let detail = format!(
        "This server tells the newest version of a secret alone, which is {version}, as servers up to \
         2024 do."
    );
    Diagnostic::error("Version of the secret not told", detail).at(AttributePath::root("version"))
}
