//! JWT Auth.

use super::{At, Auth, Concealed, Method, given_jwt, identity_id};
use infisical_client::{Credentials, Given};
use tf_framework::{Diagnostic, Schema};

/// JWT Auth: a JWT that somebody has signed for the identity.
#[derive(Debug, Clone, Default, PartialEq, Schema)]
pub(super) struct Jwt {
    /// ID of the machine identity. Environment variable: `INFISICAL_MACHINE_IDENTITY_ID`.
    identity_id: Option<Concealed>,

    /// The JWT. Environment variable: `INFISICAL_AUTH_JWT`.
    #[attr(conflicts = ["jwt_path"])]
    jwt: Option<Concealed>,

    /// Path of a file that has the JWT. It is read at each login.
    jwt_path: Option<String>,
}

impl Method for Jwt {
    const NAME: &'static str = "jwt";

    fn of(auth: &Auth) -> Option<&Self> {
        auth.jwt.as_ref()
    }

    fn credentials(block: Option<&Self>, at: At) -> Result<Credentials, Diagnostic> {
        let block = block.cloned().unwrap_or_default();
        let identity = identity_id(block.identity_id.as_ref(), "auth.jwt.identity_id", &at)?;
        let jwt = given_jwt(block.jwt.as_ref(), block.jwt_path.as_ref());
        Ok(Credentials::jwt(identity, Given::jwt(jwt)))
    }
}
