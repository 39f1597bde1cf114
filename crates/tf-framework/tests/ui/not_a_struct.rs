use tf_framework::Schema;

/// A thing.
#[derive(Default, Schema)]
enum Thing {
    #[default]
    One,
}

fn main() {}
