//! `infisical_identity_universal_auth_client_secret`: a client secret of Universal Auth.
//!
//! API: `backend/src/server/routes/v1/identity-universal-auth-router.ts`. A secret that does not exist
//! is a 500 on servers up to 2024 and the 404 of an identity on later ones, so the list decides: it has
//! those that are not revoked.

use super::identity_universal_auth::UniversalAuth;
use crate::{
    Cx, Infisical, Result,
    shared::{AuthMethod, Keepers, Plain, Uuid, moves, without_nothing},
};
use infisical_client::{Collection, Endpoint, OrGone};
use serde_json::{Value as Json, json};
use tf_framework::{ApiObject, Change, Computed, JsonMap, Move, Resource, Schema, Sensitive, Text};

const CLIENT_SECRETS: Collection = Collection::new(
    "/api/v1/auth/universal-auth/identities/{}/client-secrets",
    "clientSecretData",
    "id",
)
.gone_says(&["The identity does not have universal auth"]);

/// `POST` answers with `clientSecret`, which is told once, and with `clientSecretData`.
const CREATE: Endpoint =
    Endpoint::new("/api/v1/auth/universal-auth/identities/{}/client-secrets", "");

const REVOKE: Endpoint = Endpoint::new(
    "/api/v1/auth/universal-auth/identities/{}/client-secrets/{}/revoke",
    "clientSecretData",
);

/// The longest lifetime that the server takes: ten years, in seconds.
pub(crate) const LONGEST: i64 = 315_360_000;

/// Makes a client secret for a machine identity with Universal Auth. It is stored in state; where it is
/// needed only while Terraform runs, use the ephemeral resource of the same name. A secret that is
/// revoked elsewhere is made anew; destroying the resource revokes it. No setting of a client secret can
/// change: a change revokes it and makes another one. The secret of an imported one is not known.
#[derive(Debug, Clone, Default, PartialEq, Schema)]
#[schema(family = super::FAMILY)]
pub(crate) struct IdentityUniversalAuthClientSecret {
    /// ID of the machine identity, which must have Universal Auth.
    #[attr(key)]
    identity_id: Text<Uuid>,

    /// ID of the client secret.
    #[attr(key, keep)]
    id: Computed<Text<Uuid>>,

    /// What the client secret is for, at most 255 characters.
    #[attr(length = 1..=255, replace)]
    description: Option<Text<Plain>>,

    /// How many times it may log in; 0 means without limit, which is the server's default.
    #[attr(optional, keep, replace, range = 0.., api = "clientSecretNumUsesLimit")]
    number_of_uses_limit: Computed<i64>,

    /// Lifetime in seconds, at most 315360000; 0 means for ever, which is the server's default.
    #[attr(optional, keep, replace, range = 0..=LONGEST, api = "clientSecretTTL")]
    ttl: Computed<i64>,

    #[attr(flatten)]
    rotation: Keepers,

    /// Client ID to log in with, beside the client secret.
    #[attr(keep)]
    client_id: Computed<String>,

    /// The client secret. The server tells it once: not of one that is imported.
    #[attr(keep = also_null)]
    client_secret: Computed<Sensitive<String>>,

    /// When it was made.
    #[attr(keep)]
    created_at: Computed<String>,

    /// Always `false`: one that is revoked is no longer there.
    #[attr(keep, api = "isClientSecretRevoked")]
    is_revoked: Computed<bool>,

    /// How many times it has logged in.
    #[attr(api = "clientSecretNumUses")]
    number_of_uses: Computed<i64>,
}

impl Resource<Infisical> for IdentityUniversalAuthClientSecret {
    const TYPE_NAME: &'static str = "infisical_identity_universal_auth_client_secret";

    async fn create(plan: Self, cx: &Cx<'_>) -> Result<Self> {
        let description = plan.description.as_ref().map(Text::as_str);
        let limits = Limits {
            number_of_uses: plan.number_of_uses_limit.known().copied(),
            ttl: plan.ttl.known().copied(),
        };
        let identity_id = plan.identity_id.as_str();
        let made = make(identity_id, description, limits, cx).await?;
        let plan = plan.told(made)?;
        // From here on it exists.
        cx.save(&plan);
        let client_id = client_id(plan.identity_id.as_str(), cx).await?;
        Ok(Self { client_id: client_id.map_or(Computed::Unknown, Computed::Known), ..plan })
    }

    async fn read(prior: Self, cx: &Cx<'_>) -> Result<Option<Self>> {
        let identity_id = prior.identity_id.as_str();
        let Some(live) = find(identity_id, prior.id(), cx).await? else { return Ok(None) };
        let client_id = match prior.client_id.known() {
            Some(known) => Some(known.clone()),
            None => client_id(identity_id, cx).await?,
        };
        let client_id = client_id.map_or(Computed::Unknown, Computed::Known);
        Ok(Some(Self { client_id, ..prior }.told(live)?))
    }

    /// Nothing can change in place.
    async fn update(change: Change<Self>, _: &Cx<'_>) -> Result<Self> {
        Ok(change.plan)
    }

    async fn delete(prior: Self, cx: &Cx<'_>) -> Result<()> {
        revoke(prior.identity_id.as_str(), prior.id(), cx).await
    }

    fn moves() -> Vec<Move<Self>> {
        moves()
    }
}

impl IdentityUniversalAuthClientSecret {
    fn id(&self) -> &str {
        self.id.known().map(Text::as_str).unwrap_or_default()
    }

    fn told(self, answer: JsonMap) -> Result<Self> {
        let answer = without_nothing(&self, answer);
        Ok(self.absorb(&answer)?)
    }
}

/// How long a client secret lasts; what is not said is the server's to say.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Limits {
    pub(crate) number_of_uses: Option<i64>,
    pub(crate) ttl: Option<i64>,
}

/// Makes a client secret: what the server says of it, with `clientSecret`.
///
/// # Errors
/// What the request fails with.
pub(crate) async fn make(
    identity_id: &str,
    description: Option<&str>,
    limits: Limits,
    cx: &Cx<'_>,
) -> Result<JsonMap> {
    let members = [
        ("description", description.map(Json::from)),
        ("numUsesLimit", limits.number_of_uses.map(Json::from)),
        ("ttl", limits.ttl.map(Json::from)),
    ];
    let body = members.into_iter().filter_map(|(name, value)| Some((name.to_owned(), value?)));
    let mut answer = cx.api.post(&CREATE.at(identity_id), &body.collect()).await?;
    let mut made = match answer.remove("clientSecretData") {
        Some(Json::Object(data)) => data,
        _ => JsonMap::new(),
    };
    made.insert("clientSecret".to_owned(), answer.remove("clientSecret").unwrap_or(json!(null)));
    Ok(made)
}

/// Revokes a client secret; one that is not there is revoked already.
///
/// # Errors
/// What the request fails with, while the secret is still there.
pub(crate) async fn revoke(identity_id: &str, id: &str, cx: &Cx<'_>) -> Result<()> {
    let Err(error) = cx.api.post(&REVOKE.at(identity_id).at(id), &JsonMap::new()).await else {
        return Ok(());
    };
    let answered = error.status().is_some();
    match find(identity_id, id, cx).await {
        Ok(None) if answered => Ok(()),
        _ => Err(error.into()),
    }
}

/// A client secret that is not revoked.
async fn find(identity_id: &str, id: &str, cx: &Cx<'_>) -> Result<Option<JsonMap>> {
    let live = cx.api.list(&CLIENT_SECRETS.of(identity_id)).await.or_gone()?.unwrap_or_default();
    let is_it = |entry: &JsonMap| {
        let found = entry.get("id").and_then(Json::as_str);
        found.is_some_and(|found| found.eq_ignore_ascii_case(id))
    };
    Ok(live.into_iter().find(is_it))
}

/// The client ID of an identity's Universal Auth.
///
/// # Errors
/// What the request fails with.
pub(crate) async fn client_id(identity_id: &str, cx: &Cx<'_>) -> Result<Option<String>> {
    let found = cx.api.get(&UniversalAuth::ENDPOINT.at(identity_id)).await.or_gone()?;
    let id = found.as_ref().and_then(|method| method.get("clientId")).and_then(Json::as_str);
    Ok(id.map(str::to_owned))
}
