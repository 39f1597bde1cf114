//! One REST object: where it lives, how the server wraps it, and how the server says "not there".

use crate::Method;
use crate::pace::Route;
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use std::fmt;

/// What stays readable in a path segment: RFC 3986's unreserved characters.
const SEGMENT: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');

/// One REST object: where it lives, how the server wraps it, which texts of a 400 mean "not there".
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Endpoint {
    path: &'static str,
    envelope: &'static str,
    gone: &'static [&'static str],
}

impl Endpoint {
    /// `path` has one `{}` per id. `envelope` is the member of the answer that holds the object;
    /// `""` when the answer is the object itself.
    #[must_use]
    pub const fn new(path: &'static str, envelope: &'static str) -> Self {
        Self { path, envelope, gone: &[] }
    }

    /// The messages with which a 400 says "not there". Any 404 of an object says so without this.
    #[must_use]
    pub const fn gone_says(self, messages: &'static [&'static str]) -> Self {
        Self { path: self.path, envelope: self.envelope, gone: messages }
    }

    pub(crate) const fn path(&self) -> &'static str {
        self.path
    }

    /// The object with this id, which becomes one path segment whatever characters it has.
    #[must_use]
    pub fn at(&self, id: &str) -> Located {
        Located::new(*self, self.path, true).at(id)
    }

    /// Where a `POST` creates: the path without its last `/{}`.
    #[must_use]
    pub fn collection(&self) -> Located {
        Located::new(*self, self.path.strip_suffix("/{}").unwrap_or(self.path), false)
    }
}

/// An [`Endpoint`] with its ids. `Display` is the path with its query.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Located {
    endpoint: Endpoint,
    /// The path with `{}` for each id: what the server's rate limit counts.
    route: &'static str,
    path: String,
    query: String,
    object: bool,
}

impl Located {
    pub(crate) fn new(endpoint: Endpoint, route: &'static str, object: bool) -> Self {
        Self { endpoint, route, path: route.to_owned(), query: String::new(), object }
    }

    /// Adds a parameter to the query.
    #[must_use]
    pub fn with(mut self, name: &str, value: &str) -> Self {
        self.query.push(if self.query.is_empty() { '?' } else { '&' });
        let encoded = |text| utf8_percent_encode(text, SEGMENT).to_string();
        self.query.extend([encoded(name), "=".to_owned(), encoded(value)]);
        self
    }

    pub(crate) fn route(&self, method: Method) -> Route {
        Route { method, path: self.route }
    }

    /// Fills the next `{}`, for an endpoint with several.
    #[must_use]
    pub fn at(mut self, id: &str) -> Self {
        let segment = utf8_percent_encode(id, SEGMENT).to_string();
        self.path = self.path.replacen("{}", &segment, 1);
        self
    }

    /// The path, percent-encoded.
    #[must_use]
    pub fn path(&self) -> &str {
        &self.path
    }

    /// The member of the answer that holds the object.
    #[must_use]
    pub fn envelope(&self) -> &'static str {
        self.endpoint.envelope
    }

    /// Whether an answer with this status and message says that the object is not there. The
    /// caller knows already that it is not the 404 of an unknown route.
    pub(crate) fn is_gone(&self, status: u16, message: &str) -> bool {
        match status {
            404 => self.object,
            400 => self.endpoint.gone.contains(&message),
            _ => false,
        }
    }

    /// Why this path cannot be sent, if so: a URL has no way to say these ids, and what would be
    /// sent addresses something else.
    pub(crate) fn defect(&self) -> Option<&'static str> {
        self.path.split('/').skip(1).find_map(|segment| match segment {
            "{}" => Some("an id of the path was not given"),
            "" => Some("an id of the path is empty"),
            "." | ".." => Some("an id of the path is `.` or `..`, which no URL can carry"),
            _ => None,
        })
    }
}

impl fmt::Display for Located {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}{}", self.path, self.query)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const AZURE: Endpoint =
        Endpoint::new("/api/v1/auth/azure-auth/identities/{}", "identityAzureAuth")
            .gone_says(&["The identity does not have azure auth"]);
    const ENVIRONMENT: Endpoint =
        Endpoint::new("/api/v1/workspace/{}/environments/{}", "environment");

    #[test]
    fn an_id_is_one_segment_whatever_it_contains() {
        for (id, segment) in [
            ("3f6135db-f237-421d-af66-a8f4e80d443b", "3f6135db-f237-421d-af66-a8f4e80d443b"),
            ("a/b?c#d", "a%2Fb%3Fc%23d"),
            ("a b%20", "a%20b%2520"),
            ("{}", "%7B%7D"),
            ("ü", "%C3%BC"),
            ("v1.0_~", "v1.0_~"),
        ] {
            let path = AZURE.at(id).to_string();
            assert_eq!(path, format!("/api/v1/auth/azure-auth/identities/{segment}"), "{id}");
        }
    }

    #[test]
    fn several_ids_are_filled_in_order() {
        let found = ENVIRONMENT.at("p").at("{}").to_string();
        assert_eq!(found, "/api/v1/workspace/p/environments/%7B%7D");
        let collection = ENVIRONMENT.collection().at("p").to_string();
        assert_eq!(collection, "/api/v1/workspace/p/environments");
    }

    #[test]
    fn a_query_is_encoded_and_a_route_has_neither_ids_nor_query() {
        let at = ENVIRONMENT.collection().at("p").with("limit", "10").with("search", "a&b=c");
        assert_eq!(at.to_string(), "/api/v1/workspace/p/environments?limit=10&search=a%26b%3Dc");
        assert_eq!(at.path(), "/api/v1/workspace/p/environments");
        assert_eq!(at.route(Method::Get).path, "/api/v1/workspace/{}/environments");
        assert_eq!(AZURE.at("x").route(Method::Get).path, AZURE.path);
    }

    #[test]
    fn ids_that_no_url_can_carry_are_found() {
        for id in ["", ".", ".."] {
            assert!(AZURE.at(id).defect().is_some(), "{id:?}");
        }
        assert!(ENVIRONMENT.at("p").defect().is_some(), "the second id is missing");
        assert_eq!(ENVIRONMENT.at("p").at("...").defect(), None);
    }

    #[test]
    fn gone_is_a_404_of_an_object_or_a_listed_400() {
        let text = "The identity does not have azure auth";
        let object = AZURE.at("x");
        assert!(object.is_gone(404, "anything"));
        assert!(object.is_gone(400, text));
        assert!(!object.is_gone(400, "another text"));
        assert!(!object.is_gone(403, text));
        assert!(!AZURE.collection().is_gone(404, "the parent is missing"));
    }
}
