//! Whether state and server agree, by the server's own word.

use crate::catalog::{Attribute, METHODS, Values, find};
use crate::run::{Address, Held, Outcome};
use infisical_emulator::Emulator;
use serde_json::{Map, Value, json};
use std::collections::{BTreeMap, BTreeSet};

/// What the server has.
pub(crate) struct Inventory(BTreeMap<String, Seen>);

/// An identity at the server.
pub(crate) struct Seen {
    pub(crate) name: String,
    /// Its membership of the organization.
    membership: Value,
    /// By slug.
    pub(crate) methods: BTreeMap<&'static str, Value>,
}

/// What somebody else did to the server.
#[derive(Debug, Default)]
pub(crate) struct Elsewhere {
    /// What no state knows, and nobody may touch: identities, by ID.
    pub(crate) foreign: BTreeSet<String>,
    /// What may be in state although it is gone.
    pub(crate) gone: BTreeSet<Address>,
}

/// What a judge found.
#[derive(Debug, Default)]
pub(crate) struct Verdict {
    /// What must never be.
    pub(crate) wrong: Vec<String>,
    /// What was made and is in no state, but the user was told how to import it; with the ID for that.
    pub(crate) reported: Vec<(Address, String)>,
    /// Identities in no state that nobody could tell about: the provider was killed.
    pub(crate) untold: Vec<String>,
}

impl Inventory {
    /// Everything but the administrator.
    pub(crate) fn take(emulator: &Emulator) -> Self {
        let path = format!("/api/v1/identities?orgId={}", emulator.org_id());
        let get = |path: &str| emulator.out_of_band("GET", path, None);
        let (status, all) = get(&path);
        assert_eq!(status, 200, "{all}");
        let mut found = BTreeMap::new();
        for entry in all["identities"].as_array().unwrap() {
            let id = entry["identityId"].as_str().unwrap();
            if id == emulator.admin_id() {
                continue;
            }
            let (status, body) = get(&format!("/api/v1/identities/{id}"));
            assert_eq!(status, 200, "{body}");
            let mut methods = BTreeMap::new();
            for method in METHODS {
                if let (200, body) = get(&method.path(id)) {
                    methods.insert(method.slug, body[method.envelope].clone());
                }
            }
            let membership = body["identity"].clone();
            let name = membership["identity"]["name"].as_str().unwrap().to_owned();
            found.insert(id.to_owned(), Seen { name, membership, methods });
        }
        Self(found)
    }

    pub(crate) fn ids(&self) -> Vec<String> {
        self.0.keys().cloned().collect()
    }

    pub(crate) fn get(&self, id: &str) -> Option<&Seen> {
        self.0.get(id)
    }
}

/// After a run in any weather.
pub(crate) fn after_run(
    held: &Held,
    outcome: &Outcome,
    server: &Inventory,
    elsewhere: &Elsewhere,
) -> Verdict {
    let mut verdict = Verdict::default();
    let broken = outcome.broken.iter().filter(|_| !outcome.killed);
    verdict.wrong.extend(broken.map(|text| format!("broken: {text}")));
    for said in &outcome.said {
        if said.text.contains("mistake of the provider") || said.text.contains("panicked") {
            verdict.wrong.push(format!("a mistake of the provider: {}", said.text));
        }
    }
    let owners = owners(held, &mut verdict);
    for (id, seen) in &server.0 {
        if elsewhere.foreign.contains(id) {
            if let Some(owner) = owners.get(id.as_str()) {
                verdict.wrong.push(format!("{owner} took the foreign identity {id}"));
            }
            continue;
        }
        let Some(owner) = owners.get(id.as_str()) else {
            verdict.judge_lost(outcome, seen, id);
            continue;
        };
        for slug in seen.methods.keys().copied() {
            let address = Address { slot: owner.slot, method: Some(slug) };
            if held.contains_key(&address) {
                continue;
            }
            if tells_to_import(outcome, address).is_some() {
                verdict.reported.push((address, id.clone()));
            } else if !outcome.killed {
                verdict.wrong.push(format!("lost: {address} of {id} is in no state"));
            }
        }
    }
    for address in held.keys().copied() {
        let told = outcome.errors().any(|said| said.about == Some(address));
        let excused = |at: Address| elsewhere.gone.contains(&at);
        let removed = outcome.removed.contains(&address) && (told || outcome.killed);
        let of_identity = Address::identity(address.slot);
        let there = exists(held, address, server);
        if !there && !removed && !excused(address) && !excused(of_identity) {
            verdict.wrong.push(format!("{address} is in state, but not at the server"));
        }
        if there && outcome.done.contains(&address) {
            let differences = differences(held, address, server);
            verdict.wrong.extend(differences.into_iter().filter(|it| !it.contains("auth_modes")));
        }
    }
    for id in &elsewhere.foreign {
        if server.get(id).is_none() {
            verdict.wrong.push(format!("the foreign identity {id} was deleted"));
        }
    }
    verdict
}

/// After a run that had nothing to do: the two are the same.
pub(crate) fn at_rest(held: &Held, server: &Inventory) -> Vec<String> {
    held.keys().flat_map(|address| differences(held, *address, server)).collect()
}

impl Verdict {
    fn judge_lost(&mut self, outcome: &Outcome, seen: &Seen, id: &str) {
        let told = outcome.errors().filter_map(|said| said.about).find(|address| {
            let free = self.reported.iter().all(|(taken, _)| taken != address);
            let text = tells_to_import(outcome, *address);
            let about_it = |text: &str| text.contains(&seen.name) || text.contains(id);
            free && address.method.is_none() && text.is_some_and(about_it)
        });
        match told {
            Some(address) => self.reported.push((address, id.to_owned())),
            None if outcome.killed => self.untold.push(id.to_owned()),
            None => self.wrong.push(format!("lost: {id} ({}) is in no state", seen.name)),
        }
    }
}

/// Who has which identity; none has two owners.
fn owners<'a>(held: &'a Held, verdict: &mut Verdict) -> BTreeMap<&'a str, Address> {
    let mut owners = BTreeMap::new();
    for (address, attributes) in held.iter().filter(|(address, _)| address.method.is_none()) {
        let id = attributes["id"].as_str().unwrap();
        if let Some(other) = owners.insert(id, *address) {
            verdict.wrong.push(format!("{other} and {address} are both {id}"));
        }
    }
    owners
}

/// The error that says of a resource how to import what may have been made.
fn tells_to_import(outcome: &Outcome, address: Address) -> Option<&str> {
    let mut errors = outcome.errors().filter(|said| said.about == Some(address));
    errors.find(|said| said.text.contains("import")).map(|said| said.text.as_str())
}

fn identity_of(held: &Held, address: Address) -> Option<&str> {
    let attributes = held.get(&address)?;
    attributes[if address.method.is_none() { "id" } else { "identity_id" }].as_str()
}

fn exists(held: &Held, address: Address, server: &Inventory) -> bool {
    let seen = identity_of(held, address).and_then(|id| server.get(id));
    seen.is_some_and(|seen| address.method.is_none_or(|slug| seen.methods.contains_key(slug)))
}

/// In what a resource in state is not what the server has.
fn differences(held: &Held, address: Address, server: &Inventory) -> Vec<String> {
    let attributes = &held[&address];
    let Some(seen) = identity_of(held, address).and_then(|id| server.get(id)) else {
        return vec![format!("{address} has no identity at the server")];
    };
    let pairs: Vec<(&str, Value, Value)> = match address.method {
        None => identity_pairs(attributes, seen),
        Some(slug) => {
            let Some(body) = seen.methods.get(slug) else {
                return vec![format!("{address} is not at the server")];
            };
            let pair = |attribute: &Attribute| {
                let (name, values) = (attribute.name, &attribute.values);
                let state = in_state(values, &attributes[name]);
                (name, state, at_server(values, &body[attribute.member]))
            };
            let id = ("id", attributes["id"].clone(), body["id"].clone());
            find(slug).attributes().map(pair).chain([id]).collect()
        }
    };
    let told = |(name, state, server): &(&str, Value, Value)| {
        format!("{address}: `{name}` is {state} in state, {server} at the server")
    };
    pairs.iter().filter(|(_, state, server)| state != server).map(told).collect()
}

fn identity_pairs(
    attributes: &Map<String, Value>,
    seen: &Seen,
) -> Vec<(&'static str, Value, Value)> {
    let identity = &seen.membership["identity"];
    let methods: Vec<_> = seen.methods.keys().collect();
    let mut pairs = vec![
        ("name", attributes["name"].clone(), json!(seen.name)),
        ("role", attributes["role"].clone(), seen.membership["role"].clone()),
        ("auth_modes", sorted(attributes["auth_modes"].clone()), sorted(json!(methods))),
    ];
    if let Some(protected) = identity.get("hasDeleteProtection") {
        let name = "has_delete_protection";
        pairs.push((name, attributes[name].clone(), protected.clone()));
    }
    if !attributes["metadata"].is_null() {
        let entry = |entry: &Value| json!([entry["key"], entry["value"]]);
        let all = |list: &Value| sorted(list.as_array().into_iter().flatten().map(entry).collect());
        let server = all(&seen.membership["metadata"]);
        pairs.push(("metadata", all(&attributes["metadata"]), server));
    }
    pairs
}

fn in_state(values: &Values, value: &Value) -> Value {
    match values {
        Values::Text(_) | Values::Number(_) => trimmed(value),
        Values::Words(..) => sorted(value.as_array().into_iter().flatten().cloned().collect()),
        Values::Ranges(_) => {
            let ranges = value.as_array().into_iter().flatten();
            sorted(ranges.map(|range| range["ip_address"].clone()).collect())
        }
        Values::Fixed(_) => Value::Null,
    }
}

/// In the words of [`in_state`].
fn at_server(values: &Values, value: &Value) -> Value {
    match values {
        Values::Text(_) | Values::Number(_) => trimmed(value),
        Values::Words(..) => {
            let words = value.as_str().unwrap_or_default().split(',').map(str::trim);
            sorted(words.filter(|word| !word.is_empty()).map(|word| json!(word)).collect())
        }
        Values::Ranges(_) => {
            let range = |range: &Value| match range.get("prefix") {
                Some(Value::Number(prefix)) => {
                    json!(format!("{}/{prefix}", range["ipAddress"].as_str().unwrap()))
                }
                _ => range["ipAddress"].clone(),
            };
            sorted(value.as_array().into_iter().flatten().map(range).collect())
        }
        Values::Fixed(_) => Value::Null,
    }
}

/// A text without the blanks around it.
fn trimmed(value: &Value) -> Value {
    value.as_str().map_or_else(|| value.clone(), |text| json!(text.trim()))
}

fn sorted(value: Value) -> Value {
    let Value::Array(mut items) = value else { return value };
    items.sort_by_key(Value::to_string);
    Value::Array(items)
}
