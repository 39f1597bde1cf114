//! What does not go together with the mode that the type says.

use tf_framework::{Computed, Schema, Sensitive};

#[derive(Default)]
struct WriteOnly<T>(T);

/// A thing.
#[derive(Default, Schema)]
struct Thing {
    /// Optional twice.
    #[attr(optional)]
    size: Option<i64>,
    /// A default of what is not known.
    #[attr(default = "blue")]
    colour: Computed<String>,
    /// A default of what may not be there.
    #[attr(default = 1)]
    weight: Option<Sensitive<i64>>,
    /// Kept, and never unknown.
    #[attr(keep)]
    place: String,
    /// Kept, with a default.
    #[attr(keep = also_null, default = 1)]
    width: i64,
    /// A key that may not be there.
    #[attr(key)]
    slug: Option<String>,
    /// A secret key.
    #[attr(key)]
    token: Sensitive<String>,
    /// Cleared, and always there.
    #[attr(clear = empty)]
    tags: Vec<String>,
    /// The version of what Terraform sees itself.
    #[attr(version = "size")]
    password: Option<Sensitive<String>>,
    /// Stored as a default.
    #[attr(default = "a")]
    first_wo: WriteOnly<String>,
    /// Stored to be kept.
    #[attr(keep, version = "size")]
    second_wo: Option<WriteOnly<String>>,
    /// From the provider.
    third_wo: WriteOnly<Computed<String>>,
    /// One or the other.
    #[attr(replace, replace_if = grows, api = "x", local)]
    either: String,
}

fn main() {}
