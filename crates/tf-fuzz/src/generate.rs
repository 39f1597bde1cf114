//! Types and values, decided on by bytes.

use crate::Source;
use serde_json::{Value as Json, json};
use tf_protocol::{Number, Type, Value};

/// Which values are made.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Taste {
    /// Known, with small whole numbers: what an API may hold.
    Tame,
    /// Known.
    Known,
    /// Some may be unknown.
    Any,
}

/// How deep a type nests.
const DEPTH: usize = 5;

const NAMES: &[&str] = &["b", "c", "type", "value", "", "\u{0}", "\u{e9}"];
const TEXTS: &[&str] = &[
    "a",
    "1",
    "-1",
    "true",
    "null",
    "\u{0}",
    "\u{1f600}",
    "1.5s",
    "-1h",
    "9223372036854775807h",
    "10.0.0.0/8",
    "::/129",
    "[1,{\"a\":1e999999999}]",
    "2026-11-23T17:00:00Z",
    "-----BEGIN A-----\nA\n-----END A-----",
    "https://a:b@[::1]:99999/",
];
const NUMBERS: &[&str] = &[
    "1",
    "-1",
    "255",
    "0.1",
    "-0.5",
    "1.50",
    "9223372036854775807",
    "9223372036854775808",
    "-9223372036854775808",
    "-9223372036854775809",
    "18446744073709551616",
    "1e400",
    "-1e-400",
    "1e4000",
    "3.14159265358979323846264338327950288",
    "5e-324",
    "1.7976931348623157e308",
];

/// A type.
#[must_use]
pub fn ty(source: &mut Source<'_>) -> Type {
    ty_below(source, DEPTH)
}

fn ty_below(source: &mut Source<'_>, depth: usize) -> Type {
    let kinds = if depth == 0 { 4 } else { 9 };
    let inner = |source: &mut Source<'_>| ty_below(source, depth.saturating_sub(1));
    match source.below(kinds) {
        0 => Type::String,
        1 => Type::Number,
        2 => Type::Bool,
        3 => Type::Dynamic,
        4 => Type::list(inner(source)),
        5 => Type::set(inner(source)),
        6 => Type::map(inner(source)),
        7 => Type::Tuple((0..source.below(4)).map(|_| inner(source)).collect()),
        _ => {
            let count = source.below(4);
            let attributes = (0..count).map(|_| (name(source), inner(source))).collect();
            let optional = (0..source.below(2)).map(|_| name(source)).collect();
            Type::Object { attributes, optional }
        }
    }
}

fn name(source: &mut Source<'_>) -> String {
    if source.below(8) == 7 { source.text() } else { source.pick("a", NAMES).to_owned() }
}

/// A value of type `ty`.
#[must_use]
pub fn value(ty: &Type, source: &mut Source<'_>, taste: Taste) -> Value {
    value_below(ty, source, taste, DEPTH)
}

fn value_below(ty: &Type, source: &mut Source<'_>, taste: Taste, depth: usize) -> Value {
    match source.below(12) {
        10 => return Value::Null,
        11 if taste == Taste::Any => return Value::Unknown,
        _ => {}
    }
    let some = |ty: &Type, source: &mut Source<'_>| -> Vec<Value> {
        (0..source.below(5)).map(|_| value_below(ty, source, taste, depth)).collect()
    };
    match ty {
        Type::Bool => Value::Bool(source.flag()),
        Type::Number => Value::Number(number(source, taste)),
        Type::String => Value::String(text(source)),
        Type::Dynamic => {
            let Some(depth) = depth.checked_sub(1) else { return Value::Null };
            let ty = ty_below(source, depth);
            let inner = value_below(&ty, source, taste, depth);
            Value::Dynamic(Box::new((ty, inner)))
        }
        Type::List(element) => Value::List(some(element, source)),
        Type::Set(element) => Value::set(some(element, source)),
        Type::Map(element) => {
            let members = some(element, source);
            Value::Map(members.into_iter().map(|member| (name(source), member)).collect())
        }
        Type::Tuple(types) => {
            Value::List(types.iter().map(|ty| value_below(ty, source, taste, depth)).collect())
        }
        Type::Object { attributes, .. } => Value::object(
            attributes
                .iter()
                .map(|(name, ty)| (name.as_str(), value_below(ty, source, taste, depth))),
        ),
    }
}

fn number(source: &mut Source<'_>, taste: Taste) -> Number {
    if taste == Taste::Tame {
        return i64::from(source.byte() % 11).into();
    }
    match source.below(3) {
        0 => source.number().into(),
        1 => source.pick("0", NUMBERS).parse().unwrap_or_else(|_| 0_i64.into()),
        _ => {
            let float = f64::from_bits(source.number().cast_unsigned());
            float.to_string().parse().unwrap_or_else(|_| 0_i64.into())
        }
    }
}

fn text(source: &mut Source<'_>) -> String {
    if source.flag() { source.text() } else { source.pick("", TEXTS).to_owned() }
}

/// The JSON in which state holds a value without taste.
#[must_use]
pub fn json(value: &Value) -> Json {
    match value {
        Value::Null | Value::Unknown | Value::Refined(_) => Json::Null,
        Value::Bool(inner) => json!(inner),
        Value::Number(number) => serde_json::from_str(&number.to_text()).unwrap_or_default(),
        Value::String(text) => json!(text),
        Value::List(items) | Value::Set(items) => items.iter().map(json).collect(),
        Value::Map(members) | Value::Object(members) => {
            members.iter().map(|(name, member)| (name.clone(), json(member))).collect()
        }
        Value::Dynamic(inner) => json!({ "type": inner.0.to_json(), "value": json(&inner.1) }),
    }
}
