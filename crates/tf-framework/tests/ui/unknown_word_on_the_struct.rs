use tf_framework::Schema;

/// A thing.
#[derive(Default, Schema)]
#[schema(chekc = rule)]
struct Thing {
    /// Its name.
    name: String,
}

fn main() {}
