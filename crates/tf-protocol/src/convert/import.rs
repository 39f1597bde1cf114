//! `ImportResourceState`: one object at a time.

use super::{deferral, diagnostics, identity, sent};
use crate::{
    proto::tfplugin6::import_resource_state as to,
    rpc::{ImportRequest, ImportResponse},
};

pub(crate) fn request(from: to::Request) -> ImportRequest {
    ImportRequest {
        type_name: from.type_name,
        id: from.id,
        identity: identity::received(from.identity),
        deferral_allowed: deferral::allowed(from.client_capabilities),
    }
}

pub(crate) fn response(from: ImportResponse, type_name: String) -> to::Response {
    let imported = from.state.map(|state| to::ImportedResource {
        type_name,
        state: sent(state),
        private: from.private,
        identity: identity::sent(from.identity),
    });
    to::Response {
        imported_resources: imported.into_iter().collect(),
        diagnostics: diagnostics(from.diagnostics),
        deferred: deferral::sent(from.deferred),
    }
}
