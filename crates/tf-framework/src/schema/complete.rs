//! From what a resource knows to what state may hold.

use super::{Attribute, Block, Kind};
use tf_protocol::{Value, schema::Nesting};

impl Block {
    /// This value as state may hold it: nothing unknown, nothing write-only, no attribute missing,
    /// and a list, set or map of blocks empty rather than null. A null stays null.
    #[must_use]
    pub fn complete(&self, value: Value) -> Value {
        let Value::Object(mut members) = value else {
            return if value.is_unknown() { Value::Null } else { value };
        };
        let mut complete = std::collections::BTreeMap::new();
        for attribute in &self.attributes {
            let (name, value) = members
                .remove_entry(attribute.name)
                .unwrap_or_else(|| (attribute.name.to_owned(), Value::Null));
            complete.insert(name, attribute.complete(value));
        }
        Value::Object(complete)
    }
}

impl Attribute {
    fn complete(&self, value: Value) -> Value {
        if self.write_only {
            return Value::Null;
        }
        let Some((nesting, block)) = self.kind.nested() else { return settle(value) };
        match (nesting, value) {
            (Nesting::Single | Nesting::Group, value @ Value::Object(_)) => block.complete(value),
            (_, Value::List(elements)) => {
                Value::List(elements.into_iter().map(|element| block.complete(element)).collect())
            }
            (_, Value::Set(elements)) => {
                Value::set(elements.into_iter().map(|element| block.complete(element)))
            }
            (_, Value::Map(members)) => Value::Map(
                members.into_iter().map(|(key, member)| (key, block.complete(member))).collect(),
            ),
            // Null, or unknown, which the server did not tell of either.
            _ => self.nothing(),
        }
    }

    /// What stands for "not there": null, and for blocks what their nesting has instead.
    fn nothing(&self) -> Value {
        match &self.kind {
            Kind::Block(Nesting::List, _) => Value::List(Vec::new()),
            Kind::Block(Nesting::Set, _) => Value::Set(Vec::new()),
            Kind::Block(Nesting::Map, _) => Value::Map(std::collections::BTreeMap::new()),
            Kind::Block(Nesting::Group, block) => {
                block.complete(Value::object([] as [(&str, Value); 0]))
            }
            _ => Value::Null,
        }
    }
}

/// What the server did not tell is null.
fn settle(value: Value) -> Value {
    match value {
        Value::Unknown | Value::Refined(_) => Value::Null,
        Value::List(elements) => Value::List(elements.into_iter().map(settle).collect()),
        Value::Set(elements) => Value::set(elements.into_iter().map(settle)),
        Value::Map(members) => {
            Value::Map(members.into_iter().map(|(k, v)| (k, settle(v))).collect())
        }
        Value::Object(members) => {
            Value::Object(members.into_iter().map(|(k, v)| (k, settle(v))).collect())
        }
        Value::Dynamic(inner) => {
            let (ty, value) = *inner;
            Value::Dynamic(Box::new((ty, settle(value))))
        }
        known => known,
    }
}
