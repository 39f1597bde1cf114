//! Whether an attribute is set.

use crate::{Attribute, Kind, plan::lookup};
use tf_protocol::{Value, schema::Nesting};

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum IsSet {
    No,
    /// It may turn out either way.
    Maybe,
    Yes,
}

pub(super) fn is_set(attribute: &Attribute, value: &Value) -> IsSet {
    match &attribute.kind {
        Kind::Block(Nesting::Single, _) | Kind::Type(_) | Kind::Nested(..) => one(value),
        // Without a block there is an object all the same.
        Kind::Block(Nesting::Group, inner) => inner
            .attributes
            .iter()
            .map(|attribute| is_set(attribute, lookup::child(value, attribute.name)))
            .fold(IsSet::No, |all, one| match (all, one) {
                (IsSet::Yes, _) | (_, IsSet::Yes) => IsSet::Yes,
                (IsSet::Maybe, _) | (_, IsSet::Maybe) => IsSet::Maybe,
                _ => IsSet::No,
            }),
        Kind::Block(..) => some(value),
    }
}

fn one(value: &Value) -> IsSet {
    if value.is_never_null() {
        IsSet::Yes
    } else if value.is_null() {
        IsSet::No
    } else {
        IsSet::Maybe
    }
}

/// Blocks are never null; none is an empty collection.
fn some(value: &Value) -> IsSet {
    match value {
        Value::List(elements) | Value::Set(elements) if elements.is_empty() => IsSet::No,
        Value::Map(members) if members.is_empty() => IsSet::No,
        Value::Refined(refinement) if refinement.min_length.is_some_and(|least| least > 0) => {
            IsSet::Yes
        }
        Value::Null => IsSet::No,
        value if lookup::is_there(value) => IsSet::Yes,
        _ => IsSet::Maybe,
    }
}
