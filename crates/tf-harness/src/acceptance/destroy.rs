//! The end of everything, before the end of the test.

use super::{AnyStep, Plans, Step, plan_checks::PlanChecks, stage::Stage, step::Kind};

/// Destroys everything, after which the state is empty. Steps may follow.
pub struct Destroy;

impl Step<'_, Destroy> {
    /// Destroys everything.
    pub fn destroy() -> Self {
        Self::new(None, Destroy)
    }
}

impl Plans for Destroy {}

impl<'a> Kind<'a> for Destroy {
    fn title(&self) -> String {
        "destroy".to_owned()
    }

    fn stays(&self) -> bool {
        true
    }

    fn run(self, plan: PlanChecks<'a>, stage: &mut Stage<'_>) {
        let _ = stage.advance(&["-destroy"], plan);
        let left = stage.state.addresses();
        assert!(left.is_empty(), "the destroy has left {left:?} in state");
    }
}

impl<'a> From<Step<'a, Destroy>> for AnyStep<'a> {
    fn from(step: Step<'a, Destroy>) -> Self {
        Self::new(step)
    }
}
