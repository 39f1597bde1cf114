//! Terraform's walks, as far as they concern a provider: the same calls in the same order, many at a
//! time, without Terraform's own time.

use crate::plugin::Plugin;
use crate::run::{Address, Held, Incident, Outcome, Said, Terraform, Wanted, Weather};
use futures_util::future::{join, join_all};
use infisical_emulator::{Emulator, Fault};
use serde_json::{Map, Value as Json, json};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use std::time::Duration;
use tf_protocol::rpc::ValidateRequest;
use tf_protocol::rpc::{ApplyRequest, DynamicValue, ImportRequest, PlanRequest, ReadRequest};
use tf_protocol::schema::Block;
use tf_protocol::{Diagnostic, Severity, Value, codec};
use tokio::runtime::Runtime;
use tokio::sync::Semaphore;

/// How many resources Terraform works on at a time.
const PARALLEL: usize = 10;

/// Terraform, played.
pub(crate) struct Walk {
    runtime: Runtime,
    emulator: Arc<Emulator>,
    schemas: BTreeMap<String, Block>,
    state: BTreeMap<Address, Stored>,
}

/// A resource in state.
#[derive(Debug, Clone)]
struct Stored {
    value: Value,
    private: Vec<u8>,
    identity: Option<DynamicValue>,
    tainted: bool,
}

/// What a plan says of a resource.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Change {
    Nothing,
    Create,
    Update,
    Replace,
    Delete,
}

impl Change {
    fn removes(self) -> bool {
        matches!(self, Self::Replace | Self::Delete)
    }

    fn makes(self) -> bool {
        matches!(self, Self::Create | Self::Update | Self::Replace)
    }
}

/// A walk over the resources of one slot; slots do not depend on each other.
struct Slot<'a> {
    walk: &'a Walk,
    plugin: &'a Plugin,
    wanted: &'a Wanted,
    turns: &'a Semaphore,
    state: BTreeMap<Address, Stored>,
    changes: BTreeMap<Address, Change>,
    outcome: Outcome,
}

impl Walk {
    pub(crate) fn new(emulator: Arc<Emulator>) -> Self {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        let schemas = runtime.block_on(Plugin::schemas(&emulator));
        Self { runtime, emulator, schemas, state: BTreeMap::new() }
    }

    /// What a walk over all slots ends with, whatever happens on the way.
    async fn walk<'a, F: Future<Output = Slot<'a>>>(
        &'a self,
        plugin: &Plugin,
        slots: impl Iterator<Item = F>,
        incident: Option<(usize, Incident)>,
    ) -> (Vec<Slot<'a>>, Option<Incident>) {
        let walked = join_all(slots);
        let Some((requests, incident)) = incident else { return (walked.await, None) };
        let emulator = Arc::clone(&self.emulator);
        let most = emulator.journal().len() + requests;
        let happens = tokio::task::spawn_blocking(move || {
            let happens =
                emulator.wait_for(Duration::from_secs(5), |journal| journal.len() >= most);
            if happens && incident == Incident::ServerDies {
                emulator.restart().unwrap();
            }
            happens
        });
        let happened = async {
            let happens = happens.await.unwrap();
            match incident {
                // The walk may have ended, and the provider with it.
                Incident::Interrupt if happens => drop(plugin.client().stop().await),
                Incident::ProviderDies if happens => plugin.kill(),
                _ => {}
            }
            happens.then_some(incident)
        };
        join(walked, happened).await
    }

    /// A refresh and a plan, then, `apply` given, what it says; the new state, unless it stays.
    async fn run(
        &self,
        wanted: &Wanted,
        weather: Weather,
        apply: bool,
    ) -> (Outcome, Option<States>) {
        let mut outcome = Outcome::default();
        self.inject(weather.plan);
        let Some(plugin) = Plugin::start(&self.emulator, &mut outcome).await else {
            return (outcome, None);
        };
        let turns = Semaphore::new(PARALLEL);
        let addresses: BTreeSet<_> = self.state.keys().chain(wanted.keys()).copied().collect();
        let numbers: BTreeSet<_> = addresses.iter().map(|address| address.slot).collect();
        let slots = numbers.into_iter().map(|number| {
            let of_slot = |address: &&Address| address.slot == number;
            let nothing = addresses.iter().filter(of_slot).map(|at| (*at, Change::Nothing));
            let state = self.state.iter().filter(|(address, _)| of_slot(address)).map(cloned);
            let slot = Slot::new(self, &plugin, wanted, &turns);
            Slot { state: state.collect(), changes: nothing.collect(), ..slot }.plan()
        });
        let mut plans = Vec::new();
        for slot in self.walk(&plugin, slots, None).await.0 {
            outcome.add(slot.outcome);
            plans.push((slot.state, slot.changes));
        }
        plugin.end(&mut outcome).await;
        self.emulator.clear_faults();
        if outcome.failed() || !apply {
            return (outcome, None);
        }
        let to_do = |(_, changes): &(_, BTreeMap<_, Change>)| {
            changes.values().any(|change| *change != Change::Nothing)
        };
        if !plans.iter().any(to_do) {
            let states = plans.into_iter().flat_map(|(state, _)| state).collect();
            return (outcome, Some(states));
        }
        let Some(plugin) = Plugin::start(&self.emulator, &mut outcome).await else {
            return (outcome, None);
        };
        self.inject(weather.apply);
        let slots = plans.into_iter().map(|(state, changes)| {
            Slot { state, changes, ..Slot::new(self, &plugin, wanted, &turns) }.apply()
        });
        let mut states = States::new();
        let (applied, incident) = self.walk(&plugin, slots, weather.incident).await;
        for slot in applied {
            outcome.add(slot.outcome);
            states.extend(slot.state);
        }
        plugin.end(&mut outcome).await;
        outcome.killed = incident == Some(Incident::ProviderDies);
        (outcome, Some(states))
    }

    fn inject(&self, faults: Vec<Fault>) {
        for fault in faults {
            self.emulator.inject(fault);
        }
    }

    fn encode(&self, address: Address, value: &Value) -> DynamicValue {
        DynamicValue::encode(value, &self.schemas[&address.type_name()].ty()).unwrap()
    }

    fn decode(&self, address: Address, value: &DynamicValue) -> Value {
        if value.is_absent() {
            return Value::Null;
        }
        value.decode(&self.schemas[&address.type_name()].ty()).unwrap()
    }

    /// The configuration of a resource; `identity` is unknown when there is none yet.
    fn configuration(
        &self,
        address: Address,
        attributes: &Map<String, Json>,
        identity: Option<&str>,
    ) -> Value {
        let ty = self.schemas[&address.type_name()].ty();
        let bytes = serde_json::to_vec(attributes).unwrap();
        let mut value = codec::json::decode(&bytes, &ty).unwrap();
        if let (Value::Object(members), Some(_)) = (&mut value, address.method) {
            let id = identity.map_or(Value::Unknown, |id| Value::String(id.to_owned()));
            members.insert("identity_id".to_owned(), id);
        }
        value
    }

    /// Terraform's merge: what is not configured is what it was, where the provider may decide it.
    fn proposed(&self, address: Address, prior: &Value, config: &Value) -> Value {
        let block = &self.schemas[&address.type_name()];
        Value::object(block.attributes.iter().map(|attribute| {
            let name = &attribute.name;
            let configured = config.attribute(name);
            let kept = attribute.computed && configured.is_null() && !prior.is_null();
            (name.clone(), if kept { prior.attribute(name) } else { configured }.clone())
        }))
    }
}

type States = BTreeMap<Address, Stored>;

fn cloned((address, stored): (&Address, &Stored)) -> (Address, Stored) {
    (*address, stored.clone())
}

impl Terraform for Walk {
    fn apply(&mut self, wanted: &Wanted, weather: Weather) -> Outcome {
        let (outcome, states) = self.runtime.block_on(self.run(wanted, weather, true));
        if let Some(states) = states {
            self.state = states;
        }
        outcome
    }

    fn plan(&mut self, wanted: &Wanted) -> Outcome {
        self.runtime.block_on(self.run(wanted, Weather::default(), false)).0
    }

    fn import(&mut self, wanted: &Wanted, address: Address, id: &str) -> Outcome {
        let mut outcome = Outcome::default();
        let imported = self.runtime.block_on(async {
            let plugin = Plugin::start(&self.emulator, &mut outcome).await?;
            let turns = Semaphore::new(1);
            let mut slot = Slot::new(self, &plugin, wanted, &turns);
            slot.import(address, id).await;
            outcome.add(slot.outcome);
            let state = slot.state;
            plugin.end(&mut outcome).await;
            Some(state)
        });
        self.state.extend(imported.into_iter().flatten());
        outcome
    }

    fn held(&self) -> Held {
        let plain = |stored: &Stored| match plain(&stored.value) {
            Json::Object(members) => members,
            other => panic!("not an object: {other}"),
        };
        self.state.iter().map(|(address, stored)| (*address, plain(stored))).collect()
    }
}

impl<'a> Slot<'a> {
    fn new(walk: &'a Walk, plugin: &'a Plugin, wanted: &'a Wanted, turns: &'a Semaphore) -> Self {
        let (state, changes, outcome) = Default::default();
        Self { walk, plugin, wanted, turns, state, changes, outcome }
    }

    fn identity(&self) -> Option<&Stored> {
        self.state.iter().find(|(address, _)| address.method.is_none()).map(|(_, stored)| stored)
    }

    /// The ID of the identity, when it is known and stays.
    fn identity_id(&self) -> Option<String> {
        let changes = self.changes.iter().find(|(address, _)| address.method.is_none());
        let stays =
            changes.is_none_or(|(_, change)| matches!(change, Change::Nothing | Change::Update));
        let id = self.identity().filter(|_| stays)?.value.attribute("id").as_str()?;
        Some(id.to_owned())
    }

    fn say(&mut self, about: Address, diagnostics: Vec<Diagnostic>) -> bool {
        let failed = diagnostics.iter().any(|it| it.severity == Severity::Error);
        self.outcome.said.extend(diagnostics.into_iter().map(|diagnostic| Said {
            about: Some(about),
            error: diagnostic.severity == Severity::Error,
            text: format!("{}\n{}", diagnostic.summary, diagnostic.detail),
        }));
        failed
    }

    fn break_off(&mut self, about: Address, call: &str, failure: &impl std::fmt::Display) {
        self.outcome.broken.push(format!("{about}: {call}: {failure}"));
    }

    /// Refreshes and plans: the identity, then its methods.
    async fn plan(mut self) -> Self {
        let addresses: Vec<_> = self.changes.keys().copied().collect();
        for address in addresses {
            let _turn = self.turns.acquire().await.unwrap();
            if self.state.contains_key(&address) {
                self.refresh(address).await;
            }
            let change = match (self.wanted.get(&address), self.state.get(&address)) {
                (None, None) => Change::Nothing,
                (None, Some(_)) => Change::Delete,
                (Some(_), stored) => {
                    let (stored, is_new) = (stored.cloned(), stored.is_none_or(|it| it.tainted));
                    let prior = stored.as_ref().filter(|_| !is_new);
                    match self.planned(address, prior).await {
                        None => Change::Nothing,
                        Some(_) if stored.is_none() => Change::Create,
                        Some(_) if is_new => Change::Replace,
                        Some((plan, replace, _)) => match prior {
                            Some(_) if replace => Change::Replace,
                            Some(prior) if plan == prior.value => Change::Nothing,
                            _ => Change::Update,
                        },
                    }
                }
            };
            self.changes.insert(address, change);
        }
        self
    }

    async fn refresh(&mut self, address: Address) {
        let stored = self.state[&address].clone();
        let request = ReadRequest {
            type_name: address.type_name(),
            state: self.walk.encode(address, &stored.value),
            private: stored.private,
            identity: stored.identity,
            ..ReadRequest::default()
        };
        match self.plugin.client().read(request).await {
            Err(failure) => self.break_off(address, "read", &failure),
            Ok(answer) => {
                if self.say(address, answer.diagnostics) {
                    return;
                }
                let value = self.walk.decode(address, &answer.state);
                if value.is_null() {
                    self.state.remove(&address);
                    return;
                }
                let (private, identity) = (answer.private, answer.identity);
                let tainted = stored.tainted;
                self.state.insert(address, Stored { value, private, identity, tainted });
            }
        }
    }

    /// What is planned, whether that takes a replacement, and how to apply it; `None` with an error.
    async fn planned(
        &mut self,
        address: Address,
        prior: Option<&Stored>,
    ) -> Option<(Value, bool, ApplyRequest)> {
        let walk = self.walk;
        let attributes = &self.wanted[&address];
        let config = walk.configuration(address, attributes, self.identity_id().as_deref());
        let encoded = walk.encode(address, &config);
        let validate = ValidateRequest {
            type_name: address.type_name(),
            config: encoded.clone(),
            write_only_allowed: true,
        };
        match self.plugin.client().validate_resource(validate).await {
            Err(failure) => {
                self.break_off(address, "validate", &failure);
                return None;
            }
            Ok(diagnostics) => {
                if self.say(address, diagnostics) {
                    return None;
                }
            }
        }
        let null = Value::Null;
        let before = prior.map_or(&null, |stored| &stored.value);
        let request = PlanRequest {
            type_name: address.type_name(),
            prior: walk.encode(address, before),
            proposed: walk.encode(address, &walk.proposed(address, before, &config)),
            config: encoded.clone(),
            prior_private: prior.map(|stored| stored.private.clone()).unwrap_or_default(),
            identity: prior.and_then(|stored| stored.identity.clone()),
            ..PlanRequest::default()
        };
        match self.plugin.client().plan(request).await {
            Err(failure) => {
                self.break_off(address, "plan", &failure);
                None
            }
            Ok(answer) => {
                if self.say(address, answer.diagnostics) {
                    return None;
                }
                let planned = walk.decode(address, &answer.planned);
                let replace = !answer.requires_replace.is_empty();
                let apply = ApplyRequest {
                    type_name: address.type_name(),
                    prior: walk.encode(address, before),
                    planned: answer.planned,
                    config: encoded,
                    private: answer.private,
                    identity: answer.identity,
                    ..ApplyRequest::default()
                };
                Some((planned, replace, apply))
            }
        }
    }

    /// Carries out what was planned: away with the methods, then with the identity; then the other
    /// way round.
    async fn apply(mut self) -> Self {
        let changes = self.changes.clone();
        let methods = changes.iter().filter(|(address, _)| address.method.is_some());
        let mut kept_from_removal = false;
        for (address, _) in methods.clone().filter(|(_, change)| change.removes()) {
            kept_from_removal |= !self.remove(*address).await;
        }
        let identity = changes.iter().find(|(address, _)| address.method.is_none());
        let mut ready = true;
        if let Some((address, change)) = identity {
            if change.removes() {
                ready = !kept_from_removal && self.remove(*address).await;
            }
            if ready && change.makes() {
                ready = self.make(*address, *change).await;
            }
        }
        if ready {
            for (address, change) in methods.filter(|(_, change)| change.makes()) {
                let removed = *change != Change::Replace || !self.state.contains_key(address);
                if removed {
                    self.make(*address, *change).await;
                }
            }
        }
        self
    }

    async fn remove(&mut self, address: Address) -> bool {
        let _turn = self.turns.acquire().await.unwrap();
        self.outcome.removed.insert(address);
        let stored = self.state[&address].clone();
        let request = ApplyRequest {
            type_name: address.type_name(),
            prior: self.walk.encode(address, &stored.value),
            planned: self.walk.encode(address, &Value::Null),
            config: self.walk.encode(address, &Value::Null),
            private: stored.private.clone(),
            identity: stored.identity.clone(),
            ..ApplyRequest::default()
        };
        self.carry_out(address, request, stored.tainted).await
    }

    async fn make(&mut self, address: Address, change: Change) -> bool {
        let _turn = self.turns.acquire().await.unwrap();
        let prior = self.state.get(&address).cloned().filter(|_| change == Change::Update);
        // The identity is there now, and so is its ID.
        if address.method.is_none() {
            self.changes.insert(address, Change::Update);
        }
        let Some((_, _, request)) = self.planned(address, prior.as_ref()).await else {
            return false;
        };
        self.carry_out(address, request, change != Change::Update).await
    }

    /// `taints`: what exists after a failure is to be replaced.
    async fn carry_out(&mut self, address: Address, request: ApplyRequest, taints: bool) -> bool {
        match self.plugin.client().apply(request).await {
            Err(failure) => {
                self.break_off(address, "apply", &failure);
                false
            }
            Ok(answer) => {
                let failed = self.say(address, answer.diagnostics);
                let value = self.walk.decode(address, &answer.state);
                if value.is_null() {
                    self.state.remove(&address);
                } else {
                    let (private, identity) = (answer.private, answer.identity);
                    let tainted = failed && taints;
                    self.state.insert(address, Stored { value, private, identity, tainted });
                }
                if !failed {
                    self.outcome.done.insert(address);
                }
                !failed
            }
        }
    }

    async fn import(&mut self, address: Address, id: &str) {
        let type_name = address.type_name();
        let request = ImportRequest { type_name, id: id.to_owned(), ..ImportRequest::default() };
        match self.plugin.client().import(request).await {
            Err(failure) => self.break_off(address, "import", &failure),
            Ok(answer) => {
                let failed = self.say(address, answer.diagnostics);
                let Some(state) = answer.state.filter(|_| !failed) else { return };
                let value = self.walk.decode(address, &state);
                let (private, identity) = (answer.private, answer.identity);
                self.state.insert(address, Stored { value, private, identity, tainted: false });
                self.refresh(address).await;
            }
        }
    }
}

/// A value as JSON.
fn plain(value: &Value) -> Json {
    match value {
        Value::Null => Json::Null,
        Value::Bool(it) => json!(it),
        Value::Number(number) => serde_json::from_str(&number.to_text()).unwrap(),
        Value::String(text) => json!(text),
        Value::List(items) | Value::Set(items) => items.iter().map(plain).collect(),
        Value::Map(members) | Value::Object(members) => {
            members.iter().map(|(name, member)| (name.clone(), plain(member))).collect()
        }
        Value::Unknown | Value::Refined(_) | Value::Dynamic(_) => {
            panic!("no value of a state: {value:?}")
        }
    }
}
