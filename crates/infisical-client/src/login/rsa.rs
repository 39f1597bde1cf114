//! Signatures with an RSA key, as clouds give them to service accounts and users.

use super::no_proof;
use crate::error::Error;
use crate::network::{private_key, tls};
use crate::secret::Secret;
use rustls::SignatureScheme;

/// The signature of `message` by RSA with PKCS #1 v1.5 and SHA-256. `place` is where the key is from.
pub(super) fn sign(key: &Secret, place: &str, message: &[u8]) -> Result<Vec<u8>, Error> {
    let unusable = |why: &str| {
        no_proof(
            format!("the private key of {place} cannot sign: {why}"),
            "Give an RSA key in PEM, without a passphrase.",
        )
    };
    let der = private_key(key.expose()).map_err(|why| unusable(&why.to_string()))?;
    let signer = tls::provider()
        .key_provider
        .load_private_key(der)
        .ok()
        .and_then(|key| key.choose_scheme(&[SignatureScheme::RSA_PKCS1_SHA256]));
    let signer = signer.ok_or_else(|| unusable("it is no RSA key"))?;
    signer.sign(message).map_err(|why| unusable(&why.to_string()))
}
