//! JSON documents.

use super::{Parse, TextType};
use serde_json::Value;
use tf_protocol::Number;

/// A JSON document: blanks, the order of members and the spelling of numbers make no difference.
pub struct Json;

impl TextType for Json {
    const INVALID: &'static str = "Invalid JSON";

    fn check(text: &str) -> Result<(), String> {
        match serde_json::from_str::<Value>(text) {
            Ok(_) => Ok(()),
            Err(why) => {
                Err(format!("The text is not JSON: {why}. `jsonencode` makes JSON of a value."))
            }
        }
    }

    fn same(one: &str, other: &str) -> bool {
        match (Self::parse(one), Self::parse(other)) {
            (Some(one), Some(other)) => same(&one, &other),
            _ => false,
        }
    }
}

impl Parse for Json {
    type Value = Value;

    fn parse(text: &str) -> Option<Value> {
        serde_json::from_str(text).ok()
    }
}

fn same(one: &Value, other: &Value) -> bool {
    match (one, other) {
        (Value::Number(one), Value::Number(other)) => {
            let exact = |number: &serde_json::Number| number.to_string().parse::<Number>().ok();
            one == other || exact(one).is_some_and(|one| exact(other) == Some(one))
        }
        (Value::Array(one), Value::Array(other)) => {
            one.len() == other.len() && one.iter().zip(other).all(|(one, other)| same(one, other))
        }
        (Value::Object(one), Value::Object(other)) => {
            one.len() == other.len()
                && one
                    .iter()
                    .all(|(name, one)| other.get(name).is_some_and(|other| same(one, other)))
        }
        (one, other) => one == other,
    }
}
