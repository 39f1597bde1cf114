//! `infisical_identity`: a machine identity, by its ID or by its name.

use crate::{
    Cx, Infisical, Result,
    resources::identity::one_identity,
    shared::{IdentityFilter, Uuid},
};
use serde_json::Value as Json;
use tf_framework::{ApiObject, AttributePath, Computed, DataSource, Diagnostic, Schema, Text};

/// Reads a machine identity, by its ID or by its name.
#[derive(Debug, Clone, Default, PartialEq, Schema)]
#[schema(exactly_one_of = ["id", "name"])]
pub(crate) struct Identity {
    /// ID of the identity.
    #[attr(optional)]
    id: Computed<Text<Uuid>>,

    /// Name of the identity. The server takes a name twice: then only the ID tells which one is meant.
    #[attr(optional)]
    name: Computed<String>,

    /// ID of the organization. To look for a name, it is the one that the provider is logged in to
    /// unless this says otherwise; servers up to 2024 do not tell that one.
    #[attr(optional, api = "organizationId")]
    org_id: Computed<Text<Uuid>>,

    /// Role of the identity in the organization: `admin`, `member`, `no-access`, or the slug of a custom
    /// role.
    role: Computed<String>,

    /// ID of the custom role, if the identity has one.
    custom_role_id: Computed<String>,

    /// Whether the server refuses to delete the identity.
    has_delete_protection: Computed<bool>,

    /// Auth methods that are attached to the identity, such as `azure-auth`.
    auth_modes: Computed<Vec<String>>,

    /// Metadata of the identity.
    metadata: Computed<Vec<Metadata>>,
}

/// One entry of an identity's metadata.
#[derive(Debug, Clone, Default, PartialEq, Schema)]
pub(crate) struct Metadata {
    /// Key of the entry.
    key: Computed<String>,

    /// Value of the entry.
    value: Computed<String>,
}

impl DataSource<Infisical> for Identity {
    const TYPE_NAME: &'static str = "infisical_identity";

    async fn read(config: Self, cx: &Cx<'_>) -> Result<Self> {
        let id = match config.id.known() {
            Some(id) => id.as_str().to_owned(),
            None => config.id_of_name(cx).await?,
        };
        match one_identity(&id, cx).await? {
            Some(found) => Ok(config.absorb(&found)?),
            None => Err(missing("id", format!("There is no identity with the ID {id}.")).into()),
        }
    }
}

impl Identity {
    async fn id_of_name(&self, cx: &Cx<'_>) -> Result<String> {
        let name = self.name.known().map(String::as_str).unwrap_or_default();
        let filter = IdentityFilter::named(name, self.org_id.known());
        let found = filter.find(cx).await?;
        let mut ids: Vec<_> =
            found.iter().filter_map(|identity| identity.get("id").and_then(Json::as_str)).collect();
        match (ids.pop(), ids.is_empty()) {
            (Some(id), true) => Ok(id.to_owned()),
            (None, _) => {
                Err(missing("name", format!("There is no identity named `{name}`.")).into())
            }
            (Some(last), false) => {
                ids.push(last);
                let detail = format!(
                    "Several identities are named `{name}`: {}. Set `id` instead.",
                    ids.join(", ")
                );
                Err(Diagnostic::error("Several identities", detail)
                    .at(AttributePath::root("name"))
                    .into())
            }
        }
    }
}

fn missing(attribute: &str, detail: String) -> Diagnostic {
    Diagnostic::error("No such identity", detail).at(AttributePath::root(attribute))
}
