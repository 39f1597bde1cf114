//! `ReadDataSource`.

use super::{deferral, diagnostics, received, sent};
use crate::{
    proto::tfplugin6::read_data_source,
    rpc::{DataRequest, DataResponse},
};

pub(crate) fn request(from: read_data_source::Request) -> DataRequest {
    DataRequest {
        type_name: from.type_name,
        config: received(from.config),
        provider_meta: received(from.provider_meta),
        deferral_allowed: deferral::allowed(from.client_capabilities),
    }
}

pub(crate) fn response(from: DataResponse) -> read_data_source::Response {
    read_data_source::Response {
        state: sent(from.state),
        diagnostics: diagnostics(from.diagnostics),
        deferred: deferral::sent(from.deferred),
    }
}
