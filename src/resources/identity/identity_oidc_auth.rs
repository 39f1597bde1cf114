//! `infisical_identity_oidc_auth`: OIDC Auth on a machine identity.
//!
//! API: `backend/src/server/routes/v1/identity-oidc-auth-router.ts`.

use crate::shared::{Attached, AuthMethod, CommaList, CommaSeparated, OrEmpty, Trimmed};
use infisical_client::Endpoint;
use serde_json::{Value as Json, json};
use std::collections::BTreeMap;
use tf_framework::{
    Computed, JsonMap, Schema, Text, Unordered,
    text::{Pem, Url},
};

/// Attaches OIDC Auth to a machine identity, so that a workload can log in with the token of an OIDC
/// provider, such as a job of GitHub Actions or GitLab. Destroying the resource, or removing it from
/// the configuration, revokes OIDC Auth; the identity stays.
#[derive(Debug, Clone, Default, PartialEq, Schema)]
pub(crate) struct OidcAuth {
    /// URL of the OIDC provider, below which `.well-known/openid-configuration` is, at most 255
    /// characters.
    #[attr(length = ..=255)]
    oidc_discovery_url: Text<Url>,

    /// Certificate of the authority that issued the provider's certificate, in PEM format. The width of
    /// its lines and what is around it make no difference. An empty text is none, which is the server's
    /// default. Without it the value stays what it is on the server.
    #[attr(optional, keep, api = "caCert")]
    oidc_ca_certificate: Computed<Text<OrEmpty<Pem>>>,

    /// What the `iss` claim of the token that logs in must be, at most 255 characters.
    #[attr(length = ..=255)]
    bound_issuer: Text<Trimmed>,

    /// What the `sub` claim must be, at most 255 characters; `*` stands for any text. An empty text
    /// demands nothing, which is the server's default. Without it the value stays what it is on the
    /// server.
    #[attr(optional, keep, length = ..=255)]
    bound_subject: Computed<String>,

    /// Audiences of which the `aud` claim must be one; their order does not matter. An empty list
    /// demands none, which is the server's default. The list, joined with `, `, has at most 255
    /// characters. Without it the value stays what it is on the server.
    #[attr(optional, keep)]
    bound_audiences: Computed<Unordered<CommaList<255>>>,

    /// What further claims must be: by the claim's name, the values of which it must have one, separated
    /// by commas. Blanks around commas make no difference. An empty map demands nothing, which is the
    /// server's default. Without it the value stays what it is on the server.
    #[attr(optional, keep)]
    bound_claims: Computed<BTreeMap<String, Text<CommaSeparated>>>,

    /// Claims that become metadata of the access token: by the key of the metadata, the claim's name.
    /// Servers up to 2024 do not know it. Without it the value stays what it is on the server.
    #[attr(optional, keep)]
    claim_metadata_mapping: Computed<BTreeMap<String, Text<CommaSeparated>>>,
}

/// OIDC Auth attached to an identity.
pub(crate) type IdentityOidcAuth = Attached<OidcAuth>;

impl AuthMethod for OidcAuth {
    const TYPE_NAME: &'static str = "infisical_identity_oidc_auth";
    const TITLE: &'static str = "OIDC Auth";
    const SLUG: &'static str = "oidc-auth";
    const ENDPOINT: Endpoint =
        Endpoint::new("/api/v1/auth/oidc-auth/identities/{}", "identityOidcAuth").gone_says(&[
            "The identity does not have OIDC Auth attached", // GET
            "The identity does not have OIDC auth",          // DELETE
        ]);

    fn newer() -> Vec<(&'static str, Json)> {
        vec![("claimMetadataMapping", json!({}))]
    }

    /// An attachment has to say it.
    fn said(mut body: JsonMap) -> JsonMap {
        body.entry("boundClaims").or_insert_with(|| json!({}));
        body
    }

    /// The column of the subject may be null.
    fn heard(mut answer: JsonMap) -> JsonMap {
        if answer.get("boundSubject").is_some_and(Json::is_null) {
            answer.insert("boundSubject".to_owned(), json!(""));
        }
        answer
    }
}
