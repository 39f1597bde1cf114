//! A server behind TLS that remembers how it was reached.

use crate::server::ID;
use bytes::Bytes;
use http::{HeaderMap, Response, Version};
use http_body_util::Full;
use hyper::body::Incoming;
use hyper::service::service_fn;
use hyper_util::rt::{TokioExecutor, TokioIo};
use hyper_util::server::conn::auto::Builder;
use rcgen::{BasicConstraints, CertificateParams, DnType, IsCa, Issuer, KeyPair};
use std::convert::Infallible;
use std::sync::{Arc, Mutex};
use tokio::io::{copy, sink};
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinSet;
use tokio_rustls::TlsAcceptor;
use tokio_rustls::rustls::crypto::{CryptoProvider, SupportedKxGroup, aws_lc_rs};
use tokio_rustls::rustls::pki_types::{CertificateDer, PrivateKeyDer};
use tokio_rustls::rustls::server::WebPkiClientVerifier;
use tokio_rustls::rustls::{
    DEFAULT_VERSIONS, RootCertStore, ServerConfig, SupportedProtocolVersion,
};

/// A certificate with its key, both in PEM.
pub(crate) struct Issued {
    pub(crate) certificate: String,
    pub(crate) key: String,
    der: CertificateDer<'static>,
    key_der: Vec<u8>,
}

impl Issued {
    fn new(certificate: &rcgen::Certificate, key: &KeyPair) -> Self {
        Self {
            certificate: certificate.pem(),
            key: key.serialize_pem(),
            der: certificate.der().clone(),
            key_der: key.serialize_der(),
        }
    }

    /// One that nobody else has signed; as OpenSSL makes it, it calls itself an authority.
    pub(crate) fn by_itself(name: &str) -> Self {
        let key = KeyPair::generate().unwrap();
        let certificate = authority(name).self_signed(&key).unwrap();
        Self::new(&certificate, &key)
    }
}

fn authority(name: &str) -> CertificateParams {
    let mut params = CertificateParams::new([name.to_owned()]).unwrap();
    params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
    params.distinguished_name.push(DnType::CommonName, name);
    params
}

/// An authority, known to nobody by itself.
pub(crate) struct Authority {
    pub(crate) pem: String,
    der: CertificateDer<'static>,
    issuer: Issuer<'static, KeyPair>,
}

impl Authority {
    pub(crate) fn new(name: &str) -> Self {
        let (params, key) = (authority(name), KeyPair::generate().unwrap());
        let certificate = params.self_signed(&key).unwrap();
        let issuer = Issuer::new(params, key);
        Self { pem: certificate.pem(), der: certificate.der().clone(), issuer }
    }

    pub(crate) fn issue(&self, name: &str) -> Issued {
        let key = KeyPair::generate().unwrap();
        let params = CertificateParams::new([name.to_owned()]).unwrap();
        Issued::new(&params.signed_by(&key, &self.issuer).unwrap(), &key)
    }
}

/// How a server wants to be reached.
pub(crate) struct Terms<'a> {
    pub(crate) versions: Vec<&'static SupportedProtocolVersion>,
    /// `None` for all.
    pub(crate) curves: Option<Vec<&'static dyn SupportedKxGroup>>,
    pub(crate) alpn: Vec<&'static str>,
    /// Who vouches for clients, if they must show a certificate.
    pub(crate) clients: Option<&'a Authority>,
}

impl Default for Terms<'_> {
    fn default() -> Self {
        Self {
            versions: DEFAULT_VERSIONS.to_vec(),
            curves: None,
            alpn: vec!["h2", "http/1.1"],
            clients: None,
        }
    }
}

impl Terms<'_> {
    fn config(self, issued: &Issued) -> ServerConfig {
        let default = aws_lc_rs::default_provider();
        let kx_groups = self.curves.unwrap_or_else(|| default.kx_groups.clone());
        let provider = Arc::new(CryptoProvider { kx_groups, ..default });
        let verifier = self.clients.map(|authority| {
            let mut roots = RootCertStore::empty();
            roots.add(authority.der.clone()).unwrap();
            let (roots, provider) = (Arc::new(roots), Arc::clone(&provider));
            WebPkiClientVerifier::builder_with_provider(roots, provider).build().unwrap()
        });
        let builder = ServerConfig::builder_with_provider(provider)
            .with_protocol_versions(&self.versions)
            .unwrap();
        let builder = match verifier {
            Some(verifier) => builder.with_client_cert_verifier(verifier),
            None => builder.with_no_client_auth(),
        };
        let key = PrivateKeyDer::Pkcs8(issued.key_der.clone().into());
        let mut config = builder.with_single_cert(vec![issued.der.clone()], key).unwrap();
        config.alpn_protocols = self.alpn.iter().map(|name| name.as_bytes().to_vec()).collect();
        config
    }
}

/// A request as it arrived.
#[derive(Debug, Clone)]
pub(crate) struct Asked {
    /// The how-manieth connection it came by.
    pub(crate) connection: usize,
    /// The name that TLS asked for.
    pub(crate) server_name: Option<String>,
    pub(crate) version: Version,
    pub(crate) headers: HeaderMap,
}

/// A server for `localhost` that says `{"identity":{"id":ID}}` to everything, with an access token.
pub(crate) struct Secure {
    pub(crate) port: u16,
    asked: Arc<Mutex<Vec<Asked>>>,
    _connections: JoinSet<()>,
}

impl Secure {
    pub(crate) async fn start(issued: &Issued, terms: Terms<'_>) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let port = listener.local_addr().unwrap().port();
        let acceptor = TlsAcceptor::from(Arc::new(terms.config(issued)));
        let asked = Arc::new(Mutex::new(Vec::new()));
        let (all, mut connections) = (Arc::clone(&asked), JoinSet::new());
        connections.spawn(async move {
            let (mut open, mut number) = (JoinSet::new(), 0);
            while let Ok((stream, _)) = listener.accept().await {
                number += 1;
                open.spawn(serve(acceptor.clone(), stream, number, Arc::clone(&all)));
            }
        });
        Self { port, asked, _connections: connections }
    }

    pub(crate) fn url(&self) -> String {
        format!("https://localhost:{}", self.port)
    }

    pub(crate) fn asked(&self) -> Vec<Asked> {
        self.asked.lock().unwrap().clone()
    }
}

async fn serve(
    acceptor: TlsAcceptor,
    stream: TcpStream,
    connection: usize,
    all: Arc<Mutex<Vec<Asked>>>,
) {
    let stream = match acceptor.accept(stream).into_fallible().await {
        Ok(stream) => stream,
        Err((_, mut stream)) => {
            // What the client has sent already is read, or the reset overtakes the alert.
            copy(&mut stream, &mut sink()).await.ok();
            return;
        }
    };
    let server_name = stream.get_ref().1.server_name().map(str::to_owned);
    let service = service_fn(|request: http::Request<Incoming>| {
        all.lock().unwrap().push(Asked {
            connection,
            server_name: server_name.clone(),
            version: request.version(),
            headers: request.headers().clone(),
        });
        let body = format!(r#"{{"identity":{{"id":"{ID}"}},"accessToken":"a-token"}}"#);
        async { Ok::<_, Infallible>(Response::new(Full::new(Bytes::from(body)))) }
    });
    let server = Builder::new(TokioExecutor::new());
    server.serve_connection(TokioIo::new(stream), service).await.ok();
}
