//! `ConfigureProvider`, and what every client says of itself.

use super::received;
use crate::{
    proto::tfplugin6::{ClientCapabilities, configure_provider},
    rpc::ConfigureRequest,
};

pub(crate) fn request(from: configure_provider::Request) -> ConfigureRequest {
    ConfigureRequest {
        terraform_version: from.terraform_version,
        config: received(from.config),
        deferral_allowed: deferral_allowed(from.client_capabilities),
    }
}

pub(super) fn deferral_allowed(client: Option<ClientCapabilities>) -> bool {
    client.is_some_and(|client| client.deferral_allowed)
}
