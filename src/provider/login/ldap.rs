//! LDAP Auth.

use super::{At, Auth, Concealed, Method, concealed, identity_id, required};
use crate::provider::given::Given;
use infisical_client::{Credentials, Secret};
use tf_framework::{Diagnostic, Schema};

/// LDAP Auth: the user name and password of a directory's user.
#[derive(Debug, Clone, Default, PartialEq, Schema)]
pub(super) struct Ldap {
    /// ID of the machine identity. Environment variable: `INFISICAL_MACHINE_IDENTITY_ID`.
    identity_id: Option<Concealed>,

    /// Name of the directory's user. Environment variable: `INFISICAL_LDAP_AUTH_USERNAME`.
    username: Option<String>,

    /// Password of the user. Environment variable: `INFISICAL_LDAP_AUTH_PASSWORD`.
    password: Option<Concealed>,
}

impl Method for Ldap {
    const NAME: &'static str = "ldap";

    fn of(auth: &Auth) -> Option<&Self> {
        auth.ldap.as_ref()
    }

    fn credentials(block: Option<&Self>, at: At) -> Result<Credentials, Diagnostic> {
        let block = block.cloned().unwrap_or_default();
        let identity_id = identity_id(block.identity_id.as_ref(), "auth.ldap.identity_id", &at)?;
        let username = block.username.as_deref();
        let username = Given::new(username, "auth.ldap.username", "INFISICAL_LDAP_AUTH_USERNAME");
        let password = block.password.as_ref();
        let password = concealed(password, "auth.ldap.password", "INFISICAL_LDAP_AUTH_PASSWORD");
        let login = infisical_client::Ldap {
            identity_id,
            username: required(username, &at)?,
            password: Secret::from(required(password, &at)?),
        };
        Ok(login.into())
    }
}
