//! A provider with mistakes of its own: each is said of the attribute, and nothing is lost for it.

use std::sync::atomic::{AtomicBool, Ordering};
use tf_framework::{
    Action, ActionPlan, AttributePath, AttributeType, Block, Change, Computed, Cx, DataSource,
    Deferral, Diagnostic, Diagnostics, Ephemeral, Kind, Known, Move, Opened, Planning, Progress,
    Provider, Registry, Resource, Schema, Server, Set, Setup, Source, Value,
};
use tf_protocol::{
    Diagnostic as Said, ProviderServer, Type,
    rpc::{
        ActionRequest, ApplyRequest, ApplyResponse, ConfigureRequest, DataRequest, DynamicValue,
        ImportRequest, MoveRequest, OpenRequest, PlanRequest, PlanResponse,
    },
};

struct Crooked;

/// Nothing.
#[derive(Debug, Clone, Default, PartialEq, Schema)]
struct Config {}

/// A text that is a number where it should not be.
#[derive(Debug, Clone, Default, PartialEq)]
struct Odd(String);

impl AttributeType for Odd {
    fn kind() -> Kind {
        Kind::Type(Type::String)
    }

    fn from_value(value: &Value, path: &AttributePath) -> Result<Self, Diagnostic> {
        String::from_value(value, path).map(Self)
    }

    fn to_value(&self) -> Value {
        if self.0 == "odd" { Value::from(1) } else { Value::from(self.0.as_str()) }
    }

    fn from_json(json: &serde_json::Value) -> Option<Self> {
        String::from_json(json).map(Self)
    }

    fn to_json(&self) -> Option<serde_json::Value> {
        self.0.to_json()
    }
}

/// A thing.
#[derive(Debug, Clone, Default, PartialEq, Schema)]
struct Thing {
    /// Its id.
    #[attr(key, keep)]
    id: Computed<String>,
    /// Its owner.
    #[attr(identity)]
    owner: Option<String>,
    /// What to do.
    task: Option<String>,
    /// Odd, sometimes.
    odd: Computed<Odd>,
    /// Its ports.
    ports: Option<Vec<Port>>,
    /// Its doors.
    doors: Option<Set<Port>>,
}

/// A port.
#[derive(Debug, Clone, Default, PartialEq, Schema)]
struct Port {
    /// Its number.
    number: i64,
    /// What it is for.
    note: Computed<String>,
}

static FAILS: AtomicBool = AtomicBool::new(false);

impl Resource<Crooked> for Thing {
    const TYPE_NAME: &'static str = "crooked_thing";

    async fn create(plan: Self, _: &Cx<'_, Crooked>) -> Result<Self, Diagnostic> {
        let odd = Computed::Known(Odd(plan.task.clone().unwrap_or_default()));
        Ok(Self { id: Computed::Known("1".into()), odd, ..plan })
    }

    async fn read(prior: Self, _: &Cx<'_, Crooked>) -> Result<Option<Self>, Diagnostic> {
        Ok(Some(prior))
    }

    async fn update(change: Change<Self>, cx: &Cx<'_, Crooked>) -> Result<Self, Diagnostic> {
        assert_eq!(cx.private::<String>("etag")?.as_deref(), Some("planned"));
        if FAILS.load(Ordering::SeqCst) {
            return Err(Diagnostic::error("Refused", "as asked"));
        }
        Ok(Self { odd: change.prior.odd, ..change.plan })
    }

    async fn delete(_: Self, _: &Cx<'_, Crooked>) -> Result<(), Diagnostic> {
        Ok(())
    }

    /// The owner is in the old identity alone, and the task in what the old resource kept for itself.
    fn moves() -> Vec<Move<Self>> {
        let convert = |source: &Source| {
            assert_eq!(source.identity_version, 3);
            Ok(Self {
                id: Computed::Known("7".into()),
                owner: source.identity["who"].as_str().map(str::to_owned),
                task: source.private("etag")?,
                ..Self::default()
            })
        };
        vec![
            Move::from("old/cloud", "cloud_thing", convert).with_private(),
            Move::from("old/cloud", "cloud_forgets", convert),
        ]
    }

    async fn modify_plan(plan: &mut Planning<'_, Crooked>) -> Result<(), Diagnostic> {
        plan.set_private("etag", &"planned")?;
        let port = AttributePath::root("ports").index(0);
        let Known::Is(task) = plan.planned("task") else { return Ok(()) };
        match task.as_str().unwrap_or_default() {
            "misspell" => {
                plan.set("onwer", "me");
                plan.replace("odd_one");
                let _ = plan.prior("prots");
                plan.set(port.attribute("note"), "nobody has a port");
                let door = AttributePath::root("doors").index(0).attribute("note");
                let _ = plan.config(door.clone());
                plan.set(door.clone(), "which one?");
                plan.replace(door);
            }
            "note" => {
                assert_eq!(plan.config(port.attribute("number")), Known::Is(&Value::from(80)));
                plan.set(port.attribute("note"), "web");
                plan.replace(port.attribute("number"));
                if let Known::Is(Value::Set(doors)) = plan.planned("doors") {
                    let note = |door: &Value| {
                        let number = door.attribute("number").clone();
                        Value::object([("number", number), ("note", "oak".into())])
                    };
                    let doors = doors.iter().map(note).collect();
                    plan.set("doors", Value::Set(doors));
                }
            }
            _ => {}
        }
        Ok(())
    }
}

/// A thing whose identity may change.
#[derive(Debug, Clone, Default, PartialEq, Schema)]
struct Renamed {
    /// Its id.
    #[attr(key, keep)]
    id: Computed<String>,
    /// Its name.
    #[attr(identity)]
    name: String,
}

impl Resource<Crooked> for Renamed {
    const TYPE_NAME: &'static str = "crooked_renamed";
    const IDENTITY_MAY_CHANGE: bool = true;

    async fn create(plan: Self, _: &Cx<'_, Crooked>) -> Result<Self, Diagnostic> {
        Ok(plan)
    }

    async fn read(prior: Self, _: &Cx<'_, Crooked>) -> Result<Option<Self>, Diagnostic> {
        Ok(Some(prior))
    }

    async fn update(change: Change<Self>, _: &Cx<'_, Crooked>) -> Result<Self, Diagnostic> {
        Ok(change.plan)
    }

    async fn delete(_: Self, _: &Cx<'_, Crooked>) -> Result<(), Diagnostic> {
        Ok(())
    }

    /// Never what it stands for.
    async fn import(id: &str, _: &Cx<'_, Crooked>) -> Result<Option<Self>, Diagnostic> {
        Ok((id == "nothing").then(Self::default))
    }
}

/// Something to do.
#[derive(Debug, Clone, Default, PartialEq, Schema)]
struct Deed {
    /// What to do.
    what: String,
}

impl Action<Crooked> for Deed {
    const TYPE_NAME: &'static str = "crooked_deed";

    async fn plan(plan: &mut ActionPlan<'_, Crooked>) -> Result<(), Diagnostic> {
        match plan.config("what") {
            Known::Unknown => plan.defer(Deferral::ResourceConfigUnknown),
            Known::Is(what) if what.as_str() == Some("misspell") => {
                let _ = plan.config("waht");
                plan.defer(Deferral::ResourceConfigUnknown);
            }
            Known::Is(what) if what.as_str() == Some("refuse") => {
                plan.report(Diagnostic::warning("Think", "twice").at("what".into()));
                return Err(Diagnostic::error("Refused", "as asked"));
            }
            _ => {}
        }
        Ok(())
    }

    async fn invoke(_: Self, _: &Cx<'_, Crooked>, _: &Progress) -> Result<(), Diagnostic> {
        Ok(())
    }
}

/// Looks for a name, and finds another.
#[derive(Debug, Clone, Default, PartialEq, Schema)]
struct Look {
    /// What to look for.
    #[attr(block)]
    place: Place,
}

/// A place.
#[derive(Debug, Clone, Default, PartialEq, Schema)]
struct Place {
    /// Its name.
    name: String,
}

impl Look {
    fn other() -> Self {
        Self { place: Place { name: "other".into() } }
    }
}

impl DataSource<Crooked> for Look {
    const TYPE_NAME: &'static str = "crooked_look";

    async fn read(_: Self, _: &Cx<'_, Crooked>) -> Result<Self, Diagnostic> {
        Ok(Self::other())
    }
}

impl Ephemeral<Crooked> for Look {
    const TYPE_NAME: &'static str = "crooked_look";
    type Lease = ();

    async fn open(_: Self, _: &Cx<'_, Crooked>) -> Result<Opened<Self, ()>, Diagnostic> {
        Ok(Opened { result: Self::other(), lease: (), renew_at: None })
    }
}

impl Provider for Crooked {
    type Config = Config;
    type Client = ();
    type Error = Diagnostic;

    fn registry(&self) -> Registry<Self> {
        let registry = Registry::new().resource::<Thing>().resource::<Renamed>();
        registry.data_source::<Look>().ephemeral::<Look>().action::<Deed>()
    }

    async fn configure(&self, _: Config, _: &Setup) -> Result<(), Diagnostics> {
        Ok(())
    }

    fn diagnose(error: Diagnostic, _: &Block) -> Diagnostics {
        error.into()
    }
}

async fn server() -> Server<Crooked> {
    let server = Server::new(Crooked);
    assert_eq!(server.configure(ConfigureRequest::default()).await, []);
    server
}

fn encode<S: Schema>(value: &Value) -> DynamicValue {
    DynamicValue::encode(value, &S::block().ty()).unwrap()
}

fn thing(id: impl Into<Value>, owner: &str, task: &str) -> Value {
    Value::object([
        ("id", id.into()),
        ("owner", owner.into()),
        ("task", task.into()),
        ("odd", Value::Null),
        ("ports", Value::Null),
        ("doors", Value::Null),
    ])
}

fn with(mut value: Value, name: &str, member: Value) -> Value {
    if let Value::Object(members) = &mut value {
        members.insert(name.to_owned(), member);
    }
    value
}

async fn plan<S: Schema>(
    server: &Server<Crooked>,
    type_name: &str,
    prior: &Value,
    config: &Value,
) -> PlanResponse {
    let request = PlanRequest {
        type_name: type_name.into(),
        prior: encode::<S>(prior),
        proposed: encode::<S>(config),
        config: encode::<S>(config),
        prior_private: br#"{"etag":"ImJlZm9yZSI="}"#.to_vec(),
        ..PlanRequest::default()
    };
    ProviderServer::plan(server, request).await
}

/// Applies what was planned.
async fn apply(
    server: &Server<Crooked>,
    prior: &Value,
    config: &Value,
    planned: PlanResponse,
) -> ApplyResponse {
    let request = ApplyRequest {
        type_name: "crooked_thing".into(),
        prior: encode::<Thing>(prior),
        planned: planned.planned,
        config: encode::<Thing>(config),
        private: planned.private,
        identity: planned.identity,
        ..ApplyRequest::default()
    };
    ProviderServer::apply(server, request).await
}

/// Summary, path and the first sentence.
fn said(diagnostics: &[Said]) -> Vec<String> {
    diagnostics
        .iter()
        .map(|said| {
            let path = said.path.as_ref().map(ToString::to_string).unwrap_or_default();
            let detail = said.detail.split("\n\n").next().unwrap_or_default();
            format!("{} at {path}: {detail}", said.summary)
        })
        .collect()
}

#[tokio::test]
async fn a_change_of_the_identity_is_said_before_anything_is_sent() {
    let server = server().await;
    let (prior, config) = (thing("1", "me", ""), thing("1", "you", ""));
    let planned = plan::<Thing>(&server, "crooked_thing", &prior, &config).await;
    assert_eq!(
        said(&planned.diagnostics),
        [
            "The identity would change at owner: `owner` is part of the identity, which no update of \
             this resource changes: it has to replace the object, or the resource has to allow it."
        ]
    );
    // What has no identity yet gets one, and no word.
    let none = with(prior, "owner", Value::Null);
    let planned = plan::<Thing>(&server, "crooked_thing", &none, &config).await;
    assert_eq!(said(&planned.diagnostics), [""; 0]);

    let renamed = |name: &str| Value::object([("id", Value::from("1")), ("name", name.into())]);
    let (prior, config) = (renamed("a"), renamed("b"));
    let planned = plan::<Renamed>(&server, "crooked_renamed", &prior, &config).await;
    assert_eq!(said(&planned.diagnostics), [""; 0]);
    let ty = Renamed::block().identity(0).unwrap().ty();
    assert_eq!(planned.identity.unwrap().decode(&ty).unwrap(), config);
    let request = ApplyRequest {
        type_name: "crooked_renamed".into(),
        prior: encode::<Renamed>(&prior),
        planned: encode::<Renamed>(&config),
        config: encode::<Renamed>(&config),
        ..ApplyRequest::default()
    };
    let applied = ProviderServer::apply(&server, request).await;
    assert_eq!(said(&applied.diagnostics), [""; 0]);
    assert_eq!(applied.identity.unwrap().decode(&ty).unwrap(), config);
}

#[tokio::test]
async fn what_was_made_is_in_state_although_an_attribute_of_it_is_not_of_its_type() {
    let server = server().await;
    let config = thing(Value::Null, "me", "odd");
    let planned = plan::<Thing>(&server, "crooked_thing", &Value::Null, &config).await;
    let applied = apply(&server, &Value::Null, &config, planned).await;
    assert_eq!(applied.state.decode(&Thing::block().ty()).unwrap(), thing("1", "me", "odd"));
    assert!(applied.identity.is_some());
    let first = &said(&applied.diagnostics)[0];
    assert!(first.starts_with("Value not encodable at odd: "), "{first}");
}

#[tokio::test]
async fn a_name_that_the_schema_does_not_have_is_said_and_passes_for_nothing() {
    let server = server().await;
    let config = thing("1", "me", "misspell");
    let prior = thing("1", "me", "");
    let planned = plan::<Thing>(&server, "crooked_thing", &prior, &config).await;
    let expected = [
        ("doors[0].note", " Elements of a set have no path: it is planned whole."),
        ("odd_one", ""),
        ("onwer", ""),
        ("ports[0].note", " Elements of a set have no path: it is planned whole."),
        ("prots", ""),
    ]
    .map(|(name, hint)| {
        format!(
            "No such attribute at : The provider looks for `{name}`, and there is no such attribute.{hint}"
        )
    });
    assert_eq!(said(&planned.diagnostics), expected);
    assert_eq!(planned.requires_replace, []);
}

#[tokio::test]
async fn a_plan_is_changed_inside_as_well() {
    let server = server().await;
    let port = |number: i64, note: Value| {
        Value::List(vec![Value::object([("number", number.into()), ("note", note)])])
    };
    let prior = with(thing("1", "me", ""), "ports", port(22, "ssh".into()));
    let config = with(thing("1", "me", "note"), "ports", port(80, Value::Null));
    let door =
        |note: Value| Value::Set(vec![Value::object([("number", 2.into()), ("note", note)])]);
    let config = with(config, "doors", door(Value::Null));
    let planned = plan::<Thing>(&server, "crooked_thing", &prior, &config).await;
    assert_eq!(said(&planned.diagnostics), [""; 0]);
    let value = planned.planned.decode(&Thing::block().ty()).unwrap();
    assert_eq!(value.attribute("ports"), &port(80, "web".into()));
    assert_eq!(value.attribute("doors"), &door("oak".into()));
    let number = AttributePath::root("ports").index(0).attribute("number");
    assert_eq!(planned.requires_replace, [number]);
}

#[tokio::test]
async fn what_a_plan_kept_goes_with_an_update_that_fails() {
    let server = server().await;
    let (prior, config) = (thing("1", "me", ""), thing("1", "me", "other"));
    for (fails, kept) in [(true, "before"), (false, "planned")] {
        FAILS.store(fails, Ordering::SeqCst);
        let planned = plan::<Thing>(&server, "crooked_thing", &prior, &config).await;
        let applied = apply(&server, &prior, &config, planned).await;
        assert_eq!(applied.diagnostics.is_empty(), !fails, "{:?}", applied.diagnostics);
        let private: serde_json::Value = serde_json::from_slice(&applied.private).unwrap();
        let expected = match kept {
            "before" => "ImJlZm9yZSI=",
            _ => "InBsYW5uZWQi",
        };
        assert_eq!(private, serde_json::json!({ "etag": expected }));
    }
}

#[tokio::test]
async fn a_result_has_what_was_configured() {
    let server = server().await;
    let place = Value::object([("name", Value::from("this"))]);
    let config = encode::<Look>(&Value::object([("place", place)]));
    let expected = [
        "Invalid result at place.name: The result has another value than the configuration's, at \
         `place.name`.",
    ];
    let type_name = "crooked_look".to_owned();
    let request = DataRequest {
        type_name: type_name.clone(),
        config: config.clone(),
        ..DataRequest::default()
    };
    assert_eq!(said(&server.read_data_source(request).await.diagnostics), expected);
    let request = OpenRequest { type_name, config, ..OpenRequest::default() };
    assert_eq!(said(&server.open_ephemeral(request).await.diagnostics), expected);
}

#[tokio::test]
async fn an_import_that_finds_an_object_without_its_keys_is_a_mistake() {
    let server = server().await;
    let import = async |id: &str| {
        let type_name = "crooked_renamed".into();
        let request = ImportRequest { type_name, id: id.into(), ..ImportRequest::default() };
        ProviderServer::import(&server, request).await
    };
    let refused = import("nothing").await;
    assert_eq!(
        said(&refused.diagnostics),
        ["Imported without a key at : The object was found without its key `id`."]
    );
    assert_eq!(refused.state, None);
    assert!(import("7").await.state.is_some());
}

#[tokio::test]
async fn an_action_says_at_plan_time_what_cannot_work_or_has_to_wait() {
    let server = server().await;
    let plan = async |what: Value| {
        let config = encode::<Deed>(&Value::object([("what", what)]));
        let type_name = "crooked_deed".into();
        server.plan_action(ActionRequest { type_name, config, deferral_allowed: true }).await
    };
    let waits = plan(Value::Unknown).await;
    assert_eq!(waits.deferred, Some(Deferral::ResourceConfigUnknown));
    assert_eq!(said(&waits.diagnostics), [""; 0]);
    // With everything known there is nothing to wait for.
    let misspelt = plan("misspell".into()).await;
    assert_eq!(misspelt.deferred, None);
    assert_eq!(
        said(&misspelt.diagnostics),
        ["No such attribute at : The provider looks for `waht`, and there is no such attribute."]
    );
    let refused = plan("refuse".into()).await;
    assert_eq!(said(&refused.diagnostics), ["Think at what: twice", "Refused at : as asked"]);
}

#[tokio::test]
async fn a_move_takes_over_the_identity_and_what_the_source_kept() {
    let server = server().await;
    let kept = br#"{"etag":"ImJlZm9yZSI="}"#;
    for (source_type, private) in [("cloud_thing", &kept[..]), ("cloud_forgets", &[])] {
        let request = MoveRequest {
            source_provider: "registry.example.com/old/cloud".into(),
            source_type: source_type.into(),
            json: b"{}".to_vec(),
            source_private: kept.to_vec(),
            source_identity_json: br#"{"who":"me"}"#.to_vec(),
            source_identity_version: 3,
            target_type: "crooked_thing".into(),
            ..MoveRequest::default()
        };
        let moved = server.move_state(request).await;
        assert_eq!(said(&moved.diagnostics), [""; 0]);
        let state = moved.state.decode(&Thing::block().ty()).unwrap();
        assert_eq!(state, thing("7", "me", "before"));
        assert_eq!(moved.private, private);
    }
}
