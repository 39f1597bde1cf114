//! Universal Auth.

use super::{At, Auth, Concealed, Login, Method, concealed, required};
use crate::provider::Config;
use crate::provider::given::Given;
use infisical_client::{Credentials, Secret};
use tf_framework::{Diagnostic, Schema};

/// Universal Auth: a client ID and a client secret.
#[derive(Debug, Clone, Default, PartialEq, Schema)]
pub(super) struct Universal {
    /// Client ID of the machine identity. Environment variable:
    /// `INFISICAL_UNIVERSAL_AUTH_CLIENT_ID`.
    client_id: Option<Concealed>,

    /// Client secret of the machine identity. Environment variable:
    /// `INFISICAL_UNIVERSAL_AUTH_CLIENT_SECRET`.
    client_secret: Option<Concealed>,
}

pub(super) const CLIENT_ID: &str = "INFISICAL_UNIVERSAL_AUTH_CLIENT_ID";
pub(super) const CLIENT_SECRET: &str = "INFISICAL_UNIVERSAL_AUTH_CLIENT_SECRET";

impl Method for Universal {
    const NAME: &'static str = "universal";

    fn of(auth: &Auth) -> Option<&Self> {
        auth.universal.as_ref()
    }

    fn credentials(block: Option<&Self>, at: At) -> Result<Credentials, Diagnostic> {
        let id = block.and_then(|it| it.client_id.as_ref());
        let secret = block.and_then(|it| it.client_secret.as_ref());
        both(
            concealed(id, "auth.universal.client_id", CLIENT_ID),
            concealed(secret, "auth.universal.client_secret", CLIENT_SECRET),
            &at,
        )
    }
}

/// The deprecated attributes outside of `auth`, if one of them is set.
pub(super) fn legacy(config: &Config) -> Option<Result<Login, Diagnostic>> {
    let id = concealed(config.client_id.as_ref(), "client_id", CLIENT_ID);
    let secret = concealed(config.client_secret.as_ref(), "client_secret", CLIENT_SECRET);
    let path = id.path().or_else(|| secret.path());
    path.as_ref()?;
    Some(both(id, secret, &path).map(|credentials| Login { credentials, path }))
}

fn both(id: Given, secret: Given, at: &At) -> Result<Credentials, Diagnostic> {
    let client_id = Secret::from(required(id, at)?);
    let client_secret = Secret::from(required(secret, at)?);
    Ok(infisical_client::Universal { client_id, client_secret }.into())
}
