//! The remote calls, as plain Rust: what Terraform asks and what a provider answers.
//!
//! Business failures are diagnostics in the answer, never a failed call: Terraform loses the state
//! of a resource whose call fails.

use crate::{AttributePath, Diagnostic, Type, Value, schema};
use std::{collections::BTreeMap, future::Future};
use tokio::sync::mpsc;

/// A value in the encoding that Terraform sent it in. It takes a type to read it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct DynamicValue {
    /// The msgpack encoding, or empty.
    pub msgpack: Vec<u8>,
    /// The JSON encoding, or empty.
    pub json: Vec<u8>,
}

/// What a resource keeps for itself beside its state. Opaque to Terraform.
pub type Private = Vec<u8>;

/// Everything that a provider offers.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct ProviderSchema {
    /// The provider block.
    pub provider: schema::Schema,
    /// `provider_meta` of a module, when the provider takes one.
    pub provider_meta: Option<schema::Schema>,
    /// By type name.
    pub resources: BTreeMap<String, schema::Schema>,
    /// By type name.
    pub data_sources: BTreeMap<String, schema::Schema>,
    /// By type name.
    pub ephemeral_resources: BTreeMap<String, schema::Schema>,
    /// By name.
    pub functions: BTreeMap<String, schema::Function>,
    /// By the type name of the resource.
    pub identities: BTreeMap<String, schema::Identity>,
    /// By the type name of the resource that they list.
    pub list_resources: BTreeMap<String, schema::Schema>,
    /// By type name.
    pub actions: BTreeMap<String, schema::Schema>,
    /// A schema that contradicts itself.
    pub diagnostics: Vec<Diagnostic>,
}

/// Why an object cannot be decided on yet. Terraform takes it only where it said that it does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Deferral {
    /// The object's configuration is not known yet.
    ResourceConfigUnknown,
    /// The provider block is not known yet.
    ProviderConfigUnknown,
    /// Something that it needs does not exist yet.
    AbsentPrerequisite,
}

/// A configuration to check: of the provider, or of the resource, data source, ephemeral resource or
/// action `type_name`.
#[derive(Debug, Clone, Default)]
pub struct ValidateRequest {
    /// Empty for the provider.
    pub type_name: String,
    /// The configuration; it may hold unknowns.
    pub config: DynamicValue,
    /// Terraform understands write-only attributes.
    pub write_only_allowed: bool,
}

/// The provider block, when a walk begins.
#[derive(Debug, Clone, Default)]
pub struct ConfigureRequest {
    /// The version of Terraform or `OpenTofu`.
    pub terraform_version: String,
    /// The configuration; it may hold unknowns during a plan.
    pub config: DynamicValue,
    /// Terraform understands a deferral.
    pub deferral_allowed: bool,
}

/// Stored state, to be read with today's schema.
#[derive(Debug, Clone, Default)]
pub struct UpgradeRequest {
    /// The resource.
    pub type_name: String,
    /// The schema version that the state was stored with.
    pub version: i64,
    /// The state as stored: JSON.
    pub json: Vec<u8>,
}

/// The answer to [`UpgradeRequest`].
#[derive(Debug, Clone, Default)]
pub struct UpgradeResponse {
    /// The state by today's schema.
    pub state: DynamicValue,
    /// Problems.
    pub diagnostics: Vec<Diagnostic>,
}

/// A stored identity, to be read with today's schema. Asked only where the versions differ.
#[derive(Debug, Clone, Default)]
pub struct UpgradeIdentityRequest {
    /// The resource.
    pub type_name: String,
    /// The identity schema's version that it was stored with.
    pub version: i64,
    /// The identity as stored: JSON.
    pub json: Vec<u8>,
}

/// The answer to [`UpgradeIdentityRequest`].
#[derive(Debug, Clone, Default)]
pub struct UpgradeIdentityResponse {
    /// The identity by today's schema.
    pub identity: DynamicValue,
    /// Problems.
    pub diagnostics: Vec<Diagnostic>,
}

/// Refresh one object.
#[derive(Debug, Clone, Default)]
pub struct ReadRequest {
    /// The resource.
    pub type_name: String,
    /// What state says.
    pub state: DynamicValue,
    /// What the resource kept for itself.
    pub private: Private,
    /// The module's `provider_meta`.
    pub provider_meta: DynamicValue,
    /// Its stored identity; none in state from before there was one.
    pub identity: Option<DynamicValue>,
    /// Terraform understands a deferral.
    pub deferral_allowed: bool,
}

/// The answer to [`ReadRequest`].
#[derive(Debug, Clone, Default)]
pub struct ReadResponse {
    /// What state should say; null when the object is gone.
    pub state: DynamicValue,
    /// Replaces what was stored.
    pub private: Private,
    /// Replaces what was stored.
    pub identity: Option<DynamicValue>,
    /// Not refreshed, and why.
    pub deferred: Option<Deferral>,
    /// Problems.
    pub diagnostics: Vec<Diagnostic>,
}

/// Plan one object.
#[derive(Debug, Clone, Default)]
pub struct PlanRequest {
    /// The resource.
    pub type_name: String,
    /// What state says; null when it is to be created.
    pub prior: DynamicValue,
    /// Terraform's merge of prior state and configuration; null when it is to be destroyed.
    pub proposed: DynamicValue,
    /// The configuration.
    pub config: DynamicValue,
    /// What the resource kept for itself.
    pub prior_private: Private,
    /// The module's `provider_meta`.
    pub provider_meta: DynamicValue,
    /// Its stored identity.
    pub identity: Option<DynamicValue>,
    /// Terraform understands a deferral.
    pub deferral_allowed: bool,
}

/// The answer to [`PlanRequest`].
#[derive(Debug, Clone, Default)]
pub struct PlanResponse {
    /// What state will say.
    pub planned: DynamicValue,
    /// The attributes whose change means destroy and create.
    pub requires_replace: Vec<AttributePath>,
    /// Handed to apply.
    pub private: Private,
    /// What the identity will be; it may hold unknowns.
    pub identity: Option<DynamicValue>,
    /// Not planned in earnest, and why.
    pub deferred: Option<Deferral>,
    /// Problems.
    pub diagnostics: Vec<Diagnostic>,
}

/// Carry out a plan.
#[derive(Debug, Clone, Default)]
pub struct ApplyRequest {
    /// The resource.
    pub type_name: String,
    /// What state says; null: create.
    pub prior: DynamicValue,
    /// What was planned; null: destroy.
    pub planned: DynamicValue,
    /// The configuration, with its write-only values.
    pub config: DynamicValue,
    /// From the plan.
    pub private: Private,
    /// The module's `provider_meta`.
    pub provider_meta: DynamicValue,
    /// The planned identity.
    pub identity: Option<DynamicValue>,
}

/// The answer to [`ApplyRequest`].
#[derive(Debug, Clone, Default)]
pub struct ApplyResponse {
    /// What is true now, also when something failed.
    pub state: DynamicValue,
    /// Replaces what was stored.
    pub private: Private,
    /// Replaces what was stored; wholly known.
    pub identity: Option<DynamicValue>,
    /// Problems.
    pub diagnostics: Vec<Diagnostic>,
}

/// Adopt an object that exists.
#[derive(Debug, Clone, Default)]
pub struct ImportRequest {
    /// The resource.
    pub type_name: String,
    /// What the practitioner wrote; empty where they gave an identity.
    pub id: String,
    /// The identity, where they gave that.
    pub identity: Option<DynamicValue>,
    /// Terraform understands a deferral.
    pub deferral_allowed: bool,
}

/// The answer to [`ImportRequest`].
#[derive(Debug, Clone, Default)]
pub struct ImportResponse {
    /// The state to refresh; none with an error.
    pub state: Option<DynamicValue>,
    /// Handed to the refresh that follows.
    pub private: Private,
    /// Its identity.
    pub identity: Option<DynamicValue>,
    /// Not imported yet, and why.
    pub deferred: Option<Deferral>,
    /// Problems.
    pub diagnostics: Vec<Diagnostic>,
}

/// Take over the state of another resource type.
#[derive(Debug, Clone, Default)]
pub struct MoveRequest {
    /// The address of the provider that wrote it.
    pub source_provider: String,
    /// The resource that it was.
    pub source_type: String,
    /// The version of that resource's schema.
    pub source_version: i64,
    /// The state as stored: JSON.
    pub json: Vec<u8>,
    /// What that resource kept for itself.
    pub source_private: Private,
    /// That resource's identity as stored: JSON, or empty.
    pub source_identity_json: Vec<u8>,
    /// The version of that identity's schema.
    pub source_identity_version: i64,
    /// The resource that it becomes.
    pub target_type: String,
}

/// The answer to [`MoveRequest`].
#[derive(Debug, Clone, Default)]
pub struct MoveResponse {
    /// The state of the target.
    pub state: DynamicValue,
    /// What the target keeps for itself.
    pub private: Private,
    /// The target's identity.
    pub identity: Option<DynamicValue>,
    /// Problems.
    pub diagnostics: Vec<Diagnostic>,
}

/// Write a configuration for an object that was imported.
#[derive(Debug, Clone, Default)]
pub struct GenerateRequest {
    /// The resource.
    pub type_name: String,
    /// What state says.
    pub state: DynamicValue,
}

/// The answer to [`GenerateRequest`].
#[derive(Debug, Clone, Default)]
pub struct GenerateResponse {
    /// A configuration that plans no change.
    pub config: DynamicValue,
    /// Problems.
    pub diagnostics: Vec<Diagnostic>,
}

/// Read a data source.
#[derive(Debug, Clone, Default)]
pub struct DataRequest {
    /// The data source.
    pub type_name: String,
    /// Its configuration, known.
    pub config: DynamicValue,
    /// The module's `provider_meta`.
    pub provider_meta: DynamicValue,
    /// Terraform understands a deferral.
    pub deferral_allowed: bool,
}

/// The answer to [`DataRequest`].
#[derive(Debug, Clone, Default)]
pub struct DataResponse {
    /// What it holds.
    pub state: DynamicValue,
    /// Not read, and why.
    pub deferred: Option<Deferral>,
    /// Problems.
    pub diagnostics: Vec<Diagnostic>,
}

/// Open an ephemeral resource.
#[derive(Debug, Clone, Default)]
pub struct OpenRequest {
    /// The ephemeral resource.
    pub type_name: String,
    /// Its configuration, known.
    pub config: DynamicValue,
    /// Terraform understands a deferral.
    pub deferral_allowed: bool,
}

/// The answer to [`OpenRequest`].
#[derive(Debug, Clone, Default)]
pub struct OpenResponse {
    /// What it holds.
    pub result: DynamicValue,
    /// Handed to renew and close.
    pub private: Option<Private>,
    /// When Terraform should renew it.
    pub renew_at: Option<std::time::SystemTime>,
    /// Not opened, and why.
    pub deferred: Option<Deferral>,
    /// Problems.
    pub diagnostics: Vec<Diagnostic>,
}

/// Renew or close an ephemeral resource.
#[derive(Debug, Clone, Default)]
pub struct EphemeralRequest {
    /// The ephemeral resource.
    pub type_name: String,
    /// From open (or, for a renewal, the last renewal).
    pub private: Option<Private>,
}

/// The answer to a renewal.
#[derive(Debug, Clone, Default)]
pub struct RenewResponse {
    /// When Terraform should renew it again; none: never.
    pub renew_at: Option<std::time::SystemTime>,
    /// Handed to the next renewal.
    pub private: Option<Private>,
    /// Problems.
    pub diagnostics: Vec<Diagnostic>,
}

/// The configuration of a list resource, to be checked.
#[derive(Debug, Clone, Default)]
pub struct ValidateListRequest {
    /// The resource that is listed.
    pub type_name: String,
    /// The configuration; it may hold unknowns.
    pub config: DynamicValue,
    /// `include_resource`: a bool; it may be unknown.
    pub include_resource: DynamicValue,
    /// `limit`: a number; it may be unknown.
    pub limit: DynamicValue,
}

/// List objects.
#[derive(Debug, Clone, Default)]
pub struct ListRequest {
    /// The resource that is listed.
    pub type_name: String,
    /// The configuration, known.
    pub config: DynamicValue,
    /// Terraform wants the objects, and not only their identities.
    pub include_resource: bool,
    /// How many events Terraform wants at most.
    pub limit: i64,
}

/// One object that was found, or a problem, which ends the list when it is an error.
#[derive(Debug, Clone, Default)]
pub struct ListEvent {
    /// Its identity.
    pub identity: Option<DynamicValue>,
    /// What a person calls it.
    pub display_name: String,
    /// The object, where Terraform wants it.
    pub resource: Option<DynamicValue>,
    /// Problems.
    pub diagnostics: Vec<Diagnostic>,
}

/// Plan or carry out an action.
#[derive(Debug, Clone, Default)]
pub struct ActionRequest {
    /// The action.
    pub type_name: String,
    /// Its configuration; it may hold unknowns in a plan.
    pub config: DynamicValue,
    /// Terraform understands a deferral.
    pub deferral_allowed: bool,
}

/// The answer to the plan of an action.
#[derive(Debug, Clone, Default)]
pub struct PlanActionResponse {
    /// Not planned, and why.
    pub deferred: Option<Deferral>,
    /// Problems.
    pub diagnostics: Vec<Diagnostic>,
}

/// Where a call leaves what Terraform reads while the call goes on.
#[derive(Debug, Clone)]
pub struct Events<T>(mpsc::Sender<T>);

impl<T> Events<T> {
    /// Events, and where they arrive. `room` of them wait until somebody reads.
    #[must_use]
    pub fn channel(room: usize) -> (Self, mpsc::Receiver<T>) {
        let (sender, receiver) = mpsc::channel(room.max(1));
        (Self(sender), receiver)
    }

    /// Leaves one, once there is room; `false` when nobody reads any more, as Terraform does once it
    /// has as many as it wants.
    pub async fn send(&self, event: T) -> bool {
        self.0.send(event).await.is_ok()
    }
}

/// A call of a function.
#[derive(Debug, Clone, Default)]
pub struct CallRequest {
    /// The function.
    pub name: String,
    /// Positional arguments, then variadic ones.
    pub arguments: Vec<DynamicValue>,
}

/// Why a function has no result.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FunctionError {
    /// What the practitioner reads.
    pub text: String,
    /// The argument to blame, counted from 0.
    pub argument: Option<i64>,
}

/// A provider as Terraform calls it. Calls come concurrently, in any process of a run, and none may
/// rely on another having come before, [`ProviderServer::schema`] included.
pub trait ProviderServer: Send + Sync + 'static {
    /// Everything that the provider offers.
    fn schema(&self) -> ProviderSchema;
    /// Checks the provider block.
    fn validate_provider(
        &self,
        request: ValidateRequest,
    ) -> impl Future<Output = Vec<Diagnostic>> + Send;
    /// Takes the provider block.
    fn configure(&self, request: ConfigureRequest) -> impl Future<Output = Vec<Diagnostic>> + Send;
    /// Cancels what is under way; called once at the first interrupt.
    fn stop(&self);

    /// Checks a resource's configuration.
    fn validate_resource(
        &self,
        request: ValidateRequest,
    ) -> impl Future<Output = Vec<Diagnostic>> + Send;
    /// Reads stored state with today's schema.
    fn upgrade(&self, request: UpgradeRequest) -> impl Future<Output = UpgradeResponse> + Send;
    /// Refreshes.
    fn read(&self, request: ReadRequest) -> impl Future<Output = ReadResponse> + Send;
    /// Plans.
    fn plan(&self, request: PlanRequest) -> impl Future<Output = PlanResponse> + Send;
    /// Applies.
    fn apply(&self, request: ApplyRequest) -> impl Future<Output = ApplyResponse> + Send;
    /// Imports.
    fn import(&self, request: ImportRequest) -> impl Future<Output = ImportResponse> + Send;
    /// Reads a stored identity with today's schema.
    fn upgrade_identity(
        &self,
        request: UpgradeIdentityRequest,
    ) -> impl Future<Output = UpgradeIdentityResponse> + Send;
    /// Writes a configuration for an imported object.
    fn generate_config(
        &self,
        request: GenerateRequest,
    ) -> impl Future<Output = GenerateResponse> + Send;
    /// Takes over another type's state.
    fn move_state(&self, request: MoveRequest) -> impl Future<Output = MoveResponse> + Send;

    /// Checks a data source's configuration.
    fn validate_data_source(
        &self,
        request: ValidateRequest,
    ) -> impl Future<Output = Vec<Diagnostic>> + Send;
    /// Reads a data source.
    fn read_data_source(&self, request: DataRequest) -> impl Future<Output = DataResponse> + Send;

    /// Checks an ephemeral resource's configuration.
    fn validate_ephemeral(
        &self,
        request: ValidateRequest,
    ) -> impl Future<Output = Vec<Diagnostic>> + Send;
    /// Opens an ephemeral resource.
    fn open_ephemeral(&self, request: OpenRequest) -> impl Future<Output = OpenResponse> + Send;
    /// Renews an ephemeral resource.
    fn renew_ephemeral(
        &self,
        request: EphemeralRequest,
    ) -> impl Future<Output = RenewResponse> + Send;
    /// Closes an ephemeral resource.
    fn close_ephemeral(
        &self,
        request: EphemeralRequest,
    ) -> impl Future<Output = Vec<Diagnostic>> + Send;

    /// Checks a list resource's configuration.
    fn validate_list(
        &self,
        request: ValidateListRequest,
    ) -> impl Future<Output = Vec<Diagnostic>> + Send;
    /// Lists objects, each as an event, until `events` is not read any more.
    fn list(
        &self,
        request: ListRequest,
        events: Events<ListEvent>,
    ) -> impl Future<Output = ()> + Send;

    /// Checks an action's configuration.
    fn validate_action(
        &self,
        request: ValidateRequest,
    ) -> impl Future<Output = Vec<Diagnostic>> + Send;
    /// Plans an action.
    fn plan_action(
        &self,
        request: ActionRequest,
    ) -> impl Future<Output = PlanActionResponse> + Send;
    /// Carries out an action. Terraform shows each text of `progress` before the end is told.
    fn invoke_action(
        &self,
        request: ActionRequest,
        progress: Events<String>,
    ) -> impl Future<Output = Vec<Diagnostic>> + Send;

    /// Calls a function. The result is encoded by the function's return type.
    fn call_function(
        &self,
        request: CallRequest,
    ) -> impl Future<Output = Result<DynamicValue, FunctionError>> + Send;
}

impl DynamicValue {
    /// msgpack's null.
    pub(crate) const NULL: u8 = 0xc0;

    /// Whether Terraform sent nothing, which stands for null.
    #[must_use]
    pub fn is_absent(&self) -> bool {
        self.msgpack.is_empty() && self.json.is_empty()
    }

    /// Whether this stands for null, which needs no type to see.
    pub(crate) fn is_null(&self) -> bool {
        match &*self.msgpack {
            [] => self.json.is_empty() || self.json.trim_ascii() == b"null",
            msgpack => msgpack == [Self::NULL],
        }
    }

    /// Reads the value as one of type `ty`.
    ///
    /// # Errors
    /// Bytes that are not a value of that type, with the path of the first mistake.
    pub fn decode(&self, ty: &Type) -> Result<Value, crate::codec::CodecError> {
        if !self.msgpack.is_empty() {
            crate::codec::msgpack::decode(&self.msgpack, ty)
        } else if !self.json.is_empty() {
            crate::codec::json::decode(&self.json, ty)
        } else {
            Ok(Value::Null)
        }
    }

    /// Writes a value of type `ty`.
    ///
    /// # Errors
    /// A value that is not of that type, with the path of the first mistake.
    pub fn encode(value: &Value, ty: &Type) -> Result<Self, crate::codec::CodecError> {
        Ok(Self { msgpack: crate::codec::msgpack::encode(value, ty)?, json: Vec::new() })
    }
}
