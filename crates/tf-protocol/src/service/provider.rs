//! `tfplugin6.Provider`: every call converted, guarded, logged.

use super::{
    guard::Identity,
    rescue::Rescue,
    schema::{Reply, Schemas},
    stream,
};
use crate::{
    Diagnostic, ProviderServer, Severity,
    convert::{
        action, apply, configure, data, diagnostics, ephemeral, function, generate, identity,
        import, list, metadata, move_state, plan, read, upgrade, validate,
    },
    proto::{
        EncodedSchema,
        tfplugin6::{self as proto, provider_server},
    },
    rpc::{
        ApplyResponse, DataResponse, GenerateResponse, ImportResponse, MoveResponse, OpenResponse,
        PlanActionResponse, PlanResponse, ProviderSchema, ReadResponse, RenewResponse,
        UpgradeIdentityResponse, UpgradeResponse,
    },
};
use std::sync::Arc;
use tonic::{Request, Response, Status, codegen::BoxStream};

type Answer<T> = Result<Response<T>, Status>;

/// The service over a provider.
#[derive(Debug)]
pub(crate) struct Provider<S> {
    server: Arc<S>,
    identity: Identity,
    schemas: Schemas,
}

impl<S: ProviderServer> Provider<S> {
    pub(crate) fn new(server: S, identity: Identity) -> Self {
        Self { server: Arc::new(server), identity, schemas: Schemas::default() }
    }

    async fn call<T: Rescue>(
        &self,
        rpc: &'static str,
        type_name: &str,
        work: impl Future<Output = T>,
        rescue: T,
    ) -> T {
        self.identity.call(rpc, type_name, work, rescue).await
    }

    async fn schema(&self, rpc: &'static str) -> ProviderSchema {
        self.call(rpc, "", async { self.server.schema() }, ProviderSchema::default()).await
    }
}

#[tonic::async_trait]
impl<S: ProviderServer> provider_server::Provider for Provider<S> {
    async fn get_metadata(
        &self,
        _: Request<proto::get_metadata::Request>,
    ) -> Answer<proto::get_metadata::Response> {
        Ok(Response::new(metadata::response(self.schema("GetMetadata").await)))
    }

    async fn get_provider_schema(
        &self,
        _: Request<proto::get_provider_schema::Request>,
    ) -> Answer<EncodedSchema> {
        let work = async { self.schemas.reply(|| self.server.schema()) };
        let reply = self.call("GetProviderSchema", "", work, Reply::default()).await;
        Ok(Response::new(reply.encoded()))
    }

    async fn get_resource_identity_schemas(
        &self,
        _: Request<proto::get_resource_identity_schemas::Request>,
    ) -> Answer<proto::get_resource_identity_schemas::Response> {
        let schema = self.schema("GetResourceIdentitySchemas").await;
        Ok(Response::new(identity::schemas(schema.identities, schema.diagnostics)))
    }

    async fn get_functions(
        &self,
        _: Request<proto::get_functions::Request>,
    ) -> Answer<proto::get_functions::Response> {
        let schema = self.schema("GetFunctions").await;
        Ok(Response::new(function::all(schema.functions, schema.diagnostics)))
    }

    async fn validate_provider_config(
        &self,
        request: Request<proto::validate_provider_config::Request>,
    ) -> Answer<proto::validate_provider_config::Response> {
        let request = validate::provider(request.into_inner());
        let work = async { self.server.validate_provider(request).await };
        let problems = self.call("ValidateProviderConfig", "", work, Vec::new()).await;
        Ok(Response::new(proto::validate_provider_config::Response {
            diagnostics: diagnostics(problems),
        }))
    }

    async fn configure_provider(
        &self,
        request: Request<proto::configure_provider::Request>,
    ) -> Answer<proto::configure_provider::Response> {
        let request = configure::request(request.into_inner());
        let work = async { self.server.configure(request).await };
        let problems = self.call("ConfigureProvider", "", work, Vec::new()).await;
        Ok(Response::new(proto::configure_provider::Response {
            diagnostics: diagnostics(problems),
        }))
    }

    async fn stop_provider(
        &self,
        _: Request<proto::stop_provider::Request>,
    ) -> Answer<proto::stop_provider::Response> {
        self.call("StopProvider", "", async { self.server.stop() }, ()).await;
        Ok(Response::new(proto::stop_provider::Response::default()))
    }

    async fn validate_resource_config(
        &self,
        request: Request<proto::validate_resource_config::Request>,
    ) -> Answer<proto::validate_resource_config::Response> {
        let request = validate::resource(request.into_inner());
        let name = request.type_name.clone();
        let work = async { self.server.validate_resource(request).await };
        let problems = self.call("ValidateResourceConfig", &name, work, Vec::new()).await;
        Ok(Response::new(proto::validate_resource_config::Response {
            diagnostics: diagnostics(problems),
        }))
    }

    async fn upgrade_resource_state(
        &self,
        request: Request<proto::upgrade_resource_state::Request>,
    ) -> Answer<proto::upgrade_resource_state::Response> {
        let request = request.into_inner();
        if upgrade::is_flatmap(request.raw_state.as_ref()) {
            return Ok(Response::new(upgrade::response(too_old())));
        }
        let request = upgrade::request(request);
        let name = request.type_name.clone();
        let work = async { self.server.upgrade(request).await };
        let rescue = UpgradeResponse::default();
        let answer = self.call("UpgradeResourceState", &name, work, rescue).await;
        Ok(Response::new(upgrade::response(answer)))
    }

    async fn upgrade_resource_identity(
        &self,
        request: Request<proto::upgrade_resource_identity::Request>,
    ) -> Answer<proto::upgrade_resource_identity::Response> {
        let request = identity::request(request.into_inner());
        let name = request.type_name.clone();
        let work = async { self.server.upgrade_identity(request).await };
        let rescue = UpgradeIdentityResponse::default();
        let answer = self.call("UpgradeResourceIdentity", &name, work, rescue).await;
        Ok(Response::new(identity::response(answer)))
    }

    async fn read_resource(
        &self,
        request: Request<proto::read_resource::Request>,
    ) -> Answer<proto::read_resource::Response> {
        let request = read::request(request.into_inner());
        let name = request.type_name.clone();
        let rescue = ReadResponse {
            state: request.state.clone(),
            private: request.private.clone(),
            identity: request.identity.clone(),
            ..ReadResponse::default()
        };
        let work = async { self.server.read(request).await };
        let answer = self.call("ReadResource", &name, work, rescue).await;
        Ok(Response::new(read::response(answer)))
    }

    async fn plan_resource_change(
        &self,
        request: Request<proto::plan_resource_change::Request>,
    ) -> Answer<proto::plan_resource_change::Response> {
        let request = plan::request(request.into_inner());
        let name = request.type_name.clone();
        let rescue = PlanResponse {
            planned: request.prior.clone(),
            private: request.prior_private.clone(),
            identity: request.identity.clone(),
            ..PlanResponse::default()
        };
        let work = async { self.server.plan(request).await };
        let answer = self.call("PlanResourceChange", &name, work, rescue).await;
        Ok(Response::new(plan::response(answer)))
    }

    async fn apply_resource_change(
        &self,
        request: Request<proto::apply_resource_change::Request>,
    ) -> Answer<proto::apply_resource_change::Response> {
        let request = apply::request(request.into_inner());
        let name = request.type_name.clone();
        let rescue = ApplyResponse {
            state: request.prior.clone(),
            private: request.private.clone(),
            // That of an object to be created is planned, and may not be known.
            identity: request.identity.clone().filter(|_| !request.prior.is_null()),
            ..ApplyResponse::default()
        };
        let work = async { self.server.apply(request).await };
        let answer = self.call("ApplyResourceChange", &name, work, rescue).await;
        Ok(Response::new(apply::response(answer)))
    }

    async fn import_resource_state(
        &self,
        request: Request<proto::import_resource_state::Request>,
    ) -> Answer<proto::import_resource_state::Response> {
        let request = import::request(request.into_inner());
        let name = request.type_name.clone();
        let work = async { self.server.import(request).await };
        let rescue = ImportResponse::default();
        let answer = self.call("ImportResourceState", &name, work, rescue).await;
        Ok(Response::new(import::response(answer, name)))
    }

    async fn move_resource_state(
        &self,
        request: Request<proto::move_resource_state::Request>,
    ) -> Answer<proto::move_resource_state::Response> {
        let request = move_state::request(request.into_inner());
        let name = request.target_type.clone();
        let work = async { self.server.move_state(request).await };
        let rescue = MoveResponse::default();
        let answer = self.call("MoveResourceState", &name, work, rescue).await;
        Ok(Response::new(move_state::response(answer)))
    }

    async fn generate_resource_config(
        &self,
        request: Request<proto::generate_resource_config::Request>,
    ) -> Answer<proto::generate_resource_config::Response> {
        let request = generate::request(request.into_inner());
        let name = request.type_name.clone();
        let work = async { self.server.generate_config(request).await };
        let rescue = GenerateResponse::default();
        let answer = self.call("GenerateResourceConfig", &name, work, rescue).await;
        Ok(Response::new(generate::response(answer)))
    }

    async fn validate_data_resource_config(
        &self,
        request: Request<proto::validate_data_resource_config::Request>,
    ) -> Answer<proto::validate_data_resource_config::Response> {
        let request = validate::data_source(request.into_inner());
        let name = request.type_name.clone();
        let work = async { self.server.validate_data_source(request).await };
        let problems = self.call("ValidateDataResourceConfig", &name, work, Vec::new()).await;
        Ok(Response::new(proto::validate_data_resource_config::Response {
            diagnostics: diagnostics(problems),
        }))
    }

    async fn read_data_source(
        &self,
        request: Request<proto::read_data_source::Request>,
    ) -> Answer<proto::read_data_source::Response> {
        let request = data::request(request.into_inner());
        let name = request.type_name.clone();
        let work = async { self.server.read_data_source(request).await };
        let answer = self.call("ReadDataSource", &name, work, DataResponse::default()).await;
        Ok(Response::new(data::response(answer)))
    }

    async fn validate_ephemeral_resource_config(
        &self,
        request: Request<proto::validate_ephemeral_resource_config::Request>,
    ) -> Answer<proto::validate_ephemeral_resource_config::Response> {
        let request = validate::ephemeral(request.into_inner());
        let name = request.type_name.clone();
        let work = async { self.server.validate_ephemeral(request).await };
        let problems = self.call("ValidateEphemeralResourceConfig", &name, work, Vec::new()).await;
        Ok(Response::new(proto::validate_ephemeral_resource_config::Response {
            diagnostics: diagnostics(problems),
        }))
    }

    async fn open_ephemeral_resource(
        &self,
        request: Request<proto::open_ephemeral_resource::Request>,
    ) -> Answer<proto::open_ephemeral_resource::Response> {
        let request = ephemeral::open(request.into_inner());
        let name = request.type_name.clone();
        let work = async { self.server.open_ephemeral(request).await };
        let answer = self.call("OpenEphemeralResource", &name, work, OpenResponse::default()).await;
        Ok(Response::new(ephemeral::opened(answer)))
    }

    async fn renew_ephemeral_resource(
        &self,
        request: Request<proto::renew_ephemeral_resource::Request>,
    ) -> Answer<proto::renew_ephemeral_resource::Response> {
        let request = ephemeral::renew(request.into_inner());
        let name = request.type_name.clone();
        let rescue = RenewResponse { private: request.private.clone(), ..RenewResponse::default() };
        let work = async { self.server.renew_ephemeral(request).await };
        let answer = self.call("RenewEphemeralResource", &name, work, rescue).await;
        Ok(Response::new(ephemeral::renewed(answer)))
    }

    async fn close_ephemeral_resource(
        &self,
        request: Request<proto::close_ephemeral_resource::Request>,
    ) -> Answer<proto::close_ephemeral_resource::Response> {
        let request = ephemeral::close(request.into_inner());
        let name = request.type_name.clone();
        let work = async { self.server.close_ephemeral(request).await };
        let problems = self.call("CloseEphemeralResource", &name, work, Vec::new()).await;
        Ok(Response::new(proto::close_ephemeral_resource::Response {
            diagnostics: diagnostics(problems),
        }))
    }

    async fn call_function(
        &self,
        request: Request<proto::call_function::Request>,
    ) -> Answer<proto::call_function::Response> {
        let request = function::request(request.into_inner());
        let name = request.name.clone();
        let work = async { self.server.call_function(request).await };
        let rescue = Ok(crate::rpc::DynamicValue::default());
        let answer = self.call("CallFunction", &name, work, rescue).await;
        Ok(Response::new(function::response(answer)))
    }

    async fn validate_list_resource_config(
        &self,
        request: Request<proto::validate_list_resource_config::Request>,
    ) -> Answer<proto::validate_list_resource_config::Response> {
        let request = list::validate(request.into_inner());
        let name = request.type_name.clone();
        let work = async { self.server.validate_list(request).await };
        let problems = self.call("ValidateListResourceConfig", &name, work, Vec::new()).await;
        Ok(Response::new(proto::validate_list_resource_config::Response {
            diagnostics: diagnostics(problems),
        }))
    }

    type ListResourceStream = BoxStream<proto::list_resource::Event>;

    async fn list_resource(
        &self,
        request: Request<proto::list_resource::Request>,
    ) -> Answer<Self::ListResourceStream> {
        let request = list::request(request.into_inner());
        Ok(Response::new(stream::list(Arc::clone(&self.server), self.identity, request)))
    }

    async fn validate_action_config(
        &self,
        request: Request<proto::validate_action_config::Request>,
    ) -> Answer<proto::validate_action_config::Response> {
        let request = action::validate(request.into_inner());
        let name = request.type_name.clone();
        let work = async { self.server.validate_action(request).await };
        let problems = self.call("ValidateActionConfig", &name, work, Vec::new()).await;
        Ok(Response::new(proto::validate_action_config::Response {
            diagnostics: diagnostics(problems),
        }))
    }

    async fn plan_action(
        &self,
        request: Request<proto::plan_action::Request>,
    ) -> Answer<proto::plan_action::Response> {
        let request = action::plan(request.into_inner());
        let name = request.type_name.clone();
        let work = async { self.server.plan_action(request).await };
        let answer = self.call("PlanAction", &name, work, PlanActionResponse::default()).await;
        Ok(Response::new(action::planned(answer)))
    }

    type InvokeActionStream = BoxStream<proto::invoke_action::Event>;

    async fn invoke_action(
        &self,
        request: Request<proto::invoke_action::Request>,
    ) -> Answer<Self::InvokeActionStream> {
        let request = action::invoke(request.into_inner());
        Ok(Response::new(stream::invoke(Arc::clone(&self.server), self.identity, request)))
    }
}

fn too_old() -> UpgradeResponse {
    let problem = Diagnostic {
        severity: Severity::Error,
        summary: "The state is too old".to_owned(),
        detail: "It was written by a Terraform before 0.12. Apply once with Terraform 0.12 or \
                 later and the provider version of that time."
            .to_owned(),
        path: None,
    };
    UpgradeResponse { diagnostics: vec![problem], ..UpgradeResponse::default() }
}
