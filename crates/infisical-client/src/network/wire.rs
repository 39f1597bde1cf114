//! The HTTP client, made of all that lies between it and the server.

use super::{Network, name::At, tls};
use crate::error::Error;
use crate::login::Environment;
use crate::secret::Secret;
use crate::transport::{Timeouts, root_cause};
use reqwest::redirect::Policy;
use std::error::Error as StdError;
use std::sync::Arc;
use std::time::Duration;
use url::Url;

/// Shorter than the server's own keep-alive (72 s), so that no request meets a closing connection.
const IDLE: Duration = Duration::from_secs(30);

/// The HTTP client of one server.
pub(crate) struct Wire {
    pub(crate) http: reqwest::Client,
    /// What every URL begins with: scheme, name, port and path prefix, without a `/` at the end.
    pub(crate) base: String,
    /// The proxy that it goes through: scheme, name and port.
    pub(crate) via: Option<Box<str>>,
    /// What of all that must not be shown.
    pub(crate) secrets: Vec<Secret>,
}

impl Wire {
    pub(crate) fn new(
        host: &Url,
        network: &Network,
        environment: &Environment,
        user_agent: &str,
        timeouts: Timeouts,
    ) -> Result<Self, Error> {
        let build = |reason: String| Error::Build { reason };
        let failed =
            |what: &str, error: &dyn StdError| build(format!("{what}: {}", root_cause(error)));
        let tls = tls::config(network.authorities.as_ref(), network.certificate.as_ref())
            .map_err(|error| failed("TLS", &error))?;
        let mut builder = reqwest::Client::builder()
            .tls_backend_preconfigured(tls)
            .user_agent(user_agent)
            .default_headers(network.headers.0.clone())
            .connect_timeout(timeouts.connect)
            .pool_idle_timeout(IDLE)
            // The API never redirects: a redirect means another host, which must not see the token.
            .redirect(Policy::none())
            .no_proxy();
        let mut secrets = network.headers.secrets();
        let proxy = network
            .proxy
            .of(host, environment)
            .map_err(|(name, why)| build(format!("the proxy in {name} is not usable: {why}")))?;
        if let Some(proxy) = &proxy {
            let all = reqwest::Proxy::all(proxy.url().clone());
            builder = builder.proxy(all.map_err(|error| failed("the proxy", &error))?);
            secrets.extend(proxy.password());
        }
        let via: Option<Box<str>> = proxy.map(|proxy| proxy.origin().into());
        let named = network.server_name.as_ref().and_then(|name| name.address(host));
        if named.is_some() {
            if let Some(via) = &via {
                // A proxy would be asked to find the server by that name.
                return Err(build(format!(
                    "a TLS server name cannot be used through a proxy, here {via}"
                )));
            }
            builder = builder.dns_resolver(Arc::new(At::new(host)));
        }
        let http = builder.build().map_err(|error| failed("HTTP", &error))?;
        let base = named.as_ref().unwrap_or(host).as_str().trim_end_matches('/').to_owned();
        Ok(Self { http, base, via, secrets })
    }
}
