//! `ReadResource`: what is there now, in the spelling that state has.

use super::{Connection, Server, decode, encode, guarded, settle, unknown_provider};
use crate::{Cx, Diagnostic, Diagnostics, Provider, plan};
use std::sync::PoisonError;
use tf_protocol::rpc::{ReadRequest, ReadResponse};

impl<P: Provider> Server<P> {
    pub(super) async fn read(&self, request: ReadRequest) -> ReadResponse {
        let mut out = Diagnostics::default();
        let state = match self.refresh(&request, &mut out).await {
            Ok(state) => state,
            Err(error) => {
                out.push(error);
                request.state
            }
        };
        ReadResponse {
            state,
            private: request.private,
            diagnostics: out.into_wire(),
            ..ReadResponse::default()
        }
    }

    async fn refresh(
        &self,
        request: &ReadRequest,
        out: &mut Diagnostics,
    ) -> Result<tf_protocol::rpc::DynamicValue, Diagnostic> {
        if let Connection::Unknown(paths) =
            &*self.connection.read().unwrap_or_else(PoisonError::into_inner)
        {
            let Diagnostic { detail, .. } = unknown_provider(paths);
            out.push(Diagnostic::warning("State not refreshed", detail));
            return Ok(request.state.clone());
        }
        let resource = self.resource(&request.type_name)?;
        let client = self.client()?;
        let block = resource.block();
        let ty = block.ty();
        let prior = decode(&request.state, &ty)?;
        let cx = Cx::new(&*client);
        let found = guarded(resource.read(&prior, &cx)).await;
        out.extend(cx.into_kept().1);
        match found? {
            Ok(found) => encode(&plan::keep_spelling(block, None, &prior, settle(found)), &ty),
            Err(error) => {
                out.extend(P::diagnose(error, block));
                Ok(request.state.clone())
            }
        }
    }
}
