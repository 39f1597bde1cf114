//! From a member of the API's JSON to the attribute that it maps to.

use super::Block;
use tf_protocol::{AttributePath, schema::Nesting};

impl Block {
    /// The attribute that the member at `path` maps to, as deep as the schema can follow:
    /// `["accessTokenTrustedIps", "0", "ipAddress"]` is `access_token_trusted_ips[0].ip_address`.
    #[must_use]
    pub fn locate(&self, path: &[String]) -> Option<AttributePath> {
        let (member, rest) = path.split_first()?;
        let attribute =
            self.attributes.iter().find(|attribute| attribute.api == Some(member.as_str()))?;
        let here = AttributePath::root(attribute.name);
        let Some((nesting, block)) = attribute.kind.nested() else { return Some(here) };
        let (element, rest) = match (nesting, rest.split_first()) {
            (Nesting::Single | Nesting::Group, _) => (here.clone(), rest),
            (Nesting::List, Some((index, rest))) => match index.parse::<usize>() {
                Ok(index) => (here.index(index), rest),
                Err(_) => return Some(here),
            },
            (Nesting::Map, Some((key, rest))) => (here.key(key), rest),
            (Nesting::Set, _) | (_, None) => return Some(here),
        };
        let inner = block.locate(rest);
        Some(inner.map_or(element.clone(), |inner| {
            inner.steps().iter().fold(element, |path, step| path.step(step.clone()))
        }))
    }
}
