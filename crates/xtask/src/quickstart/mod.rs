//! `cargo xtask quickstart`: a whole way once, with a real Terraform against an emulated Infisical.
//!
//! What it shows it also checks: a wrong plan, a request that the server would not take, or another
//! end than the way has fails it.

mod everyday;
mod requests;
mod revoke;

use crate::{
    mirror::Mirror,
    project,
    screen::{Screen, seconds},
    terraform::{Output, PLAN, Program, Workspace},
};
use anyhow::{Context as _, Result, ensure};
use infisical_emulator::{Emulator, Options};
use requests::Requests;
use std::time::Instant;

/// A plan of more than so many things is shown as their number.
const FEW: usize = 5;

/// Which way to go.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) enum Way {
    /// Azure Auth on an identity, revoked behind Terraform's back, repaired, revoked.
    #[default]
    Revoke,
    /// From an empty organization to an application with fifty secrets, and back.
    Everyday,
}

/// A run under way.
struct Run {
    screen: Screen,
    terraform: String,
    workspace: Workspace,
    emulator: Emulator,
    requests: Requests,
}

/// Goes the whole way.
pub(crate) fn run(way: Way) -> Result<()> {
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
    let example = match way {
        Way::Revoke => "examples/quickstart",
        Way::Everyday => "examples/everyday",
    };
    workspace.copy_configuration(&project::root().join(example))?;
    workspace.log_in_to(&emulator);
    let requests = Requests::default();
    let mut run = Run { screen, terraform: program.name(), workspace, emulator, requests };
    let done = match way {
        Way::Revoke => run.attach_and_revoke(),
        Way::Everyday => run.everyday(),
    };
    if !run.requests.is_empty() {
        println!("\n{}\n", screen.bold("The requests that reached the server"));
        let table = match way {
            Way::Revoke => run.requests.table(),
            Way::Everyday => run.requests.counts(),
        };
        print!("{}", table.to_screen(screen));
    }
    println!();
    done?;
    let violations = run.emulator.violations();
    let unfit = violations.join("\n");
    ensure!(violations.is_empty(), "the server would not have taken this:\n{unfit}");
    let took = seconds(began.elapsed());
    println!(
        "{} {}",
        screen.green("✓"),
        screen.bold(&format!("all as it should be, in {}", took.trim()))
    );
    Ok(())
}

impl Run {
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
        let mut shown = if name == "plan" { output.planned() } else { Vec::new() };
        if shown.len() > FEW {
            shown.clear();
        }
        for planned in shown {
            self.screen.detail(planned);
        }
        if let Some(summary) = output.summary() {
            self.screen.detail(summary);
        }
        Ok(output)
    }
}
