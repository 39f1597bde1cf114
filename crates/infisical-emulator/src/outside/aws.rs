//! AWS: who signed a `GetCallerIdentity`
//! (<https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html>).

use aws_lc_rs::digest::{SHA256, digest};
use aws_lc_rs::hmac::{self, HMAC_SHA256, Key};
use serde_json::{Map, Value};
use uuid::Uuid;

use super::Outside;

/// What somebody signs with.
#[derive(Debug, Clone)]
pub struct AwsKey {
    /// The access key ID.
    pub id: String,
    /// The secret access key.
    pub secret: String,
    /// The session token, which has to come along.
    pub session_token: String,
}

impl AwsKey {
    pub(super) fn random() -> Self {
        let random = || Uuid::new_v4().simple().to_string().to_uppercase();
        Self { id: format!("ASIA{}", &random()[..16]), secret: random(), session_token: random() }
    }
}

/// A user or an assumed role.
#[derive(Debug)]
pub(crate) struct Principal {
    pub(super) key: AwsKey,
    pub(crate) arn: String,
}

impl Principal {
    pub(crate) fn account(&self) -> &str {
        self.arn.split(':').nth(4).unwrap_or_default()
    }
}

/// A request that somebody else sends on.
pub(crate) struct Signed<'a> {
    pub(crate) method: &'a str,
    /// Where it is sent.
    pub(crate) host: &'a str,
    pub(crate) headers: &'a Map<String, Value>,
    pub(crate) body: &'a str,
}

impl Outside {
    /// Who signed the request, if STS takes it.
    pub(crate) fn caller(&self, signed: &Signed<'_>) -> Option<&Principal> {
        const QUESTION: &str = "Action=GetCallerIdentity&Version=2011-06-15";

        let header = |name: &str| {
            let found = signed.headers.iter().find(|(key, _)| key.eq_ignore_ascii_case(name));
            found.and_then(|(_, value)| value.as_str())
        };
        let authorization = header("authorization")?.strip_prefix("AWS4-HMAC-SHA256 ")?;
        let part = |name: &str| {
            let mut parts = authorization.split(", ");
            parts.find_map(|part| part.strip_prefix(name)?.strip_prefix('='))
        };
        let (id, scope) = part("Credential")?.split_once('/')?;
        let principal = self.aws.iter().find(|principal| principal.key.id == id)?;
        let key = &principal.key;
        let names = part("SignedHeaders")?;
        let mut canonical = format!("{}\n/\n\n", signed.method);
        for name in names.split(';') {
            let value = if name == "host" { signed.host } else { header(name)? };
            canonical.extend([name, ":", value.trim(), "\n"]);
        }
        canonical.extend(["\n", names, "\n", &hash(signed.body)]);

        let date = header("x-amz-date")?;
        let message = format!("AWS4-HMAC-SHA256\n{date}\n{scope}\n{}", hash(&canonical));
        let mut signing = format!("AWS4{}", key.secret).into_bytes();
        for step in scope.split('/') {
            signing = hmac(&signing, step);
        }
        let right = hex(&hmac(&signing, &message)) == part("Signature")?
            && names.split(';').any(|name| name == "host")
            && scope == scope_of(date, scope)?
            && header("x-amz-security-token") == Some(&key.session_token)
            && (signed.method, signed.body) == ("POST", QUESTION);
        right.then_some(principal)
    }
}

/// The scope as it has to be, with the region of `scope`.
fn scope_of(date: &str, scope: &str) -> Option<String> {
    let (day, _) = date.split_once('T')?;
    let region = scope.split('/').nth(1)?;
    Some(format!("{day}/{region}/sts/aws4_request"))
}

fn hash(text: &str) -> String {
    hex(digest(&SHA256, text.as_bytes()).as_ref())
}

fn hmac(key: &[u8], text: &str) -> Vec<u8> {
    hmac::sign(&Key::new(HMAC_SHA256, key), text.as_bytes()).as_ref().to_vec()
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::new(), |text, byte| text + &format!("{byte:02x}"))
}
