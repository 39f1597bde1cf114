//! One of everything.

mod bucket;
mod data;
mod deed;
mod defaults;
mod everything;
mod functions;
mod heavy;
mod lease;
mod once;
mod parcel;
mod planned;
mod rules;
mod secret;
mod slow;
mod spelling;
mod stored;
mod user;

use crate::provider::Corner;
use tf_framework::Registry;

/// Everything on offer.
pub(crate) fn registry() -> Registry<Corner> {
    let registry = Registry::new();
    let registry =
        if heavy::size() > 0 { registry.data_source::<heavy::Heavy>() } else { registry };
    registry
        .resource::<bucket::Bucket>()
        .resource::<defaults::Numbered>()
        .resource::<everything::StoredEverything>()
        .resource::<everything::StoredReflection>()
        .resource::<once::Once>()
        .resource::<parcel::Parcel>()
        .resource::<planned::Planned>()
        .resource::<rules::StoredRules>()
        .resource::<secret::Secret>()
        .resource::<slow::Slow>()
        .resource::<spelling::Respelled>()
        .resource::<user::User>()
        .data_source::<data::UserData>()
        .lookup::<bucket::Bucket>()
        .ephemeral::<everything::Moment>()
        .ephemeral::<lease::Lease>()
        .function::<functions::Describe>()
        .function::<functions::Echo>()
        .function::<functions::Join>()
        .function::<functions::Seconds>()
        .function::<functions::Sum>()
        .list::<bucket::Bucket>()
        .list::<parcel::Parcel>()
        .action::<deed::Paint>()
}
