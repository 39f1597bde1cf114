//! TLS: rustls over aws-lc-rs, trusting what the system trusts, or only whom it is told to.

use super::{Authorities, ClientCertificate};
use rustls::client::danger::{HandshakeSignatureValid, ServerCertVerified, ServerCertVerifier};
use rustls::client::{WebPkiServerVerifier, verify_server_name};
use rustls::crypto::{CryptoProvider, aws_lc_rs, verify_tls12_signature, verify_tls13_signature};
use rustls::pki_types::{CertificateDer, ServerName, UnixTime};
use rustls::server::ParsedCertificate;
use rustls::sign::SingleCertAndKey;
use rustls::{AlertDescription, ClientConfig, DigitallySignedStruct, Error, SignatureScheme};
use rustls_platform_verifier::Verifier;
use std::sync::{Arc, OnceLock};

/// The algorithms, given explicitly everywhere: no global default. Beside X25519 and its post-quantum
/// hybrid, they exchange keys over P-256 and P-384, the curves that FIPS 140 approves: a server that is
/// restricted to those is reached.
pub(crate) fn provider() -> Arc<CryptoProvider> {
    Arc::new(aws_lc_rs::default_provider())
}

/// The configuration of every connection.
pub(crate) fn config(
    authorities: Option<&Authorities>,
    certificate: Option<&ClientCertificate>,
) -> Result<ClientConfig, Error> {
    let provider = provider();
    let trust = match authorities {
        Some(Authorities { roots, listed }) => {
            let provider = Arc::clone(&provider);
            let verifier =
                WebPkiServerVerifier::builder_with_provider(Arc::clone(roots), provider).build();
            let verifier = verifier.map_err(|error| Error::General(error.to_string()))?;
            Trust::Named { verifier, listed: Arc::clone(listed) }
        }
        None => Trust::System(OnceLock::new()),
    };
    let verifier = Arc::new(Judge { provider: Arc::clone(&provider), trust });
    let builder = ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()?
        .dangerous()
        .with_custom_certificate_verifier(verifier);
    let mut config = match certificate {
        Some(ClientCertificate(pair)) => {
            builder.with_client_cert_resolver(Arc::new(SingleCertAndKey::from(Arc::clone(pair))))
        }
        None => builder.with_no_client_auth(),
    };
    config.alpn_protocols = vec![b"h2".to_vec(), b"http/1.1".to_vec()];
    Ok(config)
}

/// Whether the other side ended the handshake because of the client's certificate, or for want of one.
/// By the words of the alert: HTTP/2 keeps no more of an error.
pub(crate) fn refuses_certificate(reason: &str) -> bool {
    const ALERTS: [AlertDescription; 8] = [
        AlertDescription::AccessDenied,
        AlertDescription::BadCertificate,
        AlertDescription::CertificateExpired,
        AlertDescription::CertificateRequired,
        AlertDescription::CertificateRevoked,
        AlertDescription::CertificateUnknown,
        AlertDescription::UnknownCA,
        AlertDescription::UnsupportedCertificate,
    ];
    ALERTS.iter().any(|alert| reason == Error::AlertReceived(*alert).to_string())
}

/// Decides whom to believe.
#[derive(Debug)]
struct Judge {
    provider: Arc<CryptoProvider>,
    trust: Trust,
}

#[derive(Debug)]
enum Trust {
    /// Whom the system trusts. Its verifier is made at the first certificate: loading the system's
    /// roots takes milliseconds that a plain HTTP host, or a provider that is only asked for its
    /// schema, need not spend.
    System(OnceLock<Result<Verifier, Error>>),
    /// These and nobody else.
    Named { verifier: Arc<WebPkiServerVerifier>, listed: Arc<[CertificateDer<'static>]> },
}

impl ServerCertVerifier for Judge {
    fn verify_server_cert(
        &self,
        end_entity: &CertificateDer<'_>,
        intermediates: &[CertificateDer<'_>],
        server_name: &ServerName<'_>,
        ocsp_response: &[u8],
        now: UnixTime,
    ) -> Result<ServerCertVerified, Error> {
        match &self.trust {
            Trust::System(verifier) => verifier
                .get_or_init(|| Verifier::new(Arc::clone(&self.provider)))
                .as_ref()
                .map_err(Clone::clone)?
                .verify_server_cert(end_entity, intermediates, server_name, ocsp_response, now),
            // `openssl req -x509` makes a certificate that calls itself an authority, which no chain
            // may end in. Who lists it means it: what is left to check is its name.
            Trust::Named { listed, .. } if listed.contains(end_entity) => {
                verify_server_name(&ParsedCertificate::try_from(end_entity)?, server_name)?;
                Ok(ServerCertVerified::assertion())
            }
            Trust::Named { verifier, .. } => verifier.verify_server_cert(
                end_entity,
                intermediates,
                server_name,
                ocsp_response,
                now,
            ),
        }
    }

    fn verify_tls12_signature(
        &self,
        message: &[u8],
        cert: &CertificateDer<'_>,
        dss: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        let algorithms = &self.provider.signature_verification_algorithms;
        verify_tls12_signature(message, cert, dss, algorithms)
    }

    fn verify_tls13_signature(
        &self,
        message: &[u8],
        cert: &CertificateDer<'_>,
        dss: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        let algorithms = &self.provider.signature_verification_algorithms;
        verify_tls13_signature(message, cert, dss, algorithms)
    }

    fn supported_verify_schemes(&self) -> Vec<SignatureScheme> {
        self.provider.signature_verification_algorithms.supported_schemes()
    }
}
