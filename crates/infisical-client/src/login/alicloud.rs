//! Alibaba Cloud Auth: a signed request that tells whose access key it is, which the server sends on
//! (`identity-alicloud-auth-service.ts`). The login takes no security token, so that temporary keys
//! cannot be used.

use super::{Kind, Login, NO_SUCH_IDENTITY, Proof, World, body, no_proof};
use crate::Body;
use crate::error::Error;
use crate::secret::Secret;
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use reqsign_core::hash::base64_hmac_sha1;
use time::OffsetDateTime;
use time::macros::format_description;
use uuid::Uuid;

const KIND: Kind = Kind {
    name: "Alibaba Cloud auth",
    path: "/api/v1/auth/alicloud-auth/login",
    refused: "Check that the access key is active, and that the identity's Alibaba Cloud Auth allows \
        the ARN of the key's user.",
    unknown: NO_SUCH_IDENTITY,
};

/// Alibaba Cloud Auth. What is `None` is taken from `ALIBABA_CLOUD_ACCESS_KEY_ID` and
/// `ALIBABA_CLOUD_ACCESS_KEY_SECRET`.
#[derive(Debug, Clone)]
pub struct AliCloud {
    /// The identity's ID, a UUID.
    pub identity_id: String,
    /// The ID of an access key of a RAM user.
    pub access_key_id: Option<Secret>,
    /// Its secret.
    pub access_key_secret: Option<Secret>,
}

const KEY_ID: &str = "ALIBABA_CLOUD_ACCESS_KEY_ID";
const KEY_SECRET: &str = "ALIBABA_CLOUD_ACCESS_KEY_SECRET";
const SECURITY_TOKEN: &str = "ALIBABA_CLOUD_SECURITY_TOKEN";

const ADVICE: &str = "Set ALIBABA_CLOUD_ACCESS_KEY_ID and ALIBABA_CLOUD_ACCESS_KEY_SECRET, or give the \
    access key.";

/// All but the unreserved characters of RFC 3986.
const RESERVED: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'_').remove(b'.').remove(b'~');

impl Login for AliCloud {
    fn kind(&self) -> &'static Kind {
        &KIND
    }

    fn secrets(&self) -> Vec<&Secret> {
        self.access_key_secret.iter().collect()
    }

    fn proof<'a>(&'a self, world: &'a World) -> Proof<'a> {
        Box::pin(async move { self.signed(world) })
    }
}

impl AliCloud {
    /// A `GetCallerIdentity` of STS, signed
    /// (<https://www.alibabacloud.com/help/en/sdk/product-overview/rpc-mechanism>).
    fn signed(&self, world: &World) -> Result<Body, Error> {
        let id = half(self.access_key_id.as_ref(), KEY_ID, world)?;
        let secret = half(self.access_key_secret.as_ref(), KEY_SECRET, world)?;
        if self.access_key_secret.is_none() && world.environment().get(SECURITY_TOKEN).is_some() {
            return Err(no_proof(
                format!("the access key in the environment is temporary ({SECURITY_TOKEN} is set)"),
                "The login of Infisical takes no security token. Use an access key of a RAM user.",
            ));
        }
        let now = OffsetDateTime::now_utc()
            .format(format_description!("[year]-[month]-[day]T[hour]:[minute]:[second]Z"))
            .map_err(|why| Error::Build { reason: format!("the date: {why}") })?;
        let nonce = Uuid::new_v4().to_string();
        // In the order of the alphabet, as the signature wants them.
        let parameters = [
            ("AccessKeyId", id.expose()),
            ("Action", "GetCallerIdentity"),
            ("Format", "JSON"),
            ("SignatureMethod", "HMAC-SHA1"),
            ("SignatureNonce", &nonce),
            ("SignatureVersion", "1.0"),
            ("Timestamp", &now),
            ("Version", "2015-04-01"),
        ];
        let query = parameters.map(|(name, value)| format!("{name}={}", encoded(value))).join("&");
        let message = format!("GET&%2F&{}", encoded(&query));
        let key = Secret::from(format!("{}&", secret.expose()));
        let signature = base64_hmac_sha1(key.expose().as_bytes(), message.as_bytes());
        let signature = world.secret(signature);
        let mut sent = body(parameters);
        sent.extend(body([
            ("identityId", self.identity_id.as_str()),
            ("Signature", signature.expose()),
        ]));
        Ok(sent)
    }
}

fn encoded(text: &str) -> String {
    utf8_percent_encode(text, RESERVED).to_string()
}

fn half(given: Option<&Secret>, variable: &str, world: &World) -> Result<Secret, Error> {
    match given {
        Some(half) => Ok(half.clone()),
        None => world.variable(variable, ADVICE).map(|half| world.secret(half)),
    }
}
