//! `ReadDataSource`.

use super::{
    Server, broken_result,
    call::{Limit, call},
    decode, encode, unknown_kind,
};
use crate::{
    Cx, Diagnostic, Diagnostics, Operation, Provider, Value,
    kinds::ErasedDataSource,
    plan,
    resource::{Kept, Private, Scope},
};
use tf_protocol::rpc::{DataRequest, DataResponse, Deferral};

impl<P: Provider> Server<P> {
    pub(super) async fn read_data(&self, request: DataRequest) -> DataResponse {
        let mut out = Diagnostics::default();
        let mut response = match self.looked_up(&request, &mut out).await {
            Ok(response) => response,
            Err(errors) => {
                out.extend(errors);
                DataResponse::default()
            }
        };
        response.diagnostics = match self.data_source(&request.type_name) {
            Ok(source) => out.into_wire_of(&source.shape().block),
            Err(_) => out.into_wire(),
        };
        response
    }

    async fn looked_up(
        &self,
        request: &DataRequest,
        out: &mut Diagnostics,
    ) -> Result<DataResponse, Diagnostics> {
        let source = self.data_source(&request.type_name)?;
        let shape = source.shape();
        if request.deferral_allowed && self.waits_for_provider().is_some() {
            return Ok(DataResponse {
                state: encode(&Value::Unknown, &shape.ty)?,
                deferred: Some(Deferral::ProviderConfigUnknown),
                diagnostics: Vec::new(),
            });
        }
        let client = self.client()?;
        let written = decode(&request.config, &shape.ty)?;
        let config = plan::with_defaults(&shape.block, &written);
        let scope = Scope::new(Private::default(), self.cancelled().child_token());
        let cx = Cx::new(&*client, &scope);
        let limit = Limit::of(Operation::Read, &config, None);
        let found = call(&scope, limit, source.read(&config, &cx)).await;
        let Kept { warnings, .. } = scope.into_kept::<P>(&client);
        out.extend(warnings);
        let found = found?.map_err(|error| P::diagnose(error, &shape.block))?;
        let found =
            plan::keep_spelling(&shape.block, Some(&config), &config, shape.complete(found));
        out.extend(broken_result(&shape.block, &written, &found));
        Ok(DataResponse { state: encode(&found, &shape.ty)?, ..DataResponse::default() })
    }

    pub(super) fn data_source(
        &self,
        type_name: &str,
    ) -> Result<&dyn ErasedDataSource<P>, Diagnostic> {
        let found = self.registry().data_sources.get(type_name).map(AsRef::as_ref);
        found.ok_or_else(|| unknown_kind("data source", type_name))
    }
}
