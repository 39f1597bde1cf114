//! What all steps have in common.

use super::{plan_checks::PlanChecks, stage::Stage};
use crate::State;
use serde_json::{Map, Value};

/// A step of kind `K`, and what is expected of it. What a kind cannot check it does not offer.
///
/// Paths are written `name` or `keys.0.id`.
#[must_use = "a step is taken by `Acceptance::step`"]
pub struct Step<'a, K> {
    pub(super) plan: PlanChecks<'a>,
    pub(super) kind: K,
    hcl: Option<String>,
    variables: Map<String, Value>,
    before: Vec<Look<'a>>,
    after: Vec<Look<'a>>,
}

/// Looks at a state, and may change the remote side.
pub(super) type Look<'a> = Box<dyn FnOnce(&State) + 'a>;

/// What a kind of step does.
pub(super) trait Kind<'a> {
    /// What the step is called when it goes wrong.
    fn title(&self) -> String;

    /// Whether the configuration holds for the steps that follow, too.
    fn stays(&self) -> bool {
        false
    }

    fn run(self, plan: PlanChecks<'a>, stage: &mut Stage<'_>);
}

/// A step of any kind, as [`Acceptance::step`](super::Acceptance::step) takes it.
pub struct AnyStep<'a> {
    pub(super) title: String,
    pub(super) run: Box<dyn FnOnce(&mut Stage<'_>) + 'a>,
}

impl<'a, K> Step<'a, K> {
    /// With the configuration `hcl`, or without one of its own.
    pub(super) fn new(hcl: Option<String>, kind: K) -> Self {
        let (before, after) = (Vec::new(), Vec::new());
        Self { plan: PlanChecks::default(), kind, hcl, variables: Map::new(), before, after }
    }

    /// Sets a variable. A step with a configuration starts without the variables of the steps
    /// before it, as it starts without their configuration; another step adds to them.
    pub fn variable(mut self, name: &str, value: impl Into<Value>) -> Self {
        self.variables.insert(name.to_owned(), value.into());
        self
    }

    /// What is done before the step begins, with the state at that time: changing the remote side,
    /// making a server refuse, forgetting what was sent so far.
    pub fn before(mut self, hook: impl FnOnce(&State) + 'a) -> Self {
        self.before.push(Box::new(hook));
        self
    }

    /// What is done when the step has ended, with the state at that time: looking at the remote
    /// side, or at what was sent.
    pub fn after(mut self, hook: impl FnOnce(&State) + 'a) -> Self {
        self.after.push(Box::new(hook));
        self
    }

    /// The same step, whose kind is changed by `change`.
    pub(super) fn with(mut self, change: impl FnOnce(&mut K)) -> Self {
        change(&mut self.kind);
        self
    }
}

impl<'a> AnyStep<'a> {
    pub(super) fn new<K: Kind<'a> + 'a>(step: Step<'a, K>) -> Self {
        let title = step.kind.title();
        Self { title, run: Box::new(move |stage| take(step, stage)) }
    }
}

fn take<'a, K: Kind<'a>>(step: Step<'a, K>, stage: &mut Stage<'_>) {
    for hook in step.before {
        hook(&stage.state);
    }
    let configuration = stage.configuration.next(step.hcl, step.variables);
    configuration.write(stage.workspace);
    let stays = step.kind.stays();
    step.kind.run(step.plan, stage);
    if stays {
        stage.configuration = configuration;
    } else {
        stage.configuration.write(stage.workspace);
    }
    for hook in step.after {
        hook(&stage.state);
    }
}
