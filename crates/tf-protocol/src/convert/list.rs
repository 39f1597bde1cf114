//! `ValidateListResourceConfig`, `ListResource`.

use super::{diagnostics, identity, received, sent, text};
use crate::{
    proto::tfplugin6::{list_resource, validate_list_resource_config},
    rpc::{ListEvent, ListRequest, ValidateListRequest},
};

pub(crate) fn validate(from: validate_list_resource_config::Request) -> ValidateListRequest {
    ValidateListRequest {
        type_name: from.type_name,
        config: received(from.config),
        include_resource: received(from.include_resource_object),
        limit: received(from.limit),
    }
}

pub(crate) fn request(from: list_resource::Request) -> ListRequest {
    ListRequest {
        type_name: from.type_name,
        config: received(from.config),
        include_resource: from.include_resource_object,
        limit: from.limit,
    }
}

pub(crate) fn event(from: ListEvent) -> list_resource::Event {
    list_resource::Event {
        identity: identity::sent(from.identity),
        display_name: text::line(&from.display_name),
        resource_object: from.resource.and_then(sent),
        diagnostic: diagnostics(from.diagnostics),
    }
}
