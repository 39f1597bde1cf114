//! `GetMetadata`: names alone.

use super::diagnostics;
use crate::{
    proto::tfplugin6::{ServerCapabilities, get_metadata as to},
    rpc::ProviderSchema,
};

/// What this server can do beside protocol 6.0.
pub(crate) const CAPABILITIES: ServerCapabilities = ServerCapabilities {
    plan_destroy: true,
    get_provider_schema_optional: true,
    move_resource_state: true,
    generate_resource_config: true,
};

pub(crate) fn response(from: ProviderSchema) -> to::Response {
    let resource = |type_name| to::ResourceMetadata { type_name };
    let data_source = |type_name| to::DataSourceMetadata { type_name };
    let ephemeral = |type_name| to::EphemeralMetadata { type_name };
    let list = |type_name| to::ListResourceMetadata { type_name };
    let action = |type_name| to::ActionMetadata { type_name };
    let function = |name| to::FunctionMetadata { name };
    to::Response {
        server_capabilities: Some(CAPABILITIES),
        diagnostics: diagnostics(from.diagnostics),
        data_sources: from.data_sources.into_keys().map(data_source).collect(),
        resources: from.resources.into_keys().map(resource).collect(),
        functions: from.functions.into_keys().map(function).collect(),
        ephemeral_resources: from.ephemeral_resources.into_keys().map(ephemeral).collect(),
        list_resources: from.list_resources.into_keys().map(list).collect(),
        actions: from.actions.into_keys().map(action).collect(),
    }
}
