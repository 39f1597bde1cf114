//! What lies between the client and its server, where it is not what every system has.

mod certificates;
mod headers;
mod name;
pub(crate) mod proxy;
pub(crate) mod tls;
mod wire;

pub use certificates::{Authorities, CertificateError, ClientCertificate};
pub use headers::{HeaderError, Headers};
pub use name::{NameError, TlsName};
pub use proxy::{Proxy, ProxyError, ProxyUrl};

pub(crate) use certificates::private_key;
pub(crate) use wire::Wire;

/// What lies between the client and its server. By default that is what the system says: the
/// authorities that it trusts, and the proxy that the environment names.
#[derive(Debug, Clone, Default)]
pub struct Network {
    /// Who vouches for the server, instead of the authorities that the system trusts.
    pub authorities: Option<Authorities>,
    /// What the client shows to a server, or to a proxy in front of it, that asks who it is.
    pub certificate: Option<ClientCertificate>,
    /// The name in the server's certificate, where it is not the host's.
    pub server_name: Option<TlsName>,
    /// The proxy.
    pub proxy: Proxy,
    /// Headers of every request, beside the client's own.
    pub headers: Headers,
}
