//! A step that looks at a plan and leaves it at that.

use super::{AnyStep, Plans, Step, plan_checks::PlanChecks, stage::Stage, step::Kind};

/// A plan that is not applied. The configuration of the steps before it comes back afterwards.
pub struct PlanOnly;

impl Step<'_, PlanOnly> {
    /// Makes a plan for a configuration.
    pub fn plan_only(hcl: impl Into<String>) -> Self {
        Self::new(Some(hcl.into()), PlanOnly)
    }
}

impl Plans for PlanOnly {}

impl<'a> Kind<'a> for PlanOnly {
    fn title(&self) -> String {
        "plan only".to_owned()
    }

    fn run(self, plan: PlanChecks<'a>, stage: &mut Stage<'_>) {
        let _ = plan.plan(stage.workspace, &[]);
    }
}

impl<'a> From<Step<'a, PlanOnly>> for AnyStep<'a> {
    fn from(step: Step<'a, PlanOnly>) -> Self {
        Self::new(step)
    }
}
