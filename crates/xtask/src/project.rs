//! This repository, and what cargo builds from it.

use crate::screen::Screen;
use anyhow::{Context as _, Result, bail};
use serde_json::Value;
use std::{
    env,
    ffi::OsString,
    io::{BufRead as _, BufReader},
    path::{Path, PathBuf},
    process::{Command, Stdio},
    thread,
};

/// The version that everything in this workspace has.
pub(crate) const VERSION: &str = env!("CARGO_PKG_VERSION");

/// The package with the provider.
pub(crate) const PROVIDER: &str = "terraform-provider-infisical";

/// A debug build of the provider. We are in it so that cargo gives its dependencies the features
/// that they have in our own build, and compiles none of them twice.
pub(crate) const DEBUG: &[&str] = &["--package", PROVIDER, "--package", "xtask", "--bin", PROVIDER];

/// The folder of the repository.
pub(crate) fn root() -> PathBuf {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    here.ancestors().nth(2).unwrap_or(here).to_owned()
}

/// The cargo that runs us.
pub(crate) fn cargo() -> Command {
    let mut command = Command::new(env::var_os("CARGO").unwrap_or_else(|| OsString::from("cargo")));
    command.current_dir(root());
    command
}

/// Builds the provider as a stage of its own; its executable.
pub(crate) fn build(screen: Screen, title: &str, arguments: &[&str]) -> Result<PathBuf> {
    screen.stage(title, || {
        let mut command = cargo();
        command
            .args(["build", "--locked", "--message-format=json-render-diagnostics"])
            .args(arguments)
            .stdout(Stdio::piped())
            .stderr(Stdio::piped());
        let mut child = command.spawn().with_context(|| format!("cannot run {command:?}"))?;
        let (stdout, stderr) = (child.stdout.take(), child.stderr.take());
        let (said, binary) = thread::scope(|scope| {
            let said = scope.spawn(|| {
                let mut said = String::new();
                for line in stderr.into_iter().flat_map(|pipe| BufReader::new(pipe).lines()) {
                    let Ok(line) = line else { break };
                    screen.under_way(title, line.trim());
                    said.push_str(&line);
                    said.push('\n');
                }
                said
            });
            let mut binary = None;
            for line in stdout.into_iter().flat_map(|pipe| BufReader::new(pipe).lines()) {
                let Ok(line) = line else { break };
                binary = executable(&line).or(binary);
            }
            (said.join().unwrap_or_default(), binary)
        });
        if !child.wait()?.success() {
            bail!("{command:?} failed:\n\n{said}");
        }
        binary.with_context(|| format!("{command:?} built no {PROVIDER}:\n\n{said}"))
    })
}

/// The provider's executable, when one of cargo's messages names it.
fn executable(line: &str) -> Option<PathBuf> {
    let message: Value = serde_json::from_str(line).ok()?;
    let ours = message["reason"] == "compiler-artifact" && message["target"]["name"] == PROVIDER;
    if ours { message["executable"].as_str().map(PathBuf::from) } else { None }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_executable_is_the_binarys_not_the_librarys() {
        let artifact = |name: &str, executable: &str| {
            format!(
                r#"{{"reason":"compiler-artifact","target":{{"name":"{name}"}},"executable":{executable}}}"#
            )
        };
        assert_eq!(executable(&artifact(PROVIDER, r#""/t/p""#)), Some(PathBuf::from("/t/p")));
        assert_eq!(executable(&artifact("terraform_provider_infisical", "null")), None);
        assert_eq!(executable("warning: not JSON"), None);
    }
}
