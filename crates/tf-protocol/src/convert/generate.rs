//! `GenerateResourceConfig`.

use super::{diagnostics, received, sent};
use crate::{
    proto::tfplugin6::generate_resource_config,
    rpc::{GenerateRequest, GenerateResponse},
};

pub(crate) fn request(from: generate_resource_config::Request) -> GenerateRequest {
    GenerateRequest { type_name: from.type_name, state: received(from.state) }
}

pub(crate) fn response(from: GenerateResponse) -> generate_resource_config::Response {
    generate_resource_config::Response {
        config: sent(from.config),
        diagnostics: diagnostics(from.diagnostics),
    }
}
