//! What a run of Terraform is given, and what comes of it.

use crate::catalog::type_name;
use infisical_emulator::Fault;
use serde_json::{Map, Value};
use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

/// A resource: an identity, or an auth method on it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Address {
    pub(crate) slot: usize,
    /// The slug of the method.
    pub(crate) method: Option<&'static str>,
}

impl Address {
    pub(crate) fn identity(slot: usize) -> Self {
        Self { slot, method: None }
    }

    pub(crate) fn type_name(self) -> String {
        type_name(self.method)
    }

    /// The resource's name in HCL.
    pub(crate) fn name(self) -> String {
        format!("i{}", self.slot)
    }
}

impl fmt::Display for Address {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{}", self.type_name(), self.name())
    }
}

/// A configuration: the attributes of each resource, without a method's `identity_id`.
pub(crate) type Wanted = BTreeMap<Address, Map<String, Value>>;

/// What state has.
pub(crate) type Held = BTreeMap<Address, Map<String, Value>>;

/// What goes wrong during a run.
#[derive(Debug, Default)]
pub(crate) struct Weather {
    /// From the beginning.
    pub(crate) plan: Vec<Fault>,
    /// From when the plan stands.
    pub(crate) apply: Vec<Fault>,
    /// What happens when the server has got so many requests of the apply.
    pub(crate) incident: Option<(usize, Incident)>,
}

/// An end in the middle of an apply.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Incident {
    /// The user presses Ctrl-C.
    Interrupt,
    /// The server is killed, and starts again.
    ServerDies,
    /// The provider is killed.
    ProviderDies,
}

/// What a run said and did.
#[derive(Debug, Default)]
pub(crate) struct Outcome {
    pub(crate) said: Vec<Said>,
    /// What was carried out without an error.
    pub(crate) done: BTreeSet<Address>,
    /// What was to be removed, whether or not it was.
    pub(crate) removed: BTreeSet<Address>,
    /// What no user should ever see: a call that failed, a panic.
    pub(crate) broken: Vec<String>,
    /// Whether somebody killed the provider, so that it could not say anything.
    pub(crate) killed: bool,
}

/// A message to the user.
#[derive(Debug, Clone)]
pub(crate) struct Said {
    pub(crate) about: Option<Address>,
    pub(crate) error: bool,
    pub(crate) text: String,
}

impl Outcome {
    pub(crate) fn errors(&self) -> impl Iterator<Item = &Said> {
        self.said.iter().filter(|said| said.error)
    }

    pub(crate) fn add(&mut self, other: Self) {
        self.said.extend(other.said);
        self.done.extend(other.done);
        self.removed.extend(other.removed);
        self.broken.extend(other.broken);
        self.killed |= other.killed;
    }

    pub(crate) fn failed(&self) -> bool {
        self.errors().next().is_some() || !self.broken.is_empty()
    }
}

/// Whoever carries runs out, and keeps the state.
pub(crate) trait Terraform {
    /// `terraform apply`.
    fn apply(&mut self, wanted: &Wanted, weather: Weather) -> Outcome;

    /// `terraform plan`.
    fn plan(&mut self, wanted: &Wanted) -> Outcome;

    /// `terraform import`.
    fn import(&mut self, wanted: &Wanted, address: Address, id: &str) -> Outcome;

    fn held(&self) -> Held;

    /// Everything that was printed and logged, where that is kept.
    fn shown(&self) -> String {
        String::new()
    }
}
