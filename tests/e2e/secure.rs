//! TLS in front of an emulator, by an authority that nobody knows.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use rcgen::{BasicConstraints, CertificateParams, IsCa, Issuer, KeyPair};
use std::sync::Arc;
use tokio::io::{AsyncReadExt, AsyncWriteExt, copy, copy_bidirectional, sink};
use tokio::net::{TcpListener, TcpStream};
use tokio::runtime::Runtime;
use tokio_rustls::TlsAcceptor;
use tokio_rustls::rustls::crypto::aws_lc_rs;
use tokio_rustls::rustls::pki_types::PrivateKeyDer;
use tokio_rustls::rustls::server::WebPkiClientVerifier;
use tokio_rustls::rustls::{RootCertStore, ServerConfig};
use tokio_rustls::server::TlsStream;

/// An authority, and a server whose certificate it has signed.
pub(crate) struct Secure {
    pub(crate) port: u16,
    /// The authority's certificate, in PEM.
    pub(crate) authority: String,
    issuer: Issuer<'static, KeyPair>,
    _runtime: Runtime,
}

impl Secure {
    /// A server of this name that hands everything on to the one at `url`. `asks` makes it want a
    /// client certificate of the same authority, which it hands on in a header of the connection's
    /// first request, as those in front of Infisical do.
    pub(crate) fn before(url: &str, name: &str, asks: bool) -> Self {
        let mut params = CertificateParams::new(["authority".to_owned()]).unwrap();
        params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        let key = KeyPair::generate().unwrap();
        let certificate = params.self_signed(&key).unwrap();
        let issuer = Issuer::new(params, key);

        let provider = Arc::new(aws_lc_rs::default_provider());
        let builder = ServerConfig::builder_with_provider(Arc::clone(&provider))
            .with_safe_default_protocol_versions()
            .unwrap();
        let builder = if asks {
            let mut roots = RootCertStore::empty();
            roots.add(certificate.der().clone()).unwrap();
            let verifier = WebPkiClientVerifier::builder_with_provider(Arc::new(roots), provider);
            builder.with_client_cert_verifier(verifier.build().unwrap())
        } else {
            builder.with_no_client_auth()
        };
        let key = KeyPair::generate().unwrap();
        let params = CertificateParams::new([name.to_owned()]).unwrap();
        let chain = vec![params.signed_by(&key, &issuer).unwrap().der().clone()];
        let key = PrivateKeyDer::Pkcs8(key.serialize_der().into());
        let acceptor = TlsAcceptor::from(Arc::new(builder.with_single_cert(chain, key).unwrap()));

        let runtime = Runtime::new().unwrap();
        let listener = runtime.block_on(TcpListener::bind("127.0.0.1:0")).unwrap();
        let port = listener.local_addr().unwrap().port();
        let upstream = url.trim_start_matches("http://").to_owned();
        runtime.spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                tokio::spawn(relay(acceptor.clone(), stream, upstream.clone()));
            }
        });
        Self { port, authority: certificate.pem(), issuer, _runtime: runtime }
    }

    pub(crate) fn url(&self) -> String {
        format!("https://localhost:{}", self.port)
    }

    /// A client's certificate and its key, in PEM.
    pub(crate) fn client(&self) -> (String, String) {
        let key = KeyPair::generate().unwrap();
        let params = CertificateParams::new(["client".to_owned()]).unwrap();
        (params.signed_by(&key, &self.issuer).unwrap().pem(), key.serialize_pem())
    }
}

async fn relay(acceptor: TlsAcceptor, stream: TcpStream, upstream: String) {
    match acceptor.accept(stream).into_fallible().await {
        Ok(mut stream) => {
            let mut upstream = TcpStream::connect(upstream).await.unwrap();
            if let Some(certificate) = stream.get_ref().1.peer_certificates().and_then(<[_]>::first)
            {
                let header = format!("{HEADER}: {}\r\n", STANDARD.encode(certificate));
                let line = first_line(&mut stream).await;
                upstream.write_all(&[line, header.into_bytes()].concat()).await.unwrap();
            }
            copy_bidirectional(&mut stream, &mut upstream).await.ok();
        }
        // What the client has sent already is read, or the reset overtakes the alert.
        Err((_, mut stream)) => drop(copy(&mut stream, &mut sink()).await),
    }
}

/// Where Infisical looks for a client certificate by default.
const HEADER: &str = "x-identity-tls-cert-auth-client-cert";

async fn first_line(stream: &mut TlsStream<TcpStream>) -> Vec<u8> {
    let mut line = Vec::new();
    while !line.ends_with(b"\n") {
        match stream.read_u8().await {
            Ok(byte) => line.push(byte),
            Err(_) => break,
        }
    }
    line
}
