//! A host's side of the connections, right and wrong.

use super::host::{Handshake, Identity};
use hyper_util::rt::TokioIo;
use rustls::{
    ClientConfig, RootCertStore,
    crypto::aws_lc_rs,
    pki_types::{PrivateKeyDer, PrivatePkcs8KeyDer, ServerName},
};
use std::{
    error::Error,
    future::Future,
    pin::Pin,
    sync::Arc,
    task::{Context, Poll},
};
use tokio::io::{AsyncRead, AsyncWrite};
use tokio_rustls::TlsConnector;
use tonic::{
    codegen::Service,
    transport::{Channel, Endpoint, Uri},
};

/// Who connects.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Who {
    /// The host that started the provider.
    Owner,
    /// The same, with TLS 1.2 alone.
    OwnerOfOld,
    /// Somebody with a certificate of their own.
    Stranger,
    /// Somebody with the host's certificate, but not its key.
    Thief,
    /// Somebody without a certificate.
    Nobody,
    /// Somebody without TLS.
    Plaintext,
}

trait Stream: AsyncRead + AsyncWrite + Send + Unpin {}
impl<T: AsyncRead + AsyncWrite + Send + Unpin> Stream for T {}
type Boxed = Box<dyn Stream>;
type Failed = Box<dyn Error + Send + Sync>;

/// A channel that has been used: with TLS 1.3 a refusal comes only after the first bytes.
pub(super) async fn connect(
    to: &Handshake,
    owner: Arc<Identity>,
    who: Who,
) -> Result<Channel, Box<dyn Error>> {
    let tls = match who {
        Who::Plaintext => None,
        who => Some(config(&to.certificate, &owner, who)?),
    };
    let connector = Connector { network: to.network.clone(), address: to.address.clone(), tls };
    Ok(Endpoint::from_static("http://localhost").connect_with_connector(connector).await?)
}

/// A connection to a provider that a developer started, without TLS.
///
/// # Errors
/// None comes about.
pub async fn attach(socket: &str) -> Result<super::Client, Box<dyn Error>> {
    let (network, address) = ("unix".to_owned(), socket.to_owned());
    let connector = Connector { network, address, tls: None };
    let endpoint = Endpoint::from_static("http://localhost");
    Ok(super::Client::new(endpoint.connect_with_connector(connector).await?))
}

fn config(server: &[u8], owner: &Identity, who: Who) -> Result<TlsConnector, Box<dyn Error>> {
    let mut roots = RootCertStore::empty();
    roots.add(server.to_vec().into())?;
    let versions =
        if who == Who::OwnerOfOld { &[&rustls::version::TLS12][..] } else { rustls::ALL_VERSIONS };
    let provider = Arc::new(aws_lc_rs::default_provider());
    let builder = ClientConfig::builder_with_provider(Arc::clone(&provider))
        .with_protocol_versions(versions)?
        .with_root_certificates(roots);
    let key = |key: &[u8]| PrivateKeyDer::Pkcs8(PrivatePkcs8KeyDer::from(key.to_vec()));
    let mut config = match who {
        Who::Nobody => builder.with_no_client_auth(),
        Who::Stranger => {
            let other = Identity::like_go()?;
            builder.with_client_auth_cert(vec![other.certificate.into()], key(&other.key))?
        }
        Who::Thief => {
            // rustls itself would notice the mismatch, so the pair is put together by hand.
            let other = Identity::like_go()?;
            let signer = provider.key_provider.load_private_key(key(&other.key))?;
            let certificate = vec![owner.certificate.clone().into()];
            let pair = rustls::sign::CertifiedKey::new(certificate, signer);
            builder.with_client_cert_resolver(Arc::new(rustls::sign::SingleCertAndKey::from(pair)))
        }
        Who::Owner | Who::OwnerOfOld | Who::Plaintext => builder
            .with_client_auth_cert(vec![owner.certificate.clone().into()], key(&owner.key))?,
    };
    config.alpn_protocols = vec![b"h2".to_vec()];
    Ok(TlsConnector::from(Arc::new(config)))
}

#[derive(Clone)]
struct Connector {
    network: String,
    address: String,
    tls: Option<TlsConnector>,
}

impl Connector {
    async fn open(self) -> Result<TokioIo<Boxed>, Failed> {
        let stream: Boxed = match &*self.network {
            #[cfg(unix)]
            "unix" => Box::new(tokio::net::UnixStream::connect(&self.address).await?),
            _ => Box::new(tokio::net::TcpStream::connect(&self.address).await?),
        };
        let Some(tls) = self.tls else { return Ok(TokioIo::new(stream)) };
        let name = ServerName::try_from("localhost")?;
        Ok(TokioIo::new(Box::new(tls.connect(name, stream).await?)))
    }
}

impl Service<Uri> for Connector {
    type Response = TokioIo<Boxed>;
    type Error = Failed;
    type Future = Pin<Box<dyn Future<Output = Result<Self::Response, Failed>> + Send>>;

    fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<Result<(), Failed>> {
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, _: Uri) -> Self::Future {
        Box::pin(self.clone().open())
    }
}
