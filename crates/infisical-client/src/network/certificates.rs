//! Certificates and keys, from PEM. No message quotes any of it.

use super::tls;
use rustls::pki_types::pem::{self, PemObject};
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use rustls::sign::CertifiedKey;
use rustls::{Error as TlsError, RootCertStore};
use std::fmt;
use std::sync::Arc;

/// Why a text is no certificate or no key.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum CertificateError {
    /// No block of that kind.
    #[error("there is no certificate in it: no line `-----BEGIN CERTIFICATE-----`")]
    NoCertificate,
    /// No block of that kind.
    #[error("there is no private key in it: no line such as `-----BEGIN PRIVATE KEY-----`")]
    NoKey,
    /// A key behind a password.
    #[error("the private key is encrypted; decrypt it first, for example with `openssl pkey`")]
    EncryptedKey,
    /// A block without an end, or with other characters than Base64 has.
    #[error("it is cut off or damaged: not every block is Base64 from its BEGIN to its END line")]
    Damaged,
    /// A block of the right kind with something else in it.
    #[error("certificate {number} in it is none, or damaged")]
    NotACertificate {
        /// Which one, from 1.
        number: usize,
    },
    /// A block of the right kind with something else in it.
    #[error("the private key is damaged, or of a kind that TLS does not use")]
    UnusableKey,
    /// Two halves of different wholes.
    #[error("the private key does not belong to the first certificate")]
    Mismatch,
}

/// Who vouches for a server: authorities, and servers whose very certificate is listed.
#[derive(Clone)]
pub struct Authorities {
    pub(super) roots: Arc<RootCertStore>,
    pub(super) listed: Arc<[CertificateDer<'static>]>,
}

impl Authorities {
    /// One or more certificates.
    ///
    /// # Errors
    /// What is wrong, in words for the one who configured it.
    pub fn from_pem(text: &str) -> Result<Self, CertificateError> {
        let listed = certificates(text)?;
        Ok(Self { roots: Arc::new(anchors(&listed)?), listed: listed.into() })
    }
}

impl fmt::Debug for Authorities {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Authorities")
            .field("certificates", &self.listed.len())
            .finish_non_exhaustive()
    }
}

/// A certificate of the client with its private key.
#[derive(Clone)]
pub struct ClientCertificate(pub(super) Arc<CertifiedKey>);

impl ClientCertificate {
    /// `chain` is the client's certificate and then those that vouch for it, up to one that the server
    /// knows; `key` is the private key: PKCS #8, PKCS #1 or SEC 1.
    ///
    /// # Errors
    /// What is wrong, in words for the one who configured it.
    pub fn from_pem(chain: &str, key: &str) -> Result<Self, CertificateError> {
        let chain = certificates(chain)?;
        anchors(&chain)?;
        match CertifiedKey::from_der(chain, private_key(key)?, &tls::provider()) {
            Ok(pair) => Ok(Self(Arc::new(pair))),
            Err(TlsError::InconsistentKeys(_)) => Err(CertificateError::Mismatch),
            Err(_) => Err(CertificateError::UnusableKey),
        }
    }

    /// Whether `text` holds a private key that TLS can use.
    ///
    /// # Errors
    /// What is wrong, in words for the one who configured it.
    pub fn check_key(text: &str) -> Result<(), CertificateError> {
        let loaded = tls::provider().key_provider.load_private_key(private_key(text)?);
        loaded.map(drop).map_err(|_| CertificateError::UnusableKey)
    }
}

impl fmt::Debug for ClientCertificate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ClientCertificate").finish_non_exhaustive()
    }
}

fn certificates(text: &str) -> Result<Vec<CertificateDer<'static>>, CertificateError> {
    let all: Result<Vec<_>, _> = CertificateDer::pem_slice_iter(text.as_bytes()).collect();
    let all = all.map_err(|error| damaged(&error, CertificateError::NoCertificate))?;
    if all.is_empty() { Err(CertificateError::NoCertificate) } else { Ok(all) }
}

/// The first private key in a PEM text, whatever it is for.
pub(crate) fn private_key(text: &str) -> Result<PrivateKeyDer<'static>, CertificateError> {
    if text.contains("BEGIN ENCRYPTED PRIVATE KEY") || text.contains("Proc-Type: 4,ENCRYPTED") {
        return Err(CertificateError::EncryptedKey);
    }
    PrivateKeyDer::from_pem_slice(text.as_bytes())
        .map_err(|error| damaged(&error, CertificateError::NoKey))
}

fn damaged(error: &pem::Error, absent: CertificateError) -> CertificateError {
    if matches!(error, pem::Error::NoItemsFound) { absent } else { CertificateError::Damaged }
}

fn anchors(certificates: &[CertificateDer<'static>]) -> Result<RootCertStore, CertificateError> {
    let mut roots = RootCertStore::empty();
    for (index, certificate) in certificates.iter().enumerate() {
        roots
            .add(certificate.clone())
            .map_err(|_| CertificateError::NotACertificate { number: index + 1 })?;
    }
    Ok(roots)
}

#[cfg(test)]
mod tests {
    use super::*;
    use rcgen::{KeyPair, generate_simple_self_signed};

    /// The certificate and the key.
    fn made() -> (String, String) {
        let made = generate_simple_self_signed(["localhost".to_owned()]).unwrap();
        (made.cert.pem(), made.signing_key.serialize_pem())
    }

    #[test]
    fn what_is_no_certificate_says_why() {
        let (good, key) = made();
        let text = |label: &str, base64: &str| {
            format!("-----BEGIN {label}-----\n{base64}\n-----END {label}-----\n")
        };
        for (pem, why) in [
            (String::new(), CertificateError::NoCertificate),
            ("/etc/ssl/ca.pem".to_owned(), CertificateError::NoCertificate),
            (key, CertificateError::NoCertificate),
            (text("CERTIFICATE", "====!"), CertificateError::Damaged),
            (good.replace("-----END", "END"), CertificateError::Damaged),
            (text("CERTIFICATE", "AAAA"), CertificateError::NotACertificate { number: 1 }),
            (
                format!("{good}{}", text("CERTIFICATE", "AAAA")),
                CertificateError::NotACertificate { number: 2 },
            ),
        ] {
            assert_eq!(Authorities::from_pem(&pem).unwrap_err(), why, "{pem}");
        }
        assert_eq!(
            Authorities::from_pem(&format!("{good}\n{}", made().0)).unwrap().listed.len(),
            2
        );
    }

    #[test]
    fn what_is_no_key_says_why() {
        let (certificate, key) = made();
        let text = |label: &str, body: &str| {
            format!("-----BEGIN {label}-----\n{body}\n-----END {label}-----\n")
        };
        for (pem, why) in [
            (certificate.clone(), CertificateError::NoKey),
            (text("ENCRYPTED PRIVATE KEY", "AAAA"), CertificateError::EncryptedKey),
            (
                text("RSA PRIVATE KEY", "Proc-Type: 4,ENCRYPTED\n\nAAAA"),
                CertificateError::EncryptedKey,
            ),
            (text("PRIVATE KEY", "AAAA"), CertificateError::UnusableKey),
            (key.replace("-----END", "END"), CertificateError::Damaged),
        ] {
            assert_eq!(ClientCertificate::check_key(&pem).unwrap_err(), why, "{pem}");
            assert_eq!(ClientCertificate::from_pem(&certificate, &pem).unwrap_err(), why, "{pem}");
        }
        let other = KeyPair::generate().unwrap().serialize_pem();
        let error = ClientCertificate::from_pem(&certificate, &other).unwrap_err();
        assert_eq!(error, CertificateError::Mismatch);
        assert!(ClientCertificate::check_key(&key).is_ok());
        assert!(ClientCertificate::from_pem(&certificate, &key).is_ok());
    }

    #[test]
    fn neither_certificate_nor_key_is_printed() {
        let (certificate, key) = made();
        let pair = ClientCertificate::from_pem(&certificate, &key).unwrap();
        let shown = format!("{pair:?} {:?}", Authorities::from_pem(&certificate).unwrap());
        assert_eq!(shown, "ClientCertificate { .. } Authorities { certificates: 1, .. }");
    }
}
