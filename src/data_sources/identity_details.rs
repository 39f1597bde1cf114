//! `infisical_identity_details`: who the provider is logged in as.

use crate::{Cx, Infisical, Result, shared::own_organization};
use serde_json::Value as Json;
use tf_framework::{ApiObject, Computed, DataSource, JsonMap, Schema};

/// Reads the organization that the provider is logged in to. Servers up to 2024 do not tell it.
#[derive(Debug, Clone, Default, PartialEq, Schema)]
pub(crate) struct IdentityDetails {
    /// The organization.
    organization: Computed<Organization>,
}

/// An organization.
#[derive(Debug, Clone, Default, PartialEq, Schema)]
pub(crate) struct Organization {
    /// ID of the organization.
    id: Computed<String>,

    /// Name of the organization.
    name: Computed<String>,

    /// Slug of the organization.
    slug: Computed<String>,
}

impl DataSource<Infisical> for IdentityDetails {
    const TYPE_NAME: &'static str = "infisical_identity_details";

    async fn read(config: Self, cx: &Cx<'_>) -> Result<Self> {
        let organization = Json::Object(own_organization(cx).await?);
        Ok(config.absorb(&JsonMap::from_iter([("organization".to_owned(), organization)]))?)
    }
}
