//! The provider as Terraform calls it: one file a call, values in and values out.

mod access;
mod action;
mod apply;
mod call;
mod configure;
mod data;
mod ephemeral;
mod function;
mod generate;
mod identity;
mod import;
mod list;
mod plan;
mod read;
mod schema;
mod upgrade;
mod validate;

use crate::{
    Block, Diagnostic, Diagnostics, Provider, Registry,
    diagnostic::root_attribute,
    kinds::{ErasedAction, ErasedDataSource, ErasedEphemeral},
    plan::plan_breaks,
    resource::ErasedResource,
    schema::{Role, Shape},
};
use access::Connection;
use std::sync::{OnceLock, PoisonError, RwLock};
use tf_protocol::{
    AttributePath, ProviderServer, Type, Value,
    rpc::{self, DynamicValue},
};
use tokio_util::sync::CancellationToken;

/// Serves a [`Provider`].
pub struct Server<P: Provider> {
    provider: P,
    registry: OnceLock<Registry<P>>,
    config: OnceLock<Shape>,
    connection: RwLock<Connection<P>>,
    cancelled: RwLock<CancellationToken>,
}

impl<P: Provider> Server<P> {
    /// A server that waits for its provider block.
    pub fn new(provider: P) -> Self {
        Self {
            provider,
            registry: OnceLock::new(),
            config: OnceLock::new(),
            connection: RwLock::new(Connection::None),
            cancelled: RwLock::default(),
        }
    }

    /// Everything that is wrong with the provider's schemas; empty in a release.
    #[must_use]
    pub fn mistakes(&self) -> Vec<String> {
        let provider = self.config_shape().block.mistakes(Role::Provider);
        let provider = provider.into_iter().map(|mistake| format!("provider {mistake}"));
        provider.chain(self.registry().mistakes()).collect()
    }

    fn registry(&self) -> &Registry<P> {
        self.registry.get_or_init(|| self.provider.registry())
    }

    fn config_shape(&self) -> &Shape {
        self.config.get_or_init(|| <P::Config as crate::Schema>::block().into())
    }

    fn resource(&self, type_name: &str) -> Result<&dyn ErasedResource<P>, Diagnostic> {
        let found = self.registry().resources.get(type_name).map(AsRef::as_ref);
        found.ok_or_else(|| unknown_kind("resource", type_name))
    }

    /// The schema of a resource, for the paths of diagnostics.
    fn block_of(&self, type_name: &str) -> &Block {
        static NOTHING: OnceLock<Block> = OnceLock::new();
        let nothing = || NOTHING.get_or_init(Block::default);
        self.resource(type_name).map_or_else(|_| nothing(), ErasedResource::block)
    }

    fn cancelled(&self) -> CancellationToken {
        self.cancelled.read().unwrap_or_else(PoisonError::into_inner).clone()
    }
}

/// Terraform does not ask for what the schema does not offer; another client may.
fn unknown_kind(kind: &str, name: &str) -> Diagnostic {
    let detail = format!("This provider has no {kind} `{name}`.");
    Diagnostic::error(format!("Unknown {kind} type"), detail)
}

fn decode(value: &DynamicValue, ty: &Type) -> Result<Value, Diagnostic> {
    value.decode(ty).map_err(|error| {
        Diagnostic::bug("Value not understood", format!("Terraform sent a value that {error}."))
    })
}

fn encode(value: &Value, ty: &Type) -> Result<DynamicValue, Diagnostic> {
    DynamicValue::encode(value, ty).map_err(|error| {
        Diagnostic::bug("Value not encodable", format!("The provider made a value that {error}."))
    })
}

/// What a configuration asked for and the result of reading or opening does not have.
fn broken_result(block: &Block, config: &Value, result: &Value) -> Option<Diagnostic> {
    let (path, rule) = plan_breaks(block, &Value::Null, config, result).err()?;
    let detail = format!("The result has {rule}, at `{path}`.");
    Some(Diagnostic::bug("Invalid result", detail).at(path))
}

/// Whether anything at this path must not be shown.
fn is_sensitive(block: &crate::Block, path: &AttributePath) -> bool {
    root_attribute(path).and_then(|name| block.attribute(name)).is_none_or(has_secret)
}

fn has_secret(attribute: &crate::Attribute) -> bool {
    attribute.sensitive
        || attribute.kind.nested().is_some_and(|(_, inner)| inner.attributes.iter().any(has_secret))
}

impl<P: Provider> ProviderServer for Server<P> {
    fn schema(&self) -> rpc::ProviderSchema {
        self.everything()
    }

    async fn validate_provider(
        &self,
        request: rpc::ValidateRequest,
    ) -> Vec<tf_protocol::Diagnostic> {
        validate::check(self.config_shape(), &request)
    }

    async fn configure(&self, request: rpc::ConfigureRequest) -> Vec<tf_protocol::Diagnostic> {
        self.configure(request).await.into_wire()
    }

    fn stop(&self) {
        self.cancelled().cancel();
    }

    async fn validate_resource(
        &self,
        request: rpc::ValidateRequest,
    ) -> Vec<tf_protocol::Diagnostic> {
        let resource = self.resource(&request.type_name);
        checked(resource.map(ErasedResource::shape), &request)
    }

    async fn upgrade(&self, request: rpc::UpgradeRequest) -> rpc::UpgradeResponse {
        self.upgrade(&request)
    }

    async fn upgrade_identity(
        &self,
        request: rpc::UpgradeIdentityRequest,
    ) -> rpc::UpgradeIdentityResponse {
        self.upgrade_identity(&request)
    }

    async fn read(&self, request: rpc::ReadRequest) -> rpc::ReadResponse {
        self.read(request).await
    }

    async fn plan(&self, request: rpc::PlanRequest) -> rpc::PlanResponse {
        self.plan(request).await
    }

    async fn apply(&self, request: rpc::ApplyRequest) -> rpc::ApplyResponse {
        self.apply(request).await
    }

    async fn import(&self, request: rpc::ImportRequest) -> rpc::ImportResponse {
        self.import(request).await
    }

    async fn move_state(&self, request: rpc::MoveRequest) -> rpc::MoveResponse {
        self.move_state(request)
    }

    async fn generate_config(&self, request: rpc::GenerateRequest) -> rpc::GenerateResponse {
        self.generate(&request)
    }

    async fn validate_data_source(
        &self,
        request: rpc::ValidateRequest,
    ) -> Vec<tf_protocol::Diagnostic> {
        let source = self.data_source(&request.type_name);
        checked(source.map(ErasedDataSource::shape), &request)
    }

    async fn read_data_source(&self, request: rpc::DataRequest) -> rpc::DataResponse {
        self.read_data(request).await
    }

    async fn validate_ephemeral(
        &self,
        request: rpc::ValidateRequest,
    ) -> Vec<tf_protocol::Diagnostic> {
        let ephemeral = self.ephemeral(&request.type_name);
        checked(ephemeral.map(ErasedEphemeral::shape), &request)
    }

    async fn open_ephemeral(&self, request: rpc::OpenRequest) -> rpc::OpenResponse {
        self.open(request).await
    }

    async fn renew_ephemeral(&self, request: rpc::EphemeralRequest) -> rpc::RenewResponse {
        self.renew(request).await
    }

    async fn close_ephemeral(
        &self,
        request: rpc::EphemeralRequest,
    ) -> Vec<tf_protocol::Diagnostic> {
        self.close(request).await.into_wire()
    }

    async fn validate_list(
        &self,
        request: rpc::ValidateListRequest,
    ) -> Vec<tf_protocol::Diagnostic> {
        match self.list_of(&request.type_name) {
            Ok(list) => validate::config(list.shape(), &request.config, true),
            Err(unknown) => Diagnostics::from(unknown).into_wire(),
        }
    }

    async fn list(&self, request: rpc::ListRequest, events: rpc::Events<rpc::ListEvent>) {
        self.list_objects(request, events).await;
    }

    async fn validate_action(&self, request: rpc::ValidateRequest) -> Vec<tf_protocol::Diagnostic> {
        let action = self.action(&request.type_name);
        checked(action.map(ErasedAction::shape), &request)
    }

    async fn plan_action(&self, request: rpc::ActionRequest) -> rpc::PlanActionResponse {
        self.planned_action(&request).await
    }

    async fn invoke_action(
        &self,
        request: rpc::ActionRequest,
        progress: rpc::Events<String>,
    ) -> Vec<tf_protocol::Diagnostic> {
        let type_name = request.type_name.clone();
        let said = self.invoke(request, progress).await;
        match self.action(&type_name) {
            Ok(action) => said.into_wire_of(&action.shape().block),
            Err(_) => said.into_wire(),
        }
    }

    async fn call_function(
        &self,
        request: rpc::CallRequest,
    ) -> Result<DynamicValue, rpc::FunctionError> {
        self.call_function(&request)
    }
}

fn checked(
    shape: Result<&Shape, Diagnostic>,
    request: &rpc::ValidateRequest,
) -> Vec<tf_protocol::Diagnostic> {
    match shape {
        Ok(shape) => validate::check(shape, request),
        Err(unknown) => Diagnostics::from(unknown).into_wire(),
    }
}
