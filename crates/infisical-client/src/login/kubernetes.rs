//! Kubernetes Auth: the token of a service account, which the server lets the cluster review
//! (`identity-kubernetes-auth-service.ts`).

use super::{Given, GivenJwt, Kind, NO_SUCH_IDENTITY};

/// Where a pod finds the token of its service account. Kubernetes replaces it before it expires.
pub const SERVICE_ACCOUNT_TOKEN: &str = "/var/run/secrets/kubernetes.io/serviceaccount/token";

const KIND: Kind = Kind {
    name: "Kubernetes auth",
    path: "/api/v1/auth/kubernetes-auth/login",
    refused: "Check that the token of the service account has not expired, that Infisical reaches the \
        cluster, and that the account's namespace, name and audience are those that the identity's \
        Kubernetes Auth allows.",
    unknown: NO_SUCH_IDENTITY,
};

impl Given {
    /// Kubernetes Auth: the JWT is the token of a service account.
    #[must_use]
    pub fn kubernetes(jwt: GivenJwt) -> Self {
        Self { kind: &KIND, jwt }
    }
}
