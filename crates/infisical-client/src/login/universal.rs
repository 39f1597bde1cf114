//! Universal Auth: a client ID and one of its client secrets
//! (`identity-universal-auth-router.ts`).

use super::{Kind, Login, Proof, World, body};
use crate::secret::Secret;

pub(crate) const KIND: Kind = Kind {
    name: "universal auth",
    path: "/api/v1/auth/universal-auth/login",
    refused: "Check the client ID and the client secret. The secret may be mistyped, revoked or \
        expired, and it works only at the host where it was created.",
    unknown: "No identity has this client ID. Check the client ID, and that the host is the one \
        (and the region) where the identity lives.",
};

/// Universal Auth.
#[derive(Debug, Clone)]
pub struct Universal {
    /// The identity's client ID.
    pub client_id: Secret,
    /// One of its client secrets.
    pub client_secret: Secret,
}

impl Login for Universal {
    fn kind(&self) -> &'static Kind {
        &KIND
    }

    fn secrets(&self) -> Vec<&Secret> {
        vec![&self.client_id, &self.client_secret]
    }

    fn proof<'a>(&'a self, _: &'a World) -> Proof<'a> {
        let (id, secret) = (self.client_id.expose(), self.client_secret.expose());
        Box::pin(async move { Ok(body([("clientId", id), ("clientSecret", secret)])) })
    }
}
