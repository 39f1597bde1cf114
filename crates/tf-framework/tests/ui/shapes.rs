//! Blocks, groups, flattened structs and parameters of another type.

use tf_framework::{Computed, Schema, Set};

/// A part.
#[derive(Default, Schema)]
struct Part {
    /// Its name.
    name: String,
}

/// A thing.
#[derive(Default, Schema)]
struct Thing {
    /// Of texts.
    #[attr(block)]
    names: Vec<String>,
    /// Of a number.
    #[attr(group)]
    size: i64,
    /// That may not be there.
    #[attr(group)]
    maybe: Option<Part>,
    /// Of many.
    #[attr(group)]
    many: Vec<Part>,
    /// Of the provider.
    #[attr(block)]
    computed: Computed<Vec<Part>>,
    /// One or the other.
    #[attr(block, group)]
    both: Part,
    /// One argument.
    #[attr(variadic)]
    one: String,
    /// Arguments in no order.
    #[attr(variadic)]
    unordered: Option<Set<String>>,
    /// Documentation of nobody.
    #[attr(describes)]
    part: Part,
    #[attr(flatten, optional, keep, describes)]
    inner: Part,
}

fn main() {}
