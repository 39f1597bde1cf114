//! A provider that answers with what it was asked, so that every field can be checked.

use crate::schema;
use std::{
    sync::{
        Mutex,
        atomic::{AtomicI64, Ordering},
    },
    time::{Duration, UNIX_EPOCH},
};
use tf_protocol::{
    AttributePath, Diagnostic, ProviderServer, Severity, Type, Value,
    rpc::{
        ActionRequest, ApplyRequest, ApplyResponse, CallRequest, ConfigureRequest, DataRequest,
        DataResponse, Deferral, DynamicValue, EphemeralRequest, Events, FunctionError,
        GenerateRequest, GenerateResponse, ImportRequest, ImportResponse, ListEvent, ListRequest,
        MoveRequest, MoveResponse, OpenRequest, OpenResponse, PlanActionResponse, PlanRequest,
        PlanResponse, ProviderSchema, ReadRequest, ReadResponse, RenewResponse,
        UpgradeIdentityRequest, UpgradeIdentityResponse, UpgradeRequest, UpgradeResponse,
        ValidateListRequest, ValidateRequest,
    },
};
use tokio_util::sync::CancellationToken;

/// Panics in every call about a type of this name.
pub(crate) const PANIC: &str = "corner_panic";

/// Applies and acts until it is stopped.
pub(crate) const SLOW: &str = "corner_slow";

/// Has a configuration of any type.
pub(crate) const ANY: &str = "corner_any";

/// Lists and acts without end, until nobody reads; then everything is stopped.
pub(crate) const ENDLESS: &str = "corner_endless";

/// Lists and acts, and keeps what it sends its events with.
pub(crate) const KEEP: &str = "corner_keep";

/// Lists an error in between.
pub(crate) const ERROR: &str = "corner_error";

/// Set where the schema panics.
pub(crate) const NO_SCHEMA: &str = "CONFORMANCE_NO_SCHEMA";

/// The function that returns how often the schema was asked for.
pub(crate) const SCHEMAS: &str = "schemas";

#[derive(Debug, Default)]
pub(crate) struct Corner {
    stop: CancellationToken,
    schemas: AtomicI64,
    kept_lists: Mutex<Vec<Events<ListEvent>>>,
    kept_actions: Mutex<Vec<Events<String>>>,
}

/// The reason in the type's name.
pub(crate) const DEFERRALS: [(&str, Deferral); 3] = [
    ("corner_defer_1", Deferral::ResourceConfigUnknown),
    ("corner_defer_2", Deferral::ProviderConfigUnknown),
    ("corner_defer_3", Deferral::AbsentPrerequisite),
];

fn deferred(type_name: &str) -> Option<Deferral> {
    DEFERRALS.iter().find(|(name, _)| *name == type_name).map(|(_, reason)| *reason)
}

pub(crate) fn ty() -> Type {
    Type::object([("name", Type::String), ("size", Type::Number)])
}

pub(crate) fn object(name: &str) -> DynamicValue {
    let value = Value::object([("name", Value::from(name)), ("size", Value::from(1))]);
    DynamicValue::encode(&value, &ty()).unwrap()
}

/// A warning that says `text`, to check that a request arrived whole.
pub(crate) fn echo(text: String) -> Diagnostic {
    let path = AttributePath::root("list").index(2).key("k").attribute("a");
    let summary = "echo".to_owned();
    Diagnostic { severity: Severity::Warning, summary, detail: text, path: Some(path) }
}

fn about(type_name: &str) {
    assert!(type_name != PANIC, "the \u{1b}[31mpanic\nof a test");
}

impl ProviderServer for Corner {
    fn schema(&self) -> ProviderSchema {
        self.schemas.fetch_add(1, Ordering::Relaxed);
        about(if std::env::var_os(NO_SCHEMA).is_some() { PANIC } else { "" });
        schema::schema()
    }

    async fn validate_provider(&self, request: ValidateRequest) -> Vec<Diagnostic> {
        vec![echo(format!("{request:?}"))]
    }

    async fn configure(&self, request: ConfigureRequest) -> Vec<Diagnostic> {
        about(&request.terraform_version);
        vec![echo(format!("{request:?}"))]
    }

    fn stop(&self) {
        self.stop.cancel();
    }

    async fn validate_resource(&self, request: ValidateRequest) -> Vec<Diagnostic> {
        about(&request.type_name);
        let ty = if request.type_name == ANY { Type::Dynamic } else { ty() };
        match request.config.decode(&ty) {
            Ok(_) => vec![echo(format!("{request:?}"))],
            Err(error) => vec![echo(error.to_string())],
        }
    }

    async fn upgrade(&self, request: UpgradeRequest) -> UpgradeResponse {
        about(&request.type_name);
        match tf_protocol::codec::json::decode(&request.json, &ty()) {
            Ok(state) => UpgradeResponse {
                state: DynamicValue::encode(&state, &ty()).unwrap(),
                diagnostics: vec![echo(format!("{} {}", request.type_name, request.version))],
            },
            Err(error) => UpgradeResponse {
                diagnostics: vec![echo(error.to_string())],
                ..UpgradeResponse::default()
            },
        }
    }

    async fn read(&self, request: ReadRequest) -> ReadResponse {
        about(&request.type_name);
        let diagnostics = vec![echo(format!("{request:?}"))];
        ReadResponse {
            state: request.state,
            private: request.private,
            identity: request.identity,
            deferred: deferred(&request.type_name),
            diagnostics,
        }
    }

    async fn plan(&self, request: PlanRequest) -> PlanResponse {
        about(&request.type_name);
        let diagnostics = vec![echo(format!("{request:?}"))];
        PlanResponse {
            planned: request.proposed,
            requires_replace: vec![AttributePath::root("a").index(1).key("b").attribute("c")],
            private: request.prior_private,
            identity: request.identity,
            deferred: deferred(&request.type_name),
            diagnostics,
        }
    }

    async fn apply(&self, request: ApplyRequest) -> ApplyResponse {
        about(&request.type_name);
        if request.type_name == SLOW {
            self.stop.cancelled().await;
        }
        let diagnostics = vec![echo(format!("{request:?}"))];
        ApplyResponse {
            state: request.planned,
            private: request.private,
            identity: request.identity,
            diagnostics,
        }
    }

    async fn import(&self, request: ImportRequest) -> ImportResponse {
        about(&request.type_name);
        let state = (request.id != "nothing").then(|| object(&request.id));
        let diagnostics = vec![echo(format!("{request:?}"))];
        ImportResponse {
            state,
            private: b"p".to_vec(),
            identity: request.identity,
            deferred: deferred(&request.type_name),
            diagnostics,
        }
    }

    async fn move_state(&self, request: MoveRequest) -> MoveResponse {
        about(&request.target_type);
        let diagnostics = vec![echo(format!("{request:?}"))];
        MoveResponse {
            state: object("moved"),
            private: request.source_private,
            identity: Some(object("moved identity")),
            diagnostics,
        }
    }

    async fn upgrade_identity(&self, request: UpgradeIdentityRequest) -> UpgradeIdentityResponse {
        about(&request.type_name);
        let ty = schema::identity().ty();
        match tf_protocol::codec::json::decode(&request.json, &ty) {
            Ok(identity) => UpgradeIdentityResponse {
                identity: DynamicValue::encode(&identity, &ty).unwrap(),
                diagnostics: vec![echo(format!("{} {}", request.type_name, request.version))],
            },
            Err(error) => UpgradeIdentityResponse {
                diagnostics: vec![echo(error.to_string())],
                ..UpgradeIdentityResponse::default()
            },
        }
    }

    async fn generate_config(&self, request: GenerateRequest) -> GenerateResponse {
        about(&request.type_name);
        let diagnostics = vec![echo(format!("{request:?}"))];
        GenerateResponse { config: request.state, diagnostics }
    }

    async fn validate_data_source(&self, request: ValidateRequest) -> Vec<Diagnostic> {
        about(&request.type_name);
        vec![echo(format!("{request:?}"))]
    }

    async fn read_data_source(&self, request: DataRequest) -> DataResponse {
        about(&request.type_name);
        let diagnostics = vec![echo(format!("{request:?}"))];
        DataResponse { state: request.config, deferred: deferred(&request.type_name), diagnostics }
    }

    async fn validate_ephemeral(&self, request: ValidateRequest) -> Vec<Diagnostic> {
        about(&request.type_name);
        vec![echo(format!("{request:?}"))]
    }

    async fn open_ephemeral(&self, request: OpenRequest) -> OpenResponse {
        about(&request.type_name);
        let diagnostics = vec![echo(format!("{request:?}"))];
        OpenResponse {
            result: request.config,
            private: Some(Vec::new()),
            renew_at: Some(UNIX_EPOCH + Duration::from_millis(1_500)),
            deferred: deferred(&request.type_name),
            diagnostics,
        }
    }

    async fn renew_ephemeral(&self, request: EphemeralRequest) -> RenewResponse {
        about(&request.type_name);
        let diagnostics = vec![echo(format!("{request:?}"))];
        RenewResponse { renew_at: None, private: request.private, diagnostics }
    }

    async fn close_ephemeral(&self, request: EphemeralRequest) -> Vec<Diagnostic> {
        about(&request.type_name);
        vec![echo(format!("{request:?}"))]
    }

    async fn validate_list(&self, request: ValidateListRequest) -> Vec<Diagnostic> {
        about(&request.type_name);
        vec![echo(format!("{request:?}"))]
    }

    async fn list(&self, request: ListRequest, events: Events<ListEvent>) {
        let warning =
            ListEvent { diagnostics: vec![echo(format!("{request:?}"))], ..ListEvent::default() };
        events.send(warning).await;
        about(&request.type_name);
        if request.type_name == KEEP {
            self.kept_lists.lock().unwrap().push(events.clone());
        }
        let count = if request.type_name == ENDLESS { u32::MAX } else { 100 };
        for n in 0..count {
            let name = format!("thing {n}");
            let resource = request.include_resource.then(|| object(&name));
            let mut event = ListEvent {
                identity: Some(object(&name)),
                display_name: format!("{name}\n"),
                resource,
                diagnostics: Vec::new(),
            };
            if request.type_name == ERROR && n == 5 {
                let severity = Severity::Error;
                event.diagnostics.push(Diagnostic { severity, ..echo("no more".to_owned()) });
            }
            if !events.send(event).await {
                assert!(!events.send(ListEvent::default()).await);
                self.stop.cancel();
                return;
            }
        }
    }

    async fn validate_action(&self, request: ValidateRequest) -> Vec<Diagnostic> {
        about(&request.type_name);
        vec![echo(format!("{request:?}"))]
    }

    async fn plan_action(&self, request: ActionRequest) -> PlanActionResponse {
        about(&request.type_name);
        let diagnostics = vec![echo(format!("{request:?}"))];
        PlanActionResponse { deferred: deferred(&request.type_name), diagnostics }
    }

    async fn invoke_action(
        &self,
        request: ActionRequest,
        progress: Events<String>,
    ) -> Vec<Diagnostic> {
        let count = if request.type_name == ENDLESS { u32::MAX } else { 100 };
        for n in 0..count {
            if !progress.send(format!("step {n}\u{1b}")).await {
                self.stop.cancel();
                break;
            }
        }
        about(&request.type_name);
        if request.type_name == SLOW {
            self.stop.cancelled().await;
        }
        if request.type_name == KEEP {
            self.kept_actions.lock().unwrap().push(progress);
        }
        vec![echo(format!("{request:?}"))]
    }

    async fn call_function(&self, request: CallRequest) -> Result<DynamicValue, FunctionError> {
        about(&request.name);
        if request.name == SCHEMAS {
            let count = Value::from(self.schemas.load(Ordering::Relaxed));
            return Ok(DynamicValue::encode(&count, &Type::Number).unwrap());
        }
        let no_argument = || FunctionError { text: "no\0 argument".to_owned(), argument: Some(0) };
        request.arguments.into_iter().next().ok_or_else(no_argument)
    }
}
