//! `ImportResourceState`: one object at a time.

use super::{configure::deferral_allowed, diagnostics, sent};
use crate::{
    proto::tfplugin6::import_resource_state as to,
    rpc::{ImportRequest, ImportResponse},
};

pub(crate) fn request(from: to::Request) -> ImportRequest {
    ImportRequest {
        type_name: from.type_name,
        id: from.id,
        deferral_allowed: deferral_allowed(from.client_capabilities),
    }
}

pub(crate) fn response(from: ImportResponse, type_name: String) -> to::Response {
    let private = from.private;
    let imported = from.state.map(|state| to::ImportedResource {
        type_name,
        state: sent(state),
        private,
        identity: None,
    });
    to::Response {
        imported_resources: imported.into_iter().collect(),
        diagnostics: diagnostics(from.diagnostics),
        deferred: None,
    }
}
