//! An update, and the request body that follows from it.

use crate::{
    Attribute, JsonMap, Schema, Value,
    schema::{Clear, Kind, Replace},
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
        let prior = self.prior.to_api();
        let mut body = self.whole_body();
        body.retain(|name, value| prior.get(name) != Some(value));
        body
    }

    /// The same with the members that do not differ, for an API that looks at all of them. What cannot
    /// differ, because its change replaces, is not among them.
    #[must_use]
    pub fn whole_body(&self) -> JsonMap {
        let (before, after) = (self.prior.to_value(), self.plan.to_value());
        let attributes = R::block().attributes;
        let unchanged = |name: &str| before.attribute(name) == after.attribute(name);
        // A write-only attribute may have a stored one beside it that is the same member.
        let is_stored = |member| {
            let mut same = attributes.iter().filter(|attribute| attribute.api == Some(member));
            same.any(|attribute| {
                let value = after.attribute(attribute.name);
                !value.is_null() && !value.is_unknown()
            })
        };
        let mut body = self.plan.to_api();
        for attribute in &attributes {
            if let (Replace::Always, Some(member)) = (&attribute.replace, attribute.api) {
                body.remove(member);
            }
        }
        for attribute in attributes.iter().filter(|attribute| attribute.write_only) {
            let Some(member) = attribute.api else { continue };
            if attribute.version.is_some_and(unchanged) && !is_stored(member) {
                body.remove(member);
            }
        }
        for attribute in attributes.iter().filter(|it| is_removed(it, &before, &after)) {
            let Some(member) = attribute.api else { continue };
            body.entry(member).or_insert_with(|| cleared(attribute));
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Sensitive, Set, WriteOnly};
    use std::collections::BTreeMap;

    /// A door.
    #[derive(Debug, Clone, Default, PartialEq, Schema)]
    struct Door {
        /// Its colour.
        colour: String,
        /// Its maker.
        #[attr(replace)]
        maker: String,
        /// Its number.
        number: Option<i64>,
        /// Its code.
        code: Option<Sensitive<String>>,
        /// Its code, which is not stored.
        #[attr(api = "code", version = "code_wo_version")]
        code_wo: Option<WriteOnly<String>>,
        /// Change it to send the code again.
        #[attr(local)]
        code_wo_version: Option<i64>,
    }

    fn door(number: Option<i64>, code: Option<&str>, wo: Option<(&str, i64)>) -> Door {
        Door {
            colour: "red".into(),
            maker: "acme".into(),
            number,
            code: code.map(|code| code.to_owned().into()),
            code_wo: wo.map(|(code, _)| code.to_owned().into()),
            code_wo_version: wo.map(|(_, version)| version),
        }
    }

    #[test]
    fn what_changed_and_all_of_it() {
        let red = "red";
        for (prior, plan, changed, whole) in [
            (
                door(Some(1), None, None),
                door(None, None, None),
                json!({"number": null}),
                json!({"colour": red, "number": null}),
            ),
            (
                door(Some(1), None, Some(("a", 1))),
                door(Some(2), None, Some(("b", 1))),
                json!({"number": 2}),
                json!({"colour": red, "number": 2}),
            ),
            (
                door(None, None, Some(("a", 1))),
                door(None, None, Some(("b", 2))),
                json!({"code": "b"}),
                json!({"colour": red, "code": "b"}),
            ),
            (
                door(None, Some("a"), None),
                door(None, None, Some(("b", 1))),
                json!({"code": "b"}),
                json!({"colour": red, "code": "b"}),
            ),
            (
                door(None, Some("a"), None),
                door(None, Some("b"), None),
                json!({"code": "b"}),
                json!({"colour": red, "code": "b"}),
            ),
            (
                door(None, Some("a"), None),
                door(Some(1), Some("a"), None),
                json!({"number": 1}),
                json!({"colour": red, "number": 1, "code": "a"}),
            ),
        ] {
            let change = Change { prior, plan };
            assert_eq!(Json::from(change.body()), changed);
            assert_eq!(Json::from(change.whole_body()), whole);
        }
    }

    /// A shelf.
    #[derive(Debug, Clone, Default, PartialEq, Schema)]
    struct Shelf {
        /// A text.
        #[attr(clear = empty)]
        text: Option<String>,
        /// A list.
        #[attr(clear = empty)]
        list: Option<Vec<String>>,
        /// A set.
        #[attr(clear = empty)]
        set: Option<Set<i64>>,
        /// A map.
        #[attr(clear = empty)]
        map: Option<BTreeMap<String, String>>,
        /// Another shelf.
        #[attr(clear = empty)]
        inner: Option<Board>,
        /// Other shelves.
        #[attr(clear = empty)]
        others: Option<Vec<Board>>,
        /// A number, which has nothing that is empty.
        #[attr(clear = empty)]
        number: Option<i64>,
        /// Whatever else.
        plain: Option<String>,
    }

    /// A board.
    #[derive(Debug, Clone, Default, PartialEq, Schema)]
    struct Board {
        /// Its length.
        length: i64,
    }

    #[test]
    fn what_is_removed_is_sent_as_its_kind_is_empty() {
        let full = Shelf {
            text: Some("t".into()),
            list: Some(vec!["l".into()]),
            set: Some([1].into_iter().collect()),
            map: Some(BTreeMap::from([("k".to_owned(), "v".to_owned())])),
            inner: Some(Board { length: 1 }),
            others: Some(vec![Board { length: 2 }]),
            number: Some(3),
            plain: Some("p".into()),
        };
        let change = Change { prior: full.clone(), plan: Shelf::default() };
        let expected = json!({
            "text": "", "list": [], "set": [], "map": {}, "inner": {}, "others": [], "number": null,
            "plain": null,
        });
        assert_eq!(Json::from(change.body()), expected);
        // What was never there is not removed, and what stays is not sent.
        let none = Change { prior: Shelf::default(), plan: Shelf::default() };
        assert_eq!(Json::from(none.body()), json!({}));
        let same = Change { prior: full.clone(), plan: full };
        assert_eq!(Json::from(same.body()), json!({}));
    }
}
