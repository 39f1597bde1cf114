//! A life of identities and auth methods with one server: rounds of changes, each followed by a run in
//! bad weather and one in good weather.

use crate::catalog::{self, Method};
use crate::judge::{Elsewhere, Inventory, Verdict, after_run, at_rest};
use crate::random::Random;
use crate::run::{Address, Outcome, Terraform, Wanted, Weather};
use crate::weather::weather;
use infisical_emulator::{Dialect, Emulator, Options};
use serde_json::{Value, json};
use std::fmt::{self, Write as _};
use std::iter::Sum;
use std::sync::Arc;
use std::time::Duration;

/// How many identities there are at most.
const SLOTS: usize = 24;

/// What happened, in numbers.
#[derive(Debug, Default, Clone, Copy)]
pub(crate) struct Tally {
    operations: usize,
    rounds: usize,
    /// Errors that the user was told.
    errors: usize,
    /// Objects that the user was told to import.
    imports: usize,
    /// Runs in which the provider was killed.
    killed: usize,
}

impl Sum for Tally {
    fn sum<I: Iterator<Item = Self>>(all: I) -> Self {
        all.fold(Self::default(), |sum, next| Self {
            operations: sum.operations + next.operations,
            rounds: sum.rounds + next.rounds,
            errors: sum.errors + next.errors,
            imports: sum.imports + next.imports,
            killed: sum.killed + next.killed,
        })
    }
}

impl fmt::Display for Tally {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { operations, rounds, errors, imports, killed } = self;
        write!(
            f,
            "{operations} operations in {rounds} rounds, {errors} errors told, {imports} imports asked \
             for, {killed} times killed; 0 lost, 0 doubled, 0 panics"
        )
    }
}

/// A life under way.
pub(crate) struct Episode<T> {
    random: Random,
    emulator: Arc<Emulator>,
    methods: Vec<&'static Method>,
    /// How many methods an identity has at most.
    most_methods: usize,
    terraform: T,
    wanted: Wanted,
    elsewhere: Elsewhere,
    names: usize,
    tally: Tally,
    /// What happened in this round, for whoever wants to know how it came to what is wrong.
    diary: String,
}

impl<T: Terraform> Episode<T> {
    pub(crate) fn new(seed: u64, terraform: impl FnOnce(Arc<Emulator>) -> T) -> Self {
        let mut random = Random::new(seed);
        let dialect = *random.pick(&[Dialect::Current, Dialect::Recorded2024_10]);
        let clock_ahead = *random.pick(&[0, 0, 300, -90_000]);
        let options = Options { dialect, clock_ahead, ..Options::default() };
        let emulator = Arc::new(Emulator::start(options).unwrap());
        let methods = catalog::methods(dialect);
        let most_methods = if dialect == Dialect::Current { 3 } else { 1 };
        let terraform = terraform(Arc::clone(&emulator));
        let (wanted, elsewhere, tally, diary) = Default::default();
        let names = 0;
        Self {
            random,
            emulator,
            methods,
            most_methods,
            terraform,
            wanted,
            elsewhere,
            names,
            tally,
            diary,
        }
    }

    /// Lives through so many operations, and removes everything.
    pub(crate) fn live(mut self, operations: u64) -> Result<Tally, String> {
        let operations = usize::try_from(operations).unwrap();
        while self.tally.operations < operations {
            let most = (operations - self.tally.operations).min(20);
            let round = self.random.between(1, most);
            for _ in 0..round {
                self.operation();
            }
            self.round()?;
        }
        self.wanted.clear();
        self.note("all is to be removed");
        self.round()?;
        let left = Inventory::take(&self.emulator).ids();
        let foreign: Vec<_> = self.elsewhere.foreign.iter().cloned().collect();
        if left != foreign {
            return Err(format!("left behind: {left:?}, of which foreign: {foreign:?}"));
        }
        let shown = self.terraform.shown();
        if self.emulator.secrets().iter().any(|secret| shown.contains(secret)) {
            return Err("a secret is shown or logged".to_owned());
        }
        let violations = self.emulator.violations();
        if !violations.is_empty() {
            return Err(format!("the server does not know: {violations:?}"));
        }
        Ok(self.tally)
    }

    fn note(&mut self, text: &str) {
        writeln!(self.diary, "{text}").unwrap();
    }

    /// Runs until state and server are one.
    fn round(&mut self) -> Result<(), String> {
        self.tally.rounds += 1;
        let weather = weather(&self.methods, &mut self.random);
        self.note(&format!("weather: {weather:?}"));
        let stormy = self.run(weather);
        self.tally.errors += stormy.errors().count();
        let verdict = self.judge(&stormy)?;
        self.import(verdict.reported)?;
        if stormy.killed {
            self.tally.killed += 1;
            self.find(verdict.untold)?;
        }
        let calm = self.run(Weather::default());
        self.expect_success("a run in good weather", &calm)?;
        self.elsewhere.gone.clear();
        self.judge(&calm)?;
        let again = self.run(Weather::default());
        self.expect_success("a run with nothing to do", &again)?;
        if !again.done.is_empty() || !again.removed.is_empty() {
            return Err(self.wrong(&[format!("there is still something to do: {again:?}")]));
        }
        let held = self.terraform.held();
        let mut wrong = at_rest(&held, &Inventory::take(&self.emulator));
        if !held.keys().eq(self.wanted.keys()) {
            wrong.push("state does not hold what is configured".to_owned());
        }
        if !wrong.is_empty() {
            return Err(self.wrong(&wrong));
        }
        self.diary.clear();
        Ok(())
    }

    /// The user does what an error said.
    fn import(&mut self, reported: Vec<(Address, String)>) -> Result<(), String> {
        for (address, id) in reported {
            self.tally.imports += 1;
            self.note(&format!("the user imports {address} as {id}"));
            let imported = self.terraform.import(&self.wanted, address, &id);
            self.expect_success("the import", &imported)?;
        }
        Ok(())
    }

    /// After the provider was killed: the next plan says what it may have left behind, and the next
    /// apply what is attached already.
    fn find(&mut self, untold: Vec<String>) -> Result<(), String> {
        let planned = self.terraform.plan(&self.wanted);
        self.expect_success("a plan in good weather", &planned)?;
        let mut found = Vec::new();
        for id in untold {
            let told = planned.said.iter().filter(|said| said.text.contains(&id));
            let mut addresses = told.filter_map(|said| said.about);
            match addresses.find(|address| found.iter().all(|(taken, _)| taken != address)) {
                Some(address) => found.push((address, id)),
                None => return Err(self.wrong(&[format!("nobody says that {id} is there")])),
            }
        }
        self.import(found)?;
        let attached = self.run(Weather::default());
        let verdict = self.judge(&attached)?;
        self.import(verdict.reported)
    }

    fn run(&mut self, weather: Weather) -> Outcome {
        let outcome = self.terraform.apply(&self.wanted, weather);
        self.emulator.clear_faults();
        for said in &outcome.said {
            writeln!(self.diary, "{said:?}").unwrap();
        }
        outcome
    }

    fn judge(&mut self, outcome: &Outcome) -> Result<Verdict, String> {
        let server = Inventory::take(&self.emulator);
        let mut verdict = after_run(&self.terraform.held(), outcome, &server, &self.elsewhere);
        let secrets = self.emulator.secrets();
        for said in &outcome.said {
            if secrets.iter().any(|secret| said.text.contains(secret)) {
                verdict.wrong.push(format!("a secret is shown, about {:?}", said.about));
            }
        }
        if verdict.wrong.is_empty() { Ok(verdict) } else { Err(self.wrong(&verdict.wrong)) }
    }

    fn expect_success(&self, what: &str, outcome: &Outcome) -> Result<(), String> {
        if outcome.failed() {
            return Err(self.wrong(&[format!("{what} failed: {outcome:#?}")]));
        }
        Ok(())
    }

    /// Everything that is known of a round that went wrong.
    fn wrong(&self, wrong: &[String]) -> String {
        let mut text =
            format!("{}\n\nround {}\n{}", wrong.join("\n"), self.tally.rounds, self.diary);
        for entry in self.emulator.journal() {
            let status = entry.status.map_or_else(|| "-".to_owned(), |status| status.to_string());
            let origin = entry.origin;
            writeln!(text, "{origin:?} {} {} {status}", entry.method, entry.path).unwrap();
        }
        text
    }

    fn operation(&mut self) {
        self.tally.operations += 1;
        let slot = self.random.below(SLOTS);
        let identity = Address::identity(slot);
        if !self.wanted.contains_key(&identity) {
            return self.create(slot);
        }
        let held = self.terraform.held();
        let Some(id) = held.get(&identity).and_then(|it| it["id"].as_str()) else { return };
        match self.random.below(100) {
            0..20 => self.change_identity(slot),
            20..45 => self.change_method(slot),
            45..60 => self.revoke(slot),
            60..72 => self.destroy(slot),
            72..77 => self.elsewhere(slot, "PATCH", &path(id), Some(json!({ "name": "renamed" }))),
            77..82 => {
                self.elsewhere(slot, "DELETE", &path(id), None);
                self.elsewhere.gone.insert(identity);
            }
            82..97 => self.change_elsewhere(slot, id),
            _ => self.twin(slot),
        }
    }

    fn create(&mut self, slot: usize) {
        self.names += 1;
        let twin = self.random.percent(15);
        let name = if twin { "twin".to_owned() } else { format!("soak-{}", self.names) };
        let organization = self.emulator.org_id();
        let identity = catalog::identity(&name, &organization, &mut self.random);
        self.note(&format!("{slot}: create {identity:?}"));
        self.wanted.insert(Address::identity(slot), identity);
        for _ in 0..self.random.between(0, self.most_methods) {
            self.change_method(slot);
        }
    }

    fn change_identity(&mut self, slot: usize) {
        let organization = self.emulator.org_id();
        let address = Address::identity(slot);
        let mut name = self.wanted[&address]["name"].as_str().unwrap().to_owned();
        if self.random.percent(50) {
            self.names += 1;
            name = format!("soak-{}", self.names);
        }
        let identity = catalog::identity(&name, &organization, &mut self.random);
        self.note(&format!("{slot}: change {identity:?}"));
        self.wanted.insert(address, identity);
    }

    /// Attaches a method, or changes one.
    fn change_method(&mut self, slot: usize) {
        let attached = self.attached(slot);
        let any = self.random.pick(&self.methods).slug;
        let slug = match attached.as_slice() {
            [_, ..] if attached.len() == self.most_methods => *self.random.pick(&attached),
            _ => any,
        };
        let configuration = catalog::find(slug).configuration(&mut self.random);
        self.note(&format!("{slot}: {slug} {configuration:?}"));
        self.wanted.insert(Address { slot, method: Some(slug) }, configuration);
    }

    fn revoke(&mut self, slot: usize) {
        let attached = self.attached(slot);
        if attached.is_empty() {
            return;
        }
        let slug = *self.random.pick(&attached);
        self.note(&format!("{slot}: revoke {slug}"));
        self.wanted.remove(&Address { slot, method: Some(slug) });
    }

    fn destroy(&mut self, slot: usize) {
        self.note(&format!("{slot}: destroy"));
        self.wanted.retain(|address, _| address.slot != slot);
    }

    /// The methods that are wanted.
    fn attached(&self, slot: usize) -> Vec<&'static str> {
        let of_slot = self.wanted.keys().filter(|address| address.slot == slot);
        of_slot.filter_map(|address| address.method).collect()
    }

    /// Somebody revokes a method, or changes it.
    fn change_elsewhere(&mut self, slot: usize, id: &str) {
        let held = self.terraform.held();
        let of_slot = held.keys().filter(|address| address.slot == slot);
        let attached: Vec<_> = of_slot.filter_map(|address| address.method).collect();
        if attached.is_empty() {
            return;
        }
        let slug = *self.random.pick(&attached);
        let path = catalog::find(slug).path(id);
        if self.random.percent(50) {
            let body = json!({ "accessTokenTTL": 61, "accessTokenMaxTTL": 3601 });
            return self.elsewhere(slot, "PATCH", &path, Some(body));
        }
        self.elsewhere(slot, "DELETE", &path, None);
        self.elsewhere.gone.insert(Address { slot, method: Some(slug) });
    }

    /// Somebody makes an identity that has the name of one of ours.
    fn twin(&mut self, slot: usize) {
        let name = self.wanted[&Address::identity(slot)]["name"].clone();
        let body =
            json!({ "name": name, "organizationId": self.emulator.org_id(), "role": "member" });
        let (status, made) = self.emulator.out_of_band("POST", "/api/v1/identities", Some(body));
        assert_eq!(status, 200, "{made}");
        let id = made["identity"]["id"].as_str().unwrap().to_owned();
        self.note(&format!("{slot}: somebody makes another {name}, {id}"));
        self.elsewhere.foreign.insert(id);
        // Whoever looks for what it made itself goes by time, which the server tells in seconds.
        self.emulator.advance(Duration::from_secs(5));
    }

    /// Somebody else's request. What it is about may be gone already.
    fn elsewhere(&mut self, slot: usize, method: &str, path: &str, body: Option<Value>) {
        let (status, _) = self.emulator.out_of_band(method, path, body);
        self.note(&format!("{slot}: somebody: {method} {path}: {status}"));
    }
}

fn path(identity: &str) -> String {
    format!("/api/v1/identities/{identity}")
}
