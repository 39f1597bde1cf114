//! `infisical_identity_jwt_auth`: JWT Auth on a machine identity. Servers up to 2024 do not have it.
//!
//! API: `backend/src/server/routes/v1/identity-jwt-auth-router.ts`.

use crate::shared::{Attached, AuthMethod, CommaList, CommaSeparated, OrEmpty, Trimmed};
use infisical_client::Endpoint;
use serde_json::{Value as Json, json};
use std::collections::BTreeMap;
use tf_framework::{
    Checked, Computed, Diagnostics, JsonMap, Known, Schema, Stage, Text, Unordered,
    text::{Pem, Url},
};

const JWKS: &str = "jwks";
const STATIC: &str = "static";

/// Attaches JWT Auth to a machine identity, so that a workload can log in with a JSON Web Token that one
/// of some keys signed. Destroying the resource, or removing it from the configuration, revokes JWT Auth;
/// the identity stays.
#[derive(Debug, Clone, Default, PartialEq, Schema)]
#[schema(check = keys_are_there)]
pub(crate) struct JwtAuth {
    /// Where the keys are: `jwks`, at `jwks_url`, or `static`, in `public_keys`.
    #[attr(one_of = [JWKS, STATIC])]
    configuration_type: String,

    /// URL of the JSON Web Key Set, at most 255 characters; needed for `jwks`. An empty text is none.
    /// Without it the value stays what it is on the server.
    #[attr(optional, keep, length = ..=255)]
    jwks_url: Computed<Text<OrEmpty<Url>>>,

    /// Certificate of the authority that issued the certificate of `jwks_url`, in PEM format. The width
    /// of its lines and what is around it make no difference. An empty text is none, which is the
    /// server's default. Without it the value stays what it is on the server.
    #[attr(optional, keep)]
    jwks_ca_cert: Computed<Text<OrEmpty<Pem>>>,

    /// Public keys in PEM format; needed for `static`. Their order, the width of their lines and what is
    /// around them make no difference. Without it the value stays what it is on the server.
    #[attr(optional, keep)]
    public_keys: Computed<Unordered<Vec<Text<Pem>>>>,

    /// What the `iss` claim of the token that logs in must be, at most 255 characters. An empty text
    /// demands nothing, which is the server's default. Without it the value stays what it is on the
    /// server.
    #[attr(optional, keep, length = ..=255)]
    bound_issuer: Computed<Text<OrEmpty<Trimmed>>>,

    /// What the `sub` claim must be, at most 255 characters; `*` stands for any text. An empty text
    /// demands nothing, which is the server's default. Without it the value stays what it is on the
    /// server.
    #[attr(optional, keep, length = ..=255)]
    bound_subject: Computed<Text<OrEmpty<Trimmed>>>,

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
}

/// JWT Auth attached to an identity.
pub(crate) type IdentityJwtAuth = Attached<JwtAuth>;

impl AuthMethod for JwtAuth {
    const TYPE_NAME: &'static str = "infisical_identity_jwt_auth";
    const TITLE: &'static str = "JWT Auth";
    const SLUG: &'static str = "jwt-auth";
    const ENDPOINT: Endpoint =
        Endpoint::new("/api/v1/auth/jwt-auth/identities/{}", "identityJwtAuth").gone_says(&[
            "The identity does not have JWT Auth attached", // GET
            "The identity does not have JWT auth",          // DELETE
        ]);

    /// An attachment has to say it.
    fn said(mut body: JsonMap) -> JsonMap {
        body.entry("boundClaims").or_insert_with(|| json!({}));
        body
    }

    /// The server splits the text in which it keeps the keys: no keys are one that is empty.
    fn heard(mut answer: JsonMap) -> JsonMap {
        if let Some(Json::Array(keys)) = answer.get_mut("publicKeys") {
            keys.retain(|key| key != "");
        }
        answer
    }
}

/// Each configuration needs its keys.
fn keys_are_there(values: &Checked<'_>, out: &mut Diagnostics) {
    let Known::Is(kind) = values.get("configuration_type") else { return };
    let (name, summary) = match kind.as_str() {
        Some(JWKS) => ("jwks_url", "Missing JWKS URL"),
        Some(STATIC) => ("public_keys", "Missing public keys"),
        _ => return,
    };
    let missing = match values.get(name) {
        // State may still have it.
        Known::Null => values.stage != Stage::Config,
        Known::Is(value) => {
            value.as_str() == Some("") || value.elements().is_some_and(<[_]>::is_empty)
        }
        Known::Unknown => false,
    };
    if missing {
        let detail = format!("With a `configuration_type` like this, `{name}` is needed.");
        values.refuse(out, name, summary, detail);
    }
}
