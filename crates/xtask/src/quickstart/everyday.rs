//! The everyday work: a project, its environments and folders, fifty secrets, and who may read them.

use super::Run;
use crate::terraform::{APPLY, DESTROY, INIT, PLAN};
use anyhow::{Result, ensure};

const SECRETS: usize = 50;

impl Run {
    /// Makes all of it, finds nothing to do, and takes it down again.
    pub(super) fn everyday(&mut self) -> Result<()> {
        self.command("init", "", INIT, 0)?;
        let plan = self.command("plan", "", PLAN, 2)?;
        let secrets =
            plan.planned().into_iter().filter(|line| line.starts_with("infisical_secret."));
        ensure!(secrets.count() == SECRETS, "{SECRETS} secrets are not planned:\n{plan}");
        let apply = self.command("apply", "", APPLY, 0)?;
        ensure!(!apply.stdout.contains("Warning"), "the application does not find them:\n{apply}");
        self.no_secret_is_kept()?;
        self.plan(", with nothing to do", &[])?;
        self.command("destroy", "", DESTROY, 0)?;
        Ok(())
    }

    /// Neither state nor its backup may hold a value.
    fn no_secret_is_kept(&self) -> Result<()> {
        self.screen.stage("look for the values in the state file", || {
            let state = self.workspace.read("terraform.tfstate")?;
            let values = self.emulator.secrets();
            ensure!(values.len() >= SECRETS, "the server has {} values", values.len());
            let kept = values.iter().filter(|value| state.contains(value.as_str())).count();
            ensure!(kept == 0, "{kept} values are in the state file");
            Ok(())
        })
    }
}
