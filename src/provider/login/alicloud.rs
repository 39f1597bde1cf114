//! Alibaba Cloud Auth.

use super::{At, Auth, Concealed, Method, identity_id};
use infisical_client::{Credentials, Secret};
use tf_framework::{Diagnostic, Schema};

/// Alibaba Cloud Auth: the access key of a RAM user.
#[derive(Debug, Clone, Default, PartialEq, Schema)]
pub(super) struct AliCloud {
    /// ID of the machine identity. Environment variable: `INFISICAL_MACHINE_IDENTITY_ID`.
    identity_id: Option<Concealed>,

    /// ID of the access key. Environment variable: `ALIBABA_CLOUD_ACCESS_KEY_ID`.
    access_key_id: Option<Concealed>,

    /// Secret of the access key. Environment variable: `ALIBABA_CLOUD_ACCESS_KEY_SECRET`.
    access_key_secret: Option<Concealed>,
}

impl Method for AliCloud {
    const NAME: &'static str = "alicloud";

    fn of(auth: &Auth) -> Option<&Self> {
        auth.alicloud.as_ref()
    }

    fn credentials(block: Option<&Self>, at: At) -> Result<Credentials, Diagnostic> {
        let block = block.cloned().unwrap_or_default();
        let secret = |text: Concealed| Secret::from(text.expose().as_str().trim());
        let login = infisical_client::AliCloud {
            identity_id: identity_id(block.identity_id.as_ref(), "auth.alicloud.identity_id", &at)?,
            access_key_id: block.access_key_id.map(secret),
            access_key_secret: block.access_key_secret.map(secret),
        };
        Ok(login.into())
    }
}
