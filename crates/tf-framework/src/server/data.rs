//! `ReadDataSource`.

use super::{
    Server,
    call::{Limit, call},
    decode, encode, unknown_kind,
};
use crate::{
    Cx, Diagnostics, Operation, Provider, Value, plan,
    resource::{Kept, Scope},
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
        response.diagnostics = out.into_wire();
        response
    }

    async fn looked_up(
        &self,
        request: &DataRequest,
        out: &mut Diagnostics,
    ) -> Result<DataResponse, Diagnostics> {
        let source = self
            .registry()
            .data_sources
            .get(request.type_name.as_str())
            .ok_or_else(|| unknown_kind("data source", &request.type_name))?;
        let shape = source.shape();
        if request.deferral_allowed && self.waits_for_provider().is_some() {
            return Ok(DataResponse {
                state: encode(&Value::Unknown, &shape.ty)?,
                deferred: Some(Deferral::ProviderConfigUnknown),
                diagnostics: Vec::new(),
            });
        }
        let client = self.client()?;
        let config = decode(&request.config, &shape.ty)?;
        let config = plan::with_defaults(&shape.block, &config);
        let scope = Scope::new(Vec::new(), self.cancelled().child_token());
        let cx = Cx::new(&*client, &scope);
        let limit = Limit::of(Operation::Read, &config, None);
        let found = call(&scope, limit, source.read(&config, &cx)).await;
        let Kept { warnings, .. } = scope.into_kept::<P>(&client);
        out.extend(warnings);
        let found = found?.map_err(|error| P::diagnose(error, &shape.block))?;
        let found =
            plan::keep_spelling(&shape.block, Some(&config), &config, shape.complete(found));
        Ok(DataResponse { state: encode(&found, &shape.ty)?, ..DataResponse::default() })
    }
}
