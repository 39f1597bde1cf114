//! RSA keys, as clouds give them to those who sign.

use aws_lc_rs::encoding::{AsDer as _, Pkcs8V1Der, PublicKeyX509Der};
use aws_lc_rs::rsa::{KeyPair, KeySize};
use aws_lc_rs::signature::{KeyPair as _, RSA_PKCS1_2048_8192_SHA256, UnparsedPublicKey};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

/// The half that the cloud keeps.
pub(super) struct PublicKey(Vec<u8>);

impl std::fmt::Debug for PublicKey {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str("PublicKey")
    }
}

impl PublicKey {
    /// Whether the other half made this signature, with PKCS #1 v1.5 and SHA-256.
    pub(super) fn verifies(&self, message: &str, signature: &[u8]) -> bool {
        let key = UnparsedPublicKey::new(&RSA_PKCS1_2048_8192_SHA256, &self.0);
        key.verify(message.as_bytes(), signature).is_ok()
    }
}

/// A new key, and its private half in PEM. Without randomness there is none, and nothing verifies.
pub(super) fn make() -> (PublicKey, String) {
    let Ok(pair) = KeyPair::generate(KeySize::Rsa2048) else {
        return (PublicKey(Vec::new()), String::new());
    };
    let private: Result<Pkcs8V1Der<'_>, _> = pair.as_der();
    let public: Result<PublicKeyX509Der<'_>, _> = pair.public_key().as_der();
    let pem = private.map(|der| pem(der.as_ref())).unwrap_or_default();
    (PublicKey(public.map(|der| der.as_ref().to_vec()).unwrap_or_default()), pem)
}

fn pem(der: &[u8]) -> String {
    let base64 = STANDARD.encode(der);
    let mut text = "-----BEGIN PRIVATE KEY-----\n".to_owned();
    for line in base64.as_bytes().chunks(64) {
        text.push_str(&String::from_utf8_lossy(line));
        text.push('\n');
    }
    text + "-----END PRIVATE KEY-----\n"
}
