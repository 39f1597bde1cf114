//! Actions.

use super::{Answer, Client, Failure, ask, client, deferral, diagnostics, proto};
use crate::{
    Diagnostic,
    rpc::{ActionRequest, PlanActionResponse, ValidateRequest},
};
use proto::invoke_action::event::Type;
use tonic::Streaming;

/// An action under way.
#[derive(Debug)]
pub struct Invocation(Streaming<proto::invoke_action::Event>);

/// What an action tells.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ActionEvent {
    /// How far it is.
    Progress(String),
    /// The end, and the problems.
    Completed(Vec<Diagnostic>),
}

impl Invocation {
    /// The next event; none after the end.
    pub async fn next(&mut self) -> Answer<Option<ActionEvent>> {
        match self.0.message().await? {
            None => Ok(None),
            Some(event) => match event.r#type {
                Some(Type::Progress(told)) => Ok(Some(ActionEvent::Progress(told.message))),
                Some(Type::Completed(end)) => {
                    Ok(Some(ActionEvent::Completed(diagnostics(end.diagnostics))))
                }
                None => Err(Failure { code: 13, message: "an event of no type".to_owned() }),
            },
        }
    }
}

impl Client {
    /// `ValidateActionConfig`.
    pub async fn validate_action(&mut self, r: ValidateRequest) -> Answer<Vec<Diagnostic>> {
        let request = proto::validate_action_config::Request {
            type_name: r.type_name,
            config: ask(r.config),
        };
        let answer = self.provider.validate_action_config(request).await?;
        Ok(diagnostics(answer.into_inner().diagnostics))
    }

    /// `PlanAction`.
    pub async fn plan_action(&mut self, r: ActionRequest) -> Answer<PlanActionResponse> {
        let request = proto::plan_action::Request {
            action_type: r.type_name,
            config: ask(r.config),
            client_capabilities: client(r.deferral_allowed, true),
        };
        let from = self.provider.plan_action(request).await?.into_inner();
        Ok(PlanActionResponse {
            deferred: deferral(from.deferred),
            diagnostics: diagnostics(from.diagnostics),
        })
    }

    /// `InvokeAction`, event by event.
    pub async fn invocation(&mut self, r: ActionRequest) -> Answer<Invocation> {
        let request = proto::invoke_action::Request {
            action_type: r.type_name,
            config: ask(r.config),
            client_capabilities: client(r.deferral_allowed, true),
        };
        Ok(Invocation(self.provider.invoke_action(request).await?.into_inner()))
    }

    /// `InvokeAction`, to its end: the progress, then the problems. An end that is not the last
    /// event, or none, is a failure.
    pub async fn invoke_action(
        &mut self,
        r: ActionRequest,
    ) -> Answer<(Vec<String>, Vec<Diagnostic>)> {
        let mut invocation = self.invocation(r).await?;
        let mut progress = Vec::new();
        let mut end = None;
        while let Some(event) = invocation.next().await? {
            match (event, &end) {
                (ActionEvent::Progress(message), None) => progress.push(message),
                (ActionEvent::Completed(problems), None) => end = Some(problems),
                (_, Some(_)) => {
                    let message = "an event after the end".to_owned();
                    return Err(Failure { code: 13, message });
                }
            }
        }
        let no_end = || Failure { code: 13, message: "no end was told".to_owned() };
        Ok((progress, end.ok_or_else(no_end)?))
    }
}
