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
use anyhow::{Context as _, Result, ensure};
use infisical_emulator::{Emulator, Options};
use serde_json::json;

/// The slug of the project that they are in.
const PROJECT: &str = "many-secrets";

const KIBIBYTE: u32 = 1024;

/// What Terraform does at once when it is allowed more than ten things.
const PARALLEL: &str = "-parallelism=50";

/// `count` secrets of so many bytes, spread over so many folders.
pub(super) fn configuration(count: u32, bytes: u32, folders: u32) -> String {
    let header = many::HEADER;
    format!(
        r#"{header}
resource "infisical_project" "many" {{
  name = "many"
  slug = "{PROJECT}"
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

/// The highest resident size of the provider during a plan of some secrets in a folder that holds ten
/// thousand of 1 KiB: all of them are in the one list that answers.
pub(super) fn memory(screen: Screen, program: &Program, candidate: &Candidate) -> Result<String> {
    const MANAGED: u32 = 20;

    let Candidate { name, binary, version } = candidate;
    let mirror = Mirror::new(binary, version)?;
    let options = Options { strict: false, rate_limits: None, ..Options::default() };
    let emulator = Emulator::start(options).context("cannot start the emulator")?;
    let mut workspace = Workspace::new(program, &mirror)?;
    workspace.log_in_to(&emulator);
    workspace.write("main.tf", &configuration(MANAGED, KIBIBYTE, 1))?;
    workspace.run(INIT)?;
    let title = |what: &str| format!("{name}: {what} 10,000 secrets of 1 KiB");
    screen.stage(&title("a folder of"), || {
        workspace.run(APPLY)?;
        others(&emulator)
    })?;
    let (took, memory) = screen.stage(&title("plan among"), || {
        let (output, memory) = memory::highest_during(binary, || workspace.run(PLAN));
        Ok((output?.took, memory))
    })?;
    Ok(format!(
        "{name}: plan of {MANAGED} secrets among 10,000 of 1 KiB in one folder: {}, peak RSS {}.",
        seconds(took).trim(),
        memory::text(memory),
    ))
}

/// What somebody else keeps in the folder.
fn others(emulator: &Emulator) -> Result<()> {
    const BATCH: usize = 500;

    let (status, project) =
        emulator.out_of_band("GET", &format!("/api/v2/workspace/{PROJECT}"), None);
    ensure!(status == 200, "no project: {project}");
    for batch in 0..10_000 / BATCH {
        let names = (0..BATCH).map(|number| format!("OTHER_{batch}_{number}"));
        let secrets = names.map(|name| {
            let value = format!("{name:x>width$}", width = KIBIBYTE as usize);
            json!({ "secretKey": name, "secretValue": value })
        });
        let body = json!({
            "workspaceId": project["id"],
            "environment": "dev",
            "secretPath": "/folder-0",
            "secrets": secrets.collect::<Vec<_>>(),
        });
        let (status, answer) =
            emulator.out_of_band("POST", "/api/v3/secrets/batch/raw", Some(body));
        ensure!(status == 200, "no secrets: {answer}");
    }
    Ok(())
}
