//! URLs.

use super::TextType;

/// An absolute URL with a host. The same: the case of scheme and host, a default port, an empty path
/// and `/`, and what else RFC 3986 says of dots in a path (6.2.2 and 6.2.3). Not the same: a slash at
/// the end of a longer path, and the case of anything else.
pub struct Url;

impl TextType for Url {
    const INVALID: &'static str = "Invalid URL";

    fn check(text: &str) -> Result<(), String> {
        if parse(text).is_some() {
            Ok(())
        } else {
            Err(format!("`{text}` is not a URL such as `https://example.com/path`."))
        }
    }

    fn same(one: &str, other: &str) -> bool {
        match (parse(one), parse(other)) {
            (Some(one), Some(other)) => parts(&one) == parts(&other),
            _ => false,
        }
    }
}

/// The parser repairs what a browser would: slashes that are missing or leaning, blanks. RFC 3986
/// calls that no URL, and so would an API.
fn parse(text: &str) -> Option<url::Url> {
    let (_, rest) = text.split_once("://")?;
    let mended = rest.starts_with(['/', '?', '#'])
        || text.contains(|c: char| c == '\\' || c.is_whitespace() || c.is_control());
    if mended { None } else { url::Url::parse(text).ok().filter(url::Url::has_host) }
}

/// The parser lowers the case of hosts, and drops default ports, for the schemes of browsers only.
fn parts(url: &url::Url) -> impl PartialEq {
    let path = if url.path().is_empty() { "/" } else { url.path() };
    (
        url.scheme().to_owned(),
        (url.username().to_owned(), url.password().map(str::to_owned)),
        url.host_str().map(str::to_ascii_lowercase),
        url.port_or_known_default(),
        path.to_owned(),
        url.query().map(str::to_owned),
        url.fragment().map(str::to_owned),
    )
}
