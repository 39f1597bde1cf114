//! Mutual TLS with certificates that last as long as the process.
//!
//! The host's certificate is self-signed, is marked as an authority and has a P-521 key, so an
//! ordinary verifier refuses it or never sees it. It is also the only one that may come: it is
//! compared byte by byte, and its owner proves to have the key.

use super::error::ServeError;
use rcgen::{CertificateParams, KeyPair};
use rustls::{
    DigitallySignedStruct, DistinguishedName, ServerConfig, SignatureScheme,
    client::danger::HandshakeSignatureValid,
    crypto::{CryptoProvider, aws_lc_rs, verify_tls12_signature, verify_tls13_signature},
    pki_types::{CertificateDer, PrivateKeyDer, PrivatePkcs8KeyDer, UnixTime, pem::PemObject as _},
    server::{
        NoServerSessionStorage,
        danger::{ClientCertVerified, ClientCertVerifier},
    },
};
use std::sync::Arc;
use tokio_rustls::TlsAcceptor;

/// Our side of the connections.
pub(super) struct Tls {
    pub(super) acceptor: TlsAcceptor,
    /// DER, for the handshake line.
    pub(super) certificate: Vec<u8>,
}

impl Tls {
    /// Accepts the owner of `client`, a certificate in PEM, and nobody else.
    pub(super) fn for_client(client: &str) -> Result<Self, ServeError> {
        let client = CertificateDer::from_pem_slice(client.as_bytes())
            .map_err(|_| ServeError::ClientCertificate)?;
        let key = KeyPair::generate()?;
        // The host expects the name `localhost`. rcgen's default validity begins long ago, so a
        // wrong clock does no harm; the key dies with the process.
        let own = CertificateParams::new(["localhost".to_owned()])?.self_signed(&key)?;
        let certificate = own.der().to_vec();
        // Passed on by hand: the process-wide default depends on what other crates switch on. All
        // of its key exchanges stay, P-256 and P-384 for hosts in FIPS mode.
        let provider = Arc::new(aws_lc_rs::default_provider());
        let mut config = ServerConfig::builder_with_provider(Arc::clone(&provider))
            .with_protocol_versions(rustls::ALL_VERSIONS)?
            .with_client_cert_verifier(Arc::new(Pinned { client, provider }))
            .with_single_cert(
                vec![certificate.clone().into()],
                PrivateKeyDer::Pkcs8(PrivatePkcs8KeyDer::from(key.serialize_der())),
            )?;
        config.alpn_protocols = vec![b"h2".to_vec()];
        // Nobody comes back with a session, and nobody is to skip the proof.
        config.session_storage = Arc::new(NoServerSessionStorage {});
        config.send_tls13_tickets = 0;
        Ok(Self { acceptor: TlsAcceptor::from(Arc::new(config)), certificate })
    }
}

/// Knows one certificate.
#[derive(Debug)]
struct Pinned {
    client: CertificateDer<'static>,
    provider: Arc<CryptoProvider>,
}

impl ClientCertVerifier for Pinned {
    /// None: Go leaves its certificate at home when it finds itself in none of the hints.
    fn root_hint_subjects(&self) -> &[DistinguishedName] {
        &[]
    }

    fn verify_client_cert(
        &self,
        end_entity: &CertificateDer<'_>,
        _: &[CertificateDer<'_>],
        _: UnixTime,
    ) -> Result<ClientCertVerified, rustls::Error> {
        if end_entity.as_ref() == self.client.as_ref() {
            Ok(ClientCertVerified::assertion())
        } else {
            Err(rustls::CertificateError::ApplicationVerificationFailure.into())
        }
    }

    fn verify_tls12_signature(
        &self,
        message: &[u8],
        certificate: &CertificateDer<'_>,
        signature: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, rustls::Error> {
        let algorithms = &self.provider.signature_verification_algorithms;
        verify_tls12_signature(message, certificate, signature, algorithms)
    }

    fn verify_tls13_signature(
        &self,
        message: &[u8],
        certificate: &CertificateDer<'_>,
        signature: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, rustls::Error> {
        let algorithms = &self.provider.signature_verification_algorithms;
        verify_tls13_signature(message, certificate, signature, algorithms)
    }

    fn supported_verify_schemes(&self) -> Vec<SignatureScheme> {
        self.provider.signature_verification_algorithms.supported_schemes()
    }
}
