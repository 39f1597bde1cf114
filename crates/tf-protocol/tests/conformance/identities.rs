//! What tells one object from all others: its schema, its upgrade, its place in requests.

use crate::{
    calls::{echoed, start},
    provider::{echo, object},
    schema,
};
use tf_protocol::{
    Value,
    rpc::{
        ApplyRequest, DynamicValue, ImportRequest, PlanRequest, ReadRequest, UpgradeIdentityRequest,
    },
};

pub(crate) async fn schemas() {
    let (_host, mut client) = start().await;
    let (identities, diagnostics) = client.identity_schemas().await.unwrap();
    let offered = schema::schema();
    assert_eq!((identities, diagnostics), (offered.identities, offered.diagnostics));
}

pub(crate) async fn upgrade() {
    let (_host, mut client) = start().await;
    let request = UpgradeIdentityRequest {
        type_name: "corner_thing".to_owned(),
        version: 2,
        json: br#"{"name":"a","dropped":1}"#.to_vec(),
    };
    let answer = client.upgrade_identity(request).await.unwrap();
    assert_eq!(answer.diagnostics, [echo("corner_thing 2".to_owned())]);
    let identity = Value::object([("name", Value::from("a")), ("tags", Value::Null)]);
    assert_eq!(answer.identity.decode(&schema::identity().ty()), Ok(identity));
}

pub(crate) async fn import_by_identity() {
    let (_host, mut client) = start().await;
    let request = ImportRequest {
        type_name: "corner_thing".to_owned(),
        id: String::new(),
        identity: Some(object("identity")),
        deferral_allowed: true,
    };
    let answer = client.import(request.clone()).await.unwrap();
    echoed(&request, &answer.diagnostics);
    assert_eq!((answer.state, answer.identity), (Some(object("")), request.identity));
}

/// State from before there was an identity, and objects of resources without one.
pub(crate) async fn empty_is_none() {
    let (_host, mut client) = start().await;
    let null = DynamicValue { msgpack: vec![0xc0], json: Vec::new() };
    for identity in [DynamicValue::default(), null] {
        let sent = ReadRequest { identity: Some(identity.clone()), ..ReadRequest::default() };
        let answer = client.read(sent).await.unwrap();
        echoed(ReadRequest::default(), &answer.diagnostics);
        assert_eq!(answer.identity, None);
        let sent = PlanRequest { identity: Some(identity.clone()), ..PlanRequest::default() };
        let answer = client.plan(sent).await.unwrap();
        echoed(PlanRequest::default(), &answer.diagnostics);
        assert_eq!(answer.identity, None);
        let sent = ApplyRequest { identity: Some(identity.clone()), ..ApplyRequest::default() };
        let answer = client.apply(sent).await.unwrap();
        echoed(ApplyRequest::default(), &answer.diagnostics);
        assert_eq!(answer.identity, None);
        let sent = ImportRequest { identity: Some(identity), ..ImportRequest::default() };
        echoed(ImportRequest::default(), &client.import(sent).await.unwrap().diagnostics);
    }
}
