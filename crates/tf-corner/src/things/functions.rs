//! Functions: one for each thing that a parameter can be.

use std::collections::BTreeMap;
use tf_framework::{
    AttributeType, Computed, Dynamic, Function, FunctionError, Number, Object, Schema, Text,
    text::Duration,
};

/// Adds numbers, to the last digit.
#[derive(Debug, Clone, Default, PartialEq, Schema)]
pub(crate) struct Sum {
    /// The first number.
    first: Number,
    /// More numbers.
    #[attr(variadic)]
    more: Vec<Number>,
}

impl Function for Sum {
    const NAME: &'static str = "sum";
    type Output = Number;

    fn call(self) -> Result<Number, FunctionError> {
        Ok(self.more.iter().fold(self.first, |sum, number| sum + number.clone()))
    }
}

/// Joins what is there.
#[derive(Debug, Clone, Default, PartialEq, Schema)]
pub(crate) struct Join {
    /// What goes between; nothing when it is null.
    separator: Option<String>,
    /// The texts.
    #[attr(variadic, length = ..=3)]
    texts: Vec<String>,
}

impl Function for Join {
    const NAME: &'static str = "join";
    type Output = String;

    fn call(self) -> Result<String, FunctionError> {
        match self.texts.iter().position(|text| text == "!") {
            Some(index) => {
                Err(FunctionError::new("`!` cannot be joined.").at_further("texts", index))
            }
            None => Ok(self.texts.join(&self.separator.unwrap_or_default())),
        }
    }
}

/// How many seconds a duration has.
#[derive(Debug, Clone, Default, PartialEq, Schema)]
pub(crate) struct Seconds {
    /// The duration.
    duration: Text<Duration>,
}

impl Function for Seconds {
    const NAME: &'static str = "seconds";
    type Output = f64;

    fn call(self) -> Result<f64, FunctionError> {
        let duration = self.duration.parsed();
        duration
            .map(|duration| duration.as_secs_f64())
            .ok_or_else(|| FunctionError::new("That is no duration.").at("duration"))
    }
}

/// What a value is: its type, and whether it is known.
#[derive(Debug, Clone, Default, PartialEq, Schema)]
pub(crate) struct Describe {
    /// Any value, known or not.
    value: Computed<Dynamic>,
}

impl Function for Describe {
    const NAME: &'static str = "describe";
    type Output = String;

    fn call(self) -> Result<String, FunctionError> {
        Ok(match self.value.known() {
            Some(value) => value.ty().to_json().to_string(),
            None => "unknown".to_owned(),
        })
    }
}

/// Gives back all its arguments, in an object.
#[derive(Debug, Clone, Default, PartialEq, Schema)]
pub(crate) struct Echo {
    /// A bool.
    bool: bool,
    /// A whole number.
    int64: i64,
    /// A small whole number.
    int32: i32,
    /// A float.
    float64: f64,
    /// A list.
    list: Vec<String>,
    /// A set.
    set: tf_framework::Set<String>,
    /// A map.
    map: BTreeMap<String, i64>,
    /// An object.
    object: Object<Pair>,
    /// Any values.
    #[attr(variadic)]
    any: Vec<Dynamic>,
}

/// A pair.
#[derive(Debug, Clone, Default, PartialEq, Schema)]
pub(crate) struct Pair {
    /// A key.
    key: String,
    /// A value of any type, or none.
    value: Option<Dynamic>,
}

impl Function for Echo {
    const NAME: &'static str = "echo";
    type Output = Dynamic;

    fn call(self) -> Result<Dynamic, FunctionError> {
        let mut object = serde_json::Map::new();
        object.insert("bool".to_owned(), self.bool.into());
        object.insert("int64".to_owned(), self.int64.into());
        object.insert("int32".to_owned(), self.int32.into());
        object.extend(self.float64.to_json().map(|json| ("float64".to_owned(), json)));
        object.extend(self.list.to_json().map(|json| ("list".to_owned(), json)));
        object.extend(self.set.to_json().map(|json| ("set".to_owned(), json)));
        object.extend(self.map.to_json().map(|json| ("map".to_owned(), json)));
        object.extend(self.object.to_json().map(|json| ("object".to_owned(), json)));
        object.extend(self.any.to_json().map(|json| ("any".to_owned(), json)));
        Dynamic::from_json(&serde_json::Value::Object(object))
            .ok_or_else(|| FunctionError::new("This cannot be given back."))
    }
}
