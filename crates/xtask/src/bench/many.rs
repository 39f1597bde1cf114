//! 200 identities with Azure Auth, against the emulator without rate limits.

use super::{median, memory};
use crate::{
    mirror::Mirror,
    screen::Screen,
    terraform::{APPLY, DESTROY, INIT, PLAN, Program, Workspace},
};
use anyhow::{Context as _, Result};
use infisical_emulator::{Emulator, Options};
use std::{path::Path, time::Duration};

/// What every configuration begins with.
pub(super) const HEADER: &str = r#"
terraform {
  required_providers {
    infisical = { source = "infisical/infisical" }
  }
}

provider "infisical" {
  auth = { universal = {} }
}
"#;

/// The identities, each with its Azure Auth.
pub(super) fn configuration() -> String {
    const IDENTITIES: &str = r#"
variable "org_id" {
  type = string
}

resource "infisical_identity" "many" {
  count  = 200
  name   = "many-${count.index}"
  role   = "member"
  org_id = var.org_id
}

resource "infisical_identity_azure_auth" "many" {
  count       = 200
  identity_id = infisical_identity.many[count.index].id
  tenant_id   = "5f3d5ce6-63e4-4b63-9c0a-6e9b6b3f5d52"
}
"#;
    format!("{HEADER}{IDENTITIES}")
}

const ROUNDS: usize = 5;

/// The times, and the highest resident size in KiB.
pub(super) struct Many {
    pub(super) apply: Duration,
    pub(super) plan: Duration,
    pub(super) plan_without_refresh: Duration,
    pub(super) destroy: Duration,
    pub(super) memory: Option<u64>,
    /// Whether there was nothing to do after the apply.
    pub(super) settled: bool,
}

/// Applies, plans often, destroys.
pub(super) fn measure(
    screen: Screen,
    name: &str,
    program: &Program,
    mirror: &Mirror,
    binary: &Path,
) -> Result<Many> {
    // The official provider sends members that the server ignores.
    let options = Options { strict: false, rate_limits: None, ..Options::default() };
    let emulator = Emulator::start(options).context("cannot start the emulator")?;
    let mut workspace = Workspace::new(program, mirror)?;
    workspace.log_in_to(&emulator);
    workspace.write("main.tf", &configuration())?;
    workspace.run(INIT)?;

    let title = |what: &str| format!("{name}: {what}");
    let apply = screen.stage(&title("apply of 400"), || workspace.run(APPLY))?.took;
    let (settled, memory) = screen.stage(&title("memory during a plan of 400"), || {
        let plan = || workspace.run_for(PLAN, &[0, 2]);
        let (output, memory) = memory::highest_during(binary, plan);
        Ok((output?.code == 0, memory))
    })?;
    let mut plans = Vec::new();
    let mut without_refresh = Vec::new();
    screen.stage(&title("plans of 400, with and without refresh"), || {
        for _ in 0..ROUNDS {
            plans.push(workspace.run_for(PLAN, &[0, 2])?.took);
            let arguments = [PLAN, &["-refresh=false"]].concat();
            without_refresh.push(workspace.run_for(&arguments, &[0, 2])?.took);
        }
        Ok(())
    })?;
    let destroy = screen.stage(&title("destroy of 400"), || workspace.run(DESTROY))?.took;
    Ok(Many {
        apply,
        plan: median(plans).context("nothing was planned")?,
        plan_without_refresh: median(without_refresh).context("nothing was planned")?,
        destroy,
        memory,
        settled,
    })
}
