//! `ReadResource`.

use super::{deferral, diagnostics, identity, received, sent};
use crate::{
    proto::tfplugin6::read_resource,
    rpc::{ReadRequest, ReadResponse},
};

pub(crate) fn request(from: read_resource::Request) -> ReadRequest {
    ReadRequest {
        type_name: from.type_name,
        state: received(from.current_state),
        private: from.private,
        provider_meta: received(from.provider_meta),
        identity: identity::received(from.current_identity),
        deferral_allowed: deferral::allowed(from.client_capabilities),
    }
}

pub(crate) fn response(from: ReadResponse) -> read_resource::Response {
    read_resource::Response {
        new_state: sent(from.state),
        diagnostics: diagnostics(from.diagnostics),
        private: from.private,
        deferred: deferral::sent(from.deferred),
        new_identity: identity::sent(from.identity),
    }
}
