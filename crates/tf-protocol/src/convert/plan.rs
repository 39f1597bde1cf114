//! `PlanResourceChange`.

use super::{deferral, diagnostics, identity, path, received, sent};
use crate::{
    proto::tfplugin6::plan_resource_change,
    rpc::{PlanRequest, PlanResponse},
};

pub(crate) fn request(from: plan_resource_change::Request) -> PlanRequest {
    PlanRequest {
        type_name: from.type_name,
        prior: received(from.prior_state),
        proposed: received(from.proposed_new_state),
        config: received(from.config),
        prior_private: from.prior_private,
        provider_meta: received(from.provider_meta),
        identity: identity::received(from.prior_identity),
        deferral_allowed: deferral::allowed(from.client_capabilities),
    }
}

pub(crate) fn response(from: PlanResponse) -> plan_resource_change::Response {
    plan_resource_change::Response {
        planned_state: sent(from.planned),
        requires_replace: from.requires_replace.iter().map(path::sent).collect(),
        planned_private: from.private,
        diagnostics: diagnostics(from.diagnostics),
        legacy_type_system: false,
        deferred: deferral::sent(from.deferred),
        planned_identity: identity::sent(from.identity),
    }
}
