//! What a newcomer waits for: the first build, the first tests, the first quickstart.

use super::seconds;
use crate::{project, screen::Screen, table::Table};
use anyhow::{Context as _, Result, bail};
use std::time::Instant;

/// Each command with a target folder of its own, which is empty.
pub(super) fn measure(screen: Screen) -> Result<Table> {
    let mut table = Table::new(["from an empty target folder", "time"]);
    for arguments in [
        &["build", "--locked"][..],
        &["test", "--locked", "--workspace"],
        &["run", "--locked", "--package", "xtask", "--", "quickstart"],
    ] {
        let name = format!("cargo {}", arguments.join(" "));
        let took = screen.stage(&name, || {
            let target = tempfile::tempdir().context("cannot make a temporary folder")?;
            let mut command = project::cargo();
            command.args(arguments).env("CARGO_TARGET_DIR", target.path());
            let began = Instant::now();
            let output = command.output().with_context(|| format!("cannot run `{name}`"))?;
            let took = began.elapsed();
            if !output.status.success() {
                let said = String::from_utf8_lossy(&output.stdout);
                let complained = String::from_utf8_lossy(&output.stderr);
                bail!("`{name}` failed\n\n--- stdout\n{said}\n--- stderr\n{complained}");
            }
            Ok(took)
        })?;
        table.row([format!("`{name}`"), seconds(took)]);
    }
    Ok(table)
}
