//! SPIFFE Auth.

use super::{At, Auth, Concealed, Method, given_jwt, identity_id};
use infisical_client::{Credentials, Given};
use tf_framework::{Diagnostic, Schema};

/// SPIFFE Auth: the JWT-SVID of a workload.
#[derive(Debug, Clone, Default, PartialEq, Schema)]
pub(super) struct Spiffe {
    /// ID of the machine identity. Environment variable: `INFISICAL_MACHINE_IDENTITY_ID`.
    identity_id: Option<Concealed>,

    /// The JWT-SVID. Environment variable: `INFISICAL_AUTH_JWT`.
    #[attr(conflicts = ["jwt_path"])]
    jwt: Option<Concealed>,

    /// Path of a file that has the JWT-SVID. It is read at each login.
    jwt_path: Option<String>,
}

impl Method for Spiffe {
    const NAME: &'static str = "spiffe";

    fn of(auth: &Auth) -> Option<&Self> {
        auth.spiffe.as_ref()
    }

    fn credentials(block: Option<&Self>, at: At) -> Result<Credentials, Diagnostic> {
        let block = block.cloned().unwrap_or_default();
        let identity = identity_id(block.identity_id.as_ref(), "auth.spiffe.identity_id", &at)?;
        let jwt = given_jwt(block.jwt.as_ref(), block.jwt_path.as_ref());
        Ok(Credentials::jwt(identity, Given::spiffe(jwt)))
    }
}
