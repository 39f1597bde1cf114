//! Google: JWTs that the keys of service accounts sign.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde_json::{Value, json};
use uuid::Uuid;

use super::issued::decode;
use super::rsa::{self, PublicKey};
use super::{Outside, Unverified};
use crate::clock::Millis;

/// A service account with one key.
#[derive(Debug)]
pub(crate) struct Account {
    email: String,
    key_id: String,
    key: PublicKey,
}

impl Account {
    /// The account, its private key, and the file that has it.
    pub(super) fn make(email: &str) -> (Self, String, String) {
        let (key, private_key) = rsa::make();
        let key_id = Uuid::new_v4().simple().to_string();
        let file = json!({
            "type": "service_account",
            "private_key_id": key_id,
            "private_key": private_key,
            "client_email": email,
        });
        (Self { email: email.to_owned(), key_id, key }, private_key, file.to_string())
    }
}

impl Outside {
    /// The claims of a JWT that the account which it names has signed.
    pub(crate) fn signed_by_account(&self, jwt: &str, now: Millis) -> Result<Value, Unverified> {
        let (header, claims) = decode(jwt).ok_or(Unverified::Malformed)?;
        let account = self.service_accounts.iter().find(|account| {
            claims["sub"] == account.email.as_str() && header["kid"] == account.key_id.as_str()
        });
        let account = account.ok_or(Unverified::Signature)?;
        let (message, signature) = jwt.rsplit_once('.').ok_or(Unverified::Malformed)?;
        let signature = URL_SAFE_NO_PAD.decode(signature).map_err(|_| Unverified::Signature)?;
        if header["alg"] != "RS256" || !account.key.verifies(message, &signature) {
            return Err(Unverified::Signature);
        }
        if claims["exp"].as_i64().is_some_and(|end| end <= now / 1000) {
            return Err(Unverified::Expired);
        }
        Ok(claims)
    }
}
