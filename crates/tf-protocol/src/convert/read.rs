//! `ReadResource`.

use super::{configure::deferral_allowed, diagnostics, received, sent};
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
        deferral_allowed: deferral_allowed(from.client_capabilities),
    }
}

pub(crate) fn response(from: ReadResponse) -> read_resource::Response {
    read_resource::Response {
        new_state: sent(from.state),
        diagnostics: diagnostics(from.diagnostics),
        private: from.private,
        deferred: None,
        new_identity: None,
    }
}
