//! `OpenEphemeralResource`, `RenewEphemeralResource`, `CloseEphemeralResource`.

use super::{deferral, diagnostics, received, sent};
use crate::{
    proto::tfplugin6::{
        close_ephemeral_resource, open_ephemeral_resource, renew_ephemeral_resource,
    },
    rpc::{EphemeralRequest, OpenRequest, OpenResponse, RenewResponse},
};

pub(crate) fn open(from: open_ephemeral_resource::Request) -> OpenRequest {
    OpenRequest {
        type_name: from.type_name,
        config: received(from.config),
        deferral_allowed: deferral::allowed(from.client_capabilities),
    }
}

pub(crate) fn opened(from: OpenResponse) -> open_ephemeral_resource::Response {
    open_ephemeral_resource::Response {
        diagnostics: diagnostics(from.diagnostics),
        renew_at: from.renew_at.map(Into::into),
        result: sent(from.result),
        private: from.private,
        deferred: deferral::sent(from.deferred),
    }
}

pub(crate) fn renew(from: renew_ephemeral_resource::Request) -> EphemeralRequest {
    EphemeralRequest { type_name: from.type_name, private: from.private }
}

pub(crate) fn renewed(from: RenewResponse) -> renew_ephemeral_resource::Response {
    renew_ephemeral_resource::Response {
        diagnostics: diagnostics(from.diagnostics),
        renew_at: from.renew_at.map(Into::into),
        private: from.private,
    }
}

pub(crate) fn close(from: close_ephemeral_resource::Request) -> EphemeralRequest {
    EphemeralRequest { type_name: from.type_name, private: from.private }
}
