//! `MoveResourceState`.

use super::{diagnostics, identity, sent};
use crate::{
    proto::tfplugin6::move_resource_state,
    rpc::{MoveRequest, MoveResponse},
};

pub(crate) fn request(from: move_resource_state::Request) -> MoveRequest {
    MoveRequest {
        source_provider: from.source_provider_address,
        source_type: from.source_type_name,
        source_version: from.source_schema_version,
        json: from.source_state.map(|raw| raw.json).unwrap_or_default(),
        source_private: from.source_private,
        source_identity_json: from.source_identity.map(|raw| raw.json).unwrap_or_default(),
        source_identity_version: from.source_identity_schema_version,
        target_type: from.target_type_name,
    }
}

pub(crate) fn response(from: MoveResponse) -> move_resource_state::Response {
    move_resource_state::Response {
        target_state: sent(from.state),
        diagnostics: diagnostics(from.diagnostics),
        target_private: from.private,
        target_identity: identity::sent(from.identity),
    }
}
