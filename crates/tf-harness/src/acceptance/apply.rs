//! Steps that change what there is.

use super::{
    AnyStep, Plans, Step,
    plan_checks::{Expected, PlanChecks, sorted},
    stage::Stage,
    state_checks::{StateCheck, Then},
    step::Kind,
};
use crate::{State, Workspace};

/// A plan, which is checked and then applied as it is; the state that comes of it; and nothing left
/// to do, whether or not Terraform looks at the remote side.
pub struct Apply<'a> {
    occasion: Occasion,
    left: Left,
    pub(super) checks: Vec<StateCheck<'a>>,
}

/// Why there is something to apply.
enum Occasion {
    Configuration,
    Drift,
    Taint(String),
    Refresh,
}

/// What there must be to do after the apply.
enum Left {
    Nothing,
    Something,
    Exactly(Vec<String>),
}

impl<'a> Step<'a, Apply<'a>> {
    /// Applies a configuration.
    pub fn apply(hcl: impl Into<String>) -> Self {
        Self::of(Some(hcl.into()), Occasion::Configuration)
    }

    /// Changes the remote side behind Terraform's back, given the state at that time. The plan must
    /// see it, unless the step says what else the plan is, and the apply must repair it.
    pub fn drift(change: impl FnOnce(&State) + 'a) -> Self {
        let mut step = Self::of(None, Occasion::Drift).before(change);
        step.plan.expected = Expected::Something;
        step
    }

    /// Taints the resource at `address`, and applies the configuration again, which replaces it.
    pub fn taint(address: &str) -> Self {
        Self::of(None, Occasion::Taint(address.to_owned()))
    }

    /// Writes into the state what is remote, and changes nothing else.
    pub fn refresh() -> Self {
        Self::of(None, Occasion::Refresh)
    }

    /// There is something left to do afterwards.
    pub fn leaves_changes(self) -> Self {
        self.with(|apply| apply.left = Left::Something)
    }

    /// There is something left to do afterwards, which is this, as [`plans`](Self::plans) has it.
    pub fn leaves(self, effects: impl IntoIterator<Item: Into<String>>) -> Self {
        self.with(|apply| apply.left = Left::Exactly(sorted(effects)))
    }

    fn of(hcl: Option<String>, occasion: Occasion) -> Self {
        Self::new(hcl, Apply { occasion, left: Left::Nothing, checks: Vec::new() })
    }
}

impl Plans for Apply<'_> {}

impl<'a> Kind<'a> for Apply<'a> {
    fn title(&self) -> String {
        match &self.occasion {
            Occasion::Configuration => "apply".to_owned(),
            Occasion::Drift => "drift".to_owned(),
            Occasion::Taint(address) => format!("taint {address}"),
            Occasion::Refresh => "refresh".to_owned(),
        }
    }

    fn stays(&self) -> bool {
        true
    }

    fn run(self, plan: PlanChecks<'a>, stage: &mut Stage<'_>) {
        let arguments: &[&str] = match &self.occasion {
            Occasion::Refresh => &["-refresh-only"],
            Occasion::Configuration | Occasion::Drift => &[],
            Occasion::Taint(address) => {
                stage.workspace.taint(address);
                &[]
            }
        };
        let (plan, before) = stage.advance(arguments, plan);
        let then = Then { plan: &plan, state: &before };
        for check in self.checks {
            check(&then, &stage.state);
        }
        self.left.check(stage.workspace);
    }
}

impl Left {
    fn check(&self, workspace: &Workspace) {
        let expected = match self {
            Self::Nothing => return workspace.expect_settled(),
            Self::Something => None,
            Self::Exactly(expected) => Some(expected),
        };
        let left = workspace.plan();
        assert!(!left.is_empty(), "nothing is left to do after the apply");
        if let Some(expected) = expected {
            let effects = left.effects();
            assert!(
                effects == *expected,
                "{expected:?} should be left to do after the apply; it is {effects:?}\n{left}"
            );
        }
    }
}

impl<'a> From<Step<'a, Apply<'a>>> for AnyStep<'a> {
    fn from(step: Step<'a, Apply<'a>>) -> Self {
        Self::new(step)
    }
}
