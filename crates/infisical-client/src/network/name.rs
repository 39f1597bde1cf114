//! The name in a server's certificate, where it is not the one by which the server is reached.

use reqwest::dns::{Addrs, Name, Resolve, Resolving};
use rustls::pki_types::ServerName;
use tokio::net::lookup_host;
use url::Url;

/// Why a text is no such name.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum NameError {
    /// A URL, a port, blanks, nothing.
    #[error("it is no DNS name; write the name alone, such as `infisical.example.com`")]
    NotDns,
    /// An IP address.
    #[error("it is an IP address, which TLS cannot ask for; write a DNS name")]
    Address,
}

/// The name in the server's certificate: what TLS asks for (SNI) and what must be in the certificate.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TlsName(String);

impl TlsName {
    /// A DNS name.
    ///
    /// # Errors
    /// What is wrong, in words for the one who configured it.
    pub fn parse(text: &str) -> Result<Self, NameError> {
        match ServerName::try_from(text.trim()) {
            Ok(ServerName::DnsName(name)) => Ok(Self(name.as_ref().to_ascii_lowercase())),
            Ok(_) => Err(NameError::Address),
            Err(_) => Err(NameError::NotDns),
        }
    }

    /// The URL that asks the server at `host` by this name. `None` where there is no TLS.
    pub(super) fn address(&self, host: &Url) -> Option<Url> {
        let mut named = host.clone();
        (host.scheme() == "https" && named.set_host(Some(&self.0)).is_ok()).then_some(named)
    }
}

/// Finds every name at this host: the one of a [`TlsName`] is not the server's own.
pub(super) struct At(pub(super) String);

impl At {
    pub(super) fn new(host: &Url) -> Self {
        let host = host.host_str().unwrap_or_default();
        Self(host.trim_start_matches('[').trim_end_matches(']').to_owned())
    }
}

impl Resolve for At {
    fn resolve(&self, _: Name) -> Resolving {
        let host = self.0.clone();
        Box::pin(async move {
            let found: Addrs =
                Box::new(lookup_host((host, 0)).await?.collect::<Vec<_>>().into_iter());
            Ok(found)
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_and_nothing_else() {
        for (text, expected) in [
            (" Infisical.Example.com ", Ok("infisical.example.com")),
            ("localhost", Ok("localhost")),
            ("10.0.0.1", Err(NameError::Address)),
            ("::1", Err(NameError::Address)),
            ("https://x", Err(NameError::NotDns)),
            ("x:8443", Err(NameError::NotDns)),
            ("", Err(NameError::NotDns)),
        ] {
            let found = TlsName::parse(text);
            assert_eq!(
                found.as_ref().map(|name| name.0.as_str()),
                expected.as_ref().copied(),
                "{text}"
            );
        }
    }

    #[test]
    fn the_server_is_asked_by_that_name() {
        let name = TlsName::parse("infisical.internal").unwrap();
        for (host, expected) in [
            ("https://10.0.0.1:8443/prefix", Some("https://infisical.internal:8443/prefix")),
            ("http://10.0.0.1/", None),
        ] {
            let found = name.address(&Url::parse(host).unwrap());
            assert_eq!(found.as_ref().map(Url::as_str), expected);
        }
    }
}
