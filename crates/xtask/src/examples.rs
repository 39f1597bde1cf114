//! `cargo xtask examples`: the examples are formatted, and the provider takes each of them.

use crate::{
    files,
    mirror::Mirror,
    project,
    screen::Screen,
    terraform::{INIT, Program, Workspace, configuration},
};
use anyhow::{Result, bail, ensure};
use std::{
    collections::BTreeSet,
    path::{Path, PathBuf},
};

/// What the examples of the registry's pages leave to their reader.
const REQUIRED: &str = "\
terraform {
  required_providers {
    infisical = {
      source = \"infisical/infisical\"
    }
  }
}
";

/// Formats, and validates; with `check` only compares, and validates.
pub(crate) fn run(check: bool) -> Result<()> {
    let screen = Screen::new();
    let program = Program::find()?;
    let examples = project::root().join("examples");
    screen.stage("format examples/", || format(&program, &examples, check))?;
    let binary = project::build(screen, "build the provider", project::DEBUG)?;
    let mirror = Mirror::new(&binary, project::VERSION)?;
    for folder in folders(&examples)? {
        if folder.starts_with("actions") && !program.knows_actions() {
            let skipped = format!("examples/{}: only from Terraform 1.14 on", folder.display());
            screen.detail(&skipped);
            continue;
        }
        let title = format!("validate examples/{}", folder.display());
        screen.stage(&title, || validate(&program, &mirror, &examples.join(&folder)))?;
    }
    Ok(())
}

fn format(program: &Program, examples: &Path, check: bool) -> Result<()> {
    let mode: &[&str] = if check { &["-check", "-diff"] } else { &[] };
    let output = program.run(&[&["fmt", "-recursive"], mode].concat(), examples)?;
    match output.code {
        0 => Ok(()),
        3 if check => bail!(
            "examples/ is not formatted. Repair it: cargo xtask examples\n\n{}",
            output.stdout.trim_end()
        ),
        _ => Err(output.failure()),
    }
}

/// The folders that are a configuration, relative to `examples`.
fn folders(examples: &Path) -> Result<BTreeSet<PathBuf>> {
    let names = files::below(examples)?;
    let configurations =
        names.iter().filter(|name| name.extension().is_some_and(|kind| kind == "tf"));
    let folders: BTreeSet<_> =
        configurations.filter_map(|name| name.parent()).map(Path::to_owned).collect();
    ensure!(!folders.is_empty(), "there is no example below {}", examples.display());
    Ok(folders)
}

fn validate(program: &Program, mirror: &Mirror, folder: &Path) -> Result<()> {
    let workspace = Workspace::new(program, mirror)?;
    workspace.copy_configuration(folder)?;
    let mut complete = false;
    for file in configuration(folder)? {
        complete |= files::read(&file)?.contains("required_providers");
    }
    if !complete {
        workspace.write("required_providers.tf", REQUIRED)?;
    }
    workspace.run(INIT)?;
    workspace.run(&["validate", "-no-color"])?;
    Ok(())
}
