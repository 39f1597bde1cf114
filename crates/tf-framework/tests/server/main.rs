//! The server over a provider that fails on demand: nothing that exists is lost from state.

#![expect(clippy::unwrap_used, clippy::panic, reason = "a test ends where it goes wrong")]

mod crooked;
mod misnamed;

use std::sync::{
    Arc, Mutex,
    atomic::{AtomicUsize, Ordering},
};
use tf_framework::{
    Block, Change, Computed, Cx, Diagnostic, Diagnostics, Provider, Registry, Resource, Schema,
    Server, Setup, Value,
};
use tf_protocol::{
    ProviderServer, Severity, Type,
    rpc::{
        ApplyRequest, ApplyResponse, ConfigureRequest, DynamicValue, ImportRequest, PlanRequest,
        ReadRequest, UpgradeRequest, ValidateRequest,
    },
};

/// What the remote side does next.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Fate {
    Works,
    Fails,
    FailsHalfWay,
    PanicsHalfWay,
    StoresSomethingElse,
    IsGone,
}

struct Remote {
    fate: Mutex<Fate>,
    calls: AtomicUsize,
}

struct Fake(Arc<Remote>);

/// The fake's block.
#[derive(Debug, Clone, Default, PartialEq, Schema)]
struct Config {
    /// Where it is.
    host: Option<String>,
}

/// A thing.
#[derive(Debug, Clone, Default, PartialEq, Schema)]
struct Thing {
    /// Its id.
    #[attr(key, keep)]
    id: Computed<String>,
    /// Its name.
    name: String,
}

impl Provider for Fake {
    type Config = Config;
    type Client = Arc<Remote>;
    type Error = Diagnostic;

    fn registry(&self) -> Registry<Self> {
        Registry::new().resource::<Thing>()
    }

    async fn configure(&self, _: Config, _: &Setup) -> Result<Arc<Remote>, Diagnostics> {
        Ok(Arc::clone(&self.0))
    }

    fn diagnose(error: Diagnostic, _: &Block) -> Diagnostics {
        error.into()
    }
}

impl Remote {
    fn call(&self) -> Fate {
        self.calls.fetch_add(1, Ordering::SeqCst);
        *self.fate.lock().unwrap()
    }
}

impl Thing {
    fn made(self) -> Self {
        Self { id: Computed::Known("1".into()), ..self }
    }
}

impl Resource<Fake> for Thing {
    const TYPE_NAME: &'static str = "fake_thing";

    async fn create(plan: Self, cx: &Cx<'_, Fake>) -> Result<Self, Diagnostic> {
        let fate = cx.api.call();
        if fate == Fate::Fails {
            return Err(Diagnostic::error("Refused", "at once"));
        }
        let made = plan.made();
        cx.save(&made);
        match fate {
            Fate::FailsHalfWay => Err(Diagnostic::error("Refused", "half-way")),
            Fate::PanicsHalfWay => panic!("half-way"),
            Fate::StoresSomethingElse => Ok(Self { name: "else".into(), ..made }),
            _ => Ok(made),
        }
    }

    async fn read(prior: Self, cx: &Cx<'_, Fake>) -> Result<Option<Self>, Diagnostic> {
        match cx.api.call() {
            Fate::IsGone => Ok(None),
            Fate::Fails => Err(Diagnostic::error("Refused", "at once")),
            _ => Ok(Some(prior)),
        }
    }

    async fn update(change: Change<Self>, cx: &Cx<'_, Fake>) -> Result<Self, Diagnostic> {
        match cx.api.call() {
            Fate::Fails => Err(Diagnostic::error("Refused", "at once")),
            Fate::PanicsHalfWay => panic!("half-way"),
            _ => Ok(change.plan),
        }
    }

    async fn delete(_: Self, cx: &Cx<'_, Fake>) -> Result<(), Diagnostic> {
        match cx.api.call() {
            Fate::Fails => Err(Diagnostic::error("Refused", "at once")),
            _ => Ok(()),
        }
    }
}

fn ty() -> Type {
    Thing::block().ty()
}

fn thing(id: impl Into<Value>, name: &str) -> Value {
    Value::object([("id", id.into()), ("name", Value::from(name))])
}

fn encode(value: &Value) -> DynamicValue {
    DynamicValue::encode(value, &ty()).unwrap()
}

fn config(host: Value) -> DynamicValue {
    let value = Value::object([("host", host)]);
    DynamicValue::encode(&value, &Config::block().ty()).unwrap()
}

fn server() -> (Server<Fake>, Arc<Remote>) {
    let remote = Arc::new(Remote { fate: Mutex::new(Fate::Works), calls: AtomicUsize::new(0) });
    (Server::new(Fake(Arc::clone(&remote))), remote)
}

async fn configured(fate: Fate) -> (Server<Fake>, Arc<Remote>) {
    let (server, remote) = server();
    *remote.fate.lock().unwrap() = fate;
    let request = ConfigureRequest { config: config(Value::Null), ..ConfigureRequest::default() };
    assert_eq!(server.configure(request).await, []);
    (server, remote)
}

async fn apply(server: &Server<Fake>, prior: &Value, planned: &Value) -> ApplyResponse {
    ProviderServer::apply(
        server,
        ApplyRequest {
            type_name: "fake_thing".into(),
            prior: encode(prior),
            planned: encode(planned),
            config: encode(planned),
            private: b"kept".to_vec(),
            ..ApplyRequest::default()
        },
    )
    .await
}

fn state(response: &ApplyResponse) -> Value {
    response.state.decode(&ty()).unwrap()
}

fn summaries(diagnostics: &[tf_protocol::Diagnostic]) -> Vec<&str> {
    diagnostics.iter().map(|diagnostic| diagnostic.summary.as_str()).collect()
}

#[tokio::test]
async fn what_was_made_before_a_failure_is_in_state() {
    for (fate, expected, said) in [
        (Fate::Works, thing("1", "a"), &[][..]),
        (Fate::Fails, Value::Null, &["Refused"]),
        (Fate::FailsHalfWay, thing("1", "a"), &["Refused"]),
        (Fate::PanicsHalfWay, thing("1", "a"), &["The provider panicked"]),
        (Fate::StoresSomethingElse, thing("1", "else"), &["The server stored another value"]),
    ] {
        let (server, _) = configured(fate).await;
        let response = apply(&server, &Value::Null, &thing(Value::Unknown, "a")).await;
        assert_eq!(state(&response), expected, "{fate:?}");
        assert_eq!(summaries(&response.diagnostics), said, "{fate:?}");
        assert_eq!(response.private, b"kept");
    }
}

#[tokio::test]
async fn a_failed_change_keeps_the_prior_state() {
    for fate in [Fate::Fails, Fate::PanicsHalfWay] {
        let (server, _) = configured(fate).await;
        let response = apply(&server, &thing("1", "a"), &thing("1", "b")).await;
        assert_eq!(state(&response), thing("1", "a"));
        assert_eq!(response.diagnostics.len(), 1);
    }
    let (server, _) = configured(Fate::Fails).await;
    let response = apply(&server, &thing("1", "a"), &Value::Null).await;
    assert_eq!(state(&response), thing("1", "a"));
}

#[tokio::test]
async fn a_deleted_thing_leaves_state() {
    let (server, _) = configured(Fate::Works).await;
    let response = apply(&server, &thing("1", "a"), &Value::Null).await;
    assert_eq!(state(&response), Value::Null);
    assert_eq!(response.diagnostics, []);
}

async fn read(server: &Server<Fake>) -> (Value, Vec<tf_protocol::Diagnostic>) {
    let request = ReadRequest {
        type_name: "fake_thing".into(),
        state: encode(&thing("1", "a")),
        ..ReadRequest::default()
    };
    let response = ProviderServer::read(server, request).await;
    (response.state.decode(&ty()).unwrap(), response.diagnostics)
}

#[tokio::test]
async fn a_refresh_drops_what_is_gone_and_keeps_what_could_not_be_read() {
    let (server, _) = configured(Fate::IsGone).await;
    assert_eq!(read(&server).await, (Value::Null, vec![]));
    let (server, _) = configured(Fate::Fails).await;
    let (state, diagnostics) = read(&server).await;
    assert_eq!((state, summaries(&diagnostics)), (thing("1", "a"), vec!["Refused"]));
}

#[tokio::test]
async fn an_unknown_provider_block_asks_nobody() {
    let (server, remote) = server();
    let request =
        ConfigureRequest { config: config(Value::Unknown), ..ConfigureRequest::default() };
    assert_eq!(server.configure(request).await, []);
    let (state, diagnostics) = read(&server).await;
    assert_eq!(state, thing("1", "a"));
    assert_eq!(diagnostics[0].severity, Severity::Warning);
    assert!(diagnostics[0].detail.contains("`host`"), "{diagnostics:?}");
    let response = apply(&server, &Value::Null, &thing(Value::Unknown, "a")).await;
    assert_eq!(summaries(&response.diagnostics), ["Provider configuration not known yet"]);
    assert_eq!(remote.calls.load(Ordering::SeqCst), 0);
}

#[tokio::test]
async fn after_an_interrupt_nothing_begins_until_the_next_run() {
    let (server, remote) = configured(Fate::Works).await;
    server.stop();
    let response = apply(&server, &Value::Null, &thing(Value::Unknown, "a")).await;
    assert_eq!(summaries(&response.diagnostics), ["Interrupted"]);
    assert_eq!(state(&response), Value::Null);
    assert_eq!(remote.calls.load(Ordering::SeqCst), 0);

    let request = ConfigureRequest { config: config(Value::Null), ..ConfigureRequest::default() };
    assert_eq!(server.configure(request).await, []);
    let response = apply(&server, &Value::Null, &thing(Value::Unknown, "a")).await;
    assert_eq!(state(&response), thing("1", "a"));
}

#[tokio::test]
async fn calls_that_need_no_provider_block_work_without() {
    let (server, _) = server();
    let request = ValidateRequest {
        type_name: "fake_thing".into(),
        config: encode(&thing(Value::Null, "a")),
        write_only_allowed: true,
    };
    assert_eq!(server.validate_resource(request).await, []);

    let json = br#"{"id": "1", "name": "a", "removed_since": [1, 2]}"#.to_vec();
    let request = UpgradeRequest { type_name: "fake_thing".into(), version: 0, json };
    let upgraded = ProviderServer::upgrade(&server, request).await;
    assert_eq!(upgraded.diagnostics, []);
    assert_eq!(upgraded.state.decode(&ty()).unwrap(), thing("1", "a"));

    let request = PlanRequest {
        type_name: "fake_thing".into(),
        prior: encode(&Value::Null),
        proposed: encode(&thing(Value::Null, "a")),
        config: encode(&thing(Value::Null, "a")),
        prior_private: b"kept".to_vec(),
        ..PlanRequest::default()
    };
    let plan = ProviderServer::plan(&server, request).await;
    assert_eq!(plan.planned.decode(&ty()).unwrap(), thing(Value::Unknown, "a"));
    assert_eq!(plan.private, b"kept");
}

#[tokio::test]
async fn an_import_starts_from_the_keys() {
    let (server, _) = configured(Fate::Works).await;
    let import = async |id: &str| {
        let type_name = "fake_thing".into();
        let request = ImportRequest { type_name, id: id.into(), ..ImportRequest::default() };
        ProviderServer::import(&server, request).await
    };
    let imported = import("7").await;
    let expected = Value::object([("id", Value::from("7")), ("name", Value::Null)]);
    assert_eq!(imported.state.unwrap().decode(&ty()).unwrap(), expected);
    for id in ["", "a,b"] {
        let refused = import(id).await;
        assert_eq!(refused.state, None);
        assert_eq!(summaries(&refused.diagnostics), ["Invalid import ID"]);
    }
}

#[tokio::test]
async fn an_unknown_type_is_a_diagnostic() {
    let (server, _) = configured(Fate::Works).await;
    let request = ApplyRequest { type_name: "fake_other".into(), ..ApplyRequest::default() };
    let response = ProviderServer::apply(&server, request).await;
    assert_eq!(summaries(&response.diagnostics), ["Unknown resource type"]);
}
