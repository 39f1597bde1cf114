//! A thousand secrets in four folders, under the rate limits of a server in production; and what ten
//! thousand take of the memory.

use super::{
    Candidate,
    limits::{Command, Work},
    many, memory,
};
use crate::{
    mirror::Mirror,
    screen::{Screen, seconds},
    terraform::{APPLY, DESTROY, INIT, PLAN, Program, Workspace},
};
use anyhow::{Context as _, Result};
use infisical_emulator::{Emulator, Options};

/// What Terraform does at once when it is allowed more than ten things.
const PARALLEL: &str = "-parallelism=50";

/// `count` secrets of so many bytes, spread over so many folders.
pub(super) fn configuration(count: u32, bytes: u32, folders: u32) -> String {
    let header = many::HEADER;
    format!(
        r#"{header}
resource "infisical_project" "many" {{
  name = "many"
  slug = "many-secrets"
}}

resource "infisical_secret_folder" "many" {{
  count            = {folders}
  project_id       = infisical_project.many.id
  environment_slug = "dev"
  folder_path      = "/"
  name             = "folder-${{count.index}}"
}}

resource "infisical_secret" "many" {{
  count            = {count}
  workspace_id     = infisical_project.many.id
  env_slug         = "dev"
  folder_path      = infisical_secret_folder.many[count.index % {folders}].path
  name             = "SECRET_${{count.index}}"
  value_wo         = format("%0{bytes}d", count.index)
  value_wo_version = 1
}}
"#
    )
}

/// Makes them, finds nothing to do, takes them away; and once more with more at once.
pub(super) fn work(configuration: &str) -> Work<'_> {
    let commands = [("apply", APPLY), ("plan", PLAN), ("destroy", DESTROY)];
    let one = |name, arguments: &[&'static str]| Command {
        name,
        arguments: arguments.to_vec(),
        needs: None,
    };
    let default = commands.iter().map(|(name, arguments)| one(*name, arguments));
    let parallel = [("apply, 50 at once", APPLY), ("destroy, 50 at once", DESTROY)];
    let parallel = parallel.iter().map(|(name, arguments)| {
        let mut command = one(*name, arguments);
        command.arguments.push(PARALLEL);
        command
    });
    Work { what: "1,000 secrets", configuration, commands: default.chain(parallel).collect() }
}

/// The highest resident size of the provider during a plan of 10,000 secrets of 1 KiB in one folder.
pub(super) fn memory(screen: Screen, program: &Program, candidate: &Candidate) -> Result<String> {
    const COUNT: u32 = 10_000;

    let Candidate { name, binary, version } = candidate;
    let mirror = Mirror::new(binary, version)?;
    let options = Options { strict: false, rate_limits: None, ..Options::default() };
    let emulator = Emulator::start(options).context("cannot start the emulator")?;
    let mut workspace = Workspace::new(program, &mirror)?;
    workspace.log_in_to(&emulator);
    workspace.write("main.tf", &configuration(COUNT, 1024, 1))?;
    workspace.run(INIT)?;
    let title = |what: &str| format!("{name}: {what} of 10,000 secrets of 1 KiB");
    let (apply, during_apply) = screen.stage(&title("apply"), || {
        let apply = || workspace.run(&[APPLY, &[PARALLEL]].concat());
        let (output, memory) = memory::highest_during(binary, apply);
        Ok((output?.took, memory))
    })?;
    let (plan, during_plan) = screen.stage(&title("plan"), || {
        let (output, memory) = memory::highest_during(binary, || workspace.run(PLAN));
        Ok((output?.took, memory))
    })?;
    Ok(format!(
        "{name}, 10,000 secrets of 1 KiB in one folder: plan {} with a peak of {}, apply {} with a peak of \
         {}.",
        seconds(plan).trim(),
        memory::text(during_plan),
        seconds(apply).trim(),
        memory::text(during_apply),
    ))
}
