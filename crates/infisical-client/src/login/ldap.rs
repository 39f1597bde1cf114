//! LDAP Auth: the user name and password of a directory's user (`identity-ldap-auth-router.ts`).

use super::{Kind, Login, NO_SUCH_IDENTITY, Proof, World, body};
use crate::secret::Secret;

const KIND: Kind = Kind {
    name: "LDAP auth",
    path: "/api/v1/auth/ldap-auth/login",
    refused: "Check the user name and the password, and the fields that the identity's LDAP Auth \
        requires of the user.",
    unknown: NO_SUCH_IDENTITY,
};

/// LDAP Auth.
#[derive(Debug, Clone)]
pub struct Ldap {
    /// The identity's ID, a UUID.
    pub identity_id: String,
    /// The directory's user.
    pub username: String,
    /// The user's password.
    pub password: Secret,
}

impl Login for Ldap {
    fn kind(&self) -> &'static Kind {
        &KIND
    }

    fn secrets(&self) -> Vec<&Secret> {
        vec![&self.password]
    }

    fn proof<'a>(&'a self, _: &'a World) -> Proof<'a> {
        Box::pin(async move {
            Ok(body([
                ("identityId", self.identity_id.as_str()),
                ("username", self.username.as_str()),
                ("password", self.password.expose()),
            ]))
        })
    }
}
