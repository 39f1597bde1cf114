//! TLS Certificate Auth: the proof is the client certificate of the connection, which the proxy in
//! front of the server verifies and hands on in a header (`identity-tls-cert-auth-router.ts`). The
//! certificate is the transport's, so nothing but the identity's ID is sent.

use super::{Kind, Login, NO_SUCH_IDENTITY, Proof, World, body, no_proof};
use crate::secret::Secret;

const KIND: Kind = Kind {
    name: "TLS certificate auth",
    path: "/api/v1/auth/tls-cert-auth/login",
    refused: "Check that the client certificate is valid, issued by the certificate authority of the \
        identity's TLS Certificate Auth, and that its common name is allowed. The host must be one \
        that asks for a client certificate.",
    unknown: NO_SUCH_IDENTITY,
};

/// TLS Certificate Auth.
#[derive(Debug, Clone)]
pub struct TlsCert {
    /// The identity's ID, a UUID.
    pub identity_id: String,
}

impl Login for TlsCert {
    fn kind(&self) -> &'static Kind {
        &KIND
    }

    fn secrets(&self) -> Vec<&Secret> {
        vec![]
    }

    fn proof<'a>(&'a self, world: &'a World) -> Proof<'a> {
        Box::pin(async move {
            if !world.is_certified() {
                let advice = "Configure a client certificate and its private key.";
                return Err(no_proof("there is no client certificate", advice));
            }
            Ok(body([("identityId", self.identity_id.as_str())]))
        })
    }
}
