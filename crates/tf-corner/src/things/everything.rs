//! Attributes and blocks of every kind, in every nesting.

use super::stored::{Plain, Stored};
use crate::provider::{Corner, Cx};
use std::collections::BTreeMap;
use tf_framework::{
    ApiObject, Computed, Diagnostic, Dynamic, Ephemeral, Number, Object, Opened, Schema, Sensitive,
    Set,
};

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
    object: Option<Object<Marked>>,
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
    /// A block that is always there.
    #[attr(group)]
    always: About,
}

/// A block that says nothing that must be said.
#[derive(Debug, Clone, Default, PartialEq, Schema)]
pub(crate) struct About {
    /// A remark.
    remark: Option<String>,
}

/// A point.
#[derive(Debug, Clone, Default, PartialEq, Schema)]
pub(crate) struct Point {
    /// From left to right.
    x: f64,
    /// From bottom to top.
    y: Option<Number>,
}

/// A point of which anything can be said.
#[derive(Debug, Clone, Default, PartialEq, Schema)]
pub(crate) struct Marked {
    /// From left to right.
    x: f64,
    /// From bottom to top.
    y: Option<Number>,
    /// Whatever else there is at that point.
    z: Option<Dynamic>,
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
    /// A whole number.
    #[attr(optional, keep)]
    int64: Computed<i64>,
    /// A float.
    #[attr(optional, keep)]
    float64: Computed<f64>,
    /// A number.
    #[attr(optional, keep)]
    number: Computed<Number>,
    /// A list.
    #[attr(optional, keep)]
    list: Computed<Vec<String>>,
    /// A set.
    #[attr(optional, keep)]
    set: Computed<Set<i64>>,
    /// A map.
    #[attr(optional, keep)]
    map: Computed<BTreeMap<String, i64>>,
    /// An object.
    #[attr(optional, keep)]
    object: Computed<Object<Marked>>,
    /// A tuple.
    #[attr(optional, keep)]
    tuple: Computed<(String, bool)>,
    /// A nested object.
    #[attr(optional, keep)]
    single: Computed<Part>,
    /// Nested objects in order.
    #[attr(optional, keep)]
    listed: Computed<Vec<Part>>,
    /// Nested objects by key.
    #[attr(optional, keep)]
    named: Computed<BTreeMap<String, Part>>,
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

/// All of them for a moment: opened, looked at, forgotten.
#[derive(Debug, Clone, Default, PartialEq, Schema)]
pub(crate) struct Moment {
    #[attr(flatten, describes)]
    everything: Everything,
    /// How many members it has that are set.
    members: Computed<i64>,
}

impl Ephemeral<Corner> for Moment {
    const TYPE_NAME: &'static str = "corner_everything";
    type Lease = ();

    /// Notes what it was opened with: nothing else would tell.
    async fn open(config: Self, cx: &Cx<'_>) -> Result<Opened<Self, ()>, Diagnostic> {
        let object = config.everything.to_api();
        let members = i64::try_from(object.len()).unwrap_or(i64::MAX);
        cx.api.note(&serde_json::Value::Object(object).to_string())?;
        let result = Self { members: Computed::Known(members), ..config };
        Ok(Opened { result, lease: (), renew_at: None })
    }
}
