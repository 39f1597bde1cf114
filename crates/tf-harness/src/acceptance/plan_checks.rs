//! What a plan must be.

use super::Step;
use crate::{Plan, Workspace};

/// A kind of step that makes a plan, which can be checked.
pub trait Plans {}

/// What a plan must be.
#[derive(Default)]
pub(super) struct PlanChecks<'a> {
    pub(super) expected: Expected,
    arguments: Vec<String>,
    checks: Vec<PlanCheck<'a>>,
}

type PlanCheck<'a> = Box<dyn FnOnce(&Plan) + 'a>;

/// What there must be to do.
#[derive(Default)]
pub(super) enum Expected {
    #[default]
    Anything,
    Something,
    Nothing,
    Exactly(Vec<String>),
}

impl<'a, K: Plans> Step<'a, K> {
    /// What the plan does, and nothing else: `create corner_thing.it`, `update …`, `read …`,
    /// `delete …`, `delete/create …` or `create/delete …`, `import …`, `move …`, `import/update …`.
    pub fn plans(mut self, effects: impl IntoIterator<Item: Into<String>>) -> Self {
        self.plan.expected = Expected::Exactly(sorted(effects));
        self
    }

    /// The plan has nothing to do, not even to an output.
    pub fn plans_nothing(mut self) -> Self {
        self.plan.expected = Expected::Nothing;
        self
    }

    /// The attributes of `address` that the plan shows as "known after apply", all of them.
    pub fn unknown<'b>(self, address: &str, attributes: impl IntoIterator<Item = &'b str>) -> Self {
        let (address, attributes) = (address.to_owned(), sorted(attributes));
        self.plan(move |plan| {
            let unknown = plan.change(&address).unknown();
            assert!(
                unknown == attributes,
                "of {address} {attributes:?} should be unknown; it is {unknown:?}\n{plan}"
            );
        })
    }

    /// The paths that make `address` a replacement, all of them.
    pub fn replaces<'b>(self, address: &str, paths: impl IntoIterator<Item = &'b str>) -> Self {
        let (address, paths) = (address.to_owned(), sorted(paths));
        self.plan(move |plan| {
            let replaces = plan.change(&address).replaces();
            assert!(
                replaces == paths,
                "{address} should be replaced for {paths:?}; it is for {replaces:?}\n{plan}"
            );
        })
    }

    /// What Terraform finds changed behind its back, and nothing else: `delete corner_thing.it`. It
    /// lists what matters to the plan, and in a [refresh](Step::refresh) everything.
    pub fn drifts(self, changes: impl IntoIterator<Item: Into<String>>) -> Self {
        let changes = sorted(changes);
        self.plan(move |plan| {
            let drift = plan.drift();
            assert!(drift == changes, "the drift should be {changes:?}; it is {drift:?}\n{plan}");
        })
    }

    /// Another check of the plan.
    pub fn plan(mut self, check: impl FnOnce(&Plan) + 'a) -> Self {
        self.plan.checks.push(Box::new(check));
        self
    }

    /// More arguments of `terraform plan`: `-replace=corner_thing.it`.
    pub fn arguments(mut self, arguments: impl IntoIterator<Item: Into<String>>) -> Self {
        self.plan.arguments.extend(arguments.into_iter().map(Into::into));
        self
    }
}

impl PlanChecks<'_> {
    /// Makes the plan, and checks it.
    pub(super) fn plan(self, workspace: &Workspace, arguments: &[&str]) -> Plan {
        let more = self.arguments.iter().map(String::as_str);
        let plan = workspace.plan_with(&arguments.iter().copied().chain(more).collect::<Vec<_>>());
        self.check(&plan);
        plan
    }

    /// Checks a plan.
    pub(super) fn check(self, plan: &Plan) {
        let effects = plan.effects();
        match &self.expected {
            Expected::Anything => {}
            Expected::Something => assert!(!plan.is_empty(), "the plan is empty"),
            Expected::Nothing => {
                assert!(plan.is_empty(), "the plan is not empty, but {effects:?}\n{plan}");
            }
            Expected::Exactly(expected) => {
                assert!(
                    effects == *expected,
                    "the plan should be {expected:?}; it is {effects:?}\n{plan}"
                );
            }
        }
        for check in self.checks {
            check(plan);
        }
    }
}

/// Sorted, as a plan tells it.
pub(super) fn sorted(items: impl IntoIterator<Item: Into<String>>) -> Vec<String> {
    let mut items: Vec<_> = items.into_iter().map(Into::into).collect();
    items.sort();
    items
}
