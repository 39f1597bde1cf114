//! A real `terraform`, or `tofu`, in a folder and an environment of its own.

use crate::{files, mirror::Mirror};
use anyhow::{Context as _, Result, bail};
use infisical_emulator::Emulator;
use std::{
    collections::BTreeMap,
    env, fmt, fs, io,
    path::{Path, PathBuf},
    process::{Command, Stdio},
    time::{Duration, Instant},
};
use tempfile::TempDir;

/// `terraform init`, with nobody there to ask, as all that follow.
pub(crate) const INIT: &[&str] = &["init", "-input=false", "-no-color"];
/// `terraform plan`: 0 says that there is nothing to do, 2 that there is something.
pub(crate) const PLAN: &[&str] = &["plan", "-input=false", "-no-color", "-detailed-exitcode"];
/// `terraform apply`.
pub(crate) const APPLY: &[&str] = &["apply", "-input=false", "-no-color", "-auto-approve"];
/// `terraform destroy`.
pub(crate) const DESTROY: &[&str] = &["destroy", "-input=false", "-no-color", "-auto-approve"];

/// The program to run: what `TERRAFORM` names, else `terraform`.
#[derive(Debug, Clone)]
pub(crate) struct Program {
    path: PathBuf,
    /// `Terraform` or `OpenTofu`, and its version.
    pub(crate) version: String,
}

/// A temporary folder with a configuration.
#[derive(Debug)]
pub(crate) struct Workspace {
    program: Program,
    folder: TempDir,
    environment: BTreeMap<String, String>,
}

/// How a command ended.
#[derive(Debug)]
pub(crate) struct Output {
    command: String,
    status: String,
    /// The exit code.
    pub(crate) code: i32,
    /// What it printed.
    pub(crate) stdout: String,
    stderr: String,
    /// How long it took.
    pub(crate) took: Duration,
}

impl Program {
    /// Finds the program, and asks for its version.
    pub(crate) fn find() -> Result<Self> {
        let mut path =
            PathBuf::from(env::var_os("TERRAFORM").unwrap_or_else(|| "terraform".into()));
        // A bare name is looked up on the PATH; anything else must not depend on the folder.
        if path.components().count() > 1 {
            path = std::path::absolute(&path)?;
        }
        let mut command = Command::new(&path);
        clean(&mut command).arg("version").env("CHECKPOINT_DISABLE", "1").stdin(Stdio::null());
        let output = match command.output() {
            Err(error) if error.kind() == io::ErrorKind::NotFound => bail!(
                "There is no `{}` on this machine: install Terraform 1.11 or later from \
                 https://developer.hashicorp.com/terraform/install, or name an OpenTofu that you \
                 have (TERRAFORM=tofu).",
                path.display()
            ),
            output => output.with_context(|| format!("cannot run `{}`", path.display()))?,
        };
        let said = String::from_utf8_lossy(&output.stdout);
        let version = said.lines().next().unwrap_or_default().replacen(" v", " ", 1);
        if !output.status.success() || version.is_empty() {
            let said = String::from_utf8_lossy(&output.stderr);
            bail!("`{} version` failed ({}):\n{said}", path.display(), output.status);
        }
        Ok(Self { path, version })
    }

    /// Whether it takes `action` blocks in a configuration, as Terraform does from 1.14 on.
    pub(crate) fn knows_actions(&self) -> bool {
        let numbers = self.version.strip_prefix("Terraform ").map(|version| version.split('.'));
        let numbers = numbers.into_iter().flatten().map_while(|part| part.parse::<u32>().ok());
        numbers.take(2).collect::<Vec<_>>() >= vec![1, 14]
    }

    /// `terraform` or `tofu`.
    pub(crate) fn name(&self) -> String {
        self.path.file_stem().unwrap_or(self.path.as_os_str()).display().to_string()
    }

    /// Runs a command that needs no provider, in `folder`.
    pub(crate) fn run(&self, arguments: &[&str], folder: &Path) -> Result<Output> {
        self.run_in(arguments, folder, &BTreeMap::new())
    }

    fn run_in(
        &self,
        arguments: &[&str],
        folder: &Path,
        environment: &BTreeMap<String, String>,
    ) -> Result<Output> {
        let mut command = Command::new(&self.path);
        clean(&mut command)
            .args(arguments)
            .current_dir(folder)
            .stdin(Stdio::null())
            .env("CHECKPOINT_DISABLE", "1")
            .env("TF_IN_AUTOMATION", "1")
            .envs(environment);
        let name = format!("{} {}", self.name(), arguments.join(" "));
        let began = Instant::now();
        let output = command.output().with_context(|| format!("cannot run `{name}`"))?;
        Ok(Output {
            took: began.elapsed(),
            command: name,
            status: output.status.to_string(),
            code: output.status.code().unwrap_or(-1),
            stdout: String::from_utf8_lossy(&output.stdout).into_owned(),
            stderr: String::from_utf8_lossy(&output.stderr).into_owned(),
        })
    }
}

impl Workspace {
    /// An empty folder, with the provider of `mirror` and no other.
    pub(crate) fn new(program: &Program, mirror: &Mirror) -> Result<Self> {
        let folder = tempfile::tempdir().context("cannot make a temporary folder")?;
        let config = mirror.config().display().to_string();
        let environment = [("TF_CLI_CONFIG_FILE".to_owned(), config)].into();
        Ok(Self { program: program.clone(), folder, environment })
    }

    /// Lets the provider log in to `emulator`, and tells the configuration its organization.
    pub(crate) fn log_in_to(&mut self, emulator: &Emulator) {
        let organization = ("TF_VAR_org_id", emulator.org_id());
        for (name, value) in emulator.environment().into_iter().chain([organization]) {
            self.environment.insert(name.to_owned(), value);
        }
    }

    /// Writes a file.
    pub(crate) fn write(&self, name: &str, text: &str) -> Result<()> {
        files::write(&self.folder.path().join(name), text)
    }

    /// The text of a file.
    pub(crate) fn read(&self, name: &str) -> Result<String> {
        files::read(&self.folder.path().join(name))
    }

    /// Copies the configuration of another folder, and nothing else that lies there.
    pub(crate) fn copy_configuration(&self, from: &Path) -> Result<()> {
        for file in configuration(from)? {
            if let Some(name) = file.file_name() {
                fs::copy(&file, self.folder.path().join(name))
                    .with_context(|| format!("cannot copy {}", file.display()))?;
            }
        }
        Ok(())
    }

    /// Runs a command that must succeed.
    pub(crate) fn run(&self, arguments: &[&str]) -> Result<Output> {
        self.run_for(arguments, &[0])
    }

    /// Runs a command that must end with one of `codes`.
    pub(crate) fn run_for(&self, arguments: &[&str], codes: &[i32]) -> Result<Output> {
        let output = self.program.run_in(arguments, self.folder.path(), &self.environment)?;
        if codes.contains(&output.code) { Ok(output) } else { Err(output.failure()) }
    }
}

impl Output {
    /// What failed, with all that it said.
    pub(crate) fn failure(&self) -> anyhow::Error {
        anyhow::anyhow!("{self}")
    }

    /// The last line that says it in short: `Plan: 2 to add, 0 to change, 0 to destroy.`
    pub(crate) fn summary(&self) -> Option<&str> {
        let starts = ["Plan: ", "No changes.", "Apply complete!", "Destroy complete!"];
        self.stdout.lines().rfind(|line| starts.iter().any(|start| line.starts_with(start)))
    }

    /// What is planned: `infisical_identity.ci will be created`.
    pub(crate) fn planned(&self) -> Vec<&str> {
        let lines = self.stdout.lines().filter_map(|line| line.strip_prefix("  # "));
        lines.filter(|line| line.contains(" will be ") || line.contains(" must be ")).collect()
    }
}

impl fmt::Display for Output {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "`{}` ended with {}", self.command, self.status)?;
        for (stream, text) in [("stdout", &self.stdout), ("stderr", &self.stderr)] {
            if !text.trim().is_empty() {
                write!(f, "\n--- {stream}\n{}\n", text.trim_end())?;
            }
        }
        Ok(())
    }
}

/// The `.tf` files directly inside `folder`, sorted.
pub(crate) fn configuration(folder: &Path) -> Result<Vec<PathBuf>> {
    let names = files::below(folder)?;
    let ours = names.into_iter().filter(|name| {
        name.components().count() == 1 && name.extension().is_some_and(|kind| kind == "tf")
    });
    Ok(ours.map(|name| folder.join(name)).collect())
}

/// Takes away what the caller's environment says to Terraform, to a provider, or to an HTTP client.
fn clean(command: &mut Command) -> &mut Command {
    for (name, _) in env::vars_os() {
        let text = name.to_string_lossy().to_ascii_uppercase();
        let foreign = ["TF_", "INFISICAL_"].iter().any(|start| text.starts_with(start));
        if foreign || text.ends_with("_PROXY") {
            command.env_remove(&name);
        }
    }
    command
}

#[cfg(test)]
mod tests {
    use super::*;

    fn printed(stdout: &str) -> Output {
        Output {
            command: "terraform plan".to_owned(),
            status: "exit status: 2".to_owned(),
            code: 2,
            stdout: stdout.to_owned(),
            stderr: String::new(),
            took: Duration::ZERO,
        }
    }

    #[test]
    fn drift_is_not_planned() {
        let output = printed(
            "  # infisical_identity.ci has changed\n  # infisical_identity.ci will be created\n\
             \n  # infisical_x.y must be replaced\nPlan: 1 to add, 0 to change, 0 to destroy.\n",
        );
        assert_eq!(
            output.planned(),
            ["infisical_identity.ci will be created", "infisical_x.y must be replaced"]
        );
        assert_eq!(output.summary(), Some("Plan: 1 to add, 0 to change, 0 to destroy."));
    }

    #[test]
    fn a_failure_shows_the_command_and_what_it_said() {
        assert_eq!(
            printed("Error: no").failure().to_string(),
            "`terraform plan` ended with exit status: 2\n\n--- stdout\nError: no\n"
        );
    }
}
