//! What Terraform asks for from 1.12 on, asked for over gRPC: identities, lists, actions, generated
//! configuration, deferral.

use serde_json::{Value as Json, json};
use std::{collections::BTreeMap, path::Path};
use tempfile::TempDir;
use tf_protocol::{
    Diagnostic, Type, Value, codec,
    rpc::{
        ActionRequest, ApplyRequest, ConfigureRequest, DataRequest, Deferral, DynamicValue,
        GenerateRequest, ImportRequest, ListRequest, MoveRequest, OpenRequest, PlanRequest,
        ReadRequest, UpgradeIdentityRequest, UpgradeRequest, ValidateListRequest, ValidateRequest,
    },
    testing::{Client, Host, Start},
};

const BUCKET: &str = "corner_bucket";

/// A configured provider over an empty cloud.
struct Wire {
    client: Client,
    types: BTreeMap<String, Type>,
    identity: Type,
    cloud: TempDir,
    _host: Host,
}

impl Wire {
    async fn new() -> Self {
        let wire = Self::unconfigured().await;
        wire.configured(json!({})).await
    }

    async fn unconfigured() -> Self {
        let cloud = tempfile::tempdir().unwrap();
        let program = Path::new(env!("CARGO_BIN_EXE_terraform-provider-corner"));
        let host = Start::new(program).env("CORNER_CLOUD", cloud.path()).start().unwrap();
        let mut client = host.connect().await.unwrap();
        let schema = client.schema().await.unwrap();
        let types = [schema.resources, schema.data_sources, schema.actions].into_iter().flatten();
        let types = types.map(|(name, schema)| (name, schema.block.ty())).collect();
        let identity = client.identity_schemas().await.unwrap().0[BUCKET].ty();
        Self { client, types, identity, cloud, _host: host }
    }

    async fn configured(mut self, config: Json) -> Self {
        let request = ConfigureRequest { config: value(&config), ..ConfigureRequest::default() };
        assert_eq!(self.client.configure(request).await.unwrap(), []);
        self
    }

    /// With a provider block that is not known yet.
    async fn waiting() -> Self {
        let mut wire = Self::unconfigured().await;
        let ty = Type::object([("cloud", Type::String)]);
        let config = Value::object([("cloud", Value::Unknown)]);
        let config = DynamicValue::encode(&config, &ty).unwrap();
        let request = ConfigureRequest { config, ..ConfigureRequest::default() };
        assert_eq!(wire.client.configure(request).await.unwrap(), []);
        wire
    }

    fn store(&self, region: &str, name: &str) {
        let folder = self.cloud.path().join("bucket");
        std::fs::create_dir_all(&folder).unwrap();
        let object =
            json!({"region": region, "name": name, "owner": "me", "size": 7, "made": "monday"});
        std::fs::write(folder.join(format!("{region}~{name}.json")), object.to_string()).unwrap();
    }

    fn json(&self, type_name: &str, value: &DynamicValue) -> Json {
        plain(&value.decode(&self.types[type_name]).unwrap())
    }

    fn identity(&self, value: Option<&DynamicValue>) -> Json {
        value.map_or(Json::Null, |value| plain(&value.decode(&self.identity).unwrap()))
    }

    fn plan(config: &Json) -> PlanRequest {
        PlanRequest {
            type_name: BUCKET.to_owned(),
            proposed: value(config),
            config: value(config),
            deferral_allowed: true,
            ..PlanRequest::default()
        }
    }
}

/// The provider reads both encodings.
fn value(json: &Json) -> DynamicValue {
    let json = if json.is_null() { Vec::new() } else { json.to_string().into_bytes() };
    DynamicValue { msgpack: Vec::new(), json }
}

/// A value as JSON; what is not known says so.
fn plain(value: &Value) -> Json {
    match value {
        Value::Null => Json::Null,
        Value::Unknown | Value::Refined(_) => json!("(unknown)"),
        Value::Object(members) | Value::Map(members) => {
            members.iter().map(|(name, member)| (name.clone(), plain(member))).collect()
        }
        Value::List(items) | Value::Set(items) => items.iter().map(plain).collect(),
        other => serde_json::from_str(&format!("{other:?}")).unwrap(),
    }
}

fn summaries(diagnostics: &[Diagnostic]) -> Vec<&str> {
    diagnostics.iter().map(|diagnostic| &*diagnostic.summary).collect()
}

fn bucket(size: i64) -> Json {
    json!({"region": "eu", "name": "photos", "size": size, "owner": "me", "made": "monday"})
}

const WHO: fn() -> Json = || json!({"region": "eu", "name": "photos", "owner": "me"});

#[tokio::test]
async fn the_schema_has_no_mistake_and_keys_are_the_identity() {
    let mut wire = Wire::unconfigured().await;
    assert_eq!(wire.client.schema().await.unwrap().diagnostics, []);
    let (identities, _) = wire.client.identity_schemas().await.unwrap();
    let identity = &identities[BUCKET];
    let parts: Vec<_> = identity.attributes.iter().map(|a| (&*a.name, a.required)).collect();
    assert_eq!(parts, [("region", true), ("name", true), ("owner", false)]);
    assert_eq!(identity.version, 1);
    let user: Vec<_> = identities["corner_user"].attributes.iter().map(|a| &*a.name).collect();
    assert_eq!(user, ["id"]);
}

#[tokio::test]
async fn a_process_that_nobody_asked_for_its_schema_plans() {
    // From its second process on, Terraform knows the schema already.
    let asked = Wire::unconfigured().await;
    let program = Path::new(env!("CARGO_BIN_EXE_terraform-provider-corner"));
    let host = Start::new(program).env("CORNER_CLOUD", asked.cloud.path()).start().unwrap();
    let mut client = host.connect().await.unwrap();
    let request = ConfigureRequest { config: value(&json!({})), ..ConfigureRequest::default() };
    assert_eq!(client.configure(request).await.unwrap(), []);
    let config = json!({"region": "eu", "name": "photos"});
    let planned = client.plan(Wire::plan(&config)).await.unwrap();
    assert_eq!(planned.diagnostics, []);
    assert_eq!(asked.json(BUCKET, &planned.planned)["size"], 5);
}

#[tokio::test]
async fn an_identity_goes_with_the_object_from_plan_to_read() {
    let mut wire = Wire::new().await;
    let config = json!({"region": "eu", "name": "photos", "size": 5});
    let request = Wire::plan(&config);
    let planned = wire.client.plan(request).await.unwrap();
    // The owner is the cloud's to choose, so that the identity is not known yet.
    assert_eq!(planned.identity, None);
    let mut owned = config.clone();
    owned["owner"] = json!("me");
    let request = Wire::plan(&owned);
    let known = wire.client.plan(request).await.unwrap();
    assert_eq!(wire.identity(known.identity.as_ref()), WHO());
    let request = ApplyRequest {
        type_name: BUCKET.to_owned(),
        planned: planned.planned,
        config: value(&config),
        identity: planned.identity,
        private: planned.private,
        ..ApplyRequest::default()
    };
    let applied = wire.client.apply(request).await.unwrap();
    assert_eq!(applied.diagnostics, []);
    let nobody = json!({"region": "eu", "name": "photos", "owner": "nobody"});
    assert_eq!(wire.identity(applied.identity.as_ref()), nobody);
    // State of a time before there were identities gets one.
    let request = ReadRequest {
        type_name: BUCKET.to_owned(),
        state: applied.state.clone(),
        ..ReadRequest::default()
    };
    let read = wire.client.read(request).await.unwrap();
    assert_eq!(wire.identity(read.identity.as_ref()), nobody);
    // A change of the owner is a change of the identity, which this resource does not allow.
    let mut config = wire.json(BUCKET, &applied.state);
    config["owner"] = json!("me");
    let request = ApplyRequest {
        type_name: BUCKET.to_owned(),
        prior: applied.state,
        planned: value(&config),
        config: value(&config),
        identity: read.identity,
        ..ApplyRequest::default()
    };
    let changed = wire.client.apply(request).await.unwrap();
    assert_eq!(summaries(&changed.diagnostics), ["The identity changed"]);
    assert_eq!(wire.json(BUCKET, &changed.state)["owner"], "me");
}

#[tokio::test]
async fn an_import_takes_an_identity() {
    let mut wire = Wire::new().await;
    let request = |identity: Json| ImportRequest {
        type_name: BUCKET.to_owned(),
        identity: Some(value(&identity)),
        ..ImportRequest::default()
    };
    let imported = wire.client.import(request(WHO())).await.unwrap();
    let state = wire.json(BUCKET, &imported.state.unwrap());
    assert_eq!((&state["region"], &state["owner"]), (&json!("eu"), &json!("me")));
    assert_eq!(state["size"], Json::Null);
    assert_eq!(wire.identity(imported.identity.as_ref()), WHO());
    for (identity, said) in [
        (json!({"region": "eu"}), "The identity needs `name`."),
        (json!({"region": "e", "name": "n"}), "between 2 and 10 characters"),
    ] {
        let imported = wire.client.import(request(identity)).await.unwrap();
        assert_eq!(summaries(&imported.diagnostics), ["Invalid identity"]);
        assert!(imported.diagnostics[0].detail.contains(said), "{:?}", imported.diagnostics);
        assert_eq!(imported.state, None);
    }
}

#[tokio::test]
async fn an_old_identity_is_upgraded() {
    let mut wire = Wire::new().await;
    let request = |version: i64, json: &str| UpgradeIdentityRequest {
        type_name: BUCKET.to_owned(),
        version,
        json: json.as_bytes().to_vec(),
    };
    let upgraded = wire.client.upgrade_identity(request(0, r#"{"id":"eu/x"}"#)).await.unwrap();
    let expected = json!({"region": "eu", "name": "x", "owner": null});
    assert_eq!(wire.identity(Some(&upgraded.identity)), expected);
    let upgraded = wire.client.upgrade_identity(request(0, r#"{"id":"x"}"#)).await.unwrap();
    assert_eq!(summaries(&upgraded.diagnostics), ["Identity not readable"]);
    let upgraded = wire.client.upgrade_identity(request(1, "[1")).await.unwrap();
    assert_eq!(summaries(&upgraded.diagnostics), ["Identity not readable"]);
}

#[tokio::test]
async fn a_list_finds_what_terraform_wants_and_no_more() {
    let mut wire = Wire::new().await;
    for (region, name) in [("eu", "a"), ("eu", "b"), ("eu", "c"), ("us", "d")] {
        wire.store(region, name);
    }
    let request = |filter: Json, include_resource, limit| ListRequest {
        type_name: BUCKET.to_owned(),
        config: value(&filter),
        include_resource,
        limit,
    };
    let found = wire.client.list(request(json!({}), true, 100)).await.unwrap();
    let names: Vec<_> = found.iter().map(|event| &*event.display_name).collect();
    assert_eq!(names, ["a in eu", "b in eu", "c in eu", "d in us"]);
    let identity = wire.identity(found[3].identity.as_ref());
    assert_eq!(identity, json!({"region": "us", "name": "d", "owner": "me"}));
    assert_eq!(wire.json(BUCKET, found[3].resource.as_ref().unwrap())["size"], 7);
    let found = wire.client.list(request(json!({"region": "eu"}), false, 2)).await.unwrap();
    assert_eq!(found.len(), 2);
    assert!(found.iter().all(|event| event.resource.is_none() && event.identity.is_some()));
    // The provider was told that there are enough, and stopped looking.
    let journal = std::fs::read_to_string(wire.cloud.path().join("journal")).unwrap();
    assert!(journal.ends_with("enough buckets\n"), "{journal}");

    let filter = json!({"region": "e"});
    let check = ValidateListRequest {
        type_name: BUCKET.to_owned(),
        config: value(&filter),
        ..ValidateListRequest::default()
    };
    let said = wire.client.validate_list(check).await.unwrap();
    assert_eq!(summaries(&said), ["Length out of range"]);
    std::fs::create_dir_all(wire.cloud.path().join("faults")).unwrap();
    for (fault, summary) in [("error", "The cloud failed"), ("panic", "The provider panicked")] {
        std::fs::write(wire.cloud.path().join("faults/list_bucket"), fault).unwrap();
        let found = wire.client.list(request(json!({}), false, 0)).await.unwrap();
        assert_eq!(summaries(&found[0].diagnostics), [summary]);
    }
    let other = ListRequest { type_name: "corner_user".to_owned(), ..request(json!({}), false, 0) };
    let found = wire.client.list(other).await.unwrap();
    assert_eq!(summaries(&found[0].diagnostics), ["Unknown list resource type"]);
}

#[tokio::test]
async fn an_action_says_how_it_goes() {
    let mut wire = Wire::new().await;
    let request = |config: Json| ActionRequest {
        type_name: "corner_paint".to_owned(),
        config: value(&config),
        deferral_allowed: true,
    };
    let planned = wire.client.plan_action(request(json!({"colour": "red"}))).await.unwrap();
    assert_eq!((planned.deferred, planned.diagnostics), (None, vec![]));
    let (said, problems) =
        wire.client.invoke_action(request(json!({"colour": "red"}))).await.unwrap();
    assert_eq!((said, problems), (vec!["coat 1 of 2".into(), "coat 2 of 2".into()], vec![]));
    let check = ValidateRequest {
        type_name: "corner_paint".to_owned(),
        config: value(&json!({"colour": "pink", "coats": 9})),
        ..ValidateRequest::default()
    };
    let problems = wire.client.validate_action(check).await.unwrap();
    assert_eq!(summaries(&problems), ["Value not allowed", "Value out of range"]);
    std::fs::create_dir_all(wire.cloud.path().join("faults")).unwrap();
    for (fault, summary) in [("error", "The cloud failed"), ("panic", "The provider panicked")] {
        std::fs::write(wire.cloud.path().join("faults/paint_blue"), fault).unwrap();
        let blue = request(json!({"colour": "blue"}));
        let (said, problems) = wire.client.invoke_action(blue).await.unwrap();
        assert_eq!((said.len(), summaries(&problems)), (1, vec![summary]));
    }
}

#[tokio::test]
async fn generated_configuration_has_what_a_person_would_write() {
    let mut wire = Wire::new().await;
    let mut state = bucket(7);
    state["note"] = json!("");
    state["remark"] = json!("old");
    let request =
        |state: &Json| GenerateRequest { type_name: BUCKET.to_owned(), state: value(state) };
    let generated = wire.client.generate_config(request(&state)).await.unwrap();
    assert_eq!(generated.diagnostics, []);
    let expected = json!({
        "region": "eu", "name": "photos", "owner": "me", "size": 7, "note": "", "remark": null,
        "made": null,
    });
    assert_eq!(wire.json(BUCKET, &generated.config), expected);
    // What is the default goes without saying.
    let generated = wire.client.generate_config(request(&bucket(5))).await.unwrap();
    assert_eq!(wire.json(BUCKET, &generated.config)["size"], Json::Null);
}

#[tokio::test]
async fn a_resource_has_the_last_word_on_its_generated_configuration() {
    let mut wire = Wire::new().await;
    for (label, kept) in [("fragile", Json::Null), ("heavy", json!("heavy"))] {
        let state = json!({
            "id": "p", "address": "Rome", "grams": 100, "tracking": "t", "signed_by": null,
            "label": label, "timeouts": null,
        });
        let request =
            GenerateRequest { type_name: "corner_parcel".to_owned(), state: value(&state) };
        let generated = wire.client.generate_config(request).await.unwrap();
        assert_eq!(wire.json("corner_parcel", &generated.config)["label"], kept);
    }
}

#[tokio::test]
async fn a_list_asks_for_the_rest_only_where_it_is_wanted_and_warns() {
    let mut wire = Wire::new().await;
    let folder = wire.cloud.path().join("parcel");
    std::fs::create_dir_all(&folder).unwrap();
    std::fs::write(folder.join("parcel-1.json"), r#"{"grams":1}"#).unwrap();
    for include_resource in [false, true] {
        let request = ListRequest {
            type_name: "corner_parcel".to_owned(),
            config: value(&json!({})),
            include_resource,
            limit: 10,
        };
        let found = wire.client.list(request).await.unwrap();
        let warned = found.iter().flat_map(|event| &event.diagnostics);
        let warned: Vec<_> = warned.map(|diagnostic| &*diagnostic.summary).collect();
        assert_eq!(warned, ["Lost parcel"]);
        assert_eq!(found.iter().filter(|event| event.identity.is_some()).count(), 1);
        let journal = std::fs::read_to_string(wire.cloud.path().join("journal"));
        let looked = journal.unwrap_or_default().contains("looked at parcel-1");
        assert_eq!(looked, include_resource);
    }
}

#[tokio::test]
async fn nothing_is_asked_while_the_provider_block_is_unknown() {
    let mut wire = Wire::waiting().await;
    for deferral_allowed in [true, false] {
        let expected = deferral_allowed.then_some(Deferral::ProviderConfigUnknown);
        let state = value(&bucket(5));
        let read = ReadRequest {
            type_name: BUCKET.to_owned(),
            state: state.clone(),
            identity: Some(value(&WHO())),
            deferral_allowed,
            ..ReadRequest::default()
        };
        let answer = wire.client.read(read).await.unwrap();
        assert_eq!((answer.deferred, answer.state), (expected, state));
        assert_eq!(wire.identity(answer.identity.as_ref()), WHO());
        assert_eq!(answer.diagnostics.is_empty(), deferral_allowed);

        let config = json!({"region": "eu", "name": "photos"});
        let plan = Wire::plan(&config);
        let answer = wire.client.plan(PlanRequest { deferral_allowed, ..plan }).await.unwrap();
        assert_eq!((answer.deferred, answer.diagnostics), (expected, vec![]));
        assert_eq!(wire.json(BUCKET, &answer.planned)["made"], "(unknown)");

        let import = ImportRequest {
            type_name: BUCKET.to_owned(),
            id: "eu,photos".to_owned(),
            deferral_allowed,
            ..ImportRequest::default()
        };
        let answer = wire.client.import(import).await.unwrap();
        assert_eq!((answer.deferred, answer.state.is_some()), (expected, deferral_allowed));

        let data = DataRequest {
            type_name: "corner_user".to_owned(),
            config: value(&json!({"id": "user-1"})),
            deferral_allowed,
            ..DataRequest::default()
        };
        let answer = wire.client.read_data_source(data).await.unwrap();
        assert_eq!((answer.deferred, answer.diagnostics.is_empty()), (expected, deferral_allowed));

        let open = OpenRequest {
            type_name: "corner_lease".to_owned(),
            config: value(&json!({"name": "n", "milliseconds": 0})),
            deferral_allowed,
        };
        let answer = wire.client.open_ephemeral(open).await.unwrap();
        assert_eq!((answer.deferred, answer.diagnostics.is_empty()), (expected, deferral_allowed));

        let action = ActionRequest {
            type_name: "corner_paint".to_owned(),
            config: value(&json!({"colour": "red"})),
            deferral_allowed,
        };
        assert_eq!(wire.client.plan_action(action).await.unwrap().deferred, expected);
    }
    assert!(!wire.cloud.path().join("journal").exists());
}

#[tokio::test]
async fn a_resource_defers_what_it_cannot_plan_and_never_in_an_apply() {
    let mut wire = Wire::new().await;
    let ty = wire.types["corner_planned"].clone();
    let mut config = codec::json::decode(br#"{"size": 10}"#, &ty).unwrap();
    let mut deferred = async |config: &Value, deferral_allowed| {
        let config = DynamicValue::encode(config, &ty).unwrap();
        let request = PlanRequest {
            type_name: "corner_planned".to_owned(),
            proposed: config.clone(),
            config,
            deferral_allowed,
            ..PlanRequest::default()
        };
        wire.client.plan(request).await.unwrap().deferred
    };
    assert_eq!(deferred(&config, true).await, None);
    if let Value::Object(attributes) = &mut config {
        attributes.insert("size".to_owned(), Value::Unknown);
    }
    assert_eq!(deferred(&config, true).await, Some(Deferral::ResourceConfigUnknown));
    assert_eq!(deferred(&config, false).await, None);
}

#[tokio::test]
async fn state_of_others_is_taken_over_or_refused() {
    let mut wire = Wire::new().await;
    let request = |provider: &str, source: &str, json: &str| MoveRequest {
        source_provider: provider.to_owned(),
        source_type: source.to_owned(),
        json: json.as_bytes().to_vec(),
        source_private: b"kept".to_vec(),
        target_type: BUCKET.to_owned(),
        ..MoveRequest::default()
    };
    let other = "registry.example.com/other/cloud";
    let state = r#"{"region":"eu","name":"photos","owner":"me","more":{}}"#;
    let moved = wire.client.move_state(request(other, "cloud_bucket", state)).await.unwrap();
    assert_eq!(wire.json(BUCKET, &moved.state)["name"], "photos");
    assert_eq!((wire.identity(moved.identity.as_ref()), moved.private), (WHO(), vec![]));
    // The same resource of the same provider from elsewhere keeps what it kept.
    let elsewhere = "registry.opentofu.org/somebody/corner";
    let moved = wire.client.move_state(request(elsewhere, BUCKET, state)).await.unwrap();
    assert_eq!(wire.json(BUCKET, &moved.state)["owner"], "me");
    assert_eq!(moved.private, b"kept");
    for (provider, source, json, summary) in [
        (other, "cloud_disk", state, "Move not supported"),
        ("registry.example.com/other/rain", "cloud_bucket", state, "Move not supported"),
        (other, "cloud_bucket", "[", "State not readable"),
        (other, "cloud_bucket", r#"{"name":[1]}"#, "State not readable"),
    ] {
        let moved = wire.client.move_state(request(provider, source, json)).await.unwrap();
        assert_eq!(summaries(&moved.diagnostics), [summary], "{provider} {source} {json}");
    }
    let upgrade = UpgradeRequest {
        type_name: BUCKET.to_owned(),
        version: 0,
        json: br#"{"name":{}}"#.to_vec(),
    };
    let upgraded = wire.client.upgrade(upgrade).await.unwrap();
    assert_eq!(summaries(&upgraded.diagnostics), ["State not readable"]);
}
