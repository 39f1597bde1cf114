//! A handler that panics costs nobody a state.

use crate::{
    provider,
    provider::{NO_SCHEMA, PANIC, object},
};
use tf_protocol::{
    Diagnostic, Severity,
    rpc::{
        ActionRequest, ApplyRequest, CallRequest, ConfigureRequest, DataRequest, DynamicValue,
        EphemeralRequest, GenerateRequest, ImportRequest, ListRequest, MoveRequest, OpenRequest,
        PlanRequest, ReadRequest, UpgradeIdentityRequest, UpgradeRequest, ValidateListRequest,
        ValidateRequest,
    },
    testing::Client,
};

#[track_caller]
fn reported(diagnostics: &[Diagnostic]) {
    assert_eq!(diagnostics.len(), 1);
    let Diagnostic { severity, summary, detail, .. } = &diagnostics[0];
    assert_eq!((*severity, &**summary), (Severity::Error, "The provider panicked"));
    assert!(detail.contains("https://example.com/issues"), "{detail}");
    assert!(detail.contains("the  [31mpanic of a test at "), "{detail:?}");
    assert!(detail.contains("conformance/provider.rs:"), "{detail:?}");
}

pub(crate) async fn every_panic_is_a_diagnostic() {
    let host = provider().start().unwrap();
    let mut client = host.connect().await.unwrap();
    let type_name = || PANIC.to_owned();

    let request = ConfigureRequest { terraform_version: type_name(), ..Default::default() };
    reported(&client.configure(request).await.unwrap());
    let request = ValidateRequest { type_name: type_name(), ..Default::default() };
    reported(&client.validate_resource(request.clone()).await.unwrap());
    reported(&client.validate_data_source(request.clone()).await.unwrap());
    reported(&client.validate_ephemeral(request.clone()).await.unwrap());
    reported(&client.validate_action(request).await.unwrap());
    let request = ValidateListRequest { type_name: type_name(), ..Default::default() };
    reported(&client.validate_list(request).await.unwrap());
    let request = UpgradeRequest { type_name: type_name(), ..Default::default() };
    reported(&client.upgrade(request).await.unwrap().diagnostics);
    let request = UpgradeIdentityRequest { type_name: type_name(), ..Default::default() };
    reported(&client.upgrade_identity(request).await.unwrap().diagnostics);
    let request = GenerateRequest { type_name: type_name(), ..Default::default() };
    reported(&client.generate_config(request).await.unwrap().diagnostics);
    let request = MoveRequest { target_type: type_name(), ..Default::default() };
    reported(&client.move_state(request).await.unwrap().diagnostics);
    let request = ImportRequest { type_name: type_name(), ..Default::default() };
    reported(&client.import(request).await.unwrap().diagnostics);
    let request = DataRequest { type_name: type_name(), ..Default::default() };
    reported(&client.read_data_source(request).await.unwrap().diagnostics);
    let request = OpenRequest { type_name: type_name(), ..Default::default() };
    reported(&client.open_ephemeral(request).await.unwrap().diagnostics);
    let request = EphemeralRequest { type_name: type_name(), private: Some(b"p".to_vec()) };
    reported(&client.close_ephemeral(request.clone()).await.unwrap());
    let answer = client.renew_ephemeral(request).await.unwrap();
    reported(&answer.diagnostics);
    assert_eq!(answer.private.as_deref(), Some(&b"p"[..]));
    let request = ActionRequest { type_name: type_name(), ..Default::default() };
    reported(&client.plan_action(request).await.unwrap().diagnostics);
    let request = CallRequest { name: type_name(), arguments: Vec::new() };
    let error = client.call_function(request).await.unwrap().unwrap_err();
    assert!(error.text.starts_with("The provider panicked: "), "{}", error.text);

    what_was_known_is_kept(&mut client).await;
    streams_end_with_the_panic(&mut client).await;

    client.shutdown().await.unwrap();
    let mut host = host;
    let (status, _, stderr) = host.wait().unwrap();
    assert!(status.success());
    // Every panic is one line of the log, also where nothing else is logged.
    assert_eq!(stderr.lines().count(), 23, "{stderr}");
    for line in stderr.lines() {
        let line: serde_json::Value = serde_json::from_str(line).unwrap();
        assert!(line["@message"].as_str().unwrap().starts_with("panic: "));
        assert_eq!(line["@level"], "error");
    }
}

async fn what_was_known_is_kept(client: &mut Client) {
    let type_name = || PANIC.to_owned();
    let identity = || Some(object("identity"));
    let private = || b"private".to_vec();
    let request = ReadRequest {
        type_name: type_name(),
        state: object("state"),
        private: private(),
        identity: identity(),
        ..Default::default()
    };
    let answer = client.read(request).await.unwrap();
    reported(&answer.diagnostics);
    assert_eq!(
        (answer.state, answer.private, answer.identity),
        (object("state"), private(), identity())
    );
    let request = PlanRequest {
        type_name: type_name(),
        prior: object("prior"),
        proposed: object("proposed"),
        prior_private: private(),
        identity: identity(),
        ..Default::default()
    };
    let answer = client.plan(request).await.unwrap();
    reported(&answer.diagnostics);
    assert_eq!(
        (answer.planned, answer.private, answer.identity),
        (object("prior"), private(), identity())
    );
    let request = ApplyRequest {
        type_name: type_name(),
        prior: object("prior"),
        planned: object("planned"),
        private: private(),
        identity: identity(),
        ..Default::default()
    };
    let answer = client.apply(request.clone()).await.unwrap();
    reported(&answer.diagnostics);
    assert_eq!(
        (answer.state, answer.private, answer.identity),
        (object("prior"), private(), identity())
    );
    // To be created: what was planned of it may not be known.
    let request = ApplyRequest { prior: DynamicValue::default(), ..request };
    let answer = client.apply(request).await.unwrap();
    assert_eq!((answer.state.msgpack, answer.identity), (vec![0xc0], None));
}

async fn streams_end_with_the_panic(client: &mut Client) {
    let request = ListRequest { type_name: PANIC.to_owned(), ..Default::default() };
    let events = client.list(request).await.unwrap();
    assert_eq!(events.len(), 2);
    reported(&events[1].diagnostics);
    let request = ActionRequest { type_name: PANIC.to_owned(), ..Default::default() };
    let (progress, problems) = client.invoke_action(request).await.unwrap();
    assert_eq!(progress.len(), 100);
    reported(&problems);
}

/// The schema is not known before it is asked for, so every call reports it.
pub(crate) async fn a_schema_that_panics_is_answered_each_time() {
    let host = provider().env(NO_SCHEMA, "1").start().unwrap();
    let mut client = host.connect().await.unwrap();
    for _ in 0..2 {
        reported(&client.schema().await.unwrap().diagnostics);
        reported(&client.identity_schemas().await.unwrap().1);
        client.metadata().await.unwrap();
    }
}
