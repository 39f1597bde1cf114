//! The server's address, as people write it.

use url::{Host, Url};

/// Why a text is no server address. The text is never repeated: it may hold a password.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum HostError {
    /// Nothing but blanks.
    #[error("the host is empty; write it as `https://app.infisical.com`")]
    Empty,
    /// `app.infisical.com`, `localhost:8080`.
    #[error("the host has no scheme; write `https://` in front of it")]
    MissingScheme,
    /// `ftp://x`.
    #[error("the host's scheme is `{scheme}`; only `https` and `http` are possible")]
    NotHttp {
        /// The scheme that was found.
        scheme: String,
    },
    /// `https://x?a=b`.
    #[error("the host has a query (`?…`); write only scheme, name, port and path")]
    Query,
    /// `https://x#a`.
    #[error("the host has a fragment (`#…`); write only scheme, name, port and path")]
    Fragment,
    /// `https://me:secret@x`.
    #[error("the host has a user name or password in it; credentials are configured separately")]
    Userinfo,
    /// Anything else that is no URL.
    #[error("the host is not a valid URL: {0}")]
    Invalid(#[from] url::ParseError),
}

/// The address of a server. `https://x`, `https://x/` and `https://x/api` are the same; any other
/// path stays, as the prefix of every request.
///
/// # Errors
/// What is wrong, in words for the one who wrote it.
pub fn parse_host(text: &str) -> Result<Url, HostError> {
    let text = text.trim();
    if text.is_empty() {
        return Err(HostError::Empty);
    }
    if !text.contains("://") {
        return Err(HostError::MissingScheme);
    }
    normalize(Url::parse(text)?)
}

/// The same rules, for a URL that is parsed already.
pub(crate) fn normalize(mut url: Url) -> Result<Url, HostError> {
    if !matches!(url.scheme(), "http" | "https") {
        return Err(HostError::NotHttp { scheme: url.scheme().to_owned() });
    }
    if !url.username().is_empty() || url.password().is_some() {
        return Err(HostError::Userinfo);
    }
    if url.query().is_some() {
        return Err(HostError::Query);
    }
    if url.fragment().is_some() {
        return Err(HostError::Fragment);
    }
    let path = url.path().trim_end_matches('/');
    let path = path.strip_suffix("/api").unwrap_or(path).trim_end_matches('/').to_owned();
    url.set_path(&path);
    Ok(url)
}

/// Whether what is sent to `host` can be read on its way: neither TLS nor the same machine.
#[must_use]
pub fn is_exposed(host: &Url) -> bool {
    host.scheme() == "http" && !is_loopback(host)
}

pub(crate) fn is_loopback(host: &Url) -> bool {
    match host.host() {
        Some(Host::Domain(name)) => name == "localhost" || name.ends_with(".localhost"),
        Some(Host::Ipv4(address)) => address.is_loopback(),
        Some(Host::Ipv6(address)) => address.is_loopback(),
        None => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_people_paste() {
        for (text, url) in [
            ("https://app.infisical.com", "https://app.infisical.com/"),
            (" https://app.infisical.com/ ", "https://app.infisical.com/"),
            ("https://app.infisical.com/api", "https://app.infisical.com/"),
            ("https://app.infisical.com/api/", "https://app.infisical.com/"),
            ("http://localhost:8080", "http://localhost:8080/"),
            ("https://x.example/infisical", "https://x.example/infisical"),
            ("https://x.example/infisical/api/", "https://x.example/infisical"),
            ("https://x.example/my-api", "https://x.example/my-api"),
            ("HTTPS://X.example", "https://x.example/"),
            ("http://[::1]:8080", "http://[::1]:8080/"),
        ] {
            assert_eq!(parse_host(text).unwrap().as_str(), url, "{text}");
        }
    }

    #[test]
    fn what_is_refused() {
        for (text, error) in [
            ("", HostError::Empty),
            ("  ", HostError::Empty),
            ("app.infisical.com", HostError::MissingScheme),
            ("localhost:8080", HostError::MissingScheme),
            ("ftp://x", HostError::NotHttp { scheme: "ftp".into() }),
            ("https://x/?a=b", HostError::Query),
            ("https://x/#a", HostError::Fragment),
            ("https://me:hunter2@x", HostError::Userinfo),
            ("https://me@x", HostError::Userinfo),
            ("https://", HostError::Invalid(url::ParseError::EmptyHost)),
        ] {
            assert_eq!(parse_host(text), Err(error), "{text}");
        }
    }

    #[test]
    fn a_password_in_the_host_is_not_repeated() {
        for text in ["https://me:hunter2@x", "https://me:hunter2@x:notaport", "hunter2"] {
            let message = parse_host(text).unwrap_err().to_string();
            assert!(!message.contains("hunter2"), "{message}");
        }
    }

    #[test]
    fn only_what_leaves_this_machine_without_tls_is_exposed() {
        for (host, exposed) in [
            ("http://infisical.example.com", true),
            ("http://10.0.0.1:8080", true),
            ("http://localhost.example.com", true),
            ("https://infisical.example.com", false),
            ("http://localhost:8080", false),
            ("http://infisical.localhost", false),
            ("http://127.0.0.2", false),
            ("http://[::1]", false),
        ] {
            assert_eq!(is_exposed(&parse_host(host).unwrap()), exposed, "{host}");
        }
    }
}
