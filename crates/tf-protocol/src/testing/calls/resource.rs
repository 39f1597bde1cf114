//! Managed resources.

use super::{
    Answer, Client, ask, ask_identity, client, deferral, diagnostics, identity, path, proto,
    raw_state, value,
};
use crate::{
    Diagnostic,
    rpc::{
        ApplyRequest, ApplyResponse, GenerateRequest, GenerateResponse, ImportRequest,
        ImportResponse, MoveRequest, MoveResponse, PlanRequest, PlanResponse, ReadRequest,
        ReadResponse, UpgradeIdentityRequest, UpgradeIdentityResponse, UpgradeRequest,
        UpgradeResponse, ValidateRequest,
    },
};

impl Client {
    /// `ValidateResourceConfig`.
    pub async fn validate_resource(&mut self, r: ValidateRequest) -> Answer<Vec<Diagnostic>> {
        let request = proto::validate_resource_config::Request {
            type_name: r.type_name,
            config: ask(r.config),
            client_capabilities: client(false, r.write_only_allowed),
        };
        let answer = self.provider.validate_resource_config(request).await?;
        Ok(diagnostics(answer.into_inner().diagnostics))
    }

    /// `UpgradeResourceState`.
    pub async fn upgrade(&mut self, r: UpgradeRequest) -> Answer<UpgradeResponse> {
        let request = proto::upgrade_resource_state::Request {
            type_name: r.type_name,
            version: r.version,
            raw_state: raw_state(r.json),
        };
        let from = self.provider.upgrade_resource_state(request).await?.into_inner();
        Ok(UpgradeResponse {
            state: value(from.upgraded_state),
            diagnostics: diagnostics(from.diagnostics),
        })
    }

    /// `UpgradeResourceIdentity`.
    pub async fn upgrade_identity(
        &mut self,
        r: UpgradeIdentityRequest,
    ) -> Answer<UpgradeIdentityResponse> {
        let request = proto::upgrade_resource_identity::Request {
            type_name: r.type_name,
            version: r.version,
            raw_identity: raw_state(r.json),
        };
        let from = self.provider.upgrade_resource_identity(request).await?.into_inner();
        Ok(UpgradeIdentityResponse {
            identity: identity(from.upgraded_identity).unwrap_or_default(),
            diagnostics: diagnostics(from.diagnostics),
        })
    }

    /// `ReadResource`.
    pub async fn read(&mut self, r: ReadRequest) -> Answer<ReadResponse> {
        let request = proto::read_resource::Request {
            type_name: r.type_name,
            current_state: ask(r.state),
            private: r.private,
            provider_meta: ask(r.provider_meta),
            client_capabilities: client(r.deferral_allowed, true),
            current_identity: ask_identity(r.identity),
        };
        let from = self.provider.read_resource(request).await?.into_inner();
        Ok(ReadResponse {
            state: value(from.new_state),
            private: from.private,
            identity: identity(from.new_identity),
            deferred: deferral(from.deferred),
            diagnostics: diagnostics(from.diagnostics),
        })
    }

    /// `PlanResourceChange`.
    pub async fn plan(&mut self, r: PlanRequest) -> Answer<PlanResponse> {
        let request = proto::plan_resource_change::Request {
            type_name: r.type_name,
            prior_state: ask(r.prior),
            proposed_new_state: ask(r.proposed),
            config: ask(r.config),
            prior_private: r.prior_private,
            provider_meta: ask(r.provider_meta),
            client_capabilities: client(r.deferral_allowed, true),
            prior_identity: ask_identity(r.identity),
        };
        let from = self.provider.plan_resource_change(request).await?.into_inner();
        Ok(PlanResponse {
            planned: value(from.planned_state),
            requires_replace: from.requires_replace.into_iter().map(path).collect(),
            private: from.planned_private,
            identity: identity(from.planned_identity),
            deferred: deferral(from.deferred),
            diagnostics: diagnostics(from.diagnostics),
        })
    }

    /// `ApplyResourceChange`.
    pub async fn apply(&mut self, r: ApplyRequest) -> Answer<ApplyResponse> {
        let request = proto::apply_resource_change::Request {
            type_name: r.type_name,
            prior_state: ask(r.prior),
            planned_state: ask(r.planned),
            config: ask(r.config),
            planned_private: r.private,
            provider_meta: ask(r.provider_meta),
            planned_identity: ask_identity(r.identity),
        };
        let from = self.provider.apply_resource_change(request).await?.into_inner();
        Ok(ApplyResponse {
            state: value(from.new_state),
            private: from.private,
            identity: identity(from.new_identity),
            diagnostics: diagnostics(from.diagnostics),
        })
    }

    /// `ImportResourceState`.
    pub async fn import(&mut self, r: ImportRequest) -> Answer<ImportResponse> {
        let request = proto::import_resource_state::Request {
            type_name: r.type_name,
            id: r.id,
            client_capabilities: client(r.deferral_allowed, true),
            identity: ask_identity(r.identity),
        };
        let from = self.provider.import_resource_state(request).await?.into_inner();
        let mut answer = ImportResponse {
            deferred: deferral(from.deferred),
            diagnostics: diagnostics(from.diagnostics),
            ..ImportResponse::default()
        };
        if let Some(imported) = from.imported_resources.into_iter().next() {
            answer.state = Some(value(imported.state));
            answer.private = imported.private;
            answer.identity = identity(imported.identity);
        }
        Ok(answer)
    }

    /// `MoveResourceState`.
    pub async fn move_state(&mut self, r: MoveRequest) -> Answer<MoveResponse> {
        let request = proto::move_resource_state::Request {
            source_provider_address: r.source_provider,
            source_type_name: r.source_type,
            source_schema_version: r.source_version,
            source_state: raw_state(r.json),
            target_type_name: r.target_type,
            source_private: r.source_private,
            source_identity: raw_state(r.source_identity_json),
            source_identity_schema_version: r.source_identity_version,
        };
        let from = self.provider.move_resource_state(request).await?.into_inner();
        Ok(MoveResponse {
            state: value(from.target_state),
            private: from.target_private,
            identity: identity(from.target_identity),
            diagnostics: diagnostics(from.diagnostics),
        })
    }

    /// `GenerateResourceConfig`.
    pub async fn generate_config(&mut self, r: GenerateRequest) -> Answer<GenerateResponse> {
        let request = proto::generate_resource_config::Request {
            type_name: r.type_name,
            state: ask(r.state),
        };
        let from = self.provider.generate_resource_config(request).await?.into_inner();
        Ok(GenerateResponse {
            config: value(from.config),
            diagnostics: diagnostics(from.diagnostics),
        })
    }
}
