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
        let names: Vec<_> = keys.iter().map(|key| key.name).collect();
        let form = if names.is_empty() {
            format!("{} cannot be imported by ID.", resource.type_name())
        } else {
            format!(
                "`{id}` is not an import ID of {}, which has the form `{}`.",
                resource.type_name(),
                names.join(",")
            )
        };
        return Err(Diagnostic::error("Invalid import ID", form).into());
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
