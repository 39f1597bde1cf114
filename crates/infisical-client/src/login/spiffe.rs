//! SPIFFE Auth: the JWT-SVID of a workload, which its agent has put into a file or a variable
//! (`identity-spiffe-auth-service.ts`).

use super::{GivenJwt, JwtSource, Kind, NO_SUCH_IDENTITY, World};
use crate::error::Error;
use crate::secret::Secret;

const KIND: Kind = Kind {
    name: "SPIFFE auth",
    path: "/api/v1/auth/spiffe-auth/login",
    refused: "Check that the JWT-SVID has not expired, and that its trust domain, SPIFFE ID and \
        audience are those that the identity's SPIFFE Auth allows.",
    unknown: NO_SUCH_IDENTITY,
};

/// SPIFFE Auth.
#[derive(Debug, Clone)]
pub struct Spiffe(
    /// The proof.
    pub GivenJwt,
);

impl JwtSource for Spiffe {
    const KIND: &'static Kind = &KIND;

    fn secrets(&self) -> Vec<&Secret> {
        self.0.secrets()
    }

    async fn jwt(&self, _: &str, world: &World) -> Result<Secret, Error> {
        self.0.read(world)
    }
}
