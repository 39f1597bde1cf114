//! The network between the provider and Infisical, where it is not what every system has.

mod document;
mod texts;

use super::given::Given;
use crate::error::sentence;
use document::Document;
use infisical_client::{
    Authorities, CertificateError, ClientCertificate, ConnectFailure, Error as ClientError,
    HeaderError, Headers, Network as ClientNetwork, Proxy, ProxyUrl, TlsName,
};
use std::collections::BTreeMap;
use std::fmt::Display;
use texts::{Certificates, PrivateKey, ProxyAddress, ServerName};
use tf_framework::{
    AttributePath, Checked, Diagnostic, Diagnostics, Known, Schema, Sensitive, Text, Value,
};

/// The network between the provider and Infisical.
#[derive(Debug, Clone, Default, PartialEq, Schema)]
#[schema(check = headers_that_http_has)]
pub(super) struct Network {
    /// Certificates of the authorities that vouch for the server, in PEM: these are trusted instead of
    /// the system's. The server's own certificate may be among them, and is then trusted for the names
    /// in it. Environment variable: `INFISICAL_CA_CERTIFICATE`.
    #[attr(conflicts = ["ca_certificate_path"])]
    ca_certificate: Option<Text<Certificates>>,

    /// Path of a file that has these certificates. Environment variable:
    /// `INFISICAL_CA_CERTIFICATE_PATH`.
    #[attr(length = 1..)]
    ca_certificate_path: Option<String>,

    /// Certificate to show to a server, or to a proxy in front of it, that asks for one, in PEM;
    /// behind it the certificates that vouch for it, if the server does not know them. It goes
    /// together with `client_key`, and is what `auth.tls_cert` logs in with. Environment variable:
    /// `INFISICAL_CLIENT_CERTIFICATE`.
    #[attr(conflicts = ["client_certificate_path"])]
    client_certificate: Option<Text<Certificates>>,

    /// Path of a file that has the certificate to show. Environment variable:
    /// `INFISICAL_CLIENT_CERTIFICATE_PATH`.
    #[attr(length = 1..)]
    client_certificate_path: Option<String>,

    /// Private key of `client_certificate`, in PEM, without a passphrase. Environment variable:
    /// `INFISICAL_CLIENT_KEY`.
    #[attr(conflicts = ["client_key_path"])]
    client_key: Option<Sensitive<Text<PrivateKey>>>,

    /// Path of a file that has the private key. Environment variable: `INFISICAL_CLIENT_KEY_PATH`.
    #[attr(length = 1..)]
    client_key_path: Option<String>,

    /// Headers to send with every request, for a guard in front of the server such as Cloudflare
    /// Access. Environment variable, as for the Infisical CLI: `INFISICAL_CUSTOM_HEADERS`, in the form
    /// `Name=value Name="value with blanks"`.
    headers: Option<Sensitive<BTreeMap<String, String>>>,

    /// Proxy to go through, such as `http://user:password@proxy.example.com:3128`; the schemes
    /// `https`, `socks5` and `socks5h` are possible, too. It is used whatever `NO_PROXY` says; an empty
    /// string means no proxy. When it is not set, `HTTPS_PROXY`, `HTTP_PROXY`, `ALL_PROXY` and
    /// `NO_PROXY` decide. Environment variable: `INFISICAL_PROXY_URL`.
    proxy_url: Option<Sensitive<Text<ProxyAddress>>>,

    /// Name in the server's certificate, where it is not that of `host`, as when `host` is an IP
    /// address or a tunnel. The server is asked for by this name (SNI and `Host`). It cannot be
    /// combined with a proxy. Environment variable: `INFISICAL_TLS_SERVER_NAME`.
    tls_server_name: Option<Text<ServerName>>,
}

impl Network {
    /// With what the environment says.
    pub(super) fn settle(&self) -> Result<ClientNetwork, Diagnostic> {
        Ok(ClientNetwork {
            authorities: self.authorities()?,
            certificate: self.certificate()?,
            server_name: self.server_name()?,
            proxy: self.proxy()?,
            headers: self.headers()?,
        })
    }

    /// The attribute to blame for a failure to get to the server, if it is one of these.
    pub(super) fn to_blame(&self, error: &ClientError) -> Option<AttributePath> {
        let (is_set, attribute) = match (error.connect_failure(), error.status()) {
            (Some(ConnectFailure::Proxy | ConnectFailure::ProxyLogin), _) | (_, Some(407)) => {
                (self.proxy_url.is_some(), "proxy_url")
            }
            (Some(ConnectFailure::ClientCertificate), _) => {
                (self.client_certificate.is_some(), "client_certificate")
            }
            _ => return None,
        };
        is_set.then(|| AttributePath::root(attribute))
    }

    fn authorities(&self) -> Result<Option<Authorities>, Diagnostic> {
        let found = Document {
            text: Given::new(
                self.ca_certificate.as_ref().map(Text::as_str),
                "ca_certificate",
                "INFISICAL_CA_CERTIFICATE",
            ),
            path: Given::new(
                self.ca_certificate_path.as_deref(),
                "ca_certificate_path",
                "INFISICAL_CA_CERTIFICATE_PATH",
            ),
        };
        let Some((pem, from)) = found.read()? else { return Ok(None) };
        let authorities = Authorities::from_pem(&pem)
            .map_err(|why| from.blame(Diagnostic::error("Invalid certificate", sentence(&why))))?;
        Ok(Some(authorities))
    }

    fn certificate(&self) -> Result<Option<ClientCertificate>, Diagnostic> {
        let chain = Document {
            text: Given::new(
                self.client_certificate.as_ref().map(Text::as_str),
                "client_certificate",
                "INFISICAL_CLIENT_CERTIFICATE",
            ),
            path: Given::new(
                self.client_certificate_path.as_deref(),
                "client_certificate_path",
                "INFISICAL_CLIENT_CERTIFICATE_PATH",
            ),
        };
        let key = Document {
            text: Given::new(
                self.client_key.as_ref().map(|key| key.expose().as_str()),
                "client_key",
                "INFISICAL_CLIENT_KEY",
            ),
            path: Given::new(
                self.client_key_path.as_deref(),
                "client_key_path",
                "INFISICAL_CLIENT_KEY_PATH",
            ),
        };
        match (chain.read()?, key.read()?) {
            (None, None) => Ok(None),
            (Some((_, there)), None) => Err(key.missing(there)),
            (None, Some((_, there))) => Err(chain.missing(there)),
            (Some((chain, of_chain)), Some((key, of_key))) => {
                let pair = ClientCertificate::from_pem(&chain, &key).map_err(|why| {
                    let (title, from) = match why {
                        CertificateError::NoCertificate
                        | CertificateError::NotACertificate { .. } => {
                            ("Invalid certificate", of_chain)
                        }
                        _ => ("Invalid private key", of_key),
                    };
                    from.blame(Diagnostic::error(title, sentence(&why)))
                })?;
                Ok(Some(pair))
            }
        }
    }

    fn server_name(&self) -> Result<Option<TlsName>, Diagnostic> {
        let name = self.tls_server_name.as_ref().map(Text::as_str);
        let given = Given::new(name, "tls_server_name", "INFISICAL_TLS_SERVER_NAME");
        parsed(&given, "Invalid name", TlsName::parse)
    }

    fn proxy(&self) -> Result<Proxy, Diagnostic> {
        let url = self.proxy_url.as_ref().map(|url| url.expose().as_str());
        let given = Given::new(url, "proxy_url", "INFISICAL_PROXY_URL");
        if given.text() == Some("") {
            return Ok(Proxy::Direct);
        }
        let proxy = parsed(&given, "Invalid proxy", ProxyUrl::parse)?;
        Ok(proxy.map_or(Proxy::Environment, Proxy::Through))
    }

    fn headers(&self) -> Result<Headers, Diagnostic> {
        let Some(configured) = &self.headers else {
            let given = Given::new(None, "headers", "INFISICAL_CUSTOM_HEADERS");
            return Ok(parsed(&given, INVALID_HEADER, Headers::parse)?.unwrap_or_default());
        };
        let mut headers = Headers::default();
        for (name, value) in configured.expose() {
            headers.add(name, value).map_err(|why| {
                refused(&why).at(AttributePath::root("headers").key(name.as_str()))
            })?;
        }
        Ok(headers)
    }
}

const INVALID_HEADER: &str = "Invalid header";

/// What a setting says, if it is set.
fn parsed<T, E: Display>(
    given: &Given,
    invalid: &str,
    parse: impl Fn(&str) -> Result<T, E>,
) -> Result<Option<T>, Diagnostic> {
    let value = given.text().map(parse).transpose();
    value.map_err(|why| given.blame(Diagnostic::error(invalid, sentence(&why))))
}

fn refused(why: &HeaderError) -> Diagnostic {
    Diagnostic::error(INVALID_HEADER, sentence(why))
}

fn headers_that_http_has(config: &Checked<'_>, out: &mut Diagnostics) {
    let Known::Is(Value::Map(configured)) = config.get("headers") else { return };
    let mut headers = Headers::default();
    for (name, value) in configured {
        // What is not known yet may still be a value.
        if let Err(why) = headers.add(name, value.as_str().unwrap_or_default()) {
            out.push(refused(&why).at(config.path("headers").key(name.as_str())));
        }
    }
}
