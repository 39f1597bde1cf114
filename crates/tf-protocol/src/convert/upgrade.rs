//! `UpgradeResourceState`.

use super::{diagnostics, sent};
use crate::{
    proto::tfplugin6::{RawState, upgrade_resource_state},
    rpc::{UpgradeRequest, UpgradeResponse},
};

pub(crate) fn request(from: upgrade_resource_state::Request) -> UpgradeRequest {
    UpgradeRequest {
        type_name: from.type_name,
        version: from.version,
        json: from.raw_state.map(|raw| raw.json).unwrap_or_default(),
    }
}

/// Whether the state is in the notation of Terraform before 0.12, which nobody here reads.
pub(crate) fn is_flatmap(raw: Option<&RawState>) -> bool {
    raw.is_some_and(|raw| raw.json.is_empty() && !raw.flatmap.is_empty())
}

pub(crate) fn response(from: UpgradeResponse) -> upgrade_resource_state::Response {
    upgrade_resource_state::Response {
        upgraded_state: sent(from.state),
        diagnostics: diagnostics(from.diagnostics),
    }
}
