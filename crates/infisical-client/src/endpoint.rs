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
    fails: Option<&'static str>,
    witness: Option<&'static str>,
}

impl Endpoint {
    /// `path` has one `{}` per id. `envelope` is the member of the answer that holds the object;
    /// `""` when the answer is the object itself.
    #[must_use]
    pub const fn new(path: &'static str, envelope: &'static str) -> Self {
        Self { path, envelope, gone: &[], fails: None, witness: None }
    }

    /// The messages with which a 400 says "not there". Any 404 of an object says so without this.
    #[must_use]
    pub const fn gone_says(self, messages: &'static [&'static str]) -> Self {
        Self { gone: messages, ..self }
    }

    /// The kind of error with which a 500 says "not there", and which says as much of a database that
    /// failed. Alone it is believed, for a look-up whose "not there" costs nothing.
    #[must_use]
    pub const fn gone_fails(self, kind: &'static str) -> Self {
        Self { fails: Some(kind), ..self }
    }

    /// Believes that kind of error only if a `GET` of this path, with the same ids, says "not there",
    /// too, in a way that can be trusted.
    #[must_use]
    pub const fn proven_by(self, path: &'static str) -> Self {
        Self { witness: Some(path), ..self }
    }

    /// The same with another envelope.
    pub(crate) const fn inside(self, envelope: &'static str) -> Self {
        Self { envelope, ..self }
    }

    pub(crate) const fn path(&self) -> &'static str {
        self.path
    }

    /// The object with this id, which becomes one path segment whatever characters it has.
    #[must_use]
    pub fn at(&self, id: &str) -> Located {
        self.whole().at(id)
    }

    /// The object, its ids yet to be given.
    fn whole(&self) -> Located {
        Located::new(*self, self.path, true)
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
    /// Who knows better whether it is there.
    witness: Option<Box<Self>>,
    query: String,
    object: bool,
}

impl Located {
    pub(crate) fn new(endpoint: Endpoint, route: &'static str, object: bool) -> Self {
        let witness = endpoint.witness.filter(|_| object);
        let witness = witness.map(|path| Box::new(Endpoint::new(path, "").whole()));
        Self { endpoint, route, path: route.to_owned(), witness, query: String::new(), object }
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
        self.witness = self.witness.map(|witness| Box::new(witness.at(id)));
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

    /// Whether an answer with this status, kind of error and message says that the object is not there.
    /// The caller knows already that it is not the 404 of an unknown route.
    pub(crate) fn is_gone(&self, status: u16, kind: Option<&str>, message: &str) -> bool {
        match status {
            404 => self.object,
            400 => self.endpoint.gone.contains(&message),
            _ => self.witness.is_none() && self.may_be_gone(status, kind),
        }
    }

    /// Whether it most likely says so, and will do so again.
    pub(crate) fn may_be_gone(&self, status: u16, kind: Option<&str>) -> bool {
        status == 500 && self.object && kind.is_some() && self.endpoint.fails == kind
    }

    /// Who knows better whether the object is there.
    pub(crate) fn witness(&self) -> Option<&Self> {
        self.witness.as_deref()
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
        assert!(object.is_gone(404, None, "anything"));
        assert!(object.is_gone(400, None, text));
        assert!(!object.is_gone(400, None, "another text"));
        assert!(!object.is_gone(403, None, text));
        assert!(!AZURE.collection().is_gone(404, None, "the parent is missing"));
    }

    #[test]
    fn a_500_says_gone_by_its_kind_and_is_believed_without_a_witness_alone() {
        const ALONE: Endpoint = Endpoint::new("/a/{}/{}", "").gone_fails("Find");
        const PROVEN: Endpoint = ALONE.proven_by("/b/{}/{}/c");
        let (alone, proven) = (ALONE.at("p").at("x"), PROVEN.at("p").at("x"));
        assert!(alone.is_gone(500, Some("Find"), "Something went wrong"));
        assert!(!alone.is_gone(500, Some("Create"), "Something went wrong"));
        assert!(!alone.is_gone(500, None, "Something went wrong"));
        assert!(!AZURE.at("x").is_gone(500, None, "Something went wrong"));
        assert!(!proven.is_gone(500, Some("Find"), "Something went wrong"));
        assert!(proven.may_be_gone(500, Some("Find")));
        assert_eq!(proven.witness().unwrap().path(), "/b/p/x/c");
    }
}
