//! What the server says in words of its own, where state has others.

use serde_json::Value as Json;
use tf_framework::{JsonMap, Mode, Schema, Value, schema::Rule};

/// An answer without what only spells in another way that there is nothing: null, an empty text and an
/// empty list are one to the server, and stay what `known` has.
pub(crate) fn without_nothing(known: &impl Schema, mut answer: JsonMap) -> JsonMap {
    let values = known.to_value();
    for (name, member) in optional(known) {
        let nothing = match values.attribute(name) {
            Value::Null => true,
            value => value.elements().is_some_and(<[Value]>::is_empty),
        };
        if nothing && answer.get(member).is_some_and(is_nothing) {
            answer.remove(member);
        }
    }
    answer
}

/// An answer without the secrets that `known` does not store, because nobody set them or because they
/// are write-only.
pub(crate) fn without_secrets<S: Schema>(known: &S, mut answer: JsonMap) -> JsonMap {
    let values = known.to_value();
    for attribute in &S::block().attributes {
        let has_other_form = attribute.rules.iter().any(|rule| matches!(rule, Rule::Prefer(_)));
        let value = values.attribute(attribute.name);
        if let Some(member) = attribute.api
            && has_other_form
            && (value.is_null() || value.is_unknown())
        {
            answer.remove(member);
        }
    }
    answer
}

/// The attributes that nobody but the practitioner sets, with their members.
fn optional<S: Schema>(_: &S) -> impl Iterator<Item = (&'static str, &'static str)> {
    let attributes = S::block().attributes.into_iter();
    attributes
        .filter(|attribute| attribute.mode == Mode::Optional)
        .filter_map(|attribute| Some((attribute.name, attribute.api?)))
}

fn is_nothing(json: &Json) -> bool {
    match json {
        Json::Null => true,
        Json::String(text) => text.is_empty(),
        Json::Array(items) => items.is_empty(),
        _ => false,
    }
}
