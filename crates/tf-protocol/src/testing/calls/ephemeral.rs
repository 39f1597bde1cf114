//! Ephemeral resources.

use super::{Answer, Client, ask, client, deferral, diagnostics, proto, time, value};
use crate::{
    Diagnostic,
    rpc::{EphemeralRequest, OpenRequest, OpenResponse, RenewResponse, ValidateRequest},
};

impl Client {
    /// `ValidateEphemeralResourceConfig`.
    pub async fn validate_ephemeral(&mut self, r: ValidateRequest) -> Answer<Vec<Diagnostic>> {
        let request = proto::validate_ephemeral_resource_config::Request {
            type_name: r.type_name,
            config: ask(r.config),
        };
        let answer = self.provider.validate_ephemeral_resource_config(request).await?;
        Ok(diagnostics(answer.into_inner().diagnostics))
    }

    /// `OpenEphemeralResource`.
    pub async fn open_ephemeral(&mut self, r: OpenRequest) -> Answer<OpenResponse> {
        let request = proto::open_ephemeral_resource::Request {
            type_name: r.type_name,
            config: ask(r.config),
            client_capabilities: client(r.deferral_allowed, true),
        };
        let from = self.provider.open_ephemeral_resource(request).await?.into_inner();
        Ok(OpenResponse {
            result: value(from.result),
            private: from.private,
            renew_at: time(from.renew_at),
            deferred: deferral(from.deferred),
            diagnostics: diagnostics(from.diagnostics),
        })
    }

    /// `RenewEphemeralResource`.
    pub async fn renew_ephemeral(&mut self, r: EphemeralRequest) -> Answer<RenewResponse> {
        let request =
            proto::renew_ephemeral_resource::Request { type_name: r.type_name, private: r.private };
        let from = self.provider.renew_ephemeral_resource(request).await?.into_inner();
        Ok(RenewResponse {
            renew_at: time(from.renew_at),
            private: from.private,
            diagnostics: diagnostics(from.diagnostics),
        })
    }

    /// `CloseEphemeralResource`.
    pub async fn close_ephemeral(&mut self, r: EphemeralRequest) -> Answer<Vec<Diagnostic>> {
        let request =
            proto::close_ephemeral_resource::Request { type_name: r.type_name, private: r.private };
        let answer = self.provider.close_ephemeral_resource(request).await?;
        Ok(diagnostics(answer.into_inner().diagnostics))
    }
}
