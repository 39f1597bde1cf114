//! A provider that answers with what it was asked, so that every field can be checked.

use std::{
    collections::BTreeMap,
    time::{Duration, UNIX_EPOCH},
};
use tf_protocol::{
    AttributePath, Diagnostic, ProviderServer, Severity, Type, Value,
    rpc::{
        ApplyRequest, ApplyResponse, CallRequest, ConfigureRequest, DataRequest, DataResponse,
        DynamicValue, EphemeralRequest, FunctionError, ImportRequest, ImportResponse, MoveRequest,
        MoveResponse, OpenRequest, OpenResponse, PlanRequest, PlanResponse, ProviderSchema,
        ReadRequest, ReadResponse, RenewResponse, UpgradeRequest, UpgradeResponse, ValidateRequest,
    },
    schema::{Attribute, AttributeKind, Block, Function, NestedBlock, Nesting, Parameter, Schema},
};
use tokio_util::sync::CancellationToken;

/// Panics in every call about a type of this name.
pub(crate) const PANIC: &str = "corner_panic";

/// Applies until it is stopped.
pub(crate) const SLOW: &str = "corner_slow";

/// Has a configuration of any type.
pub(crate) const ANY: &str = "corner_any";

#[derive(Debug, Default)]
pub(crate) struct Corner {
    stop: CancellationToken,
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

fn attribute(name: &str, kind: AttributeKind) -> Attribute {
    Attribute {
        name: name.to_owned(),
        kind,
        description: format!("The *{name}*."),
        required: false,
        optional: true,
        computed: true,
        sensitive: name == "secret",
        write_only: false,
        deprecation: (name == "old").then(|| "Use another.".to_owned()),
    }
}

/// The schema of `corner_thing`.
pub(crate) fn thing() -> Schema {
    let nested = |nesting| {
        AttributeKind::Nested(nesting, vec![attribute("leaf", AttributeKind::Type(Type::Bool))])
    };
    let block = |name: &str, nesting, max_items| NestedBlock {
        name: name.to_owned(),
        nesting,
        min_items: 0,
        max_items,
        block: Block {
            attributes: vec![attribute("inner", AttributeKind::Type(Type::String))],
            ..Block::default()
        },
    };
    Schema {
        version: 7,
        block: Block {
            attributes: vec![
                attribute("old", AttributeKind::Type(Type::list(ty()))),
                attribute("secret", AttributeKind::Type(Type::Dynamic)),
                attribute("one", nested(Nesting::Single)),
                attribute("list", nested(Nesting::List)),
                attribute("set", nested(Nesting::Set)),
                attribute("map", nested(Nesting::Map)),
            ],
            blocks: vec![
                block("single", Nesting::Single, 0),
                block("many", Nesting::List, 3),
                block("any", Nesting::Set, 0),
                block("named", Nesting::Map, 0),
            ],
            description: "A thing.".to_owned(),
            deprecation: Some("No more things.".to_owned()),
        },
    }
}

/// The whole of what it offers.
pub(crate) fn schema() -> ProviderSchema {
    let parameter = |name: &str, ty| Parameter {
        name: name.to_owned(),
        ty,
        description: "What.".to_owned(),
        allow_null: true,
        allow_unknown: false,
    };
    let function = Function {
        parameters: vec![parameter("one", Type::Number)],
        variadic: Some(parameter("more", Type::Dynamic)),
        returns: Type::set(Type::String),
        summary: "S".to_owned(),
        description: "D".to_owned(),
        deprecation: Some("Gone soon.".to_owned()),
    };
    let things = |name: &str| BTreeMap::from([(name.to_owned(), thing())]);
    ProviderSchema {
        provider: thing(),
        provider_meta: Some(Schema::default()),
        resources: things("corner_thing"),
        data_sources: things("corner_data"),
        ephemeral_resources: things("corner_brief"),
        functions: BTreeMap::from([("fold".to_owned(), function)]),
        diagnostics: vec![echo("schema".to_owned())],
    }
}

impl ProviderServer for Corner {
    fn schema(&self) -> ProviderSchema {
        schema()
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
        ReadResponse { state: request.state, private: request.private, diagnostics }
    }

    async fn plan(&self, request: PlanRequest) -> PlanResponse {
        about(&request.type_name);
        let diagnostics = vec![echo(format!("{request:?}"))];
        PlanResponse {
            planned: request.proposed,
            requires_replace: vec![AttributePath::root("a").index(1).key("b").attribute("c")],
            private: request.prior_private,
            diagnostics,
        }
    }

    async fn apply(&self, request: ApplyRequest) -> ApplyResponse {
        about(&request.type_name);
        if request.type_name == SLOW {
            self.stop.cancelled().await;
        }
        let diagnostics = vec![echo(format!("{request:?}"))];
        ApplyResponse { state: request.planned, private: request.private, diagnostics }
    }

    async fn import(&self, request: ImportRequest) -> ImportResponse {
        about(&request.type_name);
        let state = (request.id != "nothing").then(|| object(&request.id));
        let diagnostics = vec![echo(format!("{request:?}"))];
        ImportResponse { state, private: b"p".to_vec(), diagnostics }
    }

    async fn move_state(&self, request: MoveRequest) -> MoveResponse {
        about(&request.target_type);
        let diagnostics = vec![echo(format!("{request:?}"))];
        MoveResponse { state: object("moved"), private: request.source_private, diagnostics }
    }

    async fn validate_data_source(&self, request: ValidateRequest) -> Vec<Diagnostic> {
        about(&request.type_name);
        vec![echo(format!("{request:?}"))]
    }

    async fn read_data_source(&self, request: DataRequest) -> DataResponse {
        about(&request.type_name);
        let diagnostics = vec![echo(format!("{request:?}"))];
        DataResponse { state: request.config, diagnostics }
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

    async fn call_function(&self, request: CallRequest) -> Result<DynamicValue, FunctionError> {
        about(&request.name);
        let no_argument = || FunctionError { text: "no\0 argument".to_owned(), argument: Some(0) };
        request.arguments.into_iter().next().ok_or_else(no_argument)
    }
}
