//! A test told as a list of steps.

mod apply;
mod configuration;
mod destroy;
mod fails;
mod id;
mod import;
mod import_block;
mod numbered;
mod plan_checks;
mod plan_only;
mod stage;
mod state_checks;
mod step;

pub use apply::Apply;
pub use destroy::Destroy;
pub use fails::{Fails, Phase};
pub use import::Import;
pub use import_block::ImportBlock;
pub use plan_checks::Plans;
pub use plan_only::PlanOnly;
pub use step::{AnyStep, Step};

use crate::Workspace;
use numbered::numbered;
use stage::Stage;

/// The life of a few resources, told in steps, each of which Terraform must take as foretold.
///
/// A step writes `main.tf` and `acceptance.auto.tfvars.json`; other files of the workspace are left
/// alone, and are the place for what all steps share. A workspace that needs `terraform init`, for a
/// module or a built-in resource, has had it before.
///
/// After the last step everything is destroyed. After a step that went wrong it is not: the
/// workspace is left as it was, and the message begins with the step: `step 3 (import
/// corner_thing.it): …`.
///
/// ```no_run
/// # use tf_harness::{Acceptance, Phase, Step, Workspace};
/// # let (workspace, remote) = (Workspace::new(&[]), std::collections::BTreeSet::<String>::new());
/// let thing = |lines: &str| format!("resource \"corner_thing\" \"it\" {{\n  {lines}\n}}\n");
/// Acceptance::new(&workspace)
///     .step(
///         Step::apply(thing("name = \"one\""))
///             .plans(["create corner_thing.it"])
///             .unknown("corner_thing.it", ["id"])
///             .value("corner_thing.it", "name", "one"),
///     )
///     .step(Step::import("corner_thing.it"))
///     .step(
///         Step::fails(thing("name = \"\""))
///             .with_error_at("name", "must not be empty")
///             .during(Phase::Validate),
///     )
///     .step(
///         Step::drift(|_| { /* rename it remotely */ })
///             .plans(["update corner_thing.it"])
///             .same("corner_thing.it", "id"),
///     )
///     .destroyed(|| assert!(remote.is_empty()))
///     .run();
/// ```
#[must_use = "nothing happens before `run`"]
pub struct Acceptance<'a> {
    workspace: &'a Workspace,
    steps: Vec<AnyStep<'a>>,
    destroyed: Vec<Box<dyn FnOnce() + 'a>>,
}

impl<'a> Acceptance<'a> {
    /// No steps yet, in `workspace`.
    pub fn new(workspace: &'a Workspace) -> Self {
        Self { workspace, steps: Vec::new(), destroyed: Vec::new() }
    }

    /// And then this.
    pub fn step(mut self, step: impl Into<AnyStep<'a>>) -> Self {
        self.steps.push(step.into());
        self
    }

    /// What must be true when everything is destroyed: that nothing is left on the remote side.
    pub fn destroyed(mut self, check: impl FnOnce() + 'a) -> Self {
        self.destroyed.push(Box::new(check));
        self
    }

    /// Takes the steps, destroys everything, and looks whether it is gone. The first step that goes
    /// wrong ends the test.
    #[track_caller]
    pub fn run(self) {
        let mut stage = Stage::new(self.workspace);
        for (number, step) in (1..).zip(self.steps) {
            let title = format!("step {number} ({})", step.title);
            numbered(&title, || (step.run)(&mut stage));
        }
        numbered("after the last step (destroy)", || {
            self.workspace.destroy();
            for check in self.destroyed {
                check();
            }
        });
    }
}
