//! Where the steps have come to.

use super::{configuration::Configuration, plan_checks::PlanChecks};
use crate::{Plan, State, Workspace};

/// What one step leaves to the next.
pub(super) struct Stage<'a> {
    pub(super) workspace: &'a Workspace,
    /// The state at the end of the step before.
    pub(super) state: State,
    /// What the state was made from.
    pub(super) configuration: Configuration,
}

impl<'a> Stage<'a> {
    pub(super) fn new(workspace: &'a Workspace) -> Self {
        let configuration = Configuration::found(workspace);
        Self { workspace, state: workspace.state(), configuration }
    }

    /// Makes a plan, checks it, and applies it and nothing else; it, and the state before.
    pub(super) fn advance(&mut self, arguments: &[&str], checks: PlanChecks<'_>) -> (Plan, State) {
        let plan = checks.plan(self.workspace, arguments);
        self.workspace.apply_planned();
        (plan, std::mem::replace(&mut self.state, self.workspace.state()))
    }
}
