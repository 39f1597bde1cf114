//! The provider as a whole.

use super::{Answer, Client, Failure, ask, client, diagnostics, proto, schemas};
use crate::{
    Diagnostic,
    rpc::{ConfigureRequest, ProviderSchema, ValidateRequest},
    schema::{Function, Identity},
};
use std::collections::BTreeMap;

/// Names of a provider, and what it says it can do beside protocol 6.0.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Metadata {
    /// Type names.
    pub resources: Vec<String>,
    /// Type names.
    pub data_sources: Vec<String>,
    /// Type names.
    pub ephemeral_resources: Vec<String>,
    /// Names.
    pub functions: Vec<String>,
    /// Type names of the resources that can be listed.
    pub list_resources: Vec<String>,
    /// Type names.
    pub actions: Vec<String>,
    /// The capabilities that it has, by their names on the wire.
    pub capabilities: Vec<&'static str>,
}

impl Client {
    /// `GetMetadata`.
    pub async fn metadata(&mut self) -> Answer<Metadata> {
        let from = self.provider.get_metadata(proto::get_metadata::Request {}).await?.into_inner();
        let can = from.server_capabilities.unwrap_or_default();
        let capabilities = [
            ("plan_destroy", can.plan_destroy),
            ("get_provider_schema_optional", can.get_provider_schema_optional),
            ("move_resource_state", can.move_resource_state),
            ("generate_resource_config", can.generate_resource_config),
        ];
        Ok(Metadata {
            resources: from.resources.into_iter().map(|r| r.type_name).collect(),
            data_sources: from.data_sources.into_iter().map(|d| d.type_name).collect(),
            ephemeral_resources: from
                .ephemeral_resources
                .into_iter()
                .map(|e| e.type_name)
                .collect(),
            functions: from.functions.into_iter().map(|f| f.name).collect(),
            list_resources: from.list_resources.into_iter().map(|l| l.type_name).collect(),
            actions: from.actions.into_iter().map(|a| a.type_name).collect(),
            capabilities: capabilities.into_iter().filter(|c| c.1).map(|c| c.0).collect(),
        })
    }

    /// `GetProviderSchema`.
    pub async fn schema(&mut self) -> Answer<ProviderSchema> {
        let answer = self.provider.get_provider_schema(proto::get_provider_schema::Request {});
        let answer = answer.await?.into_inner().response();
        let whole = answer.map_err(|error| Failure { code: 13, message: error.to_string() })?;
        Ok(schemas::schema(whole))
    }

    /// `GetProviderSchema`, as the bytes that it is.
    pub async fn schema_bytes(&mut self) -> Answer<Vec<u8>> {
        self.raw("/tfplugin6.Provider/GetProviderSchema", Vec::new()).await
    }

    /// `GetFunctions`.
    pub async fn functions(&mut self) -> Answer<BTreeMap<String, Function>> {
        let answer = self.provider.get_functions(proto::get_functions::Request {}).await?;
        Ok(schemas::functions(answer.into_inner().functions))
    }

    /// `GetResourceIdentitySchemas`: by the type name of the resource, and the problems.
    pub async fn identity_schemas(
        &mut self,
    ) -> Answer<(BTreeMap<String, Identity>, Vec<Diagnostic>)> {
        let request = proto::get_resource_identity_schemas::Request {};
        let from = self.provider.get_resource_identity_schemas(request).await?.into_inner();
        Ok((schemas::identities(from.identity_schemas), diagnostics(from.diagnostics)))
    }

    /// `ValidateProviderConfig`.
    pub async fn validate_provider(&mut self, r: ValidateRequest) -> Answer<Vec<Diagnostic>> {
        let request = proto::validate_provider_config::Request { config: ask(r.config) };
        let answer = self.provider.validate_provider_config(request).await?;
        Ok(diagnostics(answer.into_inner().diagnostics))
    }

    /// `ConfigureProvider`.
    pub async fn configure(&mut self, r: ConfigureRequest) -> Answer<Vec<Diagnostic>> {
        let request = proto::configure_provider::Request {
            terraform_version: r.terraform_version,
            config: ask(r.config),
            client_capabilities: client(r.deferral_allowed, true),
        };
        let answer = self.provider.configure_provider(request).await?;
        Ok(diagnostics(answer.into_inner().diagnostics))
    }

    /// `StopProvider`.
    pub async fn stop(&mut self) -> Answer<String> {
        let answer = self.provider.stop_provider(proto::stop_provider::Request {}).await?;
        Ok(answer.into_inner().error)
    }
}
