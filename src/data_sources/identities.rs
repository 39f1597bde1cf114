//! `infisical_identities`: the machine identities of an organization.

use crate::{
    Cx, Infisical, Result,
    shared::{IdentityFilter, Uuid},
};
use serde_json::Value as Json;
use tf_framework::{ApiObject, Computed, DataSource, JsonMap, Schema, Text};

/// Lists the machine identities of an organization.
#[derive(Debug, Clone, Default, PartialEq, Schema)]
pub(crate) struct Identities {
    #[attr(flatten)]
    filter: IdentityFilter,

    /// The identities, sorted by name.
    identities: Computed<Vec<Found>>,
}

/// A machine identity.
#[derive(Debug, Clone, Default, PartialEq, Schema)]
pub(crate) struct Found {
    /// ID of the identity.
    id: Computed<Text<Uuid>>,

    /// Name of the identity.
    name: Computed<String>,

    /// ID of the organization.
    #[attr(api = "organizationId")]
    org_id: Computed<Text<Uuid>>,

    /// Role of the identity in the organization.
    role: Computed<String>,

    /// Whether the server refuses to delete the identity.
    has_delete_protection: Computed<bool>,

    /// Auth methods that are attached to the identity, such as `azure-auth`.
    auth_modes: Computed<Vec<String>>,
}

impl DataSource<Infisical> for Identities {
    const TYPE_NAME: &'static str = "infisical_identities";

    async fn read(config: Self, cx: &Cx<'_>) -> Result<Self> {
        let found = config.filter.find(cx).await?.into_iter().map(Json::Object).collect();
        let answer = JsonMap::from_iter([("identities".to_owned(), Json::Array(found))]);
        Ok(config.absorb(&answer)?)
    }
}
