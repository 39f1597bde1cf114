//! Azure Auth.

use super::{At, Auth, Concealed, Method, identity_id};
use infisical_client::Credentials;
use tf_framework::{Diagnostic, Schema};

/// Azure Auth: a managed identity, or a workload that is federated with an application.
#[derive(Debug, Clone, Default, PartialEq, Schema)]
pub(super) struct Azure {
    /// ID of the machine identity. Environment variable: `INFISICAL_MACHINE_IDENTITY_ID`.
    identity_id: Option<Concealed>,

    /// What the token is for, as in the `resource_url` of the identity's Azure Auth:
    /// `https://management.azure.com/` by default.
    resource_url: Option<String>,

    /// Client ID of a user-assigned managed identity, or of the application that the workload is
    /// federated with; for the latter `AZURE_CLIENT_ID` by default.
    client_id: Option<String>,
}

/// What both the server and its users have in mind when they name no resource.
const RESOURCE: &str = "https://management.azure.com/";

impl Method for Azure {
    const NAME: &'static str = "azure";

    fn of(auth: &Auth) -> Option<&Self> {
        auth.azure.as_ref()
    }

    fn credentials(block: Option<&Self>, at: At) -> Result<Credentials, Diagnostic> {
        let Azure { identity_id: identity, resource_url, client_id } =
            block.cloned().unwrap_or_default();
        let identity = identity_id(identity.as_ref(), "auth.azure.identity_id", &at)?;
        let resource = resource_url.unwrap_or_else(|| RESOURCE.to_owned());
        Ok(Credentials::jwt(identity, infisical_client::Azure { resource, client_id }))
    }
}
