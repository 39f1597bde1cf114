//! Attributes and blocks of every kind, in every nesting.

use super::stored::{Plain, Stored};
use std::collections::BTreeMap;
use tf_framework::{Computed, Dynamic, Number, Object, Schema, Sensitive, Set};

/// An attribute and a block of every kind.
#[derive(Debug, Clone, Default, PartialEq, Schema)]
pub(crate) struct Everything {
    /// A bool.
    bool: Option<bool>,
    /// A whole number.
    int64: Option<i64>,
    /// A small whole number.
    int32: Option<i32>,
    /// A float.
    float64: Option<f64>,
    /// A number to its last digit.
    number: Option<Number>,
    /// A string.
    string: Option<String>,
    /// A secret.
    sensitive: Option<Sensitive<String>>,
    /// A value of any type.
    dynamic: Option<Dynamic>,
    /// A list.
    list: Option<Vec<String>>,
    /// A set.
    set: Option<Set<i64>>,
    /// A map.
    map: Option<BTreeMap<String, bool>>,
    /// A list of lists of maps.
    deep: Option<Vec<Vec<BTreeMap<String, String>>>>,
    /// An object.
    object: Option<Object<Point>>,
    /// A tuple.
    tuple: Option<(String, bool)>,
    /// One nested object.
    single: Option<Part>,
    /// Nested objects in order.
    listed: Option<Vec<Part>>,
    /// Nested objects without order.
    grouped: Option<Set<Part>>,
    /// Nested objects by key.
    named: Option<BTreeMap<String, Part>>,
    /// A block.
    #[attr(block)]
    one: Option<Part>,
    /// Blocks in order.
    #[attr(block)]
    many: Vec<Outer>,
    /// Blocks without order.
    #[attr(block)]
    any: Set<Part>,
}

/// A point.
#[derive(Debug, Clone, Default, PartialEq, Schema)]
pub(crate) struct Point {
    /// From left to right.
    x: f64,
    /// From bottom to top.
    y: Option<Number>,
}

/// A part.
#[derive(Debug, Clone, Default, PartialEq, Schema)]
pub(crate) struct Part {
    /// Its name.
    name: String,
    /// How many.
    #[attr(default = 1)]
    count: i64,
    /// A note.
    note: Option<String>,
}

/// A block with blocks inside.
#[derive(Debug, Clone, Default, PartialEq, Schema)]
pub(crate) struct Outer {
    /// Its name.
    name: String,
    /// Parts inside.
    #[attr(block)]
    inner: Vec<Part>,
    /// A nested object inside.
    about: Option<Point>,
}

impl Plain for Everything {
    const TYPE_NAME: &'static str = "corner_everything";
    const KIND: &'static str = "everything";
}

/// All types as the cloud's: what nobody configures is made up on create.
#[derive(Debug, Clone, Default, PartialEq, Schema)]
pub(crate) struct Reflection {
    /// Its name.
    name: String,
    /// A bool.
    #[attr(optional, keep)]
    bool: Computed<bool>,
    /// A number.
    #[attr(optional, keep)]
    number: Computed<Number>,
    /// A list.
    #[attr(optional, keep)]
    list: Computed<Vec<String>>,
    /// A map.
    #[attr(optional, keep)]
    map: Computed<BTreeMap<String, i64>>,
    /// A nested object.
    #[attr(optional, keep)]
    single: Computed<Part>,
    /// A value of any type.
    #[attr(optional, keep)]
    dynamic: Computed<Dynamic>,
}

impl Plain for Reflection {
    const TYPE_NAME: &'static str = "corner_reflection";
    const KIND: &'static str = "reflection";
}

/// All of them.
pub(crate) type StoredEverything = Stored<Everything>;
/// All of them, the cloud's.
pub(crate) type StoredReflection = Stored<Reflection>;
