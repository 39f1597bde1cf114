use tf_framework::Schema;

/// A thing.
#[derive(Default, Schema)]
struct Thing {
    /// How many.
    #[attr(range = 0..="ten")]
    count: i64,
}

fn main() {}
