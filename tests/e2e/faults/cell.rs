//! One cell of the table: an operation while something goes wrong, and the run after it.

use super::{
    operation::{AZURE, IDENTITY, NAME, NEW_NAME, Operation, azure, identity, named},
    run::{Run, Told, is_error},
    table::Place,
    trouble::{Kind, Lasting, Trouble},
};
use futures_util::future::join_all;
use infisical_emulator::{Emulator, Options};
use std::{sync::Arc, time::Duration};
use tf_protocol::{Diagnostic, Value};
use tokio::task::spawn_blocking;

/// Long enough for any machine.
const PATIENCE: Duration = Duration::from_mins(1);
/// After so many reads the list is read instead.
const SINGLES: usize = 4;
/// So many reads share one reading of the list.
const MANY: usize = SINGLES + 2;

/// What a user sees, and what the table calls it.
const SEEN: [(&str, &str); 9] = [
    ("failed", "Infisical failed"),
    ("page", "Not Infisical's answer"),
    ("lost", "Connection to Infisical lost"),
    ("down", "No connection to Infisical"),
    ("strange", "Unexpected answer from Infisical"),
    ("unknown", "Not known whether it was created"),
    ("stopped", "Interrupted"),
    ("login", "Not logged in to Infisical"),
    ("attached", "Azure Auth is already attached"),
];

/// A server, and what is about to be done.
struct Scene {
    emulator: Arc<Emulator>,
    operation: Operation,
    run: Arc<Run>,
    /// The identity that there is.
    identity: Value,
    /// What state says before: of what is changed, or of everything that is read.
    prior: Vec<Value>,
    planned: Value,
    config: Value,
}

/// Does it; what the table says of it. Whatever the table says, panics when something was doubled or
/// lost, when a secret was logged, or when the next run does not put it right.
pub(super) async fn see((lasting, trouble, operation): Place) -> String {
    let Trouble { kind, clock_ahead } = Trouble::named(&trouble);
    let emulator = Emulator::start(Options { clock_ahead, ..Options::default() }).unwrap();
    let scene = Scene::prepare(Arc::new(emulator), operation).await;
    for fault in kind.faults(lasting, operation) {
        scene.emulator.inject(fault);
    }
    let (seen, states) = scene.suffer(&kind, lasting).await;
    scene.emulator.clear_faults();
    if matches!(kind, Kind::Down) {
        restart(&scene.emulator).await;
    }

    let held = operation.held(&scene.emulator, &scene.identity);
    let seen = seen.iter().filter(|one| is_error(one)).map(|one| word(one));
    let mut seen: Vec<_> = seen.collect();
    seen.dedup();
    let cell = match (&seen[..], held) {
        ([], held) if held == operation.done() => {
            scene.agrees(&states).await;
            "ok".to_owned()
        }
        ([], held) => panic!("it worked, but the server has `{held}`"),
        ([seen], "") => (*seen).to_owned(),
        ([seen], held) => {
            assert_eq!(states, scene.prior, "after an error, state is what it was");
            scene.put_right(held).await;
            format!("{seen}, {held}")
        }
        (several, _) => panic!("{several:?}"),
    };
    scene.end();
    cell
}

impl Scene {
    async fn prepare(emulator: Arc<Emulator>, operation: Operation) -> Self {
        let run = Run::start(&emulator).await;
        if operation != Operation::Login {
            assert_eq!(run.configure().await, []);
        }
        let given = |name| run.value(IDENTITY, &identity(&emulator, name));
        let mut identities = Vec::new();
        let existing = match operation {
            Operation::Login | Operation::Create => 0,
            Operation::List => MANY,
            _ => 1,
        };
        for _ in 0..existing {
            identities.push(run.apply_now(IDENTITY, &Value::Null, &given(NAME)).await);
        }
        let identity = identities.first().cloned().unwrap_or(Value::Null);
        let attached = || run.value(AZURE, &azure(&identity));
        let (prior, config) = match operation {
            Operation::Login => (vec![], Value::Null),
            Operation::Read | Operation::List | Operation::Delete => (identities, Value::Null),
            Operation::Create => (vec![Value::Null], given(NAME)),
            Operation::Attach => (vec![Value::Null], attached()),
            Operation::Update => (identities, given(NEW_NAME)),
            Operation::Revoke => {
                (vec![run.apply_now(AZURE, &Value::Null, &attached()).await], Value::Null)
            }
        };
        let planned = match operation.changes() {
            Some(type_name) => run.plan(type_name, &prior[0], &config).await.expect("plan"),
            None => Value::Null,
        };
        let run = Arc::new(run);
        Self { emulator, operation, run, identity, prior, planned, config }
    }

    /// The operation, with what goes on around it: what was said, and what state says then.
    async fn suffer(&self, kind: &Kind, lasting: Lasting) -> (Vec<Diagnostic>, Vec<Value>) {
        let emulator = Arc::clone(&self.emulator);
        if matches!(kind, Kind::Down) {
            let emulator = Arc::clone(&emulator);
            spawn_blocking(move || emulator.kill()).await.unwrap();
        }
        let around = async {
            if matches!((kind, lasting), (Kind::Down, Lasting::Once)) {
                let log = Arc::clone(&self.run.log);
                spawn_blocking(move || log.wait_for("request failed")).await.unwrap();
                restart(&emulator).await;
            }
            if kind.outlasts_patience(lasting) {
                let operation = self.operation;
                let thrice = move || {
                    emulator.wait_for(PATIENCE, |journal| {
                        journal.iter().filter(|entry| operation.sent(entry)).count() >= 3
                    })
                };
                assert!(spawn_blocking(thrice).await.unwrap(), "it gave up");
                self.run.stop().await;
            }
        };
        tokio::join!(self.act(), around).0
    }

    async fn act(&self) -> (Vec<Diagnostic>, Vec<Value>) {
        if self.operation == Operation::Login {
            return (self.run.configure().await, Vec::new());
        }
        let told = match self.operation.changes() {
            Some(type_name) => {
                let (planned, config) = (&self.planned, &self.config);
                vec![self.run.apply(type_name, &self.prior[0], planned, config).await]
            }
            None => self.read().await,
        };
        let mut said = Vec::new();
        let states = told.into_iter().map(|told| {
            said.extend(told.diagnostics);
            told.state
        });
        let states = states.collect();
        (said, states)
    }

    /// Reads all of `prior`: a few after each other, and then, when the list is read, the rest at once.
    async fn read(&self) -> Vec<Told> {
        let (singles, together) = self.prior.split_at(self.prior.len().min(SINGLES));
        let mut told = Vec::new();
        for prior in singles {
            told.push(self.run.read(IDENTITY, prior).await);
        }
        let reads = together.iter().map(|prior| self.run.read(IDENTITY, prior));
        told.extend(join_all(reads).await);
        told
    }

    /// What is in state after success is what the server has, and nothing is left to do.
    async fn agrees(&self, states: &[Value]) {
        let Some(type_name) = self.operation.changes() else {
            return assert_eq!(states, self.prior, "nothing has changed");
        };
        let state = &states[0];
        if self.config.is_null() {
            return assert!(state.is_null(), "{state:?}");
        }
        let next = Run::configured(&self.emulator).await;
        let read = next.read(type_name, state).await.expect("read");
        assert_eq!(read, *state);
        assert_eq!(next.plan(type_name, &read, &self.config).await.expect("plan"), read);
        self.secret(next);
    }

    /// The next run after an error converges; what it cannot know it reports.
    async fn put_right(&self, held: &str) {
        let Some(type_name) = self.operation.changes() else { return };
        let next = Run::configured(&self.emulator).await;
        let mut prior = self.prior[0].clone();
        if !prior.is_null() {
            prior = next.read(type_name, &prior).await.expect("read");
        }
        let done = held == self.operation.done();
        if done && self.config.is_null() {
            assert!(prior.is_null(), "it is gone: {prior:?}");
            return self.secret(next);
        }
        let Told { state: planned, diagnostics: warned } =
            next.plan(type_name, &prior, &self.config).await;
        if done && self.operation == Operation::Create {
            let id = named(&self.emulator, NAME).remove(0);
            assert_eq!(warned[0].summary, "An identity of this name exists");
            assert!(warned[0].detail.contains(&format!("id = \"{id}\"")), "{warned:?}");
            return self.secret(next);
        }
        assert_eq!(warned, []);
        let told = next.apply(type_name, &prior, &planned, &self.config).await;
        if done && self.operation == Operation::Attach {
            assert_eq!(word(&told.diagnostics[0]), "attached");
            assert!(told.diagnostics[0].detail.contains("\nimport {"), "{:?}", told.diagnostics);
        } else {
            told.expect("apply");
        }
        assert_eq!(self.operation.held(&self.emulator, &self.identity), self.operation.done());
        self.secret(next);
    }

    /// What must be true of every run.
    fn end(self) {
        let Self { emulator, run, .. } = self;
        assert_eq!(emulator.violations(), Vec::<String>::new());
        let run = Arc::into_inner(run).unwrap();
        secret(&emulator, run);
    }

    fn secret(&self, run: Run) {
        secret(&self.emulator, run);
    }
}

/// The table's word for an error, which must say what to look at.
fn word(said: &Diagnostic) -> &'static str {
    let Diagnostic { summary, detail, .. } = said;
    let known = SEEN.iter().find(|(_, known)| known == summary);
    let Some((word, _)) = known else { panic!("what is {summary}: {detail}?") };
    assert!(detail.contains(" /api/v1/"), "no request is named: {detail}");
    assert!(*word == "stopped" || detail.contains("\n\n"), "there is no advice: {detail}");
    word
}

/// Ends a run, whose log must hold no secret.
fn secret(emulator: &Emulator, run: Run) {
    let log = Arc::clone(&run.log);
    drop(run);
    let log = log.whole();
    assert!(log.contains("infisical"), "nothing was logged");
    for secret in emulator.secrets() {
        assert!(!log.contains(&secret), "a secret was logged:\n{log}");
    }
}

async fn restart(emulator: &Arc<Emulator>) {
    let emulator = Arc::clone(emulator);
    spawn_blocking(move || emulator.restart()).await.unwrap().unwrap();
}
