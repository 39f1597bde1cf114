//! A handler that panics costs nobody a state.

use crate::{
    provider,
    provider::{PANIC, object},
};
use tf_protocol::{
    Diagnostic, Severity,
    rpc::{
        ApplyRequest, CallRequest, ConfigureRequest, DataRequest, EphemeralRequest, ImportRequest,
        MoveRequest, OpenRequest, PlanRequest, ReadRequest, UpgradeRequest, ValidateRequest,
    },
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
    reported(&client.validate_ephemeral(request).await.unwrap());
    let request = UpgradeRequest { type_name: type_name(), ..Default::default() };
    reported(&client.upgrade(request).await.unwrap().diagnostics);
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
    let request = CallRequest { name: type_name(), arguments: Vec::new() };
    let error = client.call_function(request).await.unwrap().unwrap_err();
    assert!(error.text.starts_with("The provider panicked: "), "{}", error.text);

    let private = || b"private".to_vec();
    let request = ReadRequest {
        type_name: type_name(),
        state: object("state"),
        private: private(),
        ..Default::default()
    };
    let answer = client.read(request).await.unwrap();
    reported(&answer.diagnostics);
    assert_eq!((answer.state, answer.private), (object("state"), private()));
    let request = PlanRequest {
        type_name: type_name(),
        prior: object("prior"),
        proposed: object("proposed"),
        prior_private: private(),
        ..Default::default()
    };
    let answer = client.plan(request).await.unwrap();
    reported(&answer.diagnostics);
    assert_eq!((answer.planned, answer.private), (object("prior"), private()));
    let request = ApplyRequest {
        type_name: type_name(),
        prior: object("prior"),
        planned: object("planned"),
        private: private(),
        ..Default::default()
    };
    let answer = client.apply(request).await.unwrap();
    reported(&answer.diagnostics);
    assert_eq!((answer.state, answer.private), (object("prior"), private()));

    client.shutdown().await.unwrap();
    let mut host = host;
    let (status, _, stderr) = host.wait().unwrap();
    assert!(status.success());
    // Every panic is one line of the log, also where nothing else is logged.
    assert_eq!(stderr.lines().count(), 15, "{stderr}");
    for line in stderr.lines() {
        let line: serde_json::Value = serde_json::from_str(line).unwrap();
        assert!(line["@message"].as_str().unwrap().starts_with("panic: "));
        assert_eq!(line["@level"], "error");
    }
}
