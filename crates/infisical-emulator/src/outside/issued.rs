//! JWTs of identity providers. As with access tokens, a signature is right if it was issued here.

use std::collections::HashMap;
use std::time::Duration;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde_json::{Value, json};

use super::millis;
use crate::clock::Millis;
use crate::token::signature;

/// Every JWT that was issued.
#[derive(Debug, Default)]
pub(crate) struct Jwts(HashMap<String, Issued>);

#[derive(Debug)]
struct Issued {
    claims: Value,
    ends: Millis,
}

/// Why a text is no valid JWT.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Unverified {
    /// It is none.
    Malformed,
    /// Somebody else signed it.
    Signature,
    /// It has expired.
    Expired,
}

impl Jwts {
    pub(crate) fn issue(&mut self, mut claims: Value, now: Millis, lifetime: Duration) -> String {
        let ends = now + millis(lifetime);
        claims["exp"] = json!(ends / 1000);
        let header = json!({ "alg": "RS256", "typ": "JWT", "kid": "emulator" });
        let encode = |part: &Value| URL_SAFE_NO_PAD.encode(part.to_string());
        let jwt = format!("{}.{}.{}", encode(&header), encode(&claims), signature());
        self.0.insert(jwt.clone(), Issued { claims, ends });
        jwt
    }

    /// The claims of a valid JWT.
    pub(crate) fn verify(&self, jwt: &str, now: Millis) -> Result<&Value, Unverified> {
        decode(jwt).ok_or(Unverified::Malformed)?;
        let issued = self.0.get(jwt).ok_or(Unverified::Signature)?;
        if issued.ends <= now { Err(Unverified::Expired) } else { Ok(&issued.claims) }
    }
}

/// Header and claims of a JWT, whoever signed it.
pub(super) fn decode(jwt: &str) -> Option<(Value, Value)> {
    let parts: Vec<&str> = jwt.split('.').collect();
    let [header, claims, _] = parts[..] else { return None };
    let object = |part: &str| {
        let decoded = URL_SAFE_NO_PAD.decode(part).ok()?;
        serde_json::from_slice(&decoded).ok().filter(Value::is_object)
    };
    Some((object(header)?, object(claims)?))
}
