//! `cargo xtask quickstart`: the whole way once, with a real Terraform against an emulated Infisical.
//!
//! What it shows it also checks: a wrong plan, a request that the server would not take, or another
//! end than the revoke and the identity's deletion fails it.

mod requests;

use crate::{
    mirror::Mirror,
    project,
    screen::{Screen, seconds},
    terraform::{APPLY, DESTROY, INIT, Output, PLAN, Program, Workspace},
};
use anyhow::{Context as _, Result, bail, ensure};
use infisical_emulator::{Emulator, Options};
use requests::Requests;
use std::time::Instant;

const IDENTITY: &str = "infisical_identity.ci";
const AZURE_AUTH: &str = "infisical_identity_azure_auth.ci";

/// A run under way.
struct Run {
    screen: Screen,
    terraform: String,
    workspace: Workspace,
    emulator: Emulator,
    requests: Requests,
}

/// Goes the whole way.
pub(crate) fn run() -> Result<()> {
    let began = Instant::now();
    let screen = Screen::new();
    let program = Program::find()?;
    println!("{}\n", screen.bold(&format!("{} with the provider of this tree", program.version)));
    let binary = project::build(screen, "build the provider", project::DEBUG)?;
    let mirror = Mirror::new(&binary, project::VERSION)?;
    let emulator = screen.stage("start a server that behaves like Infisical", || {
        Emulator::start(Options::default()).context("cannot start the emulator")
    })?;
    screen.detail(&emulator.url());

    let mut workspace = Workspace::new(&program, &mirror)?;
    workspace.copy_configuration(&project::root().join("examples/quickstart"))?;
    workspace.log_in_to(&emulator);
    let requests = Requests::default();
    let mut run = Run { screen, terraform: program.name(), workspace, emulator, requests };
    let done = run.all();
    if !run.requests.is_empty() {
        println!("\n{}\n", screen.bold("The requests that reached the server"));
        print!("{}", run.requests.table().to_screen(screen));
    }
    println!();
    done?;
    let took = seconds(began.elapsed());
    println!(
        "{} {}",
        screen.green("✓"),
        screen.bold(&format!("all as it should be, in {}", took.trim()))
    );
    Ok(())
}

impl Run {
    fn all(&mut self) -> Result<()> {
        self.command("init", "", INIT, 0)?;
        self.plan("", &[IDENTITY, AZURE_AUTH])?;
        self.command("apply", "", APPLY, 0)?;
        self.plan(", with nothing to do", &[])?;
        self.revoke_elsewhere()?;
        self.plan(", which notices", &[AZURE_AUTH])?;
        self.command("apply", ", which repairs", APPLY, 0)?;
        self.plan(", with nothing to do", &[])?;
        self.command("destroy", "", DESTROY, 0)?;
        self.requests.check_end()?;
        let violations = self.emulator.violations();
        ensure!(
            violations.is_empty(),
            "the server would not have taken this:\n{}",
            violations.join("\n")
        );
        Ok(())
    }

    /// A plan, which must create `created` and do nothing else.
    fn plan(&mut self, what: &str, created: &[&str]) -> Result<()> {
        let code = if created.is_empty() { 0 } else { 2 };
        let output = self.command("plan", what, PLAN, code)?;
        let expected: Vec<_> =
            created.iter().map(|address| format!("{address} will be created")).collect();
        ensure!(output.planned() == expected, "the plan is not {expected:?}:\n{output}");
        Ok(())
    }

    /// A command as a stage, with the requests that it sends.
    fn command(&mut self, name: &str, what: &str, arguments: &[&str], code: i32) -> Result<Output> {
        let title = format!("{} {name}{what}", self.terraform);
        let done = self.screen.stage(&title, || self.workspace.run_for(arguments, &[code]));
        self.requests.take(name, &self.emulator);
        let output = done?;
        for planned in if name == "plan" { output.planned() } else { Vec::new() } {
            self.screen.detail(planned);
        }
        if let Some(summary) = output.summary() {
            self.screen.detail(summary);
        }
        Ok(output)
    }

    /// Revokes Azure Auth as a person does in Infisical's own web interface.
    fn revoke_elsewhere(&mut self) -> Result<()> {
        let path = self.requests.attached().context("no request attached Azure Auth")?;
        self.screen.stage("revoke Azure Auth behind Terraform's back", || {
            match self.emulator.out_of_band("DELETE", &path, None) {
                (200, _) => Ok(()),
                (status, answer) => bail!("DELETE {path} was answered with {status}: {answer}"),
            }
        })?;
        self.requests.take("elsewhere", &self.emulator);
        Ok(())
    }
}
