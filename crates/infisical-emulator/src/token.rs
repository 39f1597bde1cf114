//! Access tokens: issued as JWTs, checked in the order in which the server checks them.

use std::collections::HashMap;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde::Serialize;
use serde_json::Value;
use uuid::Uuid;

use crate::clock::Millis;
use crate::refusal::Refusal;

/// What the server keeps about an access token.
#[derive(Debug, Clone)]
pub(crate) struct AccessToken {
    pub(crate) identity_id: String,
    /// The authentication method it was issued by.
    pub(crate) method: &'static str,
    pub(crate) client_secret_id: Option<String>,
    /// Seconds; 0 is for ever.
    pub(crate) ttl: i64,
    pub(crate) max_ttl: i64,
    pub(crate) uses: i64,
    /// 0 is unlimited.
    pub(crate) uses_limit: i64,
    pub(crate) created_at: Millis,
    pub(crate) updated_at: Millis,
    pub(crate) renewed_at: Option<Millis>,
    /// What an administrator calls it.
    pub(crate) name: Option<String>,
    pub(crate) revoked: bool,
    /// The emulator's own, which no fault takes away.
    pub(crate) internal: bool,
    /// The place of its last change among the changes of all.
    pub(crate) changed: u64,
}

impl AccessToken {
    /// A token without limits.
    pub(crate) fn new(identity_id: &str, method: &'static str, now: Millis) -> Self {
        Self {
            identity_id: identity_id.to_owned(),
            method,
            client_secret_id: None,
            ttl: 0,
            max_ttl: 0,
            uses: 0,
            uses_limit: 0,
            created_at: now,
            updated_at: now,
            renewed_at: None,
            name: None,
            revoked: false,
            internal: false,
            changed: 0,
        }
    }
}

/// All tokens: the JWTs that were handed out, and the rows behind them.
#[derive(Debug, Default)]
pub(crate) struct Tokens {
    issued: HashMap<String, Jwt>,
    rows: HashMap<String, AccessToken>,
    changes: u64,
}

#[derive(Debug, Clone)]
struct Jwt {
    token_id: String,
    expires: Option<Millis>,
}

const EXPIRED: &str = "Your token has expired. Please re-authenticate.";
const MALFORMED: &str = "The provided access token is malformed. \
                         Please use a valid token or generate a new one and try again.";

impl Tokens {
    /// Issues a token; the JWT itself expires after `lifetime` seconds, never when that is 0.
    pub(crate) fn issue(&mut self, row: AccessToken, lifetime: i64) -> String {
        let token_id = Uuid::new_v4().to_string();
        let jwt = self.sign(&token_id, &row, row.created_at, lifetime);
        self.changes += 1;
        self.rows.insert(token_id, AccessToken { changed: self.changes, ..row });
        jwt
    }

    pub(crate) fn get(&self, token_id: &str) -> Option<&AccessToken> {
        self.rows.get(token_id)
    }

    /// The tokens of an identity that a method issued, the last changed first.
    pub(crate) fn of(&self, identity_id: &str, method: &str) -> Vec<(&str, &AccessToken)> {
        let all = self.rows.iter().map(|(id, row)| (id.as_str(), row));
        let wanted = |(_, row): &(&str, &AccessToken)| {
            row.identity_id == identity_id && row.method == method && !row.internal
        };
        let mut tokens: Vec<_> = all.filter(wanted).collect();
        tokens.sort_by_key(|(_, row)| std::cmp::Reverse(row.changed));
        tokens
    }

    /// Changes a token.
    pub(crate) fn change(
        &mut self,
        token_id: &str,
        now: Millis,
        how: impl FnOnce(&mut AccessToken),
    ) {
        self.changes += 1;
        if let Some(row) = self.rows.get_mut(token_id) {
            how(row);
            (row.updated_at, row.changed) = (now, self.changes);
        }
    }

    /// A second JWT for a token that was renewed.
    pub(crate) fn reissue(&mut self, token_id: &str, now: Millis, lifetime: i64) -> Option<String> {
        let row = self.rows.get(token_id)?.clone();
        Some(self.sign(token_id, &row, now, lifetime))
    }

    fn sign(&mut self, token_id: &str, row: &AccessToken, now: Millis, lifetime: i64) -> String {
        let expires = (lifetime != 0).then(|| now.saturating_add(lifetime.saturating_mul(1000)));
        let claims = Claims {
            identity_id: &row.identity_id,
            client_secret_id: row.client_secret_id.as_deref(),
            token_id,
            kind: "identityAccessToken",
            issued_at: now / 1000,
            expires_at: expires.map(|at| at / 1000),
        };
        let claims = serde_json::to_vec(&claims).unwrap_or_default();
        let header = URL_SAFE_NO_PAD.encode(br#"{"alg":"HS256","typ":"JWT"}"#);
        let (claims, signature) = (URL_SAFE_NO_PAD.encode(claims), signature());
        let jwt = format!("{header}.{claims}.{signature}");
        self.issued.insert(jwt.clone(), Jwt { token_id: token_id.to_owned(), expires });
        jwt
    }

    /// The ID of the token that a JWT stands for. A signature is right if it was issued here.
    pub(crate) fn verify(&self, jwt: &str, now: Millis) -> Result<String, Refusal> {
        if jwt.is_empty() {
            return Err(Refusal::token("jwt must be provided"));
        }
        let parts: Vec<&str> = jwt.split('.').collect();
        let [header, claims, signature] = parts[..] else {
            return Err(Refusal::token(MALFORMED));
        };
        if !is_object(header) || URL_SAFE_NO_PAD.decode(claims).is_err() {
            return Err(Refusal::token("invalid token"));
        }
        if signature.is_empty() {
            return Err(Refusal::token("jwt signature is required"));
        }
        let Some(known) = self.issued.get(jwt) else {
            return Err(Refusal::token("invalid signature"));
        };
        if known.expires.is_some_and(|expires| now / 1000 >= expires / 1000) {
            return Err(Refusal::token(EXPIRED));
        }
        Ok(known.token_id.clone())
    }

    /// The live token, unless it is used up or past its TTL; then it is deleted.
    pub(crate) fn live(
        &mut self,
        token_id: &str,
        now: Millis,
    ) -> Result<&mut AccessToken, Refusal> {
        let Some(row) = self.rows.get(token_id).filter(|row| !row.revoked) else {
            return Err(Refusal::unauthorized("No identity access token found"));
        };
        let since = row.renewed_at.unwrap_or(row.created_at);
        let verdict = if row.uses_limit > 0 && row.uses >= row.uses_limit {
            Some("Unable to renew because access token number of uses limit reached")
        } else if row.ttl > 0 && now > since.saturating_add(row.ttl.saturating_mul(1000)) {
            Some("Failed to renew MI access token due to TTL expiration")
        } else {
            None
        };
        if let Some(message) = verdict {
            self.rows.remove(token_id);
            return Err(Refusal::unauthorized(message));
        }
        self.rows.get_mut(token_id).ok_or(Refusal::Internal)
    }

    pub(crate) fn remove(&mut self, token_id: &str) -> bool {
        self.rows.remove(token_id).is_some()
    }

    /// Deletes the tokens for which this holds.
    pub(crate) fn remove_where(&mut self, gone: impl Fn(&AccessToken) -> bool) {
        self.rows.retain(|_, row| !gone(row));
    }

    /// Lets every token but the emulator's own be as old as its TTL, its JWT included when that
    /// lives as long as the TTL does.
    pub(crate) fn expire(&mut self, now: Millis, jwts: bool) {
        for row in self.rows.values_mut().filter(|row| !row.internal) {
            row.ttl = row.ttl.max(1);
            row.renewed_at = None;
            row.created_at = now - row.ttl * 1000 - 1;
        }
        if jwts {
            for jwt in self.issued.values_mut() {
                if self.rows.get(&jwt.token_id).is_none_or(|row| !row.internal) {
                    jwt.expires = Some(now - 1000);
                }
            }
        }
    }

    /// Every JWT that was ever handed out.
    pub(crate) fn all(&self) -> impl Iterator<Item = &String> {
        self.issued.keys()
    }
}

#[derive(Serialize)]
struct Claims<'a> {
    #[serde(rename = "identityId")]
    identity_id: &'a str,
    #[serde(rename = "clientSecretId", skip_serializing_if = "Option::is_none")]
    client_secret_id: Option<&'a str>,
    #[serde(rename = "identityAccessTokenId")]
    token_id: &'a str,
    #[serde(rename = "authTokenType")]
    kind: &'static str,
    #[serde(rename = "iat")]
    issued_at: i64,
    #[serde(rename = "exp", skip_serializing_if = "Option::is_none")]
    expires_at: Option<i64>,
}

fn is_object(part: &str) -> bool {
    let decoded = URL_SAFE_NO_PAD.decode(part).unwrap_or_default();
    serde_json::from_slice::<Value>(&decoded).is_ok_and(|value| value.is_object())
}

pub(crate) fn signature() -> String {
    let random = [Uuid::new_v4().into_bytes(), Uuid::new_v4().into_bytes()].concat();
    URL_SAFE_NO_PAD.encode(random)
}
