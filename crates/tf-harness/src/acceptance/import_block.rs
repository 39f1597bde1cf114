//! An `import` block, as a check.

use super::{
    AnyStep, Plans, Step,
    id::Id,
    plan_checks::{Expected, PlanChecks},
    stage::Stage,
    step::Kind,
};
use crate::State;

/// The file that holds the block while the plan is made.
const BLOCK: &str = "acceptance_import.tf";

/// A plan that imports what is in state, as if it were not, and has nothing else to do. It is not
/// applied. To apply an import, write the block in a configuration.
pub struct ImportBlock<'a> {
    address: String,
    id: Id<'a>,
}

impl<'a> Step<'a, ImportBlock<'a>> {
    /// Imports what is at `address`, by its attribute `id` unless told otherwise. What an import
    /// cannot know is an update: `plans(["import/update corner_thing.it"])`.
    pub fn import_block(address: &str) -> Self {
        let block = ImportBlock { address: address.to_owned(), id: Id::attribute(address) };
        let mut step = Self::new(None, block);
        step.plan.expected = Expected::Exactly(vec![format!("import {address}")]);
        step
    }

    /// What it is imported by.
    pub fn id(self, id: impl Into<String>) -> Self {
        self.with(|import| import.id = Id::text(id))
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
        let Self { address, id } = self;
        let id = id.of(&stage.state);
        let forgotten = stage.workspace.forgotten(&address);
        let block = format!("import {{\n  to = {address}\n  id = {}\n}}\n", quoted(&id));
        stage.workspace.write(BLOCK, &block);
        let _ = plan.plan(stage.workspace, &[&format!("-state={forgotten}")]);
        stage.workspace.remove(BLOCK);
    }
}

/// A string of HCL: like one of JSON, in which `${` and `%{` mean something.
fn quoted(text: &str) -> String {
    serde_json::Value::from(text).to_string().replace("${", "$${").replace("%{", "%%{")
}

impl<'a> From<Step<'a, ImportBlock<'a>>> for AnyStep<'a> {
    fn from(step: Step<'a, ImportBlock<'a>>) -> Self {
        Self::new(step)
    }
}
