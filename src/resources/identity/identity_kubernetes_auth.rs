//! `infisical_identity_kubernetes_auth`: Kubernetes Auth on a machine identity.
//!
//! API: `backend/src/server/routes/v1/identity-kubernetes-auth-router.ts`, and
//! `identity-kubernetes-auth-service.ts`, whose `gatewayId` is that of one of two tables.

use crate::shared::{Attached, AuthMethod, CommaList, OrEmpty, Trimmed, Uuid};
use infisical_client::Endpoint;
use serde_json::{Value as Json, json};
use tf_framework::{
    Checked, Computed, Diagnostics, JsonMap, Known, Schema, Sensitive, Stage, Text, Unordered,
    Value, WriteOnly, text::Pem,
};

const API: &str = "api";
const GATEWAY: &str = "gateway";

/// Attaches Kubernetes Auth to a machine identity, so that a workload can log in with the token of its
/// service account. Destroying the resource, or removing it from the configuration, revokes Kubernetes
/// Auth; the identity stays.
#[derive(Debug, Clone, Default, PartialEq, Schema)]
#[schema(check = reviewer_is_there)]
pub(crate) struct KubernetesAuth {
    /// Who reviews the token that logs in: `api`, the cluster's API at `kubernetes_host`, or `gateway`,
    /// the gateway `gateway_id`, which runs in the cluster. Servers up to 2024 know `api` alone.
    #[attr(api = "tokenReviewMode", default = "api", one_of = [API, GATEWAY])]
    token_reviewer_mode: String,

    /// Host, host and port, or URL of the cluster's API, such as `https://10.0.0.1:6443`, at most 255
    /// characters; needed for `api`. Today's servers connect to it when the method is attached, and when
    /// it changes.
    #[attr(length = ..=255)]
    kubernetes_host: Option<Text<Trimmed>>,

    /// Certificate of the authority that issued the certificate of the cluster's API, in PEM format. The
    /// width of its lines and what is around it make no difference. An empty text is none, which is the
    /// server's default. Without it the value stays what it is on the server.
    #[attr(optional, keep, api = "caCert")]
    kubernetes_ca_certificate: Computed<Text<OrEmpty<Pem>>>,

    /// Token of a service account that may review tokens (`system:auth-delegator`). It is stored in
    /// state: prefer `token_reviewer_jwt_wo`. Without either, each token that logs in reviews itself,
    /// which servers up to 2024 do not do. An import reads it from the server.
    #[attr(prefer = "token_reviewer_jwt_wo", conflicts = ["token_reviewer_jwt_wo"])]
    token_reviewer_jwt: Option<Sensitive<Text<Trimmed>>>,

    /// Token of a service account that may review tokens, which is not stored. It is sent when the method
    /// is attached and when `token_reviewer_jwt_wo_version` changes.
    #[attr(
        api = "tokenReviewerJwt",
        version = "token_reviewer_jwt_wo_version",
        requires = ["token_reviewer_jwt_wo_version"]
    )]
    token_reviewer_jwt_wo: Option<WriteOnly<Text<Trimmed>>>,

    /// Any number; change it to send `token_reviewer_jwt_wo` again.
    #[attr(local, requires = ["token_reviewer_jwt_wo"])]
    token_reviewer_jwt_wo_version: Option<i64>,

    /// ID of the gateway through which the server reaches the cluster; needed for `gateway`.
    gateway_id: Option<Text<Uuid>>,

    /// Names of the service accounts that may log in; their order does not matter. An empty list admits
    /// every one, which is the server's default. The list, joined with `, `, has at most 1000 characters
    /// (255 on servers up to 2024). Without it the value stays what it is on the server.
    #[attr(optional, keep, api = "allowedNames")]
    allowed_service_account_names: Computed<Unordered<CommaList<1000>>>,

    /// Namespaces whose service accounts may log in; their order does not matter. An empty list admits
    /// every one, which is the server's default. The list, joined with `, `, has at most 1000 characters
    /// (255 on servers up to 2024). Without it the value stays what it is on the server.
    #[attr(optional, keep)]
    allowed_namespaces: Computed<Unordered<CommaList<1000>>>,

    /// Audience that the token that logs in must have, at most 1000 characters (255 on servers up to
    /// 2024). An empty text demands none, which is the server's default. Without it the value stays what
    /// it is on the server.
    #[attr(optional, keep, length = ..=1000)]
    allowed_audience: Computed<String>,
}

/// Kubernetes Auth attached to an identity.
pub(crate) type IdentityKubernetesAuth = Attached<KubernetesAuth>;

impl AuthMethod for KubernetesAuth {
    const TYPE_NAME: &'static str = "infisical_identity_kubernetes_auth";
    const TITLE: &'static str = "Kubernetes Auth";
    const SLUG: &'static str = "kubernetes-auth";
    const ENDPOINT: Endpoint =
        Endpoint::new("/api/v1/auth/kubernetes-auth/identities/{}", "identityKubernetesAuth")
            .gone_says(&[
                "The identity does not have Kubernetes Auth attached", // GET
                "The identity does not have kubernetes auth",          // DELETE
            ]);
    /// Gateways of the second kind are in a column that the answers to writes leave out.
    const ONLY_GET: &'static [&'static str] = &["gatewayId"];

    fn newer() -> Vec<(&'static str, Json)> {
        vec![("tokenReviewMode", json!(API))]
    }

    /// An attachment has to say all of these.
    fn said(mut body: JsonMap) -> JsonMap {
        body.entry("kubernetesHost").or_insert(Json::Null);
        for list in ["allowedNamespaces", "allowedNames", "allowedAudience"] {
            body.entry(list).or_insert_with(|| json!(""));
        }
        body
    }
}

/// Each mode needs its reviewer.
fn reviewer_is_there(values: &Checked<'_>, out: &mut Diagnostics) {
    let mode = match values.get("token_reviewer_mode") {
        Known::Is(mode) => mode.as_str(),
        // The default comes after the configuration is looked at.
        Known::Null if values.stage == Stage::Config => Some(API),
        Known::Null | Known::Unknown => None,
    };
    let missing = |name| values.get(name) == Known::<&Value>::Null;
    match mode {
        Some(API) if missing("kubernetes_host") => values.refuse(
            out,
            "kubernetes_host",
            "Missing Kubernetes host",
            "With the token reviewer mode `api` the server asks the cluster's API: set \
             `kubernetes_host`, or `token_reviewer_mode = \"gateway\"` with a `gateway_id`.",
        ),
        Some(GATEWAY) if missing("gateway_id") => values.refuse(
            out,
            "gateway_id",
            "Missing gateway",
            "With the token reviewer mode `gateway` a gateway reviews the tokens: set `gateway_id`.",
        ),
        _ => {}
    }
}
