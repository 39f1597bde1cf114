//! `infisical_identity_access_token`: a login with Universal Auth for as long as Terraform runs.
//!
//! API: `backend/src/server/routes/v1/identity-access-token-router.ts` and
//! `identity-universal-auth-router.ts`.

use crate::{Cx, Infisical, Result};
use infisical_client::Endpoint;
use serde::{Deserialize, Serialize};
use serde_json::{Value as Json, json};
use std::time::{Duration, SystemTime};
use tf_framework::{ApiObject, Computed, Ephemeral, JsonMap, Opened, Schema, Sensitive};

const LOGIN: Endpoint = Endpoint::new("/api/v1/auth/universal-auth/login", "");
const RENEW: Endpoint = Endpoint::new("/api/v1/auth/token/renew", "");
const REVOKE: Endpoint = Endpoint::new("/api/v1/auth/token/revoke", "");

/// An access token of a machine identity, which is in no state: Terraform logs in with Universal Auth in
/// every plan and in every apply, and revokes the token when nothing needs it any more. While Terraform
/// runs, the token is renewed as far as its maximum lifetime allows; today's servers give a renewed token
/// another text, so that one in use ends with its `ttl` there.
#[derive(Debug, Clone, Default, PartialEq, Schema)]
pub(crate) struct IdentityAccessToken {
    /// Client ID of the identity.
    client_id: String,

    /// Client secret of the identity.
    client_secret: Sensitive<String>,

    /// Slug of the sub-organization to log in to. Servers up to 2024 do not know it.
    organization_slug: Option<String>,

    /// The access token.
    access_token: Computed<Sensitive<String>>,

    /// Lifetime in seconds; 0 means for ever.
    #[attr(api = "expiresIn")]
    ttl: Computed<i64>,

    /// Lifetime in seconds that renewals cannot exceed; 0 means without limit.
    #[attr(api = "accessTokenMaxTTL")]
    max_ttl: Computed<i64>,
}

/// What it takes to renew a token and to revoke it. Terraform holds it in memory alone.
#[derive(Serialize, Deserialize)]
pub(crate) struct Lease {
    access_token: String,
    ttl: u64,
    max_ttl: u64,
    made_at: SystemTime,
}

impl Lease {
    fn body(&self) -> JsonMap {
        JsonMap::from_iter([("accessToken".to_owned(), json!(self.access_token))])
    }

    /// When to renew: after three quarters of the lifetime. Never where the renewed token would live
    /// beyond the maximum, because the server deletes the token instead.
    fn renew_at(&self, now: SystemTime) -> Option<SystemTime> {
        if self.ttl == 0 {
            return None;
        }
        let at = now + Duration::from_secs(self.ttl).mul_f64(0.75);
        let ends = at + Duration::from_secs(self.ttl);
        let last = self.made_at + Duration::from_secs(self.max_ttl);
        (self.max_ttl == 0 || ends < last).then_some(at)
    }
}

impl Ephemeral<Infisical> for IdentityAccessToken {
    const TYPE_NAME: &'static str = "infisical_identity_access_token";

    type Lease = Lease;

    async fn open(config: Self, cx: &Cx<'_>) -> Result<Opened<Self, Self::Lease>> {
        let mut body = JsonMap::from_iter([
            ("clientId".to_owned(), json!(config.client_id)),
            ("clientSecret".to_owned(), json!(config.client_secret.expose())),
        ]);
        if let Some(slug) = &config.organization_slug {
            body.insert("organizationSlug".to_owned(), json!(slug));
        }
        let made_at = SystemTime::now();
        let answer = cx.api.post(&LOGIN.collection(), &body).await?;
        let seconds = |member| answer.get(member).and_then(Json::as_u64).unwrap_or_default();
        let token = answer.get("accessToken").and_then(Json::as_str).unwrap_or_default();
        let lease = Lease {
            access_token: token.to_owned(),
            ttl: seconds("expiresIn"),
            max_ttl: seconds("accessTokenMaxTTL"),
            made_at,
        };
        let renew_at = lease.renew_at(made_at);
        Ok(Opened { result: config.absorb(&answer)?, lease, renew_at })
    }

    async fn renew(lease: Lease, cx: &Cx<'_>) -> Result<(Lease, Option<SystemTime>)> {
        let answer = cx.api.post(&RENEW.collection(), &lease.body()).await?;
        let lease = match answer.get("accessToken").and_then(Json::as_str) {
            Some(renewed) => Lease { access_token: renewed.to_owned(), ..lease },
            None => lease,
        };
        let renew_at = lease.renew_at(SystemTime::now());
        Ok((lease, renew_at))
    }

    /// A token that the server no longer takes, because it expired or was used up, is revoked already.
    async fn close(lease: Lease, cx: &Cx<'_>) -> Result<()> {
        match cx.api.post(&REVOKE.collection(), &lease.body()).await {
            Err(error) if !matches!(error.status(), Some(401 | 403)) => Err(error.into()),
            _ => Ok(()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_token_is_renewed_only_where_it_stays_within_its_maximum() {
        let made_at = SystemTime::UNIX_EPOCH;
        let second = |n| made_at + Duration::from_secs(n);
        for (ttl, max_ttl, now, renewed) in [
            (0, 100, 0, None),
            (100, 0, 0, Some(75)),
            (100, 0, 75, Some(150)),
            (100, 1000, 0, Some(75)),
            (100, 100, 0, None),
            (100, 175, 0, None),
            (100, 176, 0, Some(75)),
            (100, 1000, 825, None),
        ] {
            let lease = Lease { access_token: String::new(), ttl, max_ttl, made_at };
            assert_eq!(lease.renew_at(second(now)), renewed.map(second), "{ttl} {max_ttl} {now}");
        }
    }
}
