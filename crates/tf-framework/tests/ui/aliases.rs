//! What the name of a type does not tell, the compiler is left to find.

use tf_framework::{Computed, Schema};

type Id = Computed<String>;
type Maybe = Option<String>;

/// A part.
#[derive(Default, Schema)]
struct Part {
    /// Its name.
    name: String,
}

/// A thing.
#[derive(Default, Schema)]
struct Thing {
    /// Fine.
    #[attr(key, keep)]
    id: Id,
    /// Fine, too.
    #[attr(clear = empty)]
    maybe: Maybe,
    /// Never unknown.
    #[attr(optional)]
    part: Part,
}

fn main() {
    let _ = Thing::block();
}
