//! `PlanAction`, `InvokeAction`.

use super::{
    Server,
    call::{call, guarded},
    decode, unknown_kind,
};
use crate::{
    ActionPlan, Cx, Diagnostic, Diagnostics, Progress, Provider,
    kinds::ErasedAction,
    plan,
    resource::{Private, Scope},
    schema::{Shape, Strangers},
};
use tf_protocol::rpc::{ActionRequest, Events, PlanActionResponse};

impl<P: Provider> Server<P> {
    pub(super) fn action(&self, type_name: &str) -> Result<&dyn ErasedAction<P>, Diagnostic> {
        let found = self.registry().actions.get(type_name).map(AsRef::as_ref);
        found.ok_or_else(|| unknown_kind("action", type_name))
    }

    /// An action has no result to plan: it may only say what cannot work, or has to wait.
    pub(super) async fn planned_action(&self, request: &ActionRequest) -> PlanActionResponse {
        match self.action_plan(request).await {
            Ok(response) => response,
            Err(error) => PlanActionResponse {
                deferred: None,
                diagnostics: Diagnostics::from(error).into_wire(),
            },
        }
    }

    async fn action_plan(&self, request: &ActionRequest) -> Result<PlanActionResponse, Diagnostic> {
        let action = self.action(&request.type_name)?;
        let Shape { block, ty } = action.shape();
        let config = plan::with_defaults(block, &decode(&request.config, ty)?);
        let client = self.client().ok();
        let mut plan = ActionPlan {
            api: client.as_deref(),
            block,
            config: &config,
            deferred: None,
            out: Diagnostics::default(),
            strangers: Strangers::default(),
        };
        let problems = match guarded(action.plan(&mut plan)).await {
            Ok(Ok(())) => Diagnostics::default(),
            Ok(Err(error)) => P::diagnose(error, block),
            Err(panicked) => panicked.into(),
        };
        let ActionPlan { deferred, mut out, strangers, .. } = plan;
        out.extend(problems);
        out.extend(strangers.into_mistakes());
        out.extend(client.as_deref().map(P::notices).unwrap_or_default());
        Ok(PlanActionResponse {
            deferred: self.deferred(request.deferral_allowed, deferred, &config),
            diagnostics: out.into_wire_of(block),
        })
    }

    pub(super) async fn invoke(
        &self,
        request: ActionRequest,
        progress: Events<String>,
    ) -> Diagnostics {
        let mut out = Diagnostics::default();
        if let Err(errors) = self.invoked(&request, progress, &mut out).await {
            out.extend(errors);
        }
        out
    }

    async fn invoked(
        &self,
        request: &ActionRequest,
        progress: Events<String>,
        out: &mut Diagnostics,
    ) -> Result<(), Diagnostics> {
        let action = self.action(&request.type_name)?;
        let client = self.client()?;
        let shape = action.shape();
        let config = plan::with_defaults(&shape.block, &decode(&request.config, &shape.ty)?);
        let scope = Scope::new(Private::default(), self.cancelled().child_token());
        let cx = Cx::new(&*client, &scope);
        let progress = Progress::new(progress);
        let invoked = call(&scope, None, action.invoke(&config, &cx, &progress)).await;
        out.extend(scope.into_kept::<P>(&client).warnings);
        invoked?.map_err(|error| P::diagnose(error, &shape.block))
    }
}
