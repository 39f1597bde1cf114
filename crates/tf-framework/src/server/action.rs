//! `PlanAction`, `InvokeAction`.

use super::{Server, call::call, decode, unknown_kind};
use crate::{
    Cx, Diagnostic, Diagnostics, Progress, Provider,
    kinds::ErasedAction,
    plan,
    resource::{Private, Scope},
};
use tf_protocol::rpc::{ActionRequest, Deferral, Events, PlanActionResponse};

impl<P: Provider> Server<P> {
    pub(super) fn action(&self, type_name: &str) -> Result<&dyn ErasedAction<P>, Diagnostic> {
        let found = self.registry().actions.get(type_name).map(AsRef::as_ref);
        found.ok_or_else(|| unknown_kind("action", type_name))
    }

    /// There is nothing to plan beside what validation said: an action has no result.
    pub(super) fn planned_action(&self, request: &ActionRequest) -> PlanActionResponse {
        let waits = request.deferral_allowed && self.waits_for_provider().is_some();
        let unknown = self.action(&request.type_name).err().map(Diagnostics::from);
        PlanActionResponse {
            deferred: waits.then_some(Deferral::ProviderConfigUnknown),
            diagnostics: unknown.unwrap_or_default().into_wire(),
        }
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
