//! The founding job: Azure Auth is attached, and revoked.

use super::Run;
use crate::terraform::{APPLY, DESTROY, INIT};
use anyhow::{Context as _, Result, bail};

const IDENTITY: &str = "infisical_identity.ci";
const AZURE_AUTH: &str = "infisical_identity_azure_auth.ci";

impl Run {
    /// Attaches, is surprised, repairs, revokes.
    pub(super) fn attach_and_revoke(&mut self) -> Result<()> {
        self.command("init", "", INIT, 0)?;
        self.plan("", &[IDENTITY, AZURE_AUTH])?;
        self.command("apply", "", APPLY, 0)?;
        self.plan(", with nothing to do", &[])?;
        self.revoke_elsewhere()?;
        self.plan(", which notices", &[AZURE_AUTH])?;
        self.command("apply", ", which repairs", APPLY, 0)?;
        self.plan(", with nothing to do", &[])?;
        self.command("destroy", "", DESTROY, 0)?;
        self.requests.check_end()
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
