//! The provider's process, called over gRPC as one run of Terraform calls it: faster than Terraform by
//! so much that a whole table of runs is possible.

use super::log::Log;
use infisical_emulator::Emulator;
use serde_json::{Value as Json, json};
use std::{collections::BTreeMap, path::Path, sync::Arc};
use tf_protocol::{
    Diagnostic, Severity, Type, Value,
    rpc::{ApplyRequest, ConfigureRequest, DynamicValue, PlanRequest, ReadRequest},
    testing::{Client, Host, Start},
};

/// One run.
pub(super) struct Run {
    client: Client,
    pub(super) log: Arc<Log>,
    types: BTreeMap<String, Type>,
    provider: Type,
    // Killed when dropped, which is what ends the log.
    _host: Host,
}

/// What is known of an object after a call, and what was said.
pub(super) struct Told {
    /// What state says now; null when it says nothing.
    pub(super) state: Value,
    pub(super) diagnostics: Vec<Diagnostic>,
}

impl Told {
    /// The state of a call that must have worked.
    pub(super) fn expect(self, what: &str) -> Value {
        let said: Vec<_> = self.diagnostics.iter().filter(|one| is_error(one)).collect();
        assert!(said.is_empty(), "{what}: {said:?}");
        self.state
    }
}

pub(super) fn is_error(diagnostic: &Diagnostic) -> bool {
    diagnostic.severity == Severity::Error
}

impl Run {
    /// Starts the provider, which logs everything, for the administrator of `emulator`.
    pub(super) async fn start(emulator: &Emulator) -> Self {
        let mut host = Start::new(Path::new(env!("CARGO_BIN_EXE_terraform-provider-infisical")))
            .envs(emulator.environment())
            .env("TF_LOG", "TRACE")
            .plaintext()
            .start()
            .unwrap();
        let log = Log::of(host.take_stderr().unwrap());
        let mut client = host.connect().await.unwrap();
        let schema = client.schema().await.unwrap();
        let types = schema.resources.into_iter();
        let types = types.map(|(name, schema)| (name, schema.block.ty())).collect();
        Self { client, log, types, provider: schema.provider.block.ty(), _host: host }
    }

    /// The same, logged in.
    pub(super) async fn configured(emulator: &Emulator) -> Self {
        let run = Self::start(emulator).await;
        assert_eq!(run.configure().await, []);
        run
    }

    /// With an empty provider block.
    pub(super) async fn configure(&self) -> Vec<Diagnostic> {
        let config = value(&self.provider, &json!({}));
        let config = DynamicValue::encode(&config, &self.provider).unwrap();
        let request = ConfigureRequest { config, ..ConfigureRequest::default() };
        self.client.clone().configure(request).await.unwrap()
    }

    /// `StopProvider`, which is what an interrupt becomes.
    pub(super) async fn stop(&self) {
        assert_eq!(self.client.clone().stop().await.unwrap(), "");
    }

    /// A value of a resource with these attributes, the others null.
    pub(super) fn value(&self, type_name: &str, attributes: &Json) -> Value {
        value(&self.types[type_name], attributes)
    }

    /// `PlanResourceChange`: from `prior` to what `config` says, or to nothing when that is null.
    pub(super) async fn plan(&self, type_name: &str, prior: &Value, config: &Value) -> Told {
        let request = PlanRequest {
            type_name: type_name.to_owned(),
            prior: self.encode(type_name, prior),
            proposed: self.encode(type_name, &proposed(prior, config)),
            config: self.encode(type_name, config),
            ..PlanRequest::default()
        };
        let answer = self.client.clone().plan(request).await.unwrap();
        let state = answer.planned.decode(&self.types[type_name]).unwrap();
        Told { state, diagnostics: answer.diagnostics }
    }

    /// `ApplyResourceChange` of what was planned.
    pub(super) async fn apply(
        &self,
        type_name: &str,
        prior: &Value,
        planned: &Value,
        config: &Value,
    ) -> Told {
        let request = ApplyRequest {
            type_name: type_name.to_owned(),
            prior: self.encode(type_name, prior),
            planned: self.encode(type_name, planned),
            config: self.encode(type_name, config),
            ..ApplyRequest::default()
        };
        let answer = self.client.clone().apply(request).await.unwrap();
        let state = answer.state.decode(&self.types[type_name]).unwrap();
        Told { state, diagnostics: answer.diagnostics }
    }

    /// Plans and applies; both must work.
    pub(super) async fn apply_now(&self, name: &str, prior: &Value, config: &Value) -> Value {
        let planned = self.plan(name, prior, config).await.expect("plan");
        self.apply(name, prior, &planned, config).await.expect("apply")
    }

    /// `ReadResource`.
    pub(super) async fn read(&self, type_name: &str, prior: &Value) -> Told {
        let state = self.encode(type_name, prior);
        let type_name = type_name.to_owned();
        let request = ReadRequest { type_name: type_name.clone(), state, ..ReadRequest::default() };
        let answer = self.client.clone().read(request).await.unwrap();
        let state = answer.state.decode(&self.types[&type_name]).unwrap();
        Told { state, diagnostics: answer.diagnostics }
    }

    fn encode(&self, type_name: &str, value: &Value) -> DynamicValue {
        DynamicValue::encode(value, &self.types[type_name]).unwrap()
    }
}

/// A value of `ty`, an object, with these attributes, the others null.
fn value(ty: &Type, attributes: &Json) -> Value {
    let Type::Object { attributes: all, .. } = ty else { panic!("{ty:?} is no object") };
    let whole: Json =
        all.keys().map(|name| (name.clone(), attributes[name.as_str()].clone())).collect();
    let json = whole.to_string().into_bytes();
    DynamicValue { msgpack: Vec::new(), json }.decode(ty).unwrap()
}

/// Terraform's merge: what the configuration leaves out stays what it was.
fn proposed(prior: &Value, config: &Value) -> Value {
    match (prior, config) {
        (Value::Object(prior), Value::Object(config)) => {
            let merged = config.iter().map(|(name, value)| {
                let kept = if value.is_null() { &prior[name] } else { value };
                (name.clone(), kept.clone())
            });
            Value::Object(merged.collect())
        }
        (_, config) => config.clone(),
    }
}
