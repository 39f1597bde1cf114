//! Alibaba Cloud: who signed a `GetCallerIdentity`
//! (<https://www.alibabacloud.com/help/en/sdk/product-overview/rpc-mechanism>).

use aws_lc_rs::hmac::{self, HMAC_SHA1_FOR_LEGACY_USE_ONLY, Key};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use uuid::Uuid;

use super::Outside;

/// All but the unreserved characters of RFC 3986.
const RESERVED: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'_').remove(b'.').remove(b'~');

/// An access key.
#[derive(Debug, Clone)]
pub struct AliCloudKey {
    /// The access key ID.
    pub id: String,
    /// The access key secret.
    pub secret: String,
}

impl AliCloudKey {
    pub(super) fn random() -> Self {
        let random = || Uuid::new_v4().simple().to_string();
        Self { id: format!("LTAI{}", &random()[..16]), secret: random() }
    }
}

/// A RAM user.
#[derive(Debug)]
pub(crate) struct User {
    pub(super) key: AliCloudKey,
    pub(crate) arn: String,
}

impl Outside {
    /// Who signed a query with these parameters.
    pub(crate) fn alicloud_user(
        &self,
        parameters: &[(&str, String)],
        signature: &str,
    ) -> Option<&User> {
        let (_, id) = parameters.iter().find(|(name, _)| *name == "AccessKeyId")?;
        let user = self.alicloud.iter().find(|user| user.key.id == *id)?;
        let encode = |text: &str| utf8_percent_encode(text, RESERVED).to_string();
        let mut pairs: Vec<String> =
            parameters.iter().map(|(name, value)| format!("{name}={}", encode(value))).collect();
        pairs.sort();
        let message = format!("GET&{}&{}", encode("/"), encode(&pairs.join("&")));
        let key =
            Key::new(HMAC_SHA1_FOR_LEGACY_USE_ONLY, format!("{}&", user.key.secret).as_bytes());
        let expected = STANDARD.encode(hmac::sign(&key, message.as_bytes()));
        (expected == signature).then_some(user)
    }
}
