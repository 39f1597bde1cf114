//! `ConfigureProvider`.

use super::{deferral, received};
use crate::{proto::tfplugin6::configure_provider, rpc::ConfigureRequest};

pub(crate) fn request(from: configure_provider::Request) -> ConfigureRequest {
    ConfigureRequest {
        terraform_version: from.terraform_version,
        config: received(from.config),
        deferral_allowed: deferral::allowed(from.client_capabilities),
    }
}
