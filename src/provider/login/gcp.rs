//! GCP Auth.

use super::{At, Auth, Concealed, Method, identity_id};
use crate::provider::given::Given;
use infisical_client::{Credentials, Secret};
use tf_framework::{Diagnostic, Schema};

/// GCP Auth: the service account of the machine (the type `gce` of the method), or the key of a
/// service account (the type `iam`).
#[derive(Debug, Clone, Default, PartialEq, Schema)]
pub(super) struct Gcp {
    /// ID of the machine identity. Environment variable: `INFISICAL_MACHINE_IDENTITY_ID`.
    identity_id: Option<Concealed>,

    /// Path of the key of a service account, the JSON file that Google gives. Environment variable:
    /// `INFISICAL_GCP_IAM_SERVICE_ACCOUNT_KEY_FILE_PATH`.
    #[attr(conflicts = ["service_account_key"])]
    service_account_key_path: Option<String>,

    /// Key of a service account, the JSON that Google gives.
    service_account_key: Option<Concealed>,
}

const KEY_PATH: &str = "INFISICAL_GCP_IAM_SERVICE_ACCOUNT_KEY_FILE_PATH";

impl Method for Gcp {
    const NAME: &'static str = "gcp";

    fn of(auth: &Auth) -> Option<&Self> {
        auth.gcp.as_ref()
    }

    fn credentials(block: Option<&Self>, at: At) -> Result<Credentials, Diagnostic> {
        let block = block.cloned().unwrap_or_default();
        let identity = identity_id(block.identity_id.as_ref(), "auth.gcp.identity_id", &at)?;
        let path = block.service_account_key_path.as_deref();
        let path = Given::new(path, "auth.gcp.service_account_key_path", KEY_PATH);
        let proof = match (&block.service_account_key, path.text()) {
            (Some(key), _) => infisical_client::Gcp::Key(Secret::from(key.expose().as_str())),
            (None, Some(path)) => infisical_client::Gcp::KeyFile(path.into()),
            (None, None) => infisical_client::Gcp::Metadata,
        };
        Ok(Credentials::jwt(identity, proof))
    }
}
