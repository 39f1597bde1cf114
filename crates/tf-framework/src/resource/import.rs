//! The value that an import starts from: the keys and nothing else.

use super::ErasedResource;
use crate::{Attribute, Block, Diagnostic, Diagnostics, Provider, plan};
use std::collections::BTreeMap;
use tf_protocol::{AttributePath, Type, Value};

/// From an import ID.
///
/// # Errors
/// An ID that does not hold the keys.
pub(crate) fn by_id<P: Provider>(
    resource: &dyn ErasedResource<P>,
    id: &str,
) -> Result<Value, Diagnostics> {
    let block = resource.block();
    let keys: Vec<_> = block.keys().collect();
    let parts = resource.import_keys(id);
    if parts.len() != keys.len() || parts.iter().any(String::is_empty) {
        return Err(refused(resource, id).into());
    }
    let mut out = Diagnostics::default();
    let mut values = BTreeMap::new();
    for (key, part) in keys.into_iter().zip(parts) {
        match key_value(key, &part) {
            Ok(value) => {
                out.extend(wrong(key, &value, "Invalid import ID", "In the import ID"));
                values.insert(key.name.to_owned(), value);
            }
            Err(error) => out.push(error),
        }
    }
    if out.has_errors() { Err(out) } else { Ok(with(block, values)) }
}

/// From an identity.
///
/// # Errors
/// An identity that lacks a key.
pub(crate) fn by_identity<P: Provider>(
    resource: &dyn ErasedResource<P>,
    identity: &Value,
) -> Result<Value, Diagnostics> {
    let mut out = Diagnostics::default();
    let mut values = BTreeMap::new();
    for attribute in resource.block().attributes.iter().filter(|a| a.key || a.identity) {
        let value = identity.attribute(attribute.name);
        if attribute.key && (value.is_null() || value.is_unknown()) {
            let detail = format!("The identity needs `{}`.", attribute.name);
            out.push(Diagnostic::error("Invalid identity", detail));
        } else if !value.is_null() {
            out.extend(wrong(attribute, value, "Invalid identity", "In the identity"));
        }
        values.insert(attribute.name.to_owned(), value.clone());
    }
    if out.has_errors() { Err(out) } else { Ok(with(resource.block(), values)) }
}

/// From what the resource found.
///
/// # Errors
/// An object without one of its keys.
pub(crate) fn by_object(block: &Block, found: &Value) -> Result<Value, Diagnostic> {
    let parts = block.attributes.iter().filter(|a| a.key || a.identity);
    let values: BTreeMap<_, _> =
        parts.map(|a| (a.name.to_owned(), found.attribute(a.name).clone())).collect();
    match block.keys().find(|key| !values.get(key.name).is_some_and(Value::is_wholly_known)) {
        Some(key) => Err(without(key)),
        None => Ok(with(block, values)),
    }
}

fn without(key: &Attribute) -> Diagnostic {
    let detail = format!("The object was found without its key `{}`.", key.name);
    Diagnostic::bug("Imported without a key", detail)
}

/// Keys with commas between them. A comma after a backslash is part of a key; the spaces around a key
/// are not.
pub(super) fn split(id: &str) -> Vec<String> {
    let mut keys = vec![String::new()];
    let mut letters = id.chars().peekable();
    while let Some(letter) = letters.next() {
        match (letter, keys.last_mut()) {
            (',', _) => keys.push(String::new()),
            ('\\', Some(key)) if letters.next_if_eq(&',').is_some() => key.push(','),
            (_, Some(key)) => key.push(letter),
            (_, None) => {}
        }
    }
    keys.into_iter().map(|key| key.trim().to_owned()).collect()
}

fn refused<P: Provider>(resource: &dyn ErasedResource<P>, id: &str) -> Diagnostic {
    let type_name = resource.type_name();
    let names: Vec<_> = resource.block().keys().map(|key| key.name).collect();
    let detail = match resource.import_id() {
        Some(what) => format!("`{id}` is not an import ID of {type_name}, which is {what}."),
        None if names.is_empty() => format!("{type_name} cannot be imported by ID."),
        None => {
            let form = names.join(",");
            format!("`{id}` is not an import ID of {type_name}, which has the form `{form}`.")
        }
    };
    Diagnostic::error("Invalid import ID", detail)
}

fn key_value(key: &Attribute, text: &str) -> Result<Value, Diagnostic> {
    let invalid = |wanted: &str| {
        let detail = format!("In the import ID, `{}`: `{text}` is not {wanted}.", key.name);
        Diagnostic::error("Invalid import ID", detail)
    };
    match key.ty() {
        Type::Number => text.parse().map(Value::Number).map_err(|_| invalid("a number")),
        Type::Bool => text.parse().map(Value::Bool).map_err(|_| invalid("`true` or `false`")),
        _ => Ok(Value::from(text)),
    }
}

/// What the rules of the attribute say, in the words of an import.
fn wrong(
    attribute: &Attribute,
    value: &Value,
    summary: &'static str,
    place: &'static str,
) -> impl Iterator<Item = Diagnostic> {
    let mut found = Diagnostics::default();
    plan::validate::value(attribute, value, &AttributePath::default(), &mut found);
    let name = attribute.name;
    found.into_iter().map(move |diagnostic| {
        let detail = format!("{place}, `{name}`: {}", diagnostic.detail);
        Diagnostic { summary: summary.to_owned(), detail, ..diagnostic }
    })
}

fn with(block: &Block, values: BTreeMap<String, Value>) -> Value {
    block.complete(Value::Object(values))
}

#[cfg(test)]
mod tests {
    use super::split;

    #[test]
    fn commas_part_keys_unless_they_are_escaped() {
        assert_eq!(split("a, b"), ["a", "b"]);
        assert_eq!(split(r"a\,b,c\d"), ["a,b", r"c\d"]);
        assert_eq!(split(""), [""]);
        assert_eq!(split(r"a\"), [r"a\"]);
    }
}
