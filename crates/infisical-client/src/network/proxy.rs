//! The proxy between the client and its server: one that is named, or the environment's.

use crate::error::ConnectFailure;
use crate::host::is_loopback;
use crate::login::Environment;
use crate::secret::Secret;
use hyper_util::client::proxy::matcher::Matcher;
use percent_encoding::percent_decode_str;
use std::fmt;
use url::Url;

/// Why a text is no address of a proxy. The text is never repeated: it may hold a password.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ProxyError {
    /// `ftp://x`.
    #[error("its scheme is `{scheme}`; `http`, `https`, `socks5` and `socks5h` are possible")]
    Scheme {
        /// The scheme that was found.
        scheme: String,
    },
    /// `http://x/path`.
    #[error("it has a path, a query or a fragment; write only scheme, name and port")]
    Path,
    /// Anything else that is no URL.
    #[error("it is not a valid URL, such as `http://proxy.example.com:3128`")]
    Invalid,
}

/// The proxy that requests go through.
#[derive(Debug, Clone, Default)]
pub enum Proxy {
    /// The environment's: `HTTPS_PROXY`, for an `http` host `HTTP_PROXY`, else `ALL_PROXY`; in capital
    /// or small letters. None for what `NO_PROXY` lists, and none for this machine itself.
    #[default]
    Environment,
    /// None, whatever the environment says.
    Direct,
    /// This one, whatever the environment says.
    Through(ProxyUrl),
}

/// The address of a proxy, with a user name and a password if it wants them.
#[derive(Clone)]
pub struct ProxyUrl(Url);

impl ProxyUrl {
    /// `http://user:password@proxy.example.com:3128`; `http` where there is no scheme.
    ///
    /// # Errors
    /// What is wrong, in words for the one who configured it.
    pub fn parse(text: &str) -> Result<Self, ProxyError> {
        let text = text.trim();
        let with_scheme = if text.contains("://") { text } else { &format!("http://{text}") };
        let url = Url::parse(with_scheme).map_err(|_| ProxyError::Invalid)?;
        if !matches!(url.scheme(), "http" | "https" | "socks5" | "socks5h") {
            return Err(ProxyError::Scheme { scheme: url.scheme().to_owned() });
        }
        if !url.has_host() {
            return Err(ProxyError::Invalid);
        }
        if !matches!(url.path(), "" | "/") || url.query().is_some() || url.fragment().is_some() {
            return Err(ProxyError::Path);
        }
        Ok(Self(url))
    }

    /// Scheme, name and port.
    pub(crate) fn origin(&self) -> String {
        let Self(url) = self;
        let port = url.port().map(|port| format!(":{port}")).unwrap_or_default();
        format!("{}://{}{port}", url.scheme(), url.host_str().unwrap_or_default())
    }

    pub(super) fn url(&self) -> &Url {
        &self.0
    }

    pub(super) fn password(&self) -> Option<Secret> {
        let decoded = percent_decode_str(self.0.password()?).decode_utf8_lossy().into_owned();
        Some(decoded.into())
    }
}

impl fmt::Debug for ProxyUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.origin())
    }
}

impl Proxy {
    /// The proxy for `host`.
    ///
    /// # Errors
    /// The variable whose value is no proxy, and why.
    pub(super) fn of(
        &self,
        host: &Url,
        environment: &Environment,
    ) -> Result<Option<ProxyUrl>, (&'static str, ProxyError)> {
        match self {
            Self::Direct => Ok(None),
            Self::Through(proxy) => Ok(Some(proxy.clone())),
            Self::Environment if is_loopback(host) => Ok(None),
            Self::Environment => from(environment, host),
        }
    }
}

/// Which step of a tunnel failed, by the words of the HTTP library, which keeps its type to itself.
pub(crate) fn failure(reason: &str) -> Option<ConnectFailure> {
    let why = reason.strip_prefix("tunnel error: ")?;
    let login = why.contains("authorization");
    Some(if login { ConnectFailure::ProxyLogin } else { ConnectFailure::Proxy })
}

/// What the environment says.
fn from(
    environment: &Environment,
    host: &Url,
) -> Result<Option<ProxyUrl>, (&'static str, ProxyError)> {
    let names = match host.scheme() {
        "https" => ["HTTPS_PROXY", "https_proxy", "ALL_PROXY", "all_proxy"],
        _ => ["HTTP_PROXY", "http_proxy", "ALL_PROXY", "all_proxy"],
    };
    let mut set = names.into_iter().filter_map(|name| Some((name, environment.get(name)?)));
    let Some((name, text)) = set.next() else { return Ok(None) };
    let exempt = environment.get("NO_PROXY").or_else(|| environment.get("no_proxy"));
    let matcher = Matcher::builder().all("http://any").no(exempt.unwrap_or_default()).build();
    let applies = host.as_str().parse().is_ok_and(|uri| matcher.intercept(&uri).is_some());
    if !applies {
        return Ok(None);
    }
    ProxyUrl::parse(&text).map(Some).map_err(|why| (name, why))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_and_nothing_else() {
        for (text, expected) in [
            ("http://proxy:3128", Ok("http://proxy:3128")),
            (" proxy:3128/ ", Ok("http://proxy:3128")),
            ("https://me:hunter2@proxy", Ok("https://proxy")),
            ("socks5h://[::1]:1080", Ok("socks5h://[::1]:1080")),
            ("ftp://proxy", Err(ProxyError::Scheme { scheme: "ftp".into() })),
            ("http://proxy/path", Err(ProxyError::Path)),
            ("http://proxy?a", Err(ProxyError::Path)),
            ("http://", Err(ProxyError::Invalid)),
            ("socks5:///x", Err(ProxyError::Invalid)),
            ("a b", Err(ProxyError::Invalid)),
        ] {
            let found = ProxyUrl::parse(text).map(|proxy| proxy.origin());
            assert_eq!(found, expected.map(str::to_owned), "{text}");
        }
    }

    #[test]
    fn a_password_is_known_and_not_printed() {
        let proxy = ProxyUrl::parse("http://me:hunter%402@proxy:3128").unwrap();
        assert_eq!(proxy.password().unwrap().expose(), "hunter@2");
        assert_eq!(format!("{:?}", Proxy::Through(proxy)), "Through(http://proxy:3128)");
    }

    #[test]
    fn what_the_environment_says() {
        let lower = [("https_proxy", "lower:1"), ("all_proxy", "all:1")];
        let upper = [("HTTPS_PROXY", "upper:1"), ("https_proxy", "lower:1")];
        let plain = [("HTTP_PROXY", "plain:1"), ("ALL_PROXY", "all:1")];
        let except = |list: &'static str| [("HTTPS_PROXY", "upper:1"), ("NO_PROXY", list)];
        let (secure, open) = ("https://vault.example.com/", "http://vault.example.com/");
        for (host, variables, expected) in [
            (secure, upper, Some("http://upper:1")),
            (secure, lower, Some("http://lower:1")),
            (secure, plain, Some("http://all:1")),
            (open, plain, Some("http://plain:1")),
            (open, upper, None),
            (secure, except("example.com"), None),
            (secure, except("other.com, .example.com"), None),
            (secure, except("*"), None),
            (secure, except("ample.com"), Some("http://upper:1")),
            (secure, except(""), Some("http://upper:1")),
            ("https://10.1.2.3/", except("10.0.0.0/8"), None),
            ("https://11.1.2.3/", except("10.0.0.0/8"), Some("http://upper:1")),
            (secure, [("HTTPS_PROXY", " "), ("NO_PROXY", "x")], None),
        ] {
            let found = from(&Environment::of(variables), &Url::parse(host).unwrap()).unwrap();
            let found = found.map(|proxy| proxy.origin());
            assert_eq!(found.as_deref(), expected, "{host} {variables:?}");
        }
    }

    #[test]
    fn a_variable_that_names_no_proxy_is_named() {
        let host = Url::parse("https://x").unwrap();
        let ftp = Environment::of([("ALL_PROXY", "ftp://me:hunter2@proxy")]);
        let (name, why) = from(&ftp, &host).unwrap_err();
        assert_eq!((name, why), ("ALL_PROXY", ProxyError::Scheme { scheme: "ftp".into() }));
    }

    #[test]
    fn this_machine_needs_no_proxy_unless_one_is_named() {
        let environment = Environment::of([("ALL_PROXY", "proxy")]);
        let near = Url::parse("http://127.0.0.1:8080").unwrap();
        let far = Url::parse("https://x").unwrap();
        let named = Proxy::Through(ProxyUrl::parse("proxy").unwrap());
        for (proxy, host, expected) in [
            (&Proxy::Environment, &far, true),
            (&Proxy::Environment, &near, false),
            (&named, &near, true),
            (&Proxy::Direct, &far, false),
        ] {
            let found = proxy.of(host, &environment).unwrap();
            assert_eq!(found.is_some(), expected, "{proxy:?} {host}");
        }
    }
}
