//! Answers, back in plain Rust. Field names of the wire that [`crate::rpc`] has no place for are
//! asserted to be empty where that matters.

use crate::{
    AttributePath, Diagnostic, Severity, Step,
    proto::tfplugin6::{self as proto, attribute_path::step::Selector, deferred::Reason},
    rpc::{Deferral, DynamicValue},
};
use std::collections::BTreeMap;

pub(super) fn value(from: Option<proto::DynamicValue>) -> DynamicValue {
    crate::convert::received(from)
}

pub(super) fn ask(from: DynamicValue) -> Option<proto::DynamicValue> {
    (!from.is_absent()).then_some(proto::DynamicValue { msgpack: from.msgpack, json: from.json })
}

pub(super) fn raw_state(json: Vec<u8>) -> Option<proto::RawState> {
    (!json.is_empty()).then(|| proto::RawState { json, flatmap: BTreeMap::new() })
}

pub(super) fn identity(from: Option<proto::ResourceIdentityData>) -> Option<DynamicValue> {
    from.map(|from| value(from.identity_data))
}

/// An empty value is sent as identity data without a value.
pub(super) fn ask_identity(from: Option<DynamicValue>) -> Option<proto::ResourceIdentityData> {
    from.map(|from| proto::ResourceIdentityData { identity_data: ask(from) })
}

pub(super) fn deferral(from: Option<proto::Deferred>) -> Option<Deferral> {
    match from?.reason() {
        Reason::Unknown => None,
        Reason::ResourceConfigUnknown => Some(Deferral::ResourceConfigUnknown),
        Reason::ProviderConfigUnknown => Some(Deferral::ProviderConfigUnknown),
        Reason::AbsentPrereq => Some(Deferral::AbsentPrerequisite),
    }
}

pub(super) fn path(from: proto::AttributePath) -> AttributePath {
    from.steps
        .into_iter()
        .filter_map(|step| step.selector)
        .map(|selector| match selector {
            Selector::AttributeName(name) => Step::Attribute(name),
            Selector::ElementKeyString(key) => Step::Key(key),
            Selector::ElementKeyInt(index) => Step::Index(index),
        })
        .collect()
}

pub(super) fn diagnostics(from: Vec<proto::Diagnostic>) -> Vec<Diagnostic> {
    from.into_iter()
        .map(|from| Diagnostic {
            severity: match from.severity() {
                proto::diagnostic::Severity::Warning => Severity::Warning,
                _ => Severity::Error,
            },
            summary: from.summary,
            detail: from.detail,
            path: from.attribute.map(path),
        })
        .collect()
}
