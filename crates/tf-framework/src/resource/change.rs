//! An update, and the request body that follows from it.

use crate::{
    Attribute, JsonMap, Schema, Value,
    schema::{Clear, Kind},
};
use serde_json::{Value as Json, json};
use tf_protocol::{Type, schema::Nesting};

/// An update: where the resource is and where it should be.
pub struct Change<R> {
    /// What state says.
    pub prior: R,
    /// What the plan says.
    pub plan: R,
}

impl<R: Schema> Change<R> {
    /// The members of the request body that differ from what state says.
    ///
    /// What was removed from the configuration is there as its attribute is cleared: as `null`, or
    /// empty. A write-only value is there when its version changed; without a version, always.
    #[must_use]
    pub fn body(&self) -> JsonMap {
        let (before, after) = (self.prior.to_value(), self.plan.to_value());
        let prior = self.prior.to_api();
        let mut body = self.plan.to_api();
        body.retain(|name, value| prior.get(name) != Some(value));
        for attribute in &R::block().attributes {
            let Some(member) = attribute.api else { continue };
            let unchanged = |name: &str| before.attribute(name) == after.attribute(name);
            if attribute.write_only {
                if attribute.version.is_some_and(unchanged) {
                    body.remove(member);
                }
            } else if is_removed(attribute, &before, &after) {
                body.insert(member.to_owned(), cleared(attribute));
            }
        }
        body
    }
}

/// Whether the plan removes what state has, without a word of the provider's own.
fn is_removed(attribute: &Attribute, before: &Value, after: &Value) -> bool {
    !attribute.mode.is_computed()
        && !attribute.key
        && after.attribute(attribute.name).is_null()
        && !before.attribute(attribute.name).is_null()
}

fn cleared(attribute: &Attribute) -> Json {
    if attribute.clear != Clear::Empty {
        return Json::Null;
    }
    match &attribute.kind {
        Kind::Type(Type::String) => json!(""),
        Kind::Type(Type::List(_) | Type::Set(_) | Type::Tuple(_))
        | Kind::Nested(Nesting::List | Nesting::Set, _)
        | Kind::Block(Nesting::List | Nesting::Set, _) => json!([]),
        Kind::Type(Type::Bool | Type::Number | Type::Dynamic) => Json::Null,
        Kind::Type(Type::Map(_) | Type::Object { .. }) | Kind::Nested(..) | Kind::Block(..) => {
            json!({})
        }
    }
}
