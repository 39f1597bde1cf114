//! Names that no attribute has, and relations between fewer than two.

use tf_framework::Schema;

/// A thing.
#[derive(Default, Schema)]
#[schema(exactly_one_of = ["name", "nmae"], at_least_one_of = ["name"])]
#[schema(at_most_one_of = [], together = ["name", "name"])]
struct Thing {
    /// Its name.
    #[attr(conflicts = ["slgu"], requires = [])]
    name: Option<String>,
    /// Its slug.
    #[attr(conflicts = ["name", "slug"], prefer = "slug_ow")]
    slug: Option<String>,
    /// Its type.
    #[attr(requires = ["r#type", "name", "name"])]
    r#type: Option<String>,
}

fn main() {}
