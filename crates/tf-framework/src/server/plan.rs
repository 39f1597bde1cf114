//! `PlanResourceChange`.

use super::{Server, call::guarded, decode, encode, identity};
use crate::{
    Diagnostic, Diagnostics, Planning, Provider, plan,
    resource::{ErasedResource, Private},
    schema::Strangers,
};
use tf_protocol::{
    Value,
    rpc::{Deferral, PlanRequest, PlanResponse},
};

impl<P: Provider> Server<P> {
    pub(super) async fn plan(&self, request: PlanRequest) -> PlanResponse {
        let type_name = request.type_name.clone();
        let mut out = Diagnostics::default();
        let planned = self.planned(&request, &mut out).await;
        let mut response = planned.unwrap_or_else(|error| {
            out.push(error);
            PlanResponse {
                planned: request.prior,
                private: request.prior_private,
                identity: request.identity,
                ..PlanResponse::default()
            }
        });
        response.diagnostics = out.into_wire_of(self.block_of(&type_name));
        response
    }

    async fn planned(
        &self,
        request: &PlanRequest,
        out: &mut Diagnostics,
    ) -> Result<PlanResponse, Diagnostic> {
        let resource = self.resource(&request.type_name)?;
        let shape = resource.shape();
        let block = &shape.block;
        let prior = decode(&request.prior, &shape.ty)?;
        let proposed = decode(&request.proposed, &shape.ty)?;
        let config = decode(&request.config, &shape.ty)?;
        let before = plan::propose(block, &prior, &proposed, &config);
        let client = self.client().ok();
        let mut planning = Planning {
            api: client.as_deref(),
            block,
            prior: &prior,
            config: &config,
            before: &before,
            changed: None,
            replace: Vec::new(),
            deferred: None,
            private: Private::new(request.prior_private.clone()),
            out: Diagnostics::default(),
            strangers: Strangers::default(),
        };
        self.modify(resource, &mut planning).await;
        let Planning { changed, replace, deferred, private, out: problems, strangers, .. } =
            planning;
        out.extend(problems);
        out.extend(strangers.into_mistakes());
        out.extend(client.as_deref().map(P::notices).unwrap_or_default());
        let planned = match changed {
            Some(changed) => plan::remark(block, &prior, &config, &before, changed),
            None => before,
        };
        let mut requires_replace = plan::judge(block, &prior, &planned, &config, out);
        if !prior.is_null() && !planned.is_null() {
            requires_replace.extend(replace);
            requires_replace.sort();
            requires_replace.dedup();
        }
        if let Err((path, rule)) = plan::plan_breaks(block, &prior, &config, &planned) {
            let detail = format!("The plan has {rule}, at `{path}`.");
            out.push(Diagnostic::bug("Invalid plan", detail).at(path));
        }
        if requires_replace.is_empty() {
            out.extend(identity::would_change(resource, &prior, &planned));
        }
        Ok(PlanResponse {
            planned: encode(&planned, &shape.ty)?,
            deferred: self.deferred(request.deferral_allowed, deferred, &config),
            identity: identity::planned(resource, &prior, &planned, !requires_replace.is_empty())?,
            requires_replace,
            private: if prior.is_null() { private.into_bytes() } else { private.into_planned() },
            diagnostics: Vec::new(),
        })
    }

    /// Lets the resource change the plan; what it reports is collected with the rest.
    async fn modify(&self, resource: &dyn ErasedResource<P>, planning: &mut Planning<'_, P>) {
        let problems = match guarded(resource.modify_plan(planning)).await {
            Ok(Ok(())) => return,
            Ok(Err(error)) => P::diagnose(error, resource.block()),
            Err(panicked) => panicked.into(),
        };
        planning.out.extend(problems);
    }

    /// Terraform ends an apply in which something is deferred that was not in the plan. In an apply
    /// everything is known, so that a deferral without an unknown never leaves here.
    pub(super) fn deferred(
        &self,
        allowed: bool,
        asked: Option<Deferral>,
        config: &Value,
    ) -> Option<Deferral> {
        if !allowed {
            return None;
        }
        if self.waits_for_provider().is_some() {
            return Some(Deferral::ProviderConfigUnknown);
        }
        asked.filter(|_| !config.is_wholly_known())
    }
}
