//! Values in their encodings.

use crate::{proto::tfplugin6, rpc::DynamicValue};

/// msgpack's null.
const NULL: u8 = 0xc0;

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
    let msgpack = if value.is_absent() { vec![NULL] } else { value.msgpack };
    Some(tfplugin6::DynamicValue { msgpack, json: value.json })
}
