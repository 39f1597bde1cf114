//! Every call, with good input: every field arrives, both ways.

use crate::{
    provider::{self, DEFERRALS, object, ty},
    schema::schema,
};
use std::time::{Duration, UNIX_EPOCH};
use tf_protocol::{
    AttributePath, Diagnostic, Severity, Value,
    rpc::{
        ActionRequest, ApplyRequest, CallRequest, ConfigureRequest, DataRequest, DynamicValue,
        EphemeralRequest, FunctionError, GenerateRequest, ImportRequest, MoveRequest, OpenRequest,
        PlanRequest, ReadRequest, UpgradeRequest, ValidateListRequest, ValidateRequest,
    },
    testing::{Client, Host},
};

pub(crate) async fn start() -> (Host, Client) {
    let host = crate::provider().start().unwrap();
    let client = host.connect().await.unwrap();
    (host, client)
}

/// The provider answers with the request's own debug text.
#[track_caller]
pub(crate) fn echoed(request: impl std::fmt::Debug, diagnostics: &[Diagnostic]) {
    assert_eq!(diagnostics, [provider::echo(format!("{request:?}"))]);
}

pub(crate) async fn names_and_capabilities() {
    let (_host, mut client) = start().await;
    let metadata = client.metadata().await.unwrap();
    assert_eq!(metadata.resources, ["corner_thing"]);
    assert_eq!(metadata.data_sources, ["corner_data"]);
    assert_eq!(metadata.ephemeral_resources, ["corner_brief"]);
    assert_eq!(metadata.functions, ["fold"]);
    assert_eq!(metadata.list_resources, ["corner_thing"]);
    assert_eq!(metadata.actions, ["corner_act"]);
    assert_eq!(
        metadata.capabilities,
        [
            "plan_destroy",
            "get_provider_schema_optional",
            "move_resource_state",
            "generate_resource_config"
        ]
    );
    assert_eq!(client.functions().await.unwrap(), schema().functions);
}

pub(crate) async fn validations() {
    let (_host, mut client) = start().await;
    let request = ValidateRequest {
        type_name: "corner_thing".to_owned(),
        config: object("a"),
        write_only_allowed: true,
    };
    echoed(&request, &client.validate_resource(request.clone()).await.unwrap());
    let request = ValidateRequest { write_only_allowed: false, ..request };
    echoed(&request, &client.validate_resource(request.clone()).await.unwrap());
    echoed(&request, &client.validate_data_source(request.clone()).await.unwrap());
    echoed(&request, &client.validate_ephemeral(request.clone()).await.unwrap());
    echoed(&request, &client.validate_action(request.clone()).await.unwrap());
    let request = ValidateRequest { type_name: String::new(), ..request };
    echoed(&request, &client.validate_provider(request.clone()).await.unwrap());
    let request = ValidateListRequest {
        type_name: "corner_thing".to_owned(),
        config: object("a"),
        include_resource: object("b"),
        limit: object("c"),
    };
    echoed(&request, &client.validate_list(request.clone()).await.unwrap());
}

pub(crate) async fn configuration() {
    let (_host, mut client) = start().await;
    for deferral_allowed in [true, false] {
        let request = ConfigureRequest {
            terraform_version: "1.11.4".to_owned(),
            config: object("a"),
            deferral_allowed,
        };
        echoed(&request, &client.configure(request.clone()).await.unwrap());
    }
}

pub(crate) async fn upgrade_and_move() {
    let (_host, mut client) = start().await;
    let request = UpgradeRequest {
        type_name: "corner_thing".to_owned(),
        version: 3,
        json: br#"{"name":"a","dropped":{}}"#.to_vec(),
    };
    let answer = client.upgrade(request).await.unwrap();
    let state = Value::object([("name", Value::from("a")), ("size", Value::Null)]);
    assert_eq!(answer.state.decode(&ty()), Ok(state));
    assert_eq!(answer.diagnostics, [provider::echo("corner_thing 3".to_owned())]);

    let request = MoveRequest {
        source_provider: "registry.terraform.io/a/b".to_owned(),
        source_type: "b_old".to_owned(),
        source_version: 2,
        json: b"{}".to_vec(),
        source_private: b"sp".to_vec(),
        source_identity_json: br#"{"name":"a"}"#.to_vec(),
        source_identity_version: 4,
        target_type: "corner_thing".to_owned(),
    };
    let answer = client.move_state(request.clone()).await.unwrap();
    echoed(&request, &answer.diagnostics);
    assert_eq!((answer.state, &*answer.private), (object("moved"), &b"sp"[..]));
    assert_eq!(answer.identity, Some(object("moved identity")));
}

pub(crate) async fn read_plan_apply() {
    let (_host, mut client) = start().await;
    let request = ReadRequest {
        type_name: "corner_thing".to_owned(),
        state: object("state"),
        private: b"private".to_vec(),
        provider_meta: object("meta"),
        identity: Some(object("identity")),
        deferral_allowed: true,
    };
    let answer = client.read(request.clone()).await.unwrap();
    echoed(&request, &answer.diagnostics);
    assert_eq!((answer.state, &*answer.private), (object("state"), &b"private"[..]));
    assert_eq!((answer.identity, answer.deferred), (request.identity, None));
    // Gone: null is a value in the answer.
    let request = ReadRequest { type_name: "corner_thing".to_owned(), ..ReadRequest::default() };
    assert_eq!(client.read(request).await.unwrap().state.msgpack, [0xc0]);

    let request = PlanRequest {
        type_name: "corner_thing".to_owned(),
        prior: object("prior"),
        proposed: object("proposed"),
        config: object("config"),
        prior_private: b"private".to_vec(),
        provider_meta: object("meta"),
        identity: Some(object("identity")),
        deferral_allowed: true,
    };
    let answer = client.plan(request.clone()).await.unwrap();
    echoed(&request, &answer.diagnostics);
    assert_eq!((answer.planned, &*answer.private), (object("proposed"), &b"private"[..]));
    assert_eq!((answer.identity, answer.deferred), (request.identity, None));
    let path = AttributePath::root("a").index(1).key("b").attribute("c");
    assert_eq!(answer.requires_replace, [path]);

    let request = ApplyRequest {
        type_name: "corner_thing".to_owned(),
        prior: object("prior"),
        planned: object("planned"),
        config: object("config"),
        private: b"private".to_vec(),
        provider_meta: object("meta"),
        identity: Some(object("identity")),
    };
    let answer = client.apply(request.clone()).await.unwrap();
    echoed(&request, &answer.diagnostics);
    assert_eq!((answer.state, &*answer.private), (object("planned"), &b"private"[..]));
    assert_eq!(answer.identity, request.identity);
}

pub(crate) async fn import() {
    let (_host, mut client) = start().await;
    let request = ImportRequest {
        type_name: "corner_thing".to_owned(),
        id: "x/y".to_owned(),
        identity: None,
        deferral_allowed: false,
    };
    let answer = client.import(request.clone()).await.unwrap();
    echoed(&request, &answer.diagnostics);
    assert_eq!((answer.state, &*answer.private), (Some(object("x/y")), &b"p"[..]));
    assert_eq!((answer.identity, answer.deferred), (None, None));
    let request = ImportRequest { id: "nothing".to_owned(), ..request };
    assert_eq!(client.import(request).await.unwrap().state, None);
}

pub(crate) async fn data_sources() {
    let (_host, mut client) = start().await;
    let request = DataRequest {
        type_name: "corner_data".to_owned(),
        config: object("config"),
        provider_meta: object("meta"),
        deferral_allowed: true,
    };
    let answer = client.read_data_source(request.clone()).await.unwrap();
    echoed(&request, &answer.diagnostics);
    assert_eq!(answer.state, object("config"));
}

pub(crate) async fn ephemeral_resources() {
    let (_host, mut client) = start().await;
    let request = OpenRequest {
        type_name: "corner_brief".to_owned(),
        config: object("config"),
        deferral_allowed: true,
    };
    let answer = client.open_ephemeral(request.clone()).await.unwrap();
    echoed(&request, &answer.diagnostics);
    assert_eq!((answer.result, answer.private), (object("config"), Some(Vec::new())));
    assert_eq!(answer.renew_at, Some(UNIX_EPOCH + Duration::from_millis(1_500)));
    for private in [None, Some(Vec::new()), Some(b"p".to_vec())] {
        let request = EphemeralRequest { type_name: "corner_brief".to_owned(), private };
        let answer = client.renew_ephemeral(request.clone()).await.unwrap();
        echoed(&request, &answer.diagnostics);
        assert_eq!((answer.renew_at, answer.private), (None, request.private.clone()));
        echoed(&request, &client.close_ephemeral(request.clone()).await.unwrap());
    }
}

pub(crate) async fn functions() {
    let (_host, mut client) = start().await;
    let request = CallRequest { name: "fold".to_owned(), arguments: vec![object("a")] };
    assert_eq!(client.call_function(request).await.unwrap(), Ok(object("a")));
    let request = CallRequest { name: "fold".to_owned(), arguments: Vec::new() };
    let error = FunctionError { text: "no argument".to_owned(), argument: Some(0) };
    assert_eq!(client.call_function(request).await.unwrap(), Err(error));
}

pub(crate) async fn generated_configuration() {
    let (_host, mut client) = start().await;
    let request = GenerateRequest { type_name: "corner_thing".to_owned(), state: object("a") };
    let answer = client.generate_config(request.clone()).await.unwrap();
    echoed(&request, &answer.diagnostics);
    assert_eq!(answer.config, object("a"));
}

/// Each reason, in each answer that can carry one.
pub(crate) async fn deferrals() {
    let (_host, mut client) = start().await;
    for (type_name, reason) in DEFERRALS {
        let (type_name, reason) = (type_name.to_owned(), Some(reason));
        let request = ReadRequest { type_name: type_name.clone(), ..ReadRequest::default() };
        assert_eq!(client.read(request).await.unwrap().deferred, reason);
        let request = PlanRequest { type_name: type_name.clone(), ..PlanRequest::default() };
        assert_eq!(client.plan(request).await.unwrap().deferred, reason);
        let request = ImportRequest { type_name: type_name.clone(), ..ImportRequest::default() };
        assert_eq!(client.import(request).await.unwrap().deferred, reason);
        let request = DataRequest { type_name: type_name.clone(), ..DataRequest::default() };
        assert_eq!(client.read_data_source(request).await.unwrap().deferred, reason);
        let request = OpenRequest { type_name: type_name.clone(), ..OpenRequest::default() };
        assert_eq!(client.open_ephemeral(request).await.unwrap().deferred, reason);
        let request = ActionRequest { type_name, ..ActionRequest::default() };
        assert_eq!(client.plan_action(request).await.unwrap().deferred, reason);
    }
}

pub(crate) async fn what_there_is_not() {
    let (_host, mut client) = start().await;
    for method in ["ValidateStateStoreConfig", "GetStates", "NoSuchCall"] {
        let failure = client.raw(&format!("/tfplugin6.Provider/{method}"), Vec::new()).await;
        assert_eq!(failure.unwrap_err().code, 12, "{method}");
    }
}

pub(crate) async fn streams_are_silent_and_health_is_good() {
    let (mut host, mut client) = start().await;
    let ended = tokio::spawn(client.streams().await.unwrap());
    assert!(client.is_serving("plugin").await.unwrap());
    assert_eq!(client.stop().await.unwrap(), "");
    assert!(!ended.is_finished());
    client.shutdown().await.unwrap();
    assert_eq!(ended.await.unwrap(), 0);
    assert!(host.wait().unwrap().0.success());
}

pub(crate) async fn a_message_of_40_megabytes() {
    let (_host, mut client) = start().await;
    let config = DynamicValue { msgpack: vec![0xc0; 40_000_000], json: Vec::new() };
    let request = DataRequest { config, ..DataRequest::default() };
    // The provider's echo of it is too long for a diagnostic, which is cut.
    let answer = client.read_data_source(request).await.unwrap();
    assert_eq!(answer.state.msgpack.len(), 40_000_000);
    assert!(answer.diagnostics[0].detail.len() < 100_000);
    assert_eq!(answer.diagnostics[0].severity, Severity::Warning);
}
