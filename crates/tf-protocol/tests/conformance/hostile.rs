//! Input that nobody sends by mistake.

use crate::{provider, provider::ANY};
use tf_protocol::rpc::{DynamicValue, UpgradeRequest, ValidateRequest};

const METHODS: &[&str] = &[
    "GetMetadata",
    "GetProviderSchema",
    "GetResourceIdentitySchemas",
    "GetFunctions",
    "ValidateProviderConfig",
    "ConfigureProvider",
    "StopProvider",
    "ValidateResourceConfig",
    "UpgradeResourceState",
    "ReadResource",
    "PlanResourceChange",
    "ApplyResourceChange",
    "ImportResourceState",
    "MoveResourceState",
    "ValidateDataResourceConfig",
    "ReadDataSource",
    "ValidateEphemeralResourceConfig",
    "OpenEphemeralResource",
    "RenewEphemeralResource",
    "CloseEphemeralResource",
    "CallFunction",
];

pub(crate) async fn no_bytes_end_the_process() {
    let host = provider().start().unwrap();
    let mut client = host.connect().await.unwrap();
    // Half a field, a wrong type, a length that lies, invalid UTF-8, groups without end.
    let messages: &[&[u8]] =
        &[b"", b"\x0a", b"\x08\x01", b"\x0a\xff\xff\xff\xff\x0f", b"\x0a\x01\xff", &[0x0b; 5000]];
    for method in METHODS {
        for message in messages {
            // A call may fail or be answered; the process lives, and so does the connection.
            let _ = client.raw(&format!("/tfplugin6.Provider/{method}"), message.to_vec()).await;
        }
    }
    client.metadata().await.unwrap();
    let _ = client.raw("/no.Such/Service", Vec::new()).await;
    client.metadata().await.unwrap();
}

pub(crate) async fn values_that_lie_are_diagnostics() {
    let host = provider().start().unwrap();
    let mut client = host.connect().await.unwrap();
    for msgpack in [
        vec![0xdd, 0xff, 0xff, 0xff, 0xff],
        vec![0xdf, 0xff, 0xff, 0xff, 0xff],
        vec![0x91; 1_000_000],
        vec![0x82, 0xa4, b'n', b'a', b'm', b'e', 0xc1],
        vec![0x80],
        vec![0xc1],
    ] {
        let request = ValidateRequest {
            type_name: "corner_thing".to_owned(),
            config: DynamicValue { msgpack, json: Vec::new() },
            write_only_allowed: true,
        };
        let diagnostics = client.validate_resource(request).await.unwrap();
        assert_eq!(diagnostics.len(), 1);
        assert!(!diagnostics[0].detail.contains("ValidateRequest"), "accepted");
    }
    // A value that brings its type, which says that the value brings its type, and so on.
    let deep = [&[0x92, 0xc4, 9][..], br#""dynamic""#].concat().repeat(50_000);
    let request = ValidateRequest {
        type_name: ANY.to_owned(),
        config: DynamicValue { msgpack: deep, json: Vec::new() },
        write_only_allowed: true,
    };
    let diagnostics = client.validate_resource(request).await.unwrap();
    assert_eq!(diagnostics[0].detail, "the value is nested too deeply");
    for json in ["", "{", "[]", r#"{"name":{}}"#, &"[".repeat(1_000_000), r#"{"size":1e99999999}"#]
    {
        let request = UpgradeRequest { json: json.into(), ..UpgradeRequest::default() };
        let answer = client.upgrade(request).await.unwrap();
        assert_eq!(answer.diagnostics.len(), 1);
        assert_eq!(answer.state.msgpack, [0xc0]);
    }
}
