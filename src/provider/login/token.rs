//! Access tokens that exist already.

use super::{At, Auth, Concealed, Login, Method, concealed, required};
use crate::provider::Config;
use infisical_client::{Credentials, Secret};
use tf_framework::Diagnostic;

pub(super) const TOKEN: &str = "INFISICAL_TOKEN";
pub(super) const SERVICE_TOKEN: &str = "INFISICAL_SERVICE_TOKEN";

impl Method for Concealed {
    const NAME: &'static str = "token";

    fn of(auth: &Auth) -> Option<&Self> {
        auth.token.as_ref()
    }

    fn credentials(block: Option<&Self>, at: At) -> Result<Credentials, Diagnostic> {
        let token = required(concealed(block, "auth.token", TOKEN), &at)?;
        Ok(Credentials::Token(Secret::from(token)))
    }
}

/// A service token is sent as it is; the server takes it for the secrets of one project only.
pub(super) fn service(config: &Config) -> Result<Login, Diagnostic> {
    let given = concealed(config.service_token.as_ref(), "service_token", SERVICE_TOKEN);
    let path = given.path();
    let token = required(given, &path)?;
    Ok(Login { credentials: Credentials::Token(Secret::from(token)), path })
}
