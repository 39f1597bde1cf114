//! Every rule that a configuration can break.

use super::stored::{Plain, Stored};
use std::collections::BTreeMap;
use tf_framework::{
    Checked, Diagnostics, Known, Schema, Sensitive, Set, Stage, Text, text::Duration,
};

/// A configuration with rules.
#[derive(Debug, Clone, Default, PartialEq, Schema)]
#[schema(check = ends_in_time)]
#[schema(exactly_one_of = ["one", "other"], at_most_one_of = ["first", "second"])]
#[schema(together = ["user", "password"])]
pub(crate) struct Rules {
    /// One of two.
    one: Option<String>,
    /// The other of two.
    other: Option<String>,
    /// Not with the second.
    first: Option<bool>,
    /// Not with the first.
    second: Option<bool>,
    /// With the password.
    user: Option<String>,
    /// With the user.
    #[attr(pattern("[a-z0-9]{4,}", "at least four lower case letters and digits"))]
    password: Option<Sensitive<String>>,
    /// A colour.
    #[attr(one_of = ["red", "green", "blue"])]
    colour: Option<String>,
    /// A slug.
    #[attr(pattern("[a-z0-9-]+", "lower case letters, digits and hyphens"), length = ..=10)]
    slug: Option<String>,
    /// A ratio.
    #[attr(range = 0.0..=0.5)]
    ratio: Option<f64>,
    /// Ports.
    #[attr(range = 1..=65535, length = 1..=3, unique)]
    ports: Option<Vec<i64>>,
    /// Names.
    #[attr(length = 1..)]
    names: Option<Set<String>>,
    /// Colours by name.
    #[attr(one_of = ["red", "green", "blue"])]
    colours: Option<BTreeMap<String, String>>,
    /// How long.
    duration: Option<Text<Duration>>,
    /// When it begins.
    begin: Option<i64>,
    /// When it ends.
    #[attr(requires = ["begin"])]
    end: Option<i64>,
    /// When everything ends.
    #[attr(default = 100)]
    limit: i64,
    /// The old name of `slug`.
    #[attr(deprecated = "Use `slug` instead.")]
    label: Option<String>,
    /// Doors, at least one.
    #[attr(block, length = 1..)]
    door: Vec<Door>,
}

/// A door.
#[derive(Debug, Clone, Default, PartialEq, Schema)]
#[schema(at_least_one_of = ["key", "code"])]
pub(crate) struct Door {
    /// Its key.
    key: Option<String>,
    /// Its code.
    #[attr(range = 1000..=9999)]
    code: Option<i64>,
}

fn ends_in_time(rules: &Checked<'_>, out: &mut Diagnostics) {
    if let (Known::Is(begin), Known::Is(end)) = (rules.integer("begin"), rules.integer("end"))
        && end < begin
        && rules.stage != Stage::Update
    {
        rules.refuse(out, "end", "Ends before it begins", format!("{end} is before {begin}."));
    }
    if let (Known::Is(end), Known::Is(limit)) = (rules.integer("end"), rules.integer("limit"))
        && end > limit
    {
        rules.refuse(out, "end", "Ends too late", format!("{end} is after {limit}."));
    }
}

impl Plain for Rules {
    const TYPE_NAME: &'static str = "corner_rules";
    const KIND: &'static str = "rules";
}

/// Stored as it is.
pub(crate) type StoredRules = Stored<Rules>;
