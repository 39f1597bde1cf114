//! Kubernetes Auth.

use super::{At, Auth, Concealed, Method, concealed, identity_id};
use crate::provider::given::Given;
use infisical_client::{Credentials, Given as GivenLogin, GivenJwt, SERVICE_ACCOUNT_TOKEN, Secret};
use tf_framework::{Diagnostic, Schema};

/// Kubernetes Auth: the token of a service account.
#[derive(Debug, Clone, Default, PartialEq, Schema)]
pub(super) struct Kubernetes {
    /// ID of the machine identity. Environment variable: `INFISICAL_MACHINE_IDENTITY_ID`.
    identity_id: Option<Concealed>,

    /// Path of the file that has the token, by default
    /// `/var/run/secrets/kubernetes.io/serviceaccount/token`. It is read at each login. Environment
    /// variable: `INFISICAL_KUBERNETES_SERVICE_ACCOUNT_TOKEN_PATH`.
    service_account_token_path: Option<String>,

    /// The token itself; it wins over a path. Environment variable:
    /// `INFISICAL_KUBERNETES_SERVICE_ACCOUNT_TOKEN`.
    service_account_token: Option<Concealed>,
}

const TOKEN: &str = "INFISICAL_KUBERNETES_SERVICE_ACCOUNT_TOKEN";
const TOKEN_PATH: &str = "INFISICAL_KUBERNETES_SERVICE_ACCOUNT_TOKEN_PATH";

impl Method for Kubernetes {
    const NAME: &'static str = "kubernetes";

    fn of(auth: &Auth) -> Option<&Self> {
        auth.kubernetes.as_ref()
    }

    fn credentials(block: Option<&Self>, at: At) -> Result<Credentials, Diagnostic> {
        let block = block.cloned().unwrap_or_default();
        let identity = identity_id(block.identity_id.as_ref(), "auth.kubernetes.identity_id", &at)?;
        let attribute = "auth.kubernetes.service_account_token";
        let token = concealed(block.service_account_token.as_ref(), attribute, TOKEN);
        let path = block.service_account_token_path.as_deref();
        let path = Given::new(path, "auth.kubernetes.service_account_token_path", TOKEN_PATH);
        // A path in HCL wins over a token in the environment.
        let jwt = match token.text {
            Some(text) if token.is_configured || !path.is_configured => {
                GivenJwt::Value(Secret::from(text))
            }
            _ => GivenJwt::File(path.text().unwrap_or(SERVICE_ACCOUNT_TOKEN).into()),
        };
        Ok(Credentials::jwt(identity, GivenLogin::kubernetes(jwt)))
    }
}
