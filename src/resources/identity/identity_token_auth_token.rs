//! `infisical_identity_token_auth_token`: an access token of Token Auth.
//!
//! API: `backend/src/server/routes/v1/identity-token-auth-router.ts`. Servers up to 2024 neither tell
//! the id of a new token nor one token alone: the id is in the token, and the rest in a list.

use crate::{
    Cx, Infisical, Result,
    shared::{Keepers, Plain, Uuid, moves, without_nothing},
};
use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use infisical_client::{Endpoint, OrGone};
use serde_json::Value as Json;
use tf_framework::{
    ApiObject, Change, Computed, Diagnostic, JsonMap, Move, Resource, Schema, Sensitive, Text,
};

/// `POST` makes a token, `GET` lists those that there are and those that were revoked.
const TOKENS: Endpoint = Endpoint::new("/api/v1/auth/token-auth/identities/{}/tokens", "")
    .gone_says(&["The identity does not have Token Auth"]);

/// `GET` and `PATCH`.
const TOKEN: Endpoint = Endpoint::new("/api/v1/auth/token-auth/tokens/{}", "token")
    .gone_says(&["The identity does not have Token Auth"]);

const REVOKE: Endpoint = Endpoint::new("/api/v1/auth/token-auth/tokens/{}/revoke", "");

/// How many tokens the server lists at a time, and how many it can be told to leave out at most.
const PAGE: usize = 100;

/// Makes an access token for a machine identity with Token Auth, with the lifetime and the limits that
/// Token Auth has at that time. It is stored in state; where it is needed only while Terraform runs, use
/// the ephemeral resource of the same name. A token that is revoked elsewhere is made anew; destroying
/// the resource revokes it. The token of an imported one is not known.
#[derive(Debug, Clone, Default, PartialEq, Schema)]
#[schema(family = super::FAMILY)]
pub(crate) struct IdentityTokenAuthToken {
    /// ID of the token.
    #[attr(key, keep)]
    id: Computed<Text<Uuid>>,

    /// ID of the machine identity, which must have Token Auth. An import on servers up to 2024 needs it.
    #[attr(identity, replace)]
    identity_id: Text<Uuid>,

    /// What the token is called, at most 255 characters.
    #[attr(length = 1..=255, clear = empty)]
    name: Option<Text<Plain>>,

    #[attr(flatten)]
    rotation: Keepers,

    /// The access token. The server tells it once: not of one that is imported.
    #[attr(keep = also_null, local)]
    token: Computed<Sensitive<String>>,

    /// Lifetime in seconds; 0 means for ever.
    #[attr(keep, api = "accessTokenTTL")]
    ttl: Computed<i64>,

    /// How many times it may be used; 0 means without limit.
    #[attr(keep, api = "accessTokenNumUsesLimit")]
    number_of_uses_limit: Computed<i64>,

    /// How many times it was used.
    #[attr(api = "accessTokenNumUses")]
    number_of_uses: Computed<i64>,

    /// When it was made.
    #[attr(keep)]
    created_at: Computed<String>,

    /// Always `false`: one that is revoked is no longer there.
    #[attr(keep, api = "isAccessTokenRevoked")]
    is_revoked: Computed<bool>,
}

impl Resource<Infisical> for IdentityTokenAuthToken {
    const TYPE_NAME: &'static str = "infisical_identity_token_auth_token";

    async fn create(plan: Self, cx: &Cx<'_>) -> Result<Self> {
        let identity_id = plan.identity_id.as_str();
        let made = make(identity_id, plan.name.as_ref().map(Text::as_str), cx).await?;
        let plan = Self {
            id: Computed::Known(made.id.as_str().into()),
            token: Computed::Known(made.token.into()),
            ..plan
        };
        // From here on it exists.
        cx.save(&plan);
        let data = match made.data {
            Some(data) => Some(data),
            None => find(plan.id(), plan.identity_id.as_str(), cx).await?,
        };
        plan.told(data.unwrap_or_default())
    }

    async fn read(prior: Self, cx: &Cx<'_>) -> Result<Option<Self>> {
        let found = find(prior.id(), prior.identity_id.as_str(), cx).await?;
        let Some(mut found) = found else { return Ok(None) };
        let identity_id = match found.remove("identityId") {
            Some(Json::String(id)) => id.as_str().into(),
            _ => prior.identity_id.clone(),
        };
        Ok(Some(Self { identity_id, ..prior }.told(found)?))
    }

    async fn update(change: Change<Self>, cx: &Cx<'_>) -> Result<Self> {
        let body = change.body();
        let updated = cx.api.patch(&TOKEN.at(change.prior.id()), &body).await?;
        change.plan.told(updated)
    }

    async fn delete(prior: Self, cx: &Cx<'_>) -> Result<()> {
        revoke(prior.id(), cx).await
    }

    fn moves() -> Vec<Move<Self>> {
        moves()
    }
}

impl IdentityTokenAuthToken {
    fn id(&self) -> &str {
        self.id.known().map(Text::as_str).unwrap_or_default()
    }

    fn told(self, answer: JsonMap) -> Result<Self> {
        let answer = without_nothing(&self, answer);
        Ok(self.absorb(&answer)?)
    }
}

/// A token that was just made.
pub(crate) struct Made {
    pub(crate) id: String,
    pub(crate) token: String,
    /// Lifetime in seconds; 0 is for ever.
    pub(crate) ttl: i64,
    /// What today's server says of it.
    data: Option<JsonMap>,
}

/// Makes a token.
///
/// # Errors
/// What the request fails with; a token that does not tell its id.
pub(crate) async fn make(identity_id: &str, name: Option<&str>, cx: &Cx<'_>) -> Result<Made> {
    let body = name.map(|name| ("name".to_owned(), Json::from(name)));
    let mut answer = cx.api.post(&TOKENS.at(identity_id), &body.into_iter().collect()).await?;
    let data = match answer.remove("tokenData") {
        Some(Json::Object(data)) => Some(data),
        _ => None,
    };
    let token = answer.get("accessToken").and_then(Json::as_str).unwrap_or_default();
    let told = data.as_ref().and_then(|data| data.get("id")).and_then(Json::as_str);
    let Some(id) = told.map(str::to_owned).or_else(|| id_in(token)) else {
        let detail = "A token was made, but neither the answer nor the token itself tells its ID. \
                      Revoke it in Infisical.";
        return Err(Diagnostic::remote("Token without an ID", detail).into());
    };
    let ttl = answer.get("expiresIn").and_then(Json::as_i64).unwrap_or_default();
    Ok(Made { id, token: token.to_owned(), ttl, data })
}

/// Revokes a token; one that is not there is revoked already.
///
/// # Errors
/// What the request fails with.
pub(crate) async fn revoke(id: &str, cx: &Cx<'_>) -> Result<()> {
    cx.api.post(&REVOKE.at(id), &JsonMap::new()).await.or_gone()?;
    Ok(())
}

/// A token that is not revoked.
async fn find(id: &str, identity_id: &str, cx: &Cx<'_>) -> Result<Option<JsonMap>> {
    let found = match cx.api.get(&TOKEN.at(id)).await {
        Err(error) if error.is_unknown_route() && !identity_id.is_empty() => {
            let all = tokens(identity_id, cx).await?;
            all.into_iter().find(|token| token.get("id").and_then(Json::as_str) == Some(id))
        }
        answer => answer.or_gone()?,
    };
    Ok(found.filter(is_live))
}

/// The tokens of an identity, revoked ones among them, the last changed first: so many as the server
/// can be made to list.
///
/// # Errors
/// What the requests fail with.
pub(crate) async fn tokens(identity_id: &str, cx: &Cx<'_>) -> Result<Vec<JsonMap>> {
    let mut all = Vec::new();
    for offset in [0, PAGE] {
        let at = TOKENS.at(identity_id).with("offset", &offset.to_string());
        let page = cx.api.get(&at.with("limit", &PAGE.to_string())).await.or_gone()?;
        let Some(Json::Array(tokens)) = page.and_then(|mut page| page.remove("tokens")) else {
            break;
        };
        all.extend(tokens.into_iter().filter_map(|token| match token {
            Json::Object(token) => Some(token),
            _ => None,
        }));
        if all.len() < offset + PAGE {
            break;
        }
    }
    Ok(all)
}

/// Whether a token is not revoked.
pub(crate) fn is_live(token: &JsonMap) -> bool {
    token.get("isAccessTokenRevoked") != Some(&Json::Bool(true))
}

/// The id that an access token carries: `identityAccessTokenId` among the claims of a JWT.
fn id_in(token: &str) -> Option<String> {
    let claims = URL_SAFE_NO_PAD.decode(token.split('.').nth(1)?).ok()?;
    let claims: Json = serde_json::from_slice(&claims).ok()?;
    claims.get("identityAccessTokenId")?.as_str().map(str::to_owned)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_access_token_tells_its_id() {
        let claims = URL_SAFE_NO_PAD.encode(r#"{"identityAccessTokenId":"a","exp":1}"#);
        assert_eq!(id_in(&format!("e30.{claims}.s")).as_deref(), Some("a"));
        for token in ["", "a.b", "e30.e30.s", "e30.bm8.s"] {
            assert_eq!(id_in(token), None, "{token}");
        }
    }
}
