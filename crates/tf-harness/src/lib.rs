//! Drives a real `terraform` or `tofu` in a temporary folder, as a user would. It knows no provider.
//!
//! A [`Workspace`] runs one command at a time; an [`Acceptance`] test tells what a life of resources
//! must be like, in steps, and looks by itself at what each of them must leave behind.
//!
//! A step that a test expects to work panics when it does not, with everything there is to see: the
//! command, the configuration, both streams.

#![expect(
    clippy::panic,
    clippy::missing_panics_doc,
    reason = "a failed expectation ends the test with all that is known"
)]

mod acceptance;
mod change;
mod commands;
mod diagnostic;
mod feature;
mod imports;
mod output;
mod path;
mod plan;
mod program;
mod provider;
mod reattached;
mod running;
mod state;
mod workspace;

pub use acceptance::{
    Acceptance, AnyStep, Apply, Destroy, Fails, Import, ImportBlock, Phase, PlanOnly, Plans, Step,
};
pub use change::Change;
pub use diagnostic::{Diagnostic, Diagnostics};
pub use feature::Feature;
pub use output::Output;
pub use plan::Plan;
pub use program::terraform;
pub use provider::Provider;
pub use reattached::ReattachedProvider;
pub use running::Running;
pub use state::State;
pub use workspace::Workspace;
