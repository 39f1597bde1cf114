//! `cargo xtask soak`: `tests/soak` for longer, or from another seed.

use crate::project;
use anyhow::{Context as _, Result, ensure};

/// How long, and from where. What is left out is as in `cargo test`.
#[derive(Debug, Default)]
pub(crate) struct Options {
    pub(crate) operations: Option<u64>,
    pub(crate) seed: Option<u64>,
}

/// Runs the test, and shows what it tells.
pub(crate) fn run(options: &Options) -> Result<()> {
    let mut command = project::cargo();
    command.args(["test", "--quiet", "--package", project::PROVIDER, "--test", "soak"]);
    command.args(["--", "--nocapture"]);
    for (variable, number) in [("SOAK_OPERATIONS", options.operations), ("SOAK_SEED", options.seed)]
    {
        if let Some(number) = number {
            command.env(variable, number.to_string());
        }
    }
    let status = command.status().context("cannot start cargo")?;
    ensure!(status.success(), "the soak found something");
    Ok(())
}
