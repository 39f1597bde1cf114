//! Input that nobody sends by mistake.

use crate::{provider, provider::ANY};
use tf_protocol::rpc::{DynamicValue, UpgradeRequest, ValidateRequest};

/// Every call, and its request: a letter for each field, in the order of their numbers.
const METHODS: &[(&str, &str)] = &[
    ("GetMetadata", ""),
    ("GetProviderSchema", ""),
    ("GetResourceIdentitySchemas", ""),
    ("GetFunctions", ""),
    ("ValidateProviderConfig", "v"),
    ("ConfigureProvider", "tvc"),
    ("StopProvider", ""),
    ("ValidateResourceConfig", "tvc"),
    ("UpgradeResourceState", "tnr"),
    ("UpgradeResourceIdentity", "tnr"),
    ("ReadResource", "tvtvci"),
    ("PlanResourceChange", "tvvvtvci"),
    ("ApplyResourceChange", "tvvvtvi"),
    ("ImportResourceState", "ttci"),
    ("MoveResourceState", "ttnrttrn"),
    ("GenerateResourceConfig", "tv"),
    ("ValidateDataResourceConfig", "tv"),
    ("ReadDataSource", "tvvc"),
    ("ValidateEphemeralResourceConfig", "tv"),
    ("OpenEphemeralResource", "tvc"),
    ("RenewEphemeralResource", "tt"),
    ("CloseEphemeralResource", "tt"),
    ("CallFunction", "tv"),
    ("ValidateListResourceConfig", "tvvv"),
    ("ListResource", "tvnn"),
    ("ValidateActionConfig", "tv"),
    ("PlanAction", "tvc"),
    ("InvokeAction", "tvc"),
];

/// A request with all its fields: texts, values, numbers, raw state, capabilities, identities.
fn request(fields: &str) -> Vec<u8> {
    let field = |(number, kind): (u8, char)| match kind {
        'n' => vec![number << 3, 1],
        kind => {
            let content: &[u8] = match kind {
                't' => b"corner_thing",
                'v' => b"\x0a\x07\x81\xa4name\xc0",
                'r' => b"\x0a\x02{}\x12\x06\x0a\x01a\x12\x01b",
                'c' => b"\x08\x01\x10\x01",
                _ => b"\x0a\x03\x0a\x01\x80",
            };
            let len = u8::try_from(content.len()).unwrap();
            [&[number << 3 | 2, len], content].concat()
        }
    };
    (1..).zip(fields.chars()).flat_map(field).collect()
}

pub(crate) async fn no_bytes_end_the_process() {
    let host = provider().start().unwrap();
    let mut client = host.connect().await.unwrap();
    // Half a field, a wrong type, a length that lies, invalid UTF-8, groups without end.
    let messages: &[&[u8]] =
        &[b"", b"\x0a", b"\x08\x01", b"\x0a\xff\xff\xff\xff\x0f", b"\x0a\x01\xff", &[0x0b; 5000]];
    for (method, _) in METHODS {
        for message in messages {
            // A call may fail or be answered; the process lives, and so does the connection.
            let _ = client.raw(&format!("/tfplugin6.Provider/{method}"), message.to_vec()).await;
        }
    }
    client.metadata().await.unwrap();
    let _ = client.raw("/no.Such/Service", Vec::new()).await;
    client.metadata().await.unwrap();
}

pub(crate) async fn no_damage_ends_the_process() {
    let mut host = provider().start().unwrap();
    let mut client = host.connect().await.unwrap();
    let mut seed = 0x9e37_79b9_7f4a_7c15_u64;
    let mut random = move |below: usize| {
        seed ^= seed << 13;
        seed ^= seed >> 7;
        seed ^= seed << 17;
        usize::try_from(seed >> 16).unwrap() % below
    };
    for (method, fields) in METHODS {
        let path = format!("/tfplugin6.Provider/{method}");
        let whole = request(fields);
        if let Err(failure) = client.raw(&path, whole.clone()).await {
            // A stream has more than the one answer that this call knows.
            assert!(["ListResource", "InvokeAction"].contains(method), "{method}: {failure}");
            assert_ne!(failure.code, 12, "{method}");
        }
        for cut in 0..whole.len() {
            let _ = client.raw(&path, whole[..cut].to_vec()).await;
            let mut damaged = whole.clone();
            damaged[cut] = u8::try_from(random(256)).unwrap();
            let _ = client.raw(&path, damaged).await;
        }
        for _ in 0..20 {
            let len = random(64);
            let bytes = (0..len).map(|_| u8::try_from(random(256)).unwrap()).collect();
            let _ = client.raw(&path, bytes).await;
        }
    }
    client.metadata().await.unwrap();
    client.shutdown().await.unwrap();
    let (status, _, stderr) = host.wait().unwrap();
    assert!(status.success());
    assert_eq!(stderr, "");
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
