//! JWT Auth: a JWT that a key known to the identity has signed (`identity-jwt-auth-service.ts`).

use super::{Given, GivenJwt, Kind, NO_SUCH_IDENTITY};

const KIND: Kind = Kind {
    name: "JWT auth",
    path: "/api/v1/auth/jwt-auth/login",
    refused: "Check that the JWT has not expired, that a key of the identity's JWT Auth signed it, and \
        that its issuer, subject, audience and claims are those that the method asks for.",
    unknown: NO_SUCH_IDENTITY,
};

impl Given {
    /// JWT Auth: a key known to the identity has signed the JWT.
    #[must_use]
    pub fn jwt(jwt: GivenJwt) -> Self {
        Self { kind: &KIND, jwt }
    }
}
