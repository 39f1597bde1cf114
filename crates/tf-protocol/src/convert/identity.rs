//! Identities, in the messages that carry one and in their own calls.

use super::{diagnostics, received as value, sent as value_sent, ty};
use crate::{
    Diagnostic,
    proto::tfplugin6::{
        self, ResourceIdentityData, get_resource_identity_schemas,
        resource_identity_schema::IdentityAttribute as WireAttribute, upgrade_resource_identity,
    },
    rpc::{DynamicValue, UpgradeIdentityRequest, UpgradeIdentityResponse},
    schema::{Identity, IdentityAttribute},
};
use std::collections::BTreeMap;

/// An identity that Terraform may not have. It sends null, too, for an object without one.
pub(crate) fn received(from: Option<ResourceIdentityData>) -> Option<DynamicValue> {
    Some(value(from?.identity_data)).filter(|value| !value.is_null())
}

/// An identity where the object has one.
pub(crate) fn sent(from: Option<DynamicValue>) -> Option<ResourceIdentityData> {
    from.filter(|value| !value.is_null())
        .map(|value| ResourceIdentityData { identity_data: value_sent(value) })
}

pub(crate) fn schemas(
    from: BTreeMap<String, Identity>,
    problems: Vec<Diagnostic>,
) -> get_resource_identity_schemas::Response {
    get_resource_identity_schemas::Response {
        identity_schemas: from.into_iter().map(|(name, from)| (name, schema(from))).collect(),
        diagnostics: diagnostics(problems),
    }
}

fn schema(from: Identity) -> tfplugin6::ResourceIdentitySchema {
    tfplugin6::ResourceIdentitySchema {
        version: from.version,
        identity_attributes: from.attributes.into_iter().map(attribute).collect(),
    }
}

fn attribute(from: IdentityAttribute) -> WireAttribute {
    WireAttribute {
        name: from.name,
        r#type: ty(&from.ty),
        required_for_import: from.required,
        optional_for_import: !from.required,
        description: from.description,
    }
}

pub(crate) fn request(from: upgrade_resource_identity::Request) -> UpgradeIdentityRequest {
    UpgradeIdentityRequest {
        type_name: from.type_name,
        version: from.version,
        json: from.raw_identity.map(|raw| raw.json).unwrap_or_default(),
    }
}

pub(crate) fn response(from: UpgradeIdentityResponse) -> upgrade_resource_identity::Response {
    upgrade_resource_identity::Response {
        upgraded_identity: sent(Some(from.identity)),
        diagnostics: diagnostics(from.diagnostics),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_and_null_are_no_identity() {
        let of = |value: Option<tfplugin6::DynamicValue>| {
            received(Some(ResourceIdentityData { identity_data: value }))
        };
        let msgpack = |msgpack: &[u8]| tfplugin6::DynamicValue {
            msgpack: msgpack.to_vec(),
            json: Vec::new(),
        };
        assert_eq!(received(None), None);
        assert_eq!(of(None), None);
        assert_eq!(of(Some(msgpack(b""))), None);
        assert_eq!(of(Some(msgpack(b"\xc0"))), None);
        assert!(of(Some(msgpack(b"\x80"))).is_some());
        assert_eq!(sent(None), None);
        assert_eq!(sent(Some(DynamicValue::default())), None);
    }
}
