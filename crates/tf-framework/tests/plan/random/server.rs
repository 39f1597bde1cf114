//! A server that carries out plans: it decides what is unknown, stores the rest, and tells of both in
//! its own spelling.

use super::block::any_case;
use std::ptr::fn_addr_eq;
use tf_framework::{Attribute, Block, Kind, Nesting, Type, Value, schema::Equivalent};

/// What it tells of a plan that it carried out. What it decides, it decides once.
pub(super) fn carried_out(block: &Block, planned: &Value, clock: &mut i64) -> Value {
    respelled(block, &object(block, planned, clock))
}

/// The same in its own spelling.
pub(super) fn respelled(block: &Block, value: &Value) -> Value {
    each(block, value, false, &mut |attribute, _, value| {
        let any_case: Equivalent = any_case;
        if fn_addr_eq(attribute.equivalent, any_case) { upper(value) } else { value.clone() }
    })
}

fn upper(value: &Value) -> Value {
    match value {
        Value::String(text) => text.to_uppercase().into(),
        Value::List(all) => Value::List(all.iter().map(upper).collect()),
        Value::Set(all) if all.len() < 2 => Value::set(all.iter().map(upper)),
        Value::Map(all) => Value::Map(all.iter().map(|(k, v)| (k.clone(), upper(v))).collect()),
        other => other.clone(),
    }
}

fn object(block: &Block, planned: &Value, clock: &mut i64) -> Value {
    each(block, planned, false, &mut |attribute, in_set, value| {
        if value.is_unknown() { decided(attribute, in_set, clock) } else { known(value, clock) }
    })
}

/// A value that may hold unknowns deep inside, as elements of a configured list.
fn known(value: &Value, clock: &mut i64) -> Value {
    match value {
        Value::List(all) => Value::List(all.iter().map(|v| known(v, clock)).collect()),
        Value::Unknown => of_type(&Type::String, clock),
        other => other.clone(),
    }
}

fn each(
    block: &Block,
    value: &Value,
    in_set: bool,
    leaf: &mut dyn FnMut(&Attribute, bool, &Value) -> Value,
) -> Value {
    let Value::Object(members) = value else { return value.clone() };
    Value::object(block.attributes.iter().map(|attribute| {
        let value = &members[attribute.name];
        let new = match (attribute.kind.nested(), value) {
            (Some((_, inner)), Value::Object(_)) => each(inner, value, in_set, leaf),
            (Some((_, inner)), Value::List(all)) => {
                Value::List(all.iter().map(|value| each(inner, value, in_set, leaf)).collect())
            }
            (Some((_, inner)), Value::Set(all)) => {
                let new = Value::set(all.iter().map(|value| each(inner, value, true, leaf)));
                // Two elements that are one to this server are a mistake that we do not make here.
                if new.elements().map(<[_]>::len) == Some(all.len()) { new } else { value.clone() }
            }
            (Some((_, inner)), Value::Map(all)) => Value::Map(
                all.iter()
                    .map(|(key, value)| (key.clone(), each(inner, value, in_set, leaf)))
                    .collect(),
            ),
            _ => leaf(attribute, in_set, value),
        };
        (attribute.name, new)
    }))
}

/// Something new each time; and sometimes nothing, though not where that would make two elements of a
/// set the same.
fn decided(attribute: &Attribute, in_set: bool, clock: &mut i64) -> Value {
    *clock += 1;
    if *clock % 4 == 0 && !in_set {
        return Value::Null;
    }
    let (nesting, inner) = match &attribute.kind {
        Kind::Type(ty) => return of_type(ty, clock),
        Kind::Nested(nesting, inner) | Kind::Block(nesting, inner) => (nesting, inner),
    };
    let one = Value::object(inner.attributes.iter().map(|attribute| {
        let value =
            if attribute.write_only { Value::Null } else { decided(attribute, in_set, clock) };
        let value = match &attribute.kind {
            Kind::Block(..) => unreachable!("a block inside what is computed"),
            _ => value,
        };
        (attribute.name, value)
    }));
    match nesting {
        Nesting::Single | Nesting::Group => one,
        Nesting::List => Value::List(vec![one]),
        Nesting::Set => Value::set([one]),
        Nesting::Map => Value::Map([("s".to_owned(), one)].into()),
    }
}

fn of_type(ty: &Type, clock: &mut i64) -> Value {
    *clock += 1;
    let text = || Value::from(format!("s{clock}"));
    match ty {
        Type::Bool => Value::Null,
        Type::Number => (1000 + *clock).into(),
        Type::List(_) => Value::List(vec![text()]),
        Type::Set(_) => Value::set([text()]),
        Type::Map(_) => Value::Map([("s".to_owned(), text())].into()),
        Type::Object { .. } => Value::object([("o", text())]),
        Type::Dynamic => Value::Dynamic(Box::new((Type::String, text()))),
        _ => text(),
    }
}
