//! `ValidateActionConfig`, `PlanAction`, `InvokeAction`.

use super::{deferral, diagnostics, received, text};
use crate::{
    Diagnostic,
    proto::tfplugin6::{
        invoke_action::{self, Event, event},
        plan_action, validate_action_config,
    },
    rpc::{ActionRequest, PlanActionResponse, ValidateRequest},
};

pub(crate) fn validate(from: validate_action_config::Request) -> ValidateRequest {
    ValidateRequest {
        type_name: from.type_name,
        config: received(from.config),
        write_only_allowed: false,
    }
}

pub(crate) fn plan(from: plan_action::Request) -> ActionRequest {
    ActionRequest {
        type_name: from.action_type,
        config: received(from.config),
        deferral_allowed: deferral::allowed(from.client_capabilities),
    }
}

pub(crate) fn planned(from: PlanActionResponse) -> plan_action::Response {
    plan_action::Response {
        diagnostics: diagnostics(from.diagnostics),
        deferred: deferral::sent(from.deferred),
    }
}

pub(crate) fn invoke(from: invoke_action::Request) -> ActionRequest {
    ActionRequest {
        type_name: from.action_type,
        config: received(from.config),
        deferral_allowed: deferral::allowed(from.client_capabilities),
    }
}

pub(crate) fn progress(message: &str) -> Event {
    let message = text::paragraphs(message);
    Event { r#type: Some(event::Type::Progress(event::Progress { message })) }
}

pub(crate) fn completed(problems: Vec<Diagnostic>) -> Event {
    let diagnostics = diagnostics(problems);
    Event { r#type: Some(event::Type::Completed(event::Completed { diagnostics })) }
}
