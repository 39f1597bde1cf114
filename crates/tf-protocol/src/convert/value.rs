//! Values in their encodings.

use crate::{Type, proto::tfplugin6, rpc::DynamicValue};

/// A value that Terraform may have left out, which stands for null.
pub(crate) fn received(value: Option<tfplugin6::DynamicValue>) -> DynamicValue {
    value.map_or_else(DynamicValue::default, |value| DynamicValue {
        msgpack: value.msgpack,
        json: value.json,
    })
}

/// A value is always there in an answer: null is a value, absence is a mistake.
#[expect(clippy::unnecessary_wraps, reason = "every message field is optional on the wire")]
pub(crate) fn sent(value: DynamicValue) -> Option<tfplugin6::DynamicValue> {
    let msgpack = if value.is_absent() { vec![DynamicValue::NULL] } else { value.msgpack };
    Some(tfplugin6::DynamicValue { msgpack, json: value.json })
}

/// A type in the notation that schemas carry.
pub(super) fn ty(ty: &Type) -> Vec<u8> {
    ty.to_json().to_string().into_bytes()
}
