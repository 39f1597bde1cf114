//! Signatures with an RSA key, as clouds give them to service accounts and users.

use super::no_proof;
use crate::error::Error;
use crate::secret::Secret;
use rustls::SignatureScheme;
use rustls::crypto::aws_lc_rs::sign::any_supported_type;
use rustls::pki_types::PrivateKeyDer;
use rustls::pki_types::pem::PemObject;

/// The signature of `message` by RSA with PKCS #1 v1.5 and SHA-256. `place` is where the key is from.
pub(super) fn sign(key: &Secret, place: &str, message: &[u8]) -> Result<Vec<u8>, Error> {
    let unusable = |why: &str| {
        no_proof(
            format!("the private key of {place} is {why}"),
            "Give an RSA key in PEM, without a passphrase.",
        )
    };
    if key.expose().contains("ENCRYPTED") {
        return Err(unusable("protected by a passphrase"));
    }
    let der = PrivateKeyDer::from_pem_slice(key.expose().as_bytes())
        .map_err(|_| unusable("not in PEM"))?;
    let signer = any_supported_type(&der)
        .ok()
        .and_then(|key| key.choose_scheme(&[SignatureScheme::RSA_PKCS1_SHA256]));
    let signer = signer.ok_or_else(|| unusable("no RSA key"))?;
    signer.sign(message).map_err(|_| unusable("not able to sign"))
}
