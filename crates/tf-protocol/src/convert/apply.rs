//! `ApplyResourceChange`.

use super::{diagnostics, identity, received, sent};
use crate::{
    proto::tfplugin6::apply_resource_change,
    rpc::{ApplyRequest, ApplyResponse},
};

pub(crate) fn request(from: apply_resource_change::Request) -> ApplyRequest {
    ApplyRequest {
        type_name: from.type_name,
        prior: received(from.prior_state),
        planned: received(from.planned_state),
        config: received(from.config),
        private: from.planned_private,
        provider_meta: received(from.provider_meta),
        identity: identity::received(from.planned_identity),
    }
}

pub(crate) fn response(from: ApplyResponse) -> apply_resource_change::Response {
    apply_resource_change::Response {
        new_state: sent(from.state),
        private: from.private,
        diagnostics: diagnostics(from.diagnostics),
        legacy_type_system: false,
        new_identity: identity::sent(from.identity),
    }
}
