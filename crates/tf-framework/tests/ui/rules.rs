//! Rules that the type cannot break, or that nothing can keep.

use std::collections::BTreeMap;
use tf_framework::{Computed, Schema, Sensitive, Set};

/// A thing.
#[derive(Default, Schema)]
struct Thing {
    /// How long a text is.
    #[attr(range = 1..=3)]
    name: Option<Sensitive<String>>,
    /// How long each text is.
    #[attr(range = 1..=3)]
    names: Vec<String>,
    /// How large a number is.
    #[attr(optional, length = 1..=3)]
    size: Computed<i64>,
    /// Numbers to choose from.
    #[attr(one_of = ["1", "2"], pattern("[0-9]+", "a number"))]
    number: i64,
    /// Yes or no.
    #[attr(one_of = ["yes", "no"])]
    flag: Option<bool>,
    /// From large to small.
    #[attr(range = 10..=-1.5)]
    reversed: i64,
    /// From long to short.
    #[attr(length = 3..=2)]
    short: String,
    /// Bounds that Rust has and Terraform does not.
    #[attr(range = 0..10, length = ..)]
    exclusive: Vec<i64>,
    /// A bound that no number has.
    #[attr(range = ..=1e999)]
    huge: i64,
    /// Nothing to choose from.
    #[attr(one_of = [])]
    nothing: String,
    /// One to choose from.
    #[attr(one_of = "a")]
    single: String,
    /// Nothing is there twice.
    #[attr(unique)]
    set: Set<String>,
    /// Not a list.
    #[attr(unique)]
    text: String,
    /// Numbers for a text.
    #[attr(one_of = [1, 2])]
    word: String,
    /// Nothing that is refused, and keys where there are none.
    #[attr(none_of = [], keys("[a-z]+", "lower case letters"))]
    keyed: String,
    /// Bytes of a number, from many to few.
    #[attr(bytes = 3..=2)]
    bytes: i64,
    /// Keys without what they mean.
    #[attr(keys("[a-z]+"))]
    meaning: BTreeMap<String, String>,
}

fn main() {}
