//! An `import` block, as a check.

use super::{
    AnyStep, Plans, Step,
    id::Id,
    plan_checks::{Expected, PlanChecks},
    stage::Stage,
    step::Kind,
};
use crate::State;
use serde_json::Value;

/// The file that holds the block while the plan is made.
const BLOCK: &str = "acceptance_import.tf";

/// A plan that imports what is in state, as if it were not, and has nothing else to do. It is not
/// applied. To apply an import, write the block in a configuration.
pub struct ImportBlock<'a> {
    address: String,
    id: Id<'a>,
    by_identity: bool,
}

impl<'a> Step<'a, ImportBlock<'a>> {
    /// Imports what is at `address`, by its attribute `id` unless told otherwise. What an import
    /// cannot know is an update: `plans(["import/update corner_thing.it"])`.
    pub fn import_block(address: &str) -> Self {
        let id = Id::attribute(address);
        let block = ImportBlock { address: address.to_owned(), id, by_identity: false };
        let mut step = Self::new(None, block);
        step.plan.expected = Expected::Exactly(vec![format!("import {address}")]);
        step
    }

    /// What it is imported by.
    pub fn id(self, id: impl Into<String>) -> Self {
        self.with(|import| import.id = Id::text(id))
    }

    /// It is imported by its identity in state, for a Terraform that
    /// [`knows`](crate::Workspace::knows) identities.
    pub fn by_identity(self) -> Self {
        self.with(|import| import.by_identity = true)
    }

    /// What it is imported by, from the state.
    pub fn id_from(self, id: impl FnOnce(&State) -> String + 'a) -> Self {
        self.with(|import| import.id = Id::from_state(id))
    }
}

impl Plans for ImportBlock<'_> {}

impl<'a> Kind<'a> for ImportBlock<'a> {
    fn title(&self) -> String {
        format!("import block {}", self.address)
    }

    fn run(self, plan: PlanChecks<'a>, stage: &mut Stage<'_>) {
        let Self { address, id, by_identity } = self;
        let by = if by_identity {
            let identity = stage.state.identity(&address);
            let identity = identity.unwrap_or_else(|| panic!("{address} has no identity in state"));
            // JSON is HCL, but for what a string interpolates.
            format!("identity = {}", escaped(&identity.to_string()))
        } else {
            format!("id = {}", escaped(&Value::from(id.of(&stage.state)).to_string()))
        };
        let forgotten = stage.workspace.forgotten(&address);
        let block = format!("import {{\n  to = {address}\n  {by}\n}}\n");
        stage.workspace.write(BLOCK, &block);
        let _ = plan.plan(stage.workspace, &[&format!("-state={forgotten}")]);
        stage.workspace.remove(BLOCK);
    }
}

/// JSON as HCL, in whose strings `${` and `%{` mean something.
fn escaped(json: &str) -> String {
    json.replace("${", "$${").replace("%{", "%%{")
}

impl<'a> From<Step<'a, ImportBlock<'a>>> for AnyStep<'a> {
    fn from(step: Step<'a, ImportBlock<'a>>) -> Self {
        Self::new(step)
    }
}
