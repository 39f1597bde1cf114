//! `OpenEphemeralResource`, `RenewEphemeralResource`, `CloseEphemeralResource`.

use super::{Server, broken_result, call::call, decode, encode, unknown_kind};
use crate::{
    Cx, Diagnostic, Diagnostics, Provider, Value,
    kinds::{ErasedEphemeral, Open},
    plan,
    resource::{Kept, Private, Scope},
};
use std::time::SystemTime;
use tf_protocol::rpc::{
    self, Deferral, EphemeralRequest, OpenRequest, OpenResponse, RenewResponse,
};
use tokio_util::sync::CancellationToken;

impl<P: Provider> Server<P> {
    pub(super) async fn open(&self, request: OpenRequest) -> OpenResponse {
        let mut out = Diagnostics::default();
        let mut response = match self.opened(&request, &mut out).await {
            Ok(response) => response,
            Err(errors) => {
                out.extend(errors);
                OpenResponse::default()
            }
        };
        response.diagnostics = match self.ephemeral(&request.type_name) {
            Ok(ephemeral) => out.into_wire_of(&ephemeral.shape().block),
            Err(_) => out.into_wire(),
        };
        response
    }

    async fn opened(
        &self,
        request: &OpenRequest,
        out: &mut Diagnostics,
    ) -> Result<OpenResponse, Diagnostics> {
        let ephemeral = self.ephemeral(&request.type_name)?;
        let shape = ephemeral.shape();
        if request.deferral_allowed && self.waits_for_provider().is_some() {
            return Ok(OpenResponse {
                result: encode(&Value::Unknown, &shape.ty)?,
                deferred: Some(Deferral::ProviderConfigUnknown),
                ..OpenResponse::default()
            });
        }
        let client = self.client()?;
        let written = decode(&request.config, &shape.ty)?;
        let config = plan::with_defaults(&shape.block, &written);
        let scope = Scope::new(Private::default(), self.cancelled().child_token());
        let cx = Cx::new(&*client, &scope);
        let opened = call(&scope, None, ephemeral.open(&config, &cx)).await;
        let Kept { warnings, .. } = scope.into_kept::<P>(&client);
        out.extend(warnings);
        let Open { result, lease, renew_at } =
            opened?.map_err(|error| P::diagnose(error, &shape.block))?;
        let result =
            plan::keep_spelling(&shape.block, Some(&config), &config, shape.complete(result));
        out.extend(broken_result(&shape.block, &written, &result));
        Ok(OpenResponse {
            result: encode(&result, &shape.ty)?,
            private: Some(lease),
            renew_at,
            ..OpenResponse::default()
        })
    }

    pub(super) async fn renew(&self, request: EphemeralRequest) -> RenewResponse {
        let mut out = Diagnostics::default();
        let lease = request.private.unwrap_or_default();
        let renewed = match self.renewed(&request.type_name, &lease, &mut out).await {
            Ok(renewed) => renewed,
            Err(errors) => {
                out.extend(errors);
                (lease, None)
            }
        };
        RenewResponse {
            private: Some(renewed.0),
            renew_at: renewed.1,
            diagnostics: out.into_wire(),
        }
    }

    async fn renewed(
        &self,
        type_name: &str,
        lease: &[u8],
        out: &mut Diagnostics,
    ) -> Result<(rpc::Private, Option<SystemTime>), Diagnostics> {
        let ephemeral = self.ephemeral(type_name)?;
        let client = self.client()?;
        let scope = Scope::new(Private::default(), self.cancelled().child_token());
        let cx = Cx::new(&*client, &scope);
        let renewed = call(&scope, None, ephemeral.renew(lease, &cx)).await;
        out.extend(scope.into_kept::<P>(&client).warnings);
        renewed?.map_err(|error| P::diagnose(error, &ephemeral.shape().block))
    }

    pub(super) async fn close(&self, request: EphemeralRequest) -> Diagnostics {
        let mut out = Diagnostics::default();
        let lease = request.private.unwrap_or_default();
        if let Err(errors) = self.closed(&request.type_name, &lease, &mut out).await {
            out.extend(errors);
        }
        out
    }

    async fn closed(
        &self,
        type_name: &str,
        lease: &[u8],
        out: &mut Diagnostics,
    ) -> Result<(), Diagnostics> {
        let ephemeral = self.ephemeral(type_name)?;
        let client = self.client()?;
        // An interrupt must not leave open what was opened.
        let scope = Scope::new(Private::default(), CancellationToken::new());
        let cx = Cx::new(&*client, &scope);
        let closed = call(&scope, None, ephemeral.close(lease, &cx)).await;
        out.extend(scope.into_kept::<P>(&client).warnings);
        closed?.map_err(|error| P::diagnose(error, &ephemeral.shape().block))
    }

    pub(super) fn ephemeral(&self, type_name: &str) -> Result<&dyn ErasedEphemeral<P>, Diagnostic> {
        let found = self.registry().ephemerals.get(type_name).map(AsRef::as_ref);
        found.ok_or_else(|| unknown_kind("ephemeral resource", type_name))
    }
}
