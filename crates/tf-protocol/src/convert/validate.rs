//! The four `Validate…Config`.

use super::received;
use crate::{
    proto::tfplugin6::{
        validate_data_resource_config, validate_ephemeral_resource_config,
        validate_provider_config, validate_resource_config,
    },
    rpc::ValidateRequest,
};

pub(crate) fn provider(from: validate_provider_config::Request) -> ValidateRequest {
    ValidateRequest { config: received(from.config), ..ValidateRequest::default() }
}

pub(crate) fn resource(from: validate_resource_config::Request) -> ValidateRequest {
    ValidateRequest {
        type_name: from.type_name,
        config: received(from.config),
        write_only_allowed: from
            .client_capabilities
            .is_some_and(|client| client.write_only_attributes_allowed),
    }
}

pub(crate) fn data_source(from: validate_data_resource_config::Request) -> ValidateRequest {
    ValidateRequest {
        type_name: from.type_name,
        config: received(from.config),
        write_only_allowed: false,
    }
}

pub(crate) fn ephemeral(from: validate_ephemeral_resource_config::Request) -> ValidateRequest {
    ValidateRequest {
        type_name: from.type_name,
        config: received(from.config),
        write_only_allowed: false,
    }
}
