//! Types that are no attribute's, and values of another type: said once, on the token.

use tf_framework::Schema;

/// Not derived.
#[derive(Default)]
struct Plain;

const HALF: f64 = 0.5;

/// A thing.
#[derive(Default, Schema)]
struct Thing {
    /// No attribute type.
    plain: Plain,
    /// Inside of another.
    nested: Option<Vec<Plain>>,
    /// Not flat.
    #[attr(flatten)]
    flat: Plain,
    /// A text as a bound.
    #[attr(range = 0..="ten")]
    count: i64,
    /// A binary float as a bound.
    #[attr(range = HALF..)]
    ratio: i64,
    /// A number for a text.
    #[attr(default = 5)]
    text: String,
    /// A text for a list.
    #[attr(default = "a")]
    list: Vec<String>,
}

/// Without `Default`.
#[derive(Schema)]
struct Undefaulted {
    /// Its name.
    name: String,
}

fn main() {}
