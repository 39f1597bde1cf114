use tf_framework::{Computed, Schema};

#[derive(Default, Schema)]
struct Thing {
    #[attr(kye)]
    id: String,
    undocumented: String,
    /// Its size.
    #[attr(optional)]
    size: Option<i64>,
    /// Its colour.
    #[attr(default = "blue")]
    colour: Computed<String>,
    /// Its place.
    #[attr(key)]
    place: Option<String>,
    /// Its note.
    #[attr(describes)]
    note: String,
}

fn main() {
    let _ = Thing::block();
}
