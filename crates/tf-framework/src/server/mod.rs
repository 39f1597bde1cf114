//! The provider as Terraform calls it: one file a call, values in and values out.

mod apply;
mod configure;
mod import;
mod plan;
mod read;
mod unsupported;
mod upgrade;
mod validate;

use crate::{Diagnostic, Diagnostics, ErasedResource, Provider, diagnostic::root_attribute};
use futures_util::FutureExt;
use std::{
    collections::BTreeMap,
    future::Future,
    panic::AssertUnwindSafe,
    sync::{Arc, OnceLock, PoisonError, RwLock},
};
use tf_protocol::{
    AttributePath, ProviderServer, Type, Value,
    rpc::{self, DynamicValue},
};
use tokio_util::sync::CancellationToken;

/// Serves a [`Provider`].
pub struct Server<P: Provider> {
    provider: P,
    resources: OnceLock<Registry<P>>,
    config: OnceLock<crate::Block>,
    connection: RwLock<Connection<P>>,
    cancelled: RwLock<CancellationToken>,
}

type Registry<P> = BTreeMap<&'static str, Box<dyn ErasedResource<P>>>;

/// What the provider block made of this process.
enum Connection<P: Provider> {
    /// There was none yet: `terraform validate`.
    None,
    /// It holds unknowns, at these attributes.
    Unknown(Vec<AttributePath>),
    /// A client.
    Ready(Arc<P::Client>),
}

impl<P: Provider> Server<P> {
    /// A server that waits for its provider block.
    pub fn new(provider: P) -> Self {
        Self {
            provider,
            resources: OnceLock::new(),
            config: OnceLock::new(),
            connection: RwLock::new(Connection::None),
            cancelled: RwLock::default(),
        }
    }

    /// Everything that is wrong with the provider's schemas; empty in a release.
    #[must_use]
    pub fn mistakes(&self) -> Vec<String> {
        let provider = self.config_block().mistakes().into_iter().map(|m| format!("provider {m}"));
        let resources = self.registry().iter().flat_map(|(name, resource)| {
            resource.block().mistakes().into_iter().map(move |mistake| format!("{name} {mistake}"))
        });
        provider.chain(resources).collect()
    }

    fn registry(&self) -> &Registry<P> {
        self.resources.get_or_init(|| {
            let all = self.provider.resources();
            all.into_iter().map(|resource| (resource.type_name(), resource)).collect()
        })
    }

    fn config_block(&self) -> &crate::Block {
        self.config.get_or_init(<P::Config as crate::Schema>::block)
    }

    fn resource(&self, type_name: &str) -> Result<&dyn ErasedResource<P>, Diagnostic> {
        self.registry().get(type_name).map(AsRef::as_ref).ok_or_else(|| {
            Diagnostic::bug("Unknown resource type", format!("There is no `{type_name}` here."))
        })
    }

    /// The client, or why there is none.
    fn client(&self) -> Result<Arc<P::Client>, Diagnostic> {
        match &*self.connection.read().unwrap_or_else(PoisonError::into_inner) {
            Connection::Ready(client) => Ok(Arc::clone(client)),
            Connection::Unknown(paths) => Err(unknown_provider(paths)),
            Connection::None => Err(Diagnostic::bug(
                "Provider not configured",
                "Terraform asked for an operation before it configured the provider.",
            )),
        }
    }

    fn cancelled(&self) -> CancellationToken {
        self.cancelled.read().unwrap_or_else(PoisonError::into_inner).clone()
    }
}

/// The provider block is not known yet, so nothing can be asked.
fn unknown_provider(paths: &[AttributePath]) -> Diagnostic {
    let names: Vec<_> = paths.iter().map(|path| format!("`{path}`")).collect();
    Diagnostic::error(
        "Provider configuration not known yet",
        format!(
            "{} of the provider block will only be known after apply, so nothing was sent \
             anywhere. Apply what it depends on first (`terraform apply -target=...`), or give it \
             as a variable.",
            names.join(" and ")
        ),
    )
    .at(paths.first().cloned().unwrap_or_default())
}

/// Runs an operation of a resource; a panic becomes a diagnostic.
async fn guarded<T>(operation: impl Future<Output = T>) -> Result<T, Diagnostic> {
    AssertUnwindSafe(operation).catch_unwind().await.map_err(|_| {
        Diagnostic::bug(
            "The provider panicked",
            "The operation stopped half-way. What was known to exist by then is in state. The log \
             (`TF_LOG=ERROR`) has the place.",
        )
    })
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

/// After an operation nothing is unknown: what the server did not tell is null.
fn settle(value: Value) -> Value {
    match value {
        Value::Unknown | Value::Refined(_) => Value::Null,
        Value::List(elements) => Value::List(elements.into_iter().map(settle).collect()),
        Value::Set(elements) => Value::set(elements.into_iter().map(settle)),
        Value::Map(members) => {
            Value::Map(members.into_iter().map(|(k, v)| (k, settle(v))).collect())
        }
        Value::Object(members) => {
            Value::Object(members.into_iter().map(|(k, v)| (k, settle(v))).collect())
        }
        known => known,
    }
}

/// Whether anything at this path must not be shown.
fn is_sensitive(block: &crate::Block, path: &AttributePath) -> bool {
    root_attribute(path)
        .and_then(|name| block.attributes.iter().find(|attribute| attribute.name == name))
        .is_none_or(|attribute| {
            attribute.sensitive
                || matches!(&attribute.kind, crate::Kind::Nested(_, inner)
                    if inner.attributes.iter().any(|attribute| attribute.sensitive))
        })
}

impl<P: Provider> ProviderServer for Server<P> {
    fn schema(&self) -> rpc::ProviderSchema {
        let mistakes = if cfg!(debug_assertions) { self.mistakes() } else { Vec::new() };
        let diagnostics: Diagnostics =
            mistakes.into_iter().map(|m| Diagnostic::bug("Invalid schema", m)).collect();
        rpc::ProviderSchema {
            provider: self.config_block().lower(0),
            resources: self
                .registry()
                .iter()
                .map(|(name, r)| ((*name).to_owned(), r.block().lower(r.version())))
                .collect(),
            diagnostics: diagnostics.into_wire(),
            ..rpc::ProviderSchema::default()
        }
    }

    async fn validate_provider(
        &self,
        request: rpc::ValidateRequest,
    ) -> Vec<tf_protocol::Diagnostic> {
        validate::check(self.config_block(), &request).into_wire()
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
        match self.resource(&request.type_name) {
            Ok(resource) => validate::check(resource.block(), &request),
            Err(unknown) => unknown.into(),
        }
        .into_wire()
    }

    async fn upgrade(&self, request: rpc::UpgradeRequest) -> rpc::UpgradeResponse {
        self.upgrade(&request)
    }

    async fn read(&self, request: rpc::ReadRequest) -> rpc::ReadResponse {
        self.read(request).await
    }

    async fn plan(&self, request: rpc::PlanRequest) -> rpc::PlanResponse {
        self.plan(request)
    }

    async fn apply(&self, request: rpc::ApplyRequest) -> rpc::ApplyResponse {
        self.apply(request).await
    }

    async fn import(&self, request: rpc::ImportRequest) -> rpc::ImportResponse {
        self.import(&request)
    }

    async fn move_state(&self, request: rpc::MoveRequest) -> rpc::MoveResponse {
        unsupported::move_state(&request)
    }

    async fn validate_data_source(
        &self,
        request: rpc::ValidateRequest,
    ) -> Vec<tf_protocol::Diagnostic> {
        unsupported::kind("data source", &request.type_name)
    }

    async fn read_data_source(&self, request: rpc::DataRequest) -> rpc::DataResponse {
        let diagnostics = unsupported::kind("data source", &request.type_name);
        rpc::DataResponse { diagnostics, ..rpc::DataResponse::default() }
    }

    async fn validate_ephemeral(
        &self,
        request: rpc::ValidateRequest,
    ) -> Vec<tf_protocol::Diagnostic> {
        unsupported::kind("ephemeral resource", &request.type_name)
    }

    async fn open_ephemeral(&self, request: rpc::OpenRequest) -> rpc::OpenResponse {
        let diagnostics = unsupported::kind("ephemeral resource", &request.type_name);
        rpc::OpenResponse { diagnostics, ..rpc::OpenResponse::default() }
    }

    async fn renew_ephemeral(&self, request: rpc::EphemeralRequest) -> rpc::RenewResponse {
        let diagnostics = unsupported::kind("ephemeral resource", &request.type_name);
        rpc::RenewResponse { diagnostics, ..rpc::RenewResponse::default() }
    }

    async fn close_ephemeral(
        &self,
        request: rpc::EphemeralRequest,
    ) -> Vec<tf_protocol::Diagnostic> {
        unsupported::kind("ephemeral resource", &request.type_name)
    }

    async fn upgrade_identity(
        &self,
        request: rpc::UpgradeIdentityRequest,
    ) -> rpc::UpgradeIdentityResponse {
        let diagnostics = unsupported::kind("identity", &request.type_name);
        rpc::UpgradeIdentityResponse { diagnostics, ..rpc::UpgradeIdentityResponse::default() }
    }

    async fn generate_config(&self, request: rpc::GenerateRequest) -> rpc::GenerateResponse {
        let diagnostics = unsupported::kind("generated configuration", &request.type_name);
        rpc::GenerateResponse { diagnostics, ..rpc::GenerateResponse::default() }
    }

    async fn validate_list(
        &self,
        request: rpc::ValidateListRequest,
    ) -> Vec<tf_protocol::Diagnostic> {
        unsupported::kind("list resource", &request.type_name)
    }

    async fn list(&self, request: rpc::ListRequest, events: rpc::Events<rpc::ListEvent>) {
        let diagnostics = unsupported::kind("list resource", &request.type_name);
        events.send(rpc::ListEvent { diagnostics, ..rpc::ListEvent::default() }).await;
    }

    async fn validate_action(&self, request: rpc::ValidateRequest) -> Vec<tf_protocol::Diagnostic> {
        unsupported::kind("action", &request.type_name)
    }

    async fn plan_action(&self, request: rpc::ActionRequest) -> rpc::PlanActionResponse {
        let diagnostics = unsupported::kind("action", &request.type_name);
        rpc::PlanActionResponse { diagnostics, ..rpc::PlanActionResponse::default() }
    }

    async fn invoke_action(
        &self,
        request: rpc::ActionRequest,
        _: rpc::Events<String>,
    ) -> Vec<tf_protocol::Diagnostic> {
        unsupported::kind("action", &request.type_name)
    }

    async fn call_function(
        &self,
        request: rpc::CallRequest,
    ) -> Result<DynamicValue, rpc::FunctionError> {
        let text = format!("The provider has no function `{}`.", request.name);
        Err(rpc::FunctionError { text, argument: None })
    }
}
