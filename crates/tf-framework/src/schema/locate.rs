//! From a member of the API's JSON to the attribute that it maps to, and whether a path leads anywhere.

use super::Block;
use crate::Kind;
use tf_protocol::{AttributePath, Step, Type, schema::Nesting};

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

    /// Whether a value of this block can have something at `path`. Elements of a set have no path.
    pub(crate) fn has(&self, path: &AttributePath) -> bool {
        leads(self, path.steps())
    }
}

fn leads(block: &Block, steps: &[Step]) -> bool {
    let Some((Step::Attribute(name), rest)) = steps.split_first() else { return false };
    let Some(attribute) = block.attribute(name) else { return false };
    match (&attribute.kind, rest.split_first()) {
        (_, None) => true,
        (Kind::Type(ty), _) => leads_into(ty, rest),
        (Kind::Nested(nesting, inner) | Kind::Block(nesting, inner), Some((step, deeper))) => {
            match (nesting, step) {
                (Nesting::Single | Nesting::Group, _) => leads(inner, rest),
                (Nesting::List, Step::Index(_)) | (Nesting::Map, Step::Key(_)) => {
                    deeper.is_empty() || leads(inner, deeper)
                }
                _ => false,
            }
        }
    }
}

fn leads_into(ty: &Type, steps: &[Step]) -> bool {
    let Some((step, rest)) = steps.split_first() else { return true };
    match (ty, step) {
        (Type::Dynamic, _) => true,
        (Type::List(element), Step::Index(_)) | (Type::Map(element), Step::Key(_)) => {
            leads_into(element, rest)
        }
        (Type::Tuple(elements), Step::Index(index)) => usize::try_from(*index)
            .ok()
            .and_then(|index| elements.get(index))
            .is_some_and(|element| leads_into(element, rest)),
        (Type::Object { attributes, .. }, Step::Attribute(name)) => {
            attributes.get(name).is_some_and(|attribute| leads_into(attribute, rest))
        }
        _ => false,
    }
}
