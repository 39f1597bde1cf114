//! `ReadResource`: what is there now, in the spelling that state has.

use super::{
    Server,
    call::{Limit, call},
    decode, encode, identity,
};
use crate::{
    Cx, Diagnostic, Diagnostics, Operation, Provider, plan,
    resource::{Kept, Private, Scope},
};
use tf_protocol::rpc::{Deferral, ReadRequest, ReadResponse};

impl<P: Provider> Server<P> {
    pub(super) async fn read(&self, request: ReadRequest) -> ReadResponse {
        let type_name = request.type_name.clone();
        let mut out = Diagnostics::default();
        let mut response = match self.refresh(&request, &mut out).await {
            Ok(response) => response,
            Err(errors) => {
                out.extend(errors);
                as_it_was(request)
            }
        };
        response.diagnostics = out.into_wire_of(self.block_of(&type_name));
        response
    }

    async fn refresh(
        &self,
        request: &ReadRequest,
        out: &mut Diagnostics,
    ) -> Result<ReadResponse, Diagnostics> {
        if let Some(Diagnostic { detail, .. }) = self.waits_for_provider() {
            let mut response = as_it_was(request.clone());
            if request.deferral_allowed {
                response.deferred = Some(Deferral::ProviderConfigUnknown);
            } else {
                out.push(Diagnostic::warning("State not refreshed", detail));
            }
            return Ok(response);
        }
        let resource = self.resource(&request.type_name)?;
        let client = self.client()?;
        let shape = resource.shape();
        let prior = decode(&request.state, &shape.ty)?;
        let scope =
            Scope::new(Private::new(request.private.clone()), self.cancelled().child_token());
        let cx = Cx::new(&*client, &scope);
        let limit = Limit::of(Operation::Read, &prior, resource.timeout(Operation::Read));
        let found = call(&scope, limit, resource.read(&prior, &cx)).await;
        let Kept { warnings, private, .. } = scope.into_kept::<P>(&client);
        out.extend(warnings);
        let found = found?.map_err(|error| P::diagnose(error, &shape.block))?;
        let found = plan::keep_spelling(&shape.block, None, &prior, shape.complete(found));
        let private = if found.is_null() { Vec::new() } else { private.into_bytes() };
        Ok(ReadResponse {
            state: encode(&found, &shape.ty)?,
            identity: identity::of(resource, &found)?,
            private,
            ..ReadResponse::default()
        })
    }
}

fn as_it_was(request: ReadRequest) -> ReadResponse {
    ReadResponse {
        state: request.state,
        private: request.private,
        identity: request.identity,
        ..ReadResponse::default()
    }
}
