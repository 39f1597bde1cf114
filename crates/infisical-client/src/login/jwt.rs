//! JWT Auth: a JWT that a key known to the identity has signed (`identity-jwt-auth-service.ts`).

use super::{GivenJwt, JwtSource, Kind, NO_SUCH_IDENTITY, World};
use crate::error::Error;
use crate::secret::Secret;

const KIND: Kind = Kind {
    name: "JWT auth",
    path: "/api/v1/auth/jwt-auth/login",
    refused: "Check that the JWT has not expired, that a key of the identity's JWT Auth signed it, and \
        that its issuer, subject, audience and claims are those that the method asks for.",
    unknown: NO_SUCH_IDENTITY,
};

/// JWT Auth.
#[derive(Debug, Clone)]
pub struct Jwt(
    /// The proof.
    pub GivenJwt,
);

impl JwtSource for Jwt {
    const KIND: &'static Kind = &KIND;

    fn secrets(&self) -> Vec<&Secret> {
        self.0.secrets()
    }

    async fn jwt(&self, _: &str, world: &World) -> Result<Secret, Error> {
        self.0.read(world)
    }
}
