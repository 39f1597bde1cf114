//! SPIFFE Auth: the JWT-SVID of a workload, which its agent has put into a file or a variable
//! (`identity-spiffe-auth-service.ts`).

use super::{Given, GivenJwt, Kind, NO_SUCH_IDENTITY};

const KIND: Kind = Kind {
    name: "SPIFFE auth",
    path: "/api/v1/auth/spiffe-auth/login",
    refused: "Check that the JWT-SVID has not expired, and that its trust domain, SPIFFE ID and \
        audience are those that the identity's SPIFFE Auth allows.",
    unknown: NO_SUCH_IDENTITY,
};

impl Given {
    /// SPIFFE Auth: the JWT is a JWT-SVID.
    #[must_use]
    pub fn spiffe(jwt: GivenJwt) -> Self {
        Self { kind: &KIND, jwt }
    }
}
