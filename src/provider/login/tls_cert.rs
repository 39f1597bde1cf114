//! TLS Certificate Auth.

use super::{At, Auth, Concealed, Method};
use infisical_client::Credentials;
use tf_framework::{Diagnostic, Schema};

/// TLS Certificate Auth: the client certificate of the connection, `client_certificate` and `client_key`.
#[derive(Debug, Clone, Default, PartialEq, Schema)]
pub(super) struct TlsCert {
    /// ID of the machine identity. Environment variable: `INFISICAL_MACHINE_IDENTITY_ID`.
    identity_id: Option<Concealed>,
}

impl Method for TlsCert {
    const NAME: &'static str = "tls_cert";

    fn of(auth: &Auth) -> Option<&Self> {
        auth.tls_cert.as_ref()
    }

    fn credentials(block: Option<&Self>, at: At) -> Result<Credentials, Diagnostic> {
        let identity_id = block.and_then(|it| it.identity_id.as_ref());
        let identity_id = super::identity_id(identity_id, "auth.tls_cert.identity_id", &at)?;
        Ok(infisical_client::TlsCert { identity_id }.into())
    }
}
