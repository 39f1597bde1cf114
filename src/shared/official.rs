//! What the official provider left behind.

use crate::Infisical;
use tf_framework::{Move, Resource, Source};

/// From the official provider's resource of the same name, whose state is the same: for those who have
/// this provider under another address.
pub(crate) fn moves<R: Resource<Infisical>>() -> Vec<Move<R>> {
    vec![Move::from("infisical/infisical", R::TYPE_NAME, Source::read)]
}
