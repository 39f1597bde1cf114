//! What can be said of a configuration before anything is known of the world.

use crate::{Attribute, Block, Checked, Diagnostic, Diagnostics, Kind, Stage};
use tf_protocol::{AttributePath, Value, schema::Nesting};

/// Everything that is wrong with a configuration. Unknowns are passed over.
pub fn config(block: &Block, config: &Value, out: &mut Diagnostics) {
    inside(block, config, &AttributePath::default(), out);
}

fn inside(block: &Block, values: &Value, path: &AttributePath, out: &mut Diagnostics) {
    for attribute in &block.attributes {
        let here = path.attribute(attribute.name);
        let configured = values.attribute(attribute.name);
        if configured.is_null() || configured.is_unknown() {
            continue;
        }
        if let Some(instead) = attribute.deprecation {
            out.push(Diagnostic::warning("Deprecated attribute", instead).at(here.clone()));
        }
        value(attribute, configured, &here, out);
        if let Kind::Nested(nesting, inner) = &attribute.kind {
            nested(*nesting, inner, configured, &here, out);
        }
    }
    for check in &block.checks {
        check(&Checked::new(Stage::Config, values, values, path), out);
    }
}

fn nested(
    nesting: Nesting,
    inner: &Block,
    value: &Value,
    path: &AttributePath,
    out: &mut Diagnostics,
) {
    match (nesting, value) {
        (Nesting::Single | Nesting::Group, value) => inside(inner, value, path, out),
        (_, Value::List(elements)) => {
            for (index, element) in elements.iter().enumerate() {
                inside(inner, element, &path.index(index), out);
            }
        }
        (_, Value::Set(elements)) => {
            for element in elements {
                inside_set(inner, element, path, out);
            }
        }
        (_, Value::Map(elements)) => {
            for (key, element) in elements {
                inside(inner, element, &path.key(key.as_str()), out);
            }
        }
        _ => {}
    }
}

/// Elements of a set have no address, so what is wrong inside is said of the set.
fn inside_set(inner: &Block, element: &Value, path: &AttributePath, out: &mut Diagnostics) {
    let mut found = Diagnostics::default();
    inside(inner, element, &AttributePath::default(), &mut found);
    out.extend(found.into_iter().map(|diagnostic| {
        let within =
            diagnostic.path.as_ref().map(|path| format!("In `{path}`: ")).unwrap_or_default();
        let detail = format!("{within}{}", diagnostic.detail);
        Diagnostic { detail, ..diagnostic }.at(path.clone())
    }));
}

/// What is wrong with one configured value: its type's rule, its range, its length.
pub fn value(attribute: &Attribute, value: &Value, path: &AttributePath, out: &mut Diagnostics) {
    (attribute.validate)(value, path, out);
    if let Some((least, most)) = attribute.range
        && let Some(number) = value.as_i64()
        && !(least..=most).contains(&number)
    {
        let limits = match most {
            i64::MAX => format!("at least {least}"),
            _ => format!("between {least} and {most}"),
        };
        let detail = format!("The value must be {limits}, got {number}.");
        out.push(Diagnostic::error("Value out of range", detail).at(path.clone()));
    }
    if let Some((least, most)) = attribute.length
        && let Some((length, unit)) = length(value)
        && !(least..=most).contains(&length)
    {
        let limits = match (least, most) {
            (least, usize::MAX) => format!("at least {least}"),
            (0, most) => format!("at most {most}"),
            (least, most) => format!("between {least} and {most}"),
        };
        let detail = format!("The value must have {limits} {unit}, got {length}.");
        out.push(Diagnostic::error("Length out of range", detail).at(path.clone()));
    }
}

fn length(value: &Value) -> Option<(usize, &'static str)> {
    match value {
        Value::String(text) => Some((text.chars().count(), "characters")),
        Value::List(elements) | Value::Set(elements) => Some((elements.len(), "elements")),
        Value::Map(members) => Some((members.len(), "elements")),
        _ => None,
    }
}
