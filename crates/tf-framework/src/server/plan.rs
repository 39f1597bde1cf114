//! `PlanResourceChange`.

use super::{Server, decode, encode};
use crate::{Diagnostic, Diagnostics, Provider, plan};
use tf_protocol::rpc::{PlanRequest, PlanResponse};

impl<P: Provider> Server<P> {
    pub(super) fn plan(&self, request: PlanRequest) -> PlanResponse {
        let mut out = Diagnostics::default();
        let planned = self.planned(&request, &mut out);
        let mut response = planned.unwrap_or_else(|error| {
            out.push(error);
            PlanResponse { planned: request.prior.clone(), ..PlanResponse::default() }
        });
        response.private = request.prior_private;
        response.diagnostics = out.into_wire();
        response
    }

    fn planned(
        &self,
        request: &PlanRequest,
        out: &mut Diagnostics,
    ) -> Result<PlanResponse, Diagnostic> {
        let block = self.resource(&request.type_name)?.block();
        let ty = block.ty();
        let prior = decode(&request.prior, &ty)?;
        let proposed = decode(&request.proposed, &ty)?;
        let config = decode(&request.config, &ty)?;
        let plan = plan::run(block, &prior, &proposed, &config, out);
        if let Err((path, rule)) = plan::plan_breaks(block, &prior, &config, &plan.planned) {
            let detail = format!("The plan has {rule}, at `{path}`.");
            out.push(Diagnostic::bug("Invalid plan", detail).at(path));
        }
        Ok(PlanResponse {
            planned: encode(&plan.planned, &ty)?,
            requires_replace: plan.requires_replace,
            ..PlanResponse::default()
        })
    }
}
