//! Every call of the protocol, from the host's side.

use super::{
    Failure,
    answers::{ask, diagnostics, functions, path, schema, value},
    raw,
};
use crate::{
    Diagnostic,
    proto::{
        plugin::{
            ConnInfo, Empty, grpc_broker_client::GrpcBrokerClient,
            grpc_controller_client::GrpcControllerClient, grpc_stdio_client::GrpcStdioClient,
        },
        tfplugin6::{self as proto, provider_client::ProviderClient},
    },
    rpc::{
        ApplyRequest, ApplyResponse, CallRequest, ConfigureRequest, DataRequest, DataResponse,
        DynamicValue, EphemeralRequest, FunctionError, ImportRequest, ImportResponse, MoveRequest,
        MoveResponse, OpenRequest, OpenResponse, PlanRequest, PlanResponse, ProviderSchema,
        ReadRequest, ReadResponse, RenewResponse, UpgradeRequest, UpgradeResponse, ValidateRequest,
    },
    schema::Function,
};
use std::{collections::BTreeMap, time::SystemTime};
use tokio::sync::mpsc;
use tokio_stream::wrappers::ReceiverStream;
use tonic::{codegen::http::uri::PathAndQuery, transport::Channel};

type Answer<T> = Result<T, Failure>;

const MESSAGE: usize = 512 * 1024 * 1024;

/// One connection to a provider.
#[derive(Debug, Clone)]
pub struct Client {
    channel: Channel,
    provider: ProviderClient<Channel>,
}

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
    /// The capabilities that it has, by their names on the wire.
    pub capabilities: Vec<&'static str>,
}

#[expect(clippy::unnecessary_wraps, reason = "every message field is optional on the wire")]
fn client(deferral_allowed: bool, write_only: bool) -> Option<proto::ClientCapabilities> {
    Some(proto::ClientCapabilities { deferral_allowed, write_only_attributes_allowed: write_only })
}

fn time(from: Option<prost_types::Timestamp>) -> Option<SystemTime> {
    from.and_then(|time| time.try_into().ok())
}

impl Client {
    pub(super) fn new(channel: Channel) -> Self {
        let provider = ProviderClient::new(channel.clone())
            .max_decoding_message_size(MESSAGE)
            .max_encoding_message_size(MESSAGE);
        Self { channel, provider }
    }

    /// Sends `message`, whatever it is, to `/service/method`.
    pub async fn raw(&mut self, method: &str, message: Vec<u8>) -> Answer<Vec<u8>> {
        let mut grpc = tonic::client::Grpc::new(self.channel.clone());
        grpc.ready().await.map_err(|error| Failure { code: 14, message: error.to_string() })?;
        let path = PathAndQuery::try_from(method)
            .map_err(|error| Failure { code: 3, message: error.to_string() })?;
        let answer = grpc.unary(tonic::Request::new(message), path, raw::Bytes).await?;
        Ok(answer.into_inner())
    }

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
            capabilities: capabilities.into_iter().filter(|c| c.1).map(|c| c.0).collect(),
        })
    }

    /// `GetProviderSchema`.
    pub async fn schema(&mut self) -> Answer<ProviderSchema> {
        let answer = self.provider.get_provider_schema(proto::get_provider_schema::Request {});
        Ok(schema(answer.await?.into_inner()))
    }

    /// `GetFunctions`.
    pub async fn functions(&mut self) -> Answer<BTreeMap<String, Function>> {
        let answer = self.provider.get_functions(proto::get_functions::Request {}).await?;
        Ok(functions(answer.into_inner().functions))
    }

    /// `GetResourceIdentitySchemas`: how many there are.
    pub async fn identity_schemas(&mut self) -> Answer<usize> {
        let request = proto::get_resource_identity_schemas::Request {};
        let answer = self.provider.get_resource_identity_schemas(request).await?;
        Ok(answer.into_inner().identity_schemas.len())
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
        let raw = proto::RawState { json: r.json, flatmap: BTreeMap::new() };
        let request = proto::upgrade_resource_state::Request {
            type_name: r.type_name,
            version: r.version,
            raw_state: Some(raw),
        };
        let from = self.provider.upgrade_resource_state(request).await?.into_inner();
        Ok(UpgradeResponse {
            state: value(from.upgraded_state),
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
            current_identity: None,
        };
        let from = self.provider.read_resource(request).await?.into_inner();
        Ok(ReadResponse {
            state: value(from.new_state),
            private: from.private,
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
            prior_identity: None,
        };
        let from = self.provider.plan_resource_change(request).await?.into_inner();
        Ok(PlanResponse {
            planned: value(from.planned_state),
            requires_replace: from.requires_replace.into_iter().map(path).collect(),
            private: from.planned_private,
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
            planned_identity: None,
        };
        let from = self.provider.apply_resource_change(request).await?.into_inner();
        Ok(ApplyResponse {
            state: value(from.new_state),
            private: from.private,
            diagnostics: diagnostics(from.diagnostics),
        })
    }

    /// `ImportResourceState`.
    pub async fn import(&mut self, r: ImportRequest) -> Answer<ImportResponse> {
        let request = proto::import_resource_state::Request {
            type_name: r.type_name,
            id: r.id,
            client_capabilities: client(r.deferral_allowed, true),
            identity: None,
        };
        let from = self.provider.import_resource_state(request).await?.into_inner();
        let mut answer = ImportResponse {
            diagnostics: diagnostics(from.diagnostics),
            ..ImportResponse::default()
        };
        if let Some(imported) = from.imported_resources.into_iter().next() {
            answer.state = Some(value(imported.state));
            answer.private = imported.private;
        }
        Ok(answer)
    }

    /// `MoveResourceState`.
    pub async fn move_state(&mut self, r: MoveRequest) -> Answer<MoveResponse> {
        let raw = proto::RawState { json: r.json, flatmap: BTreeMap::new() };
        let request = proto::move_resource_state::Request {
            source_provider_address: r.source_provider,
            source_type_name: r.source_type,
            source_schema_version: r.source_version,
            source_state: Some(raw),
            target_type_name: r.target_type,
            source_private: r.source_private,
            source_identity: None,
            source_identity_schema_version: 0,
        };
        let from = self.provider.move_resource_state(request).await?.into_inner();
        Ok(MoveResponse {
            state: value(from.target_state),
            private: from.target_private,
            diagnostics: diagnostics(from.diagnostics),
        })
    }

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
        Ok(DataResponse { state: value(from.state), diagnostics: diagnostics(from.diagnostics) })
    }

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

    /// `CallFunction`.
    pub async fn call_function(
        &mut self,
        r: CallRequest,
    ) -> Answer<Result<DynamicValue, FunctionError>> {
        let arguments = r.arguments.into_iter();
        let arguments =
            arguments.map(|a| proto::DynamicValue { msgpack: a.msgpack, json: a.json }).collect();
        let request = proto::call_function::Request { name: r.name, arguments };
        let from = self.provider.call_function(request).await?.into_inner();
        Ok(match from.error {
            Some(error) => {
                Err(FunctionError { text: error.text, argument: error.function_argument })
            }
            None => Ok(value(from.result)),
        })
    }

    /// go-plugin's `Shutdown`.
    pub async fn shutdown(&mut self) -> Answer<()> {
        GrpcControllerClient::new(self.channel.clone()).shutdown(Empty {}).await?;
        Ok(())
    }

    /// Opens go-plugin's two streams as a host does at once. The future ends when the provider ends
    /// both, with the number of items that came.
    pub async fn streams(&mut self) -> Answer<impl Future<Output = usize> + use<>> {
        let stdio = GrpcStdioClient::new(self.channel.clone()).stream_stdio(()).await?;
        let (keep_open, ours) = mpsc::channel::<ConnInfo>(1);
        let mut broker = GrpcBrokerClient::new(self.channel.clone());
        let broker = broker.start_stream(ReceiverStream::new(ours)).await?;
        let (mut stdio, mut broker) = (stdio.into_inner(), broker.into_inner());
        Ok(async move {
            let _keep_open = keep_open;
            let mut items = 0;
            while let Ok(Some(_)) = stdio.message().await {
                items += 1;
            }
            while let Ok(Some(_)) = broker.message().await {
                items += 1;
            }
            items
        })
    }

    /// Whether the health service says that `service` serves.
    pub async fn is_serving(&mut self, service: &str) -> Answer<bool> {
        use tonic_health::pb::{HealthCheckRequest, health_client::HealthClient};
        let request = HealthCheckRequest { service: service.to_owned() };
        let answer = HealthClient::new(self.channel.clone()).check(request).await?;
        Ok(answer.into_inner().status == 1)
    }
}
