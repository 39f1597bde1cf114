//! Words that are none, or have no value, or are there twice; documentation that is missing.

use tf_framework::{Computed, Schema};

#[derive(Default, Schema)]
#[schema(chekc = rule, api = by_hand, deprecated, deprecated = "Use another.")]
struct Thing {
    #[attr(kye)]
    id: String,
    #[attr(api = "other", api = "another")]
    undocumented: String,
    /// Required, in words.
    #[attr(required)]
    name: Option<String>,
    /// One mistake after the other.
    #[attr(defualt = "a", range, key = true, keep = also_nul, unknown(1, 2), length = 3)]
    size: Computed<String>,
    /// Values that are none.
    #[attr(clear, replace = never, pattern = "[a-z]+", pattern("[a-z]+"), conflicts = "id")]
    note: Option<String>,
    /// More than a value.
    #[attr(deprecated = "Use" "another.", api = 1)]
    more: String,
}

/// A choice.
#[derive(Default, Schema)]
enum Choice {
    #[default]
    One,
}

/// A pair.
#[derive(Default, Schema)]
struct Pair(String, String);

fn main() {}
