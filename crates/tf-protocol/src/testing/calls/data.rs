//! Data sources.

use super::{Answer, Client, ask, client, deferral, diagnostics, proto, value};
use crate::{
    Diagnostic,
    rpc::{DataRequest, DataResponse, ValidateRequest},
};

impl Client {
    /// `ValidateDataResourceConfig`.
    pub async fn validate_data_source(&mut self, r: ValidateRequest) -> Answer<Vec<Diagnostic>> {
        let request = proto::validate_data_resource_config::Request {
            type_name: r.type_name,
            config: ask(r.config),
        };
        let answer = self.provider.validate_data_resource_config(request).await?;
        Ok(diagnostics(answer.into_inner().diagnostics))
    }

    /// `ReadDataSource`.
    pub async fn read_data_source(&mut self, r: DataRequest) -> Answer<DataResponse> {
        let request = proto::read_data_source::Request {
            type_name: r.type_name,
            config: ask(r.config),
            provider_meta: ask(r.provider_meta),
            client_capabilities: client(r.deferral_allowed, true),
        };
        let from = self.provider.read_data_source(request).await?.into_inner();
        Ok(DataResponse {
            state: value(from.state),
            deferred: deferral(from.deferred),
            diagnostics: diagnostics(from.diagnostics),
        })
    }
}
